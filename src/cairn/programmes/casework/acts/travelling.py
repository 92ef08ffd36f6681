"""The journey home: planned leg by leg, and boarded only while the wish stands."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, happened, held
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
    leg = Leg(case=case, number=last.number + 1 if last else 1, **said)
    if last is not None and leg.leaves_at <= last.leaves_at:
        raise ValidationError({"leaves_at": [_("This leg leaves before the one before it.")]})
    return add(leg, What.LEG_PLANNED, by=by)


@transaction.atomic
def drop_leg(leg: Leg, *, by: Any) -> None:
    """Take the last leg out of the plan; what was boarded stays."""
    ensure(by, Can.CASE_EDIT, leg)
    row = held(leg)
    if row.boarded_at is not None or row.case.legs.filter(number__gt=row.number).exists():
        raise NotInThisCase(_("Only the last leg can be taken out, and none that was travelled."))
    record(Event.CASE_PART_REMOVED, row, by=by, data={"case": row.case_id})
    row.delete()


@transaction.atomic
def board(leg: Leg, *, by: Any) -> Leg:
    """Say that somebody boarded; until this moment they may change their mind."""
    ensure(by, Can.CASE_EDIT, leg)
    row = held(leg)
    if row.case.stage != "travelling":
        raise NotInThisCase(_("The case is not travelling."))
    if why := wish_stands(row.case):
        raise NotInThisCase(str(why))
    row.boarded_at = row.boarded_at or timezone.now()
    row.save(update_fields=["boarded_at"])
    happened(row.case, What.LEG_BOARDED, by=by, about=row)
    record(Event.CASE_PART_CHANGED, row, by=by, data={"case": row.case_id})
    return row
