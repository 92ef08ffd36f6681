"""Moving a case along the way of its kind, by oneself or with a supervisor."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.roles import Role
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts.money import refuse_what_was_asked
from cairn.programmes.casework.acts.parts import NotInThisCase, add, happened, held
from cairn.programmes.casework.codes import OPEN_STATES, ClosingReason, Decision, What
from cairn.programmes.casework.models import Approval, Case
from cairn.programmes.casework.ways import Move, way_of

SHORTEST_REASON = 10


@transaction.atomic
def move_case(
    case: Case,
    to: str,
    *,
    by: Any,
    why: str = "",
    closing_reason: str = "",
    closing_note: str = "",
    follow_up_on: dt.date | None = None,
) -> Case | Approval:
    """Go on to a stage; where a supervisor has to decide, ask, and answer the question that waits."""
    ensure(by, Can.CASE_EDIT, case)
    row = held(case)
    move = _listed(row, to)
    if reasons := list(way_of(row).why_not(row, to)):
        raise NotInThisCase(" ".join(reasons))
    _ensure_reasons(row, move, why, closing_reason)
    row.closing_reason = closing_reason or row.closing_reason
    row.closing_note = closing_note or row.closing_note
    row.follow_up_on = follow_up_on or row.follow_up_on
    if follow_up_on is not None and follow_up_on < timezone.localdate():
        raise ValidationError({"follow_up_on": _("This day is over.")})
    if not move.asks_supervisor(row):
        return _moved(row, to, by=by)
    if row.approvals.filter(decision=Decision.ASKED).exists():
        raise NotInThisCase(_("An approval of this case is waiting already."))
    row.save(update_fields=["closing_reason", "closing_note", "follow_up_on"])
    approval = add(Approval(case=row, to_stage=to, why=why), What.APPROVAL_ASKED, by=by, code=to)
    record(Event.CASE_ASKED, row, by=by)
    tell(
        Kind.CASE_WAITS,
        role=Role.CASE_SUPERVISOR,
        office_id=row.office_id,
        by=by.pk,
        reference=str(row),
        subject_id=str(row.pk),
    )
    return approval


@transaction.atomic
def decide_approval(approval: Approval, *, is_granted: bool, by: Any, answer: str = "") -> Case:
    """A supervisor decides; what was true when it was asked has to be true still."""
    ensure(by, Can.CASE_APPROVE, approval)
    row, asked = held(approval.case), held(approval)
    if asked.decision != Decision.ASKED:
        raise NotInThisCase(_("This was decided already."))
    if by.pk == asked.made_by_id:
        raise NotInThisCase(_("You asked for this, so somebody else has to decide."))
    if not is_granted and len(answer.strip()) < SHORTEST_REASON:
        raise ValidationError(
            {"answer": _("Say in a few words why not: your colleague has to go on from there.")}
        )
    asked.decision = Decision.GRANTED if is_granted else Decision.REFUSED
    asked.decided_by, asked.decided_at, asked.answer = by, timezone.now(), answer
    asked.save()
    happened(row, What.APPROVAL_DECIDED, by=by, code=asked.decision, about=asked)
    record(Event.CASE_DECIDED, row, by=by, data={"approved": is_granted})
    if asked.made_by is not None:
        tell(Kind.CASE_DECIDED, to=asked.made_by, by=by.pk, reference=str(row), subject_id=str(row.pk))
    if not is_granted:
        return row
    if reasons := list(way_of(row).why_not(row, asked.to_stage)):
        raise NotInThisCase(" ".join(reasons))
    _listed(row, asked.to_stage)
    return _moved(row, asked.to_stage, by=by)


@transaction.atomic
def take_back_approval(approval: Approval, *, by: Any) -> Approval:
    """Whoever asked no longer wants it."""
    ensure(by, Can.CASE_EDIT, approval)
    asked = held(approval)
    if asked.decision != Decision.ASKED or asked.made_by_id != by.pk:
        raise NotInThisCase(_("Only an open question of your own can be taken back."))
    return _taken_back(asked, by=by)


def _listed(case: Case, to: str) -> Move:
    way = way_of(case)
    move = way.stage(case.stage).move(to)
    if move is None:
        raise NotInThisCase(
            _("From “%(stage)s” a case does not go there.") % {"stage": way.stage(case.stage).label},
            _("Open it again to see where it stands."),
        )
    return move


def _ensure_reasons(case: Case, move: Move, why: str, closing_reason: str) -> None:
    if move.asks_why(case) and len(" ".join(why.split())) < SHORTEST_REASON:
        raise ValidationError({"why": _("Say why in a few words: colleagues will ask.")})
    ends = way_of(case).stage(move.to).state not in OPEN_STATES
    if ends and closing_reason not in ClosingReason.values:
        raise ValidationError({"closing_reason": _("Say why the case ends.")})


def _moved(case: Case, to: str, *, by: Any) -> Case:
    stage, now = way_of(case).stage(to), timezone.now()
    case.stage, case.state, case.stage_since = stage.name, stage.state, now
    case.closed_at = None if case.state in OPEN_STATES else now
    if case.closed_at is None:
        case.closing_reason = ""
    case.review_on = (
        timezone.localdate() + dt.timedelta(days=stage.review_after) if stage.review_after else None
    )
    case.version += 1
    case.save()
    if not case.is_open:
        _leave_nothing_asked(case, by=by)
    happened(case, What.MOVED, by=by, code=to)
    record(Event.CASE_MOVED, case, by=by)
    return case


def _leave_nothing_asked(case: Case, *, by: Any) -> None:
    """Nobody decides any more about what was asked before the end."""
    for approval in case.approvals.filter(decision=Decision.ASKED):
        _taken_back(held(approval), by=by)
    refuse_what_was_asked(case, by=by)


def _taken_back(asked: Approval, *, by: Any) -> Approval:
    asked.decision, asked.decided_at = Decision.TAKEN_BACK, timezone.now()
    asked.save()
    happened(asked.case, What.APPROVAL_DECIDED, by=by, code=asked.decision, about=asked)
    record(Event.CASE_PART_CHANGED, asked, by=by, data={"case": asked.case_id})
    return asked
