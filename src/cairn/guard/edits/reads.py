"""The history of a row, and what of it waits for a decision."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from cairn.guard.edits.models import Change, Conflict


def history_of(row: Any) -> QuerySet[Change]:
    """Every change of a row, the first one first. Whoever may see the row may see those of fields they see."""
    return Change.objects.filter(subject_model=row._meta.label_lower, subject_id=str(row.pk))


def open_conflicts(row: Any) -> QuerySet[Conflict]:
    return Conflict.objects.filter(
        subject_model=row._meta.label_lower, subject_id=str(row.pk), settled_at=None
    )


def changes_since(row: Any, version: int) -> dict[str, Change]:
    """The first change of each field after a version: its `before` is what stood in that version."""
    first: dict[str, Change] = {}
    for change in history_of(row).filter(made_version__gt=version):
        first.setdefault(change.field, change)
    return first


def base_of(name: str, later: Mapping[str, Change], now: Any) -> Any:
    """What a field held in the version that `later` counts from."""
    return later[name].before if name in later else now


def last_change(row: Any, name: str) -> Change | None:
    return history_of(row).filter(field=name).last()
