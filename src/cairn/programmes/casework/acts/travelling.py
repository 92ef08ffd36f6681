"""The journey home: planned and booked leg by leg, and boarded only by whoever says once more that they want it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.edits.acts import Outcome, change_row, settle_conflict
from cairn.guard.edits.models import Conflict, Settled
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure, fields_seen
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, happened, held
from cairn.programmes.casework.acts.writing import begin_record, finish_record
from cairn.programmes.casework.codes import What, Work
from cairn.programmes.casework.models import Case, Leg
from cairn.programmes.casework.ways.return_gates import wish_stands


@transaction.atomic
def plan_leg(case: Case, *, by: Any, **said: Any) -> Leg:
    """Add the next leg; it leaves after the one before it."""
    ensure_works_on(case, by=by)
    if case.kind != Work.RETURN:
        raise NotInThisCase(_("A journey is planned in a case of voluntary return."))
    last = case.legs.order_by("-number").first()
    leg = Leg(case=case, number=last.number + 1 if last else 1, **_to_the_minute(said))
    _refuse_disorder(leg)
    return add(leg, What.LEG_PLANNED, by=by)


@transaction.atomic
def change_leg(leg: Leg, *, based_on: int, changes: Mapping[str, Any], by: Any) -> Outcome:
    """Change a leg on the version that the colleague saw; what a ticket says is to be booked again."""
    _ensure_before_boarding(leg, by)
    _refuse_unseen(leg, changes, by)
    return _changed(leg, change_row(leg, based_on=based_on, changes=_to_the_minute(changes), by=by), by=by)


@transaction.atomic
def settle_leg(
    conflict: Conflict, leg: Leg, *, based_on: int, settled: Settled, by: Any, value: Any = None
) -> Outcome:
    """Decide which of two edits of a leg stands."""
    _ensure_before_boarding(leg, by)
    _refuse_unseen(leg, [conflict.field], by)
    chosen = _to_the_minute({conflict.field: value})[conflict.field]
    outcome = settle_conflict(conflict, leg, based_on=based_on, settled=settled, by=by, value=chosen)
    happened(leg.case, What.SETTLED, by=by, about=leg)
    record(Event.CONFLICT_SETTLED, leg, by=by, data={"fields": [conflict.field]})
    return _changed(leg, outcome, by=by)


@transaction.atomic
def book_leg(leg: Leg, *, by: Any) -> Leg:
    """The ticket is there, for what the plan says now."""
    _ensure_before_boarding(leg, by)
    row = held(leg)
    row.booked_at = timezone.now()
    return _kept(row, "booked_at", What.LEG_BOOKED, by=by)


@transaction.atomic
def drop_leg(leg: Leg, *, by: Any) -> None:
    """Take the last leg out of the plan; what was boarded stays."""
    ensure(by, Can.CASE_EDIT, leg)
    row = held(leg)
    if row.boarded_at is not None or row.case.legs.filter(number__gt=row.number).exists():
        raise NotInThisCase(_("Only the last leg can be taken out, and none that was travelled."))
    happened(row.case, What.LEG_DROPPED, by=by)
    record(Event.CASE_PART_REMOVED, row, by=by, data={"case": row.case_id})
    row.delete()


@transaction.atomic
def ask_and_board(leg: Leg, *, alone: bool, still_wants: bool, by: Any, words: str = "") -> Leg | None:
    """Ask once more at the gate, and write down the answer; only whoever still wants to go boards.

    A “no” is kept as well: nobody has to say it twice, and no leg is boarded on an older “yes”.
    """
    ensure(by, Can.CASE_EDIT, leg)
    _ensure_its_turn(leg)
    answers = {
        "confirmed_on": timezone.localdate().isoformat(),
        "alone": alone,
        "still_wants": still_wants,
        "words": words,
    }
    finish_record(begin_record(leg.case, "reconfirmation", by=by, answers=answers), by=by)
    return board(leg, by=by) if alone and still_wants else None


@transaction.atomic
def board(leg: Leg, *, by: Any) -> Leg:
    """Say that somebody boarded; until this moment they may change their mind."""
    ensure(by, Can.CASE_EDIT, leg)
    row = held(leg)
    _ensure_its_turn(row)
    if why := wish_stands(row.case):
        raise NotInThisCase(str(why))
    row.boarded_at = row.boarded_at or timezone.now()
    return _kept(row, "boarded_at", What.LEG_BOARDED, by=by)


@transaction.atomic
def arrive(leg: Leg, *, by: Any) -> Leg:
    """They are where this leg goes to."""
    ensure(by, Can.CASE_EDIT, leg)
    row = held(leg)
    if row.boarded_at is None or row.arrived_at is not None:
        raise NotInThisCase(_("Whoever has boarded arrives, and once."))
    row.arrived_at = timezone.now()
    return _kept(row, "arrived_at", What.LEG_ARRIVED, by=by)


def _ensure_before_boarding(leg: Leg, by: Any) -> None:
    ensure_works_on(leg.case, by=by)
    ensure(by, Can.CASE_EDIT, leg)
    if held(leg).boarded_at is not None:
        raise NotInThisCase(_("This leg was travelled: it stays as it was."))


def _refuse_unseen(leg: Leg, names: Iterable[str], by: Any) -> None:
    if not set(names) <= fields_seen(by, leg) & set(Leg.EDITED):
        raise MayNot


def _ensure_its_turn(leg: Leg) -> None:
    if leg.case.stage != "travelling":
        raise NotInThisCase(_("The case is not travelling."))
    if leg.case.legs.filter(number__lt=leg.number, boarded_at=None).exists():
        raise NotInThisCase(_("The leg before this one was not travelled yet."))


def _to_the_minute(said: Mapping[str, Any]) -> dict[str, Any]:
    """Moments as every clock tells them alike: whoever opens a form and saves it has changed nothing."""
    leaves = said.get("leaves_at")
    if not isinstance(leaves, dt.datetime):
        return dict(said)
    return {**said, "leaves_at": leaves.astimezone(dt.UTC).replace(second=0, microsecond=0)}


def _refuse_disorder(leg: Leg) -> None:
    others = leg.case.legs.exclude(pk=leg.pk)
    if others.filter(number__lt=leg.number, leaves_at__gte=leg.leaves_at).exists():
        raise ValidationError({"leaves_at": [_("This leg leaves before the one before it.")]})
    if others.filter(number__gt=leg.number, leaves_at__lte=leg.leaves_at).exists():
        raise ValidationError({"leaves_at": [_("This leg leaves after the one that follows it.")]})


def _changed(leg: Leg, outcome: Outcome, *, by: Any) -> Outcome:
    row = outcome.row
    _refuse_disorder(row)
    if row.booked_at and set(outcome.applied) & set(Leg.TICKET):
        row.changed_at = timezone.now()
        row.save(update_fields=["changed_at"])
    if outcome.changed_something:
        happened(row.case, What.LEG_CHANGED, by=by, about=row)
        record(Event.CASE_PART_CHANGED, row, by=by, data={"case": row.case_id})
    return outcome


def _kept(row: Leg, name: str, what: What, *, by: Any) -> Leg:
    row.save(update_fields=[name])
    happened(row.case, what, by=by, about=row)
    record(Event.CASE_PART_CHANGED, row, by=by, data={"case": row.case_id})
    return row
