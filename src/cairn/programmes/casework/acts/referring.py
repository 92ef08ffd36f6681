"""Referring somebody to a national mechanism, and writing down what comes of it; clocks become tasks with a day."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.people.acts.joined import refuse_joined
from cairn.people.births import may_be_child
from cairn.people.holdings import records_of
from cairn.programmes.casework.acts.doing import finish_task, set_task
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, held
from cairn.programmes.casework.codes import What, Work
from cairn.programmes.casework.models import Case, NationalReferral, ReferralStep
from cairn.programmes.casework.trafficking.mechanisms import mechanism
from cairn.programmes.casework.trafficking.mechanisms.clocks import due_on, local_day
from cairn.programmes.casework.trafficking.mechanisms.declaration import Clock


@transaction.atomic
def begin_referral(case: Case, code: str, *, by: Any, **said: Any) -> NationalReferral:
    """Prepare a referral; one of a person is pending at a time, and each person of a family has their own."""
    ensure_works_on(case, by=by)
    if case.kind != Work.TRAFFICKING:
        raise NotInThisCase(_("Referrals to a national mechanism belong into a case of counter-trafficking."))
    refuse_joined(case.person)  # Holds the person, so that no two begin at once.
    _refuse_a_second(case, code)
    of_child = may_be_child(case.person, timezone.localdate())
    referral = NationalReferral(case=case, mechanism=mechanism(code).code, of_child=of_child, **said)
    return add(referral, What.REFERRAL_BEGUN, by=by, code=code)


@transaction.atomic
def note_step(
    referral: NationalReferral, code: str, *, happened_at: dt.datetime, by: Any, note: str = ""
) -> ReferralStep:
    """Write down a step that the mechanism knows after the ones before; its clocks start and stop."""
    ensure_works_on(referral.case, by=by)
    row = held(referral)
    _ensure_may_happen(row, code, happened_at)
    if not row.is_pending:
        _refuse_a_second(row.case, row.mechanism)
    step = ReferralStep(case=row.case, referral=row, step=code, happened_at=happened_at, note=note)
    add(step, What.REFERRAL_STEPPED, by=by, code=code)
    for clock in row.declared.clocks:
        if code in clock.stops:
            _stop(row, clock, by=by)
        if code in clock.starts and clock.whom.holds_for(of_child=row.of_child):
            _stop(row, clock, by=by)
            _start(row, clock, happened_at, by=by)
    if row.is_over:
        for clock in row.declared.clocks:
            _stop(row, clock, by=by)
    return step


def too_early(referral: NationalReferral, code: str, happened_at: dt.datetime) -> list[str]:
    """Times that are not to be cut short, and were: the decision is another's, so it is said and not refused."""
    declared = referral.declared
    told = []
    for clock in declared.clocks:
        began = referral.steps.filter(step__in=clock.starts).order_by("-happened_at").first()
        if not clock.at_least or code not in clock.stops or began is None:
            continue
        until = due_on(declared, clock, began.happened_at)
        if until and local_day(declared, happened_at) < until:
            told.append(_("“%(clock)s” was cut short.") % {"clock": clock.label})
    return told


def clock_code(referral: NationalReferral, clock: Clock) -> str:
    return f"{referral.mechanism}:{clock.code}"


def _refuse_a_second(case: Case, code: str) -> None:
    """Whoever was refused may be referred anew, or have that looked at again: not both."""
    others = NationalReferral.objects.filter(case__person__in=records_of(case.person), mechanism=code)
    if any(other.is_pending for other in others):
        raise NotInThisCase(_("There is a referral of this person already."), _("Go on with it."))


def _ensure_may_happen(row: NationalReferral, code: str, happened_at: dt.datetime) -> None:
    taken = row.taken
    possible = row.declared.next_steps(taken, basis=row.basis, of_child=row.of_child)
    if code not in {step.code for step in possible} or row.declared.is_over(taken):
        raise NotInThisCase(
            _("This does not follow from where the referral stands."),
            _("Write down first what happened before."),
        )
    if happened_at > timezone.now():
        raise ValidationError({"happened_at": _("This is still to come.")})
    last = row.steps.order_by("-happened_at").first()
    if last and happened_at < last.happened_at:
        raise ValidationError({"happened_at": _("This lies before what happened last.")})
    basis = row.declared.basis(row.basis)
    if basis and basis.needs_safeguarding and row.safeguarding_on is None:
        raise NotInThisCase(
            _("A child is referred to the local authority for safeguarding as well."),
            _("Write down when that was done."),
        )


def _start(row: NationalReferral, clock: Clock, started: dt.datetime, *, by: Any) -> None:
    day = due_on(row.declared, clock, started, born=row.case.person.born)
    if day is not None:
        to = row.case.worker or by
        set_task(row.case, str(clock.label), due_on=day, by=by, to=to, clock=clock_code(row, clock))


def _stop(row: NationalReferral, clock: Clock, *, by: Any) -> None:
    for task in row.case.tasks.filter(clock=clock_code(row, clock), done_at=None):
        finish_task(task, by=by)
