"""What is held about one person: every protected row that is sealed with a key of theirs or hangs on their record.

Found by looking at the models, so that no new kind of row is forgotten when somebody asks what is held or is erased.
A model says with `describe` what of it speaks of other people; a test asks that each has said so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from cairn.guard.sealed import Protected
from cairn.people.models import Merge, Person

# A field of a row as labels and what stands there, where its name and its codes say nothing to the person.
InWords = Callable[[Any], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """How a kind of row is read by the person themselves.

    `about_others` are fields in which somebody else may be named: marked where the person said so themselves.
    `left_out` are fields by which somebody else would be found, or that say nothing to anybody. `untold` are rows
    that nobody put into the record yet; they are erased with the others. `in_words` tells fields that hold codes.
    """

    about_others: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    untold: Q | None = None
    in_words: Mapping[str, InWords] = field(default_factory=dict)


_DESCRIBED: dict[str, Description] = {}


def describe(
    model: str,
    *,
    about_others: Iterable[str] = (),
    left_out: Iterable[str] = (),
    untold: Q | None = None,
    in_words: Mapping[str, InWords] | None = None,
) -> None:
    """Say how a protected model is told to the person, as “app.Model”. Nothing to say is also said."""
    _DESCRIBED[model.lower()] = Description(
        about_others=frozenset(about_others),
        left_out=frozenset(left_out),
        untold=untold,
        in_words=in_words or {},
    )


def description_of(model: type[Model]) -> Description:
    return _DESCRIBED.get(model._meta.label_lower, Description())


def kinds() -> list[type[Protected]]:
    """Every protected model of every app."""
    return [model for model in apps.get_models() if issubclass(model, Protected)]


def undescribed() -> set[str]:
    """Models that nobody has thought about yet."""
    return {model._meta.label for model in kinds()} - {
        model._meta.label for model in kinds() if model._meta.label_lower in _DESCRIBED
    }


def records_of(person: Person) -> list[Person]:
    """The record of a person together with those that were joined to it, and to them."""
    found, edge = [person], [person]
    while edge:
        joined = Merge.objects.filter(person__in=edge, undone_at=None).select_related("absorbed__data_key")
        edge = [merge.absorbed for merge in joined if merge.absorbed not in found]
        found += edge
    return found


def joined_to(person: Person) -> Person | None:
    """The record that this one was joined to, if it was."""
    merge = Merge.objects.filter(absorbed=person, undone_at=None).select_related("person").first()
    return merge.person if merge else None


def rows_of(model: type[Protected], records: list[Person]) -> QuerySet[Any]:
    """The rows of one kind that are theirs: by key, or because they hang on one of their records."""
    theirs = Q(data_key__in=[record.data_key_id for record in records])
    if "person" in {field.name for field in links_to_people(model)}:
        theirs |= Q(person__in=records)
    rows = model._base_manager.filter(theirs).select_related("data_key")
    return rows.order_by(*model._meta.ordering, "pk")


def mentions_of(model: type[Protected], field: ForeignKey, records: list[Person]) -> QuerySet[Any]:
    """Rows of other people in which they are named."""
    own = [record.data_key_id for record in records]
    return model._base_manager.filter(**{f"{field.name}__in": records}).exclude(data_key__in=own)


def links_to_people(model: type[Model]) -> list[ForeignKey]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Person
    ]


def mentioning() -> list[tuple[type[Protected], ForeignKey]]:
    """Every way in which the row of one person can name another."""
    return [(model, field) for model in kinds() for field in links_to_people(model) if field.name != "person"]


def ids_of(records: list[Person]) -> set[str]:
    """The opaque numbers of all that is theirs: what the trace, notices and tasks know it by."""
    found: set[str] = set()
    for model in kinds():
        found.update(str(pk) for pk in rows_of(model, records).values_list("pk", flat=True))
    return found


def counts_of(records: list[Person]) -> dict[str, int]:
    """How many rows of which kind, by the model's name in code; kinds without rows are left out."""
    found = {model._meta.label: rows_of(model, records).count() for model in kinds()}
    return {label: count for label, count in found.items() if count}


_INTERNAL = ("subject_model", "subject_id")

describe("guard.Attachment", left_out=("stored_name", "digest"))
describe("guard.Change", left_out=_INTERNAL)
describe("guard.Conflict", left_out=_INTERNAL)
describe("guard.Glass", left_out=_INTERNAL)
describe(
    "people.Consent",
    about_others=("witness", "guardian_name", "guardian_papers", "interpreter_note"),
    left_out=("guardian", "text_digest", "person"),
)
describe("people.Contact", left_out=("person",))
describe("people.DisclosedPart", left_out=("person", "disclosure", "attachment"))
describe("people.Disclosure", left_out=("person", "digests"))
# Erasures and sheets have keys of their own: they are about many, or about nobody any more.
describe("people.Erasure")
describe("people.Exemption", left_out=("person",))
describe("people.Export")
describe("guard.TraceExport")
describe("people.IdentityDocument", left_out=("person",))
describe("people.Import")
describe("people.ImportRow", left_out=("person", "of", "token"))
describe("people.LegalHold", left_out=("person",))
describe("people.Merge", left_out=("person", "absorbed", "moved", "took"))
describe("people.NextOfKin", about_others=("name", "relation", "contact", "note"), left_out=("person",))
describe("people.Person", left_out=("number", "household"))
describe("people.PersonFile", left_out=("person",))
describe("people.Relation", about_others=("note",), left_out=("person", "to"))
describe("people.RetentionReview", left_out=("person",))
