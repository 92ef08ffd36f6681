"""Money: one asks, another releases, and a receipt ends it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cairn.guard.edits.reads import history_of
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.roles import Role
from cairn.guard.scope import ensure
from cairn.guard.sealed.attachments import Upload, store_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, happened, held
from cairn.programmes.casework.codes import PaymentState, What
from cairn.programmes.casework.models import Case, CaseRecord, Payment

PLAN = "reintegration-plan"
# A field, and what is wrong with it.
Trouble = tuple[str, str] | None


@transaction.atomic
def ask_for_money(
    case: Case, *, kind: str, amount: Decimal, currency: str, planned_on: dt.date, why: str, by: Any
) -> Payment:
    ensure(by, Can.CASE_EDIT, case)
    case = held(case)  # So that no two instalments are counted at once, and none after the end.
    ensure_works_on(case, by=by)
    if trouble := _beyond_budget(case, amount, currency):
        field, why_not = trouble
        raise ValidationError({field: [why_not]})
    payment = Payment(case=case, kind=kind, amount=amount, currency=currency, planned_on=planned_on, why=why)
    add(payment, What.MONEY_ASKED, by=by, code=kind)
    tell(
        Kind.MONEY_WAITS,
        role=Role.CASE_SUPERVISOR,
        office_id=case.office_id,
        by=by.pk,
        reference=str(case),
        subject_id=str(case.pk),
    )
    return payment


@transaction.atomic
def decide_money(payment: Payment, *, is_released: bool, by: Any, answer: str = "") -> Payment:
    """A second person releases it in a case that is open and within the plan as it is now, or says why not."""
    ensure(by, Can.MONEY_RELEASE, payment)
    if by.pk == payment.made_by_id:
        raise NotInThisCase(_("You asked for this money, so somebody else has to release it."))
    case = held(payment.case)
    if is_released and not case.is_open:
        raise NotInThisCase(_("This case is closed: refuse the payment, or open the case again."))
    row = _moved(payment, PaymentState.RELEASED if is_released else PaymentState.REFUSED)
    if is_released and (trouble := _beyond_budget(case, row.amount, row.currency, besides=row)):
        raise NotInThisCase(trouble[1])
    row.answer = answer
    if is_released:
        row.released_by, row.released_at = by, timezone.now()
    return _kept(row, by=by)


@transaction.atomic
def confirm_paid(payment: Payment, *, paid_on: dt.date, receipt: Upload, by: Any) -> Payment:
    """The person has it, and signed for it."""
    ensure(by, Can.CASE_EDIT, payment)
    row = _moved(payment, PaymentState.PAID)
    row.paid_on = paid_on
    row.receipt = store_attachment(receipt, data_key=row.data_key, by=by, about=row.case.person_id)
    return _kept(row, by=by)


@transaction.atomic
def return_money(payment: Payment, *, why: str, by: Any) -> Payment:
    """It was not paid out after all."""
    ensure(by, Can.CASE_EDIT, payment)
    row = _moved(payment, PaymentState.RETURNED)
    row.answer = why
    return _kept(row, by=by)


def refuse_what_was_asked(case: Case, *, by: Any) -> None:
    """A case that ends asks for no money any more; what was released is still paid, or comes back."""
    for payment in case.payments.filter(state=PaymentState.ASKED):
        row = _moved(payment, PaymentState.REFUSED)
        row.answer = _("The case ended.")
        _kept(row, by=by)


def _beyond_budget(case: Case, amount: Decimal, currency: str, *, besides: Payment | None = None) -> Trouble:
    """Why an instalment does not fit into the budget of the plan of reintegration, and in which field."""
    plans = case.caserecords.filter(form=PLAN).order_by("-made_at", "pk")
    plan = next((one for one in plans if one.is_finished or _says_a_budget(one)), None)
    if plan is None:
        return None
    if not plan.is_finished:
        return "amount", _(
            "The plan of reintegration is open: finish it first, for it says what may be paid."
        )
    budget, wanted = Decimal(str(plan.answers["budget"])), plan.answers["currency"].strip().upper()
    if currency != wanted:
        return "currency", _("The plan is in %(currency)s.") % {"currency": wanted}
    gone = case.payments.exclude(state__in=(PaymentState.REFUSED, PaymentState.RETURNED))
    gone = gone.filter(currency=wanted).exclude(pk=besides.pk if besides else None)
    spent = gone.aggregate(spent=Sum("amount"))["spent"] or Decimal(0)
    if spent + amount > budget:
        left = {"left": number_format(budget - spent, decimal_pos=2), "currency": wanted}
        return "amount", _("Of the budget of the plan %(left)s %(currency)s are left.") % left
    return None


def _says_a_budget(plan: CaseRecord) -> bool:
    """Now, or before somebody opened it again and took it out."""
    said = history_of(plan).filter(field="answers.budget")
    return plan.answers.get("budget") is not None or said.exists()


def _moved(payment: Payment, to: PaymentState) -> Payment:
    row = held(payment)
    if to not in Payment.MOVES[row.state]:
        raise NotInThisCase(
            _("This payment is “%(state)s”, so this cannot be done with it now.")
            % {"state": row.get_state_display()}
        )
    row.state = to
    return row


def _kept(row: Payment, *, by: Any) -> Payment:
    row.version += 1
    row.full_clean(exclude=["data_key", "case"], validate_unique=False)
    row.save()
    happened(row.case, What.MONEY_MOVED, by=by, code=row.state, about=row)
    record(Event.MONEY_MOVED, row, by=by, data={"case": row.case_id})
    return row
