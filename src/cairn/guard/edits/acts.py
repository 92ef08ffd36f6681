"""Changing a protected row on the version that somebody saw, and settling what two have changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.edits.models import Change, Conflict, Settled
from cairn.guard.edits.reads import base_of, changes_since, last_change
from cairn.guard.edits.values import as_json, column_of, held, put
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.sealed.protected import Protected
from cairn.mission.errors import CairnError


class NoSuchVersion(CairnError):
    """An edit names a version that the row never had."""


class ChangedAgain(CairnError):
    """A third edit came between a conflict being shown and being decided."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edit: every field of it is in one of these."""

    row: Any
    applied: tuple[str, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def changed_something(self) -> bool:
        return bool(self.applied or self.conflicts)


@transaction.atomic
def change_row(row: Any, *, based_on: int, changes: Mapping[str, Any], by: Any) -> Outcome:
    """Apply what one colleague changed since the version they saw.

    A field that nobody changed meanwhile takes the new value. One that somebody else changed to another value
    becomes a conflict, and the row keeps what stands in it. What the colleague did not touch is no change.
    The caller has checked the right, and records the act.
    """
    held_row = _locked(row)
    if not 1 <= based_on <= held_row.version:
        raise NoSuchVersion(
            _("This edit was made on a version that does not exist."),
            _("Open the record again, and repeat it."),
        )
    later = changes_since(held_row, based_on)
    applied: dict[str, tuple[Any, Any]] = {}
    conflicts: list[Conflict] = []
    for name, value in changes.items():
        mine, now = as_json(value), held(held_row, name)
        base = base_of(name, later, now)
        if mine in (base, now):
            continue
        if name in later:
            conflicts.append(_conflict(held_row, name, base, mine, now, based_on, by))
        else:
            applied[name] = (now, mine)
    _apply(held_row, applied, by)
    return Outcome(held_row, tuple(applied), tuple(conflicts))


@transaction.atomic
def settle_conflict(
    conflict: Conflict, row: Any, *, based_on: int, settled: Settled, by: Any, value: Any = None
) -> Outcome:
    """A person decides which of two edits stands; both stay in the history.

    `based_on` is the version that the person saw: a third edit of the field since then is decided about by nobody
    who has not seen it.
    """
    held_conflict = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if not held_conflict.is_open:
        raise CairnError(_("This was decided already."), _("Open the record again to see what stands in it."))
    held_row = _locked(row)
    name = held_conflict.field
    if name in changes_since(held_row, based_on):
        raise ChangedAgain(
            _("This field was changed again since you looked."),
            _("What stands in it now is shown here: decide once more."),
        )
    chosen = {Settled.MINE: held_conflict.mine, Settled.THEIRS: held(held_row, name)}.get(settled, value)
    chosen, now = as_json(chosen), held(held_row, name)
    applied = {} if chosen == now else {name: (now, chosen)}
    _apply(held_row, applied, by)
    held_conflict.settled, held_conflict.settled_by, held_conflict.settled_at = settled, by, timezone.now()
    held_conflict.save(update_fields=["settled", "settled_by", "settled_at"])
    return Outcome(held_row, tuple(applied), ())


def _locked(row: Any) -> Any:
    """The row as it stands now, held until the act is over."""
    return type(row).objects.select_for_update().get(pk=row.pk)


def _apply(row: Any, applied: Mapping[str, tuple[Any, Any]], by: Any) -> None:
    if not applied:
        return
    for name, (_before, after) in applied.items():
        put(row, name, after)
    row.full_clean(validate_unique=False)
    row.version += 1
    row.save(update_fields=[*{column_of(name) for name in applied}, "version"])
    for name, (before, after) in applied.items():
        Change.objects.create(
            data_key=row.data_key, made_version=row.version, before=before, after=after, **_of(row, name, by)
        )


def _conflict(row: Any, name: str, base: Any, mine: Any, now: Any, based_on: int, by: Any) -> Conflict:
    earlier = last_change(row, name)
    conflict = Conflict.objects.create(
        data_key=row.data_key,
        base_version=based_on,
        base=base,
        mine=mine,
        theirs=now,
        theirs_by=earlier.by if earlier else None,
        **_of(row, name, by),
    )
    transaction.on_commit(
        partial(tell, Kind.CONFLICT_WAITS, to=by, reference=str(row), subject_id=str(conflict.pk))
    )
    return conflict


def _of(row: Protected, name: str, by: Any) -> dict[str, Any]:
    return {"subject_model": row._meta.label_lower, "subject_id": str(row.pk), "field": name, "by": by}
