"""Live rows, read in bulk as they are stored: what fingerprints are made of.

Only the database is believed. Revisions and signals tell what somebody meant to change; the rows tell what a render
will find.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page

from cairn.publish.references import Reference, references_in

# Bookkeeping of the editor's side, which no reader sees and drafts change. The address says where a page stands.
UNSEEN = frozenset(
    [
        *(
            "alias_of",
            "content_type",
            "created_at",
            "depth",
            "draft_title",
            "expire_at",
            "expired",
            "go_live_at",
        ),
        *(
            "has_unpublished_changes",
            "latest_revision",
            "latest_revision_created_at",
            "live_revision",
            "locked",
        ),
        *(
            "locked_at",
            "locked_by",
            "numchild",
            "owner",
            "path",
            "uploaded_by_user",
            "url_path",
            "collection",
        ),
        *("slug", "id", "translation_key", "locale", "live", "embargo_until"),
    ]
)
# Tables whose rows no page shows as such.
NEVER_SHOWN = frozenset({"auth", "contenttypes", "guard"})


@dataclass(frozen=True, slots=True)
class Row:
    """One stored row: its columns by name, and what they refer to."""

    pk: int
    values: Mapping[str, Any]
    refers_to: frozenset[Reference]


# About which row, from which stored columns, and how the row is made of them.
Conclude = Callable[[int, object, Callable[[], Row]], Row]


def read_rows(
    queryset: models.QuerySet, *, also: Iterable[str] = (), conclude: Conclude | None = None
) -> Iterator[Row]:
    """The rows of a queryset with all columns that readers may see, and those named in `also`.

    `conclude` may answer what the same stored columns gave before: to find what a long body refers to takes longer
    than to read it.
    """
    model: Any = queryset.model
    seen = [field for field in _columns(model) if field.name not in UNSEEN]
    names = [f"text_of_{field.name}" if _is_json(field) else field.attname for field in seen]
    as_text = {
        f"text_of_{field.name}": Cast(field.name, models.TextField()) for field in seen if _is_json(field)
    }
    columns = [*(field.name for field in seen), *also]
    for stored in queryset.annotate(**as_text).values_list("pk", *names, *also):
        make = partial(_row, seen, columns, stored)
        yield conclude(stored[0], (model, stored), make) if conclude else make()


def _row(seen: Iterable[Any], columns: Iterable[str], stored: Sequence[Any]) -> Row:
    by_name = dict(zip(columns, stored[1:], strict=True))
    return Row(stored[0], by_name, _references(seen, by_name))


def read_children(model: type[models.Model]) -> dict[int, list[tuple[str, Row]]]:
    """The rows that belong to pages of a model (reasons, speakers, corrections), in order, by the page's key."""
    found: dict[int, list[tuple[str, Row]]] = defaultdict(list)
    for relation in get_all_child_relations(model):
        owner = relation.field.attname
        ordering = relation.related_model._meta.ordering or ("pk",)
        # A relation of the common ground is asked for the rows of this type only: each row is read once in all.
        own = relation.related_model.objects.filter(**{f"{owner}__in": model._base_manager.values("pk")})
        for row in read_rows(own.order_by(*ordering, "pk"), also=[owner]):
            found[row.values[owner]].append((relation.name, row))
    return found


def read_links(model: type[models.Model]) -> dict[int, list[Reference]]:
    """What rows of a model are linked with, many to many, by the row's key."""
    found: dict[int, list[Reference]] = defaultdict(list)
    for field in _meetings(model):
        own, other = field.m2m_column_name(), field.m2m_reverse_name()
        rows = field.remote_field.through.objects.filter(**{f"{own}__in": model._base_manager.values("pk")})
        for pk, other_pk in rows.order_by("pk").values_list(own, other):
            found[pk].append((field.related_model, str(other_pk)))
    return found


def _references(fields: Iterable[Any], values: Mapping[str, Any]) -> frozenset[Reference]:
    found: set[Reference] = set()
    for field in fields:
        value = values[field.name]
        if isinstance(field, StreamField):
            found |= references_in(field.stream_block, value)
        elif _leads_somewhere(field) and value is not None:
            found.add((field.related_model, str(value)))
    return frozenset(found)


@cache
def _columns(model: Any) -> list[models.Field]:
    """Every stored column, those of parent tables included, without the links between the tables."""
    return [
        field
        for field in model._meta.concrete_fields
        if not (isinstance(field, models.OneToOneField) and field.remote_field.parent_link)
    ]


@cache
def _meetings(model: Any) -> list[Any]:
    return [field for field in model._meta.many_to_many if isinstance(field, models.ManyToManyField)]


def _is_json(field: models.Field) -> bool:
    return isinstance(field, (models.JSONField, StreamField))


def _leads_somewhere(field: Any) -> bool:
    """A key to something that is shown; not the one by which a child row hangs on its page."""
    if not isinstance(field, models.ForeignKey) or isinstance(field, ParentalKey):
        return False
    return issubclass(field.related_model, Page) or field.related_model._meta.app_label not in NEVER_SHOWN
