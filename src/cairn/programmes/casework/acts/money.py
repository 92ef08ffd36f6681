"""Money: one asks, another releases, and a receipt ends it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

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
from cairn.programmes.casework.models import Case, Payment
from cairn.programmes.casework.ways.gates import latest_record


@transaction.atomic
def ask_for_money(
    case: Case, *, kind: str, amount: Decimal, currency: str, planned_on: dt.date, why: str, by: Any
) -> Payment:
    ensure_works_on(case, by=by)
    _refuse_beyond_budget(case, amount, currency)
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
    """A second person releases it, or says why not."""
    ensure(by, Can.MONEY_RELEASE, payment)
    if by.pk == payment.made_by_id:
        raise NotInThisCase(_("You asked for this money, so somebody else has to release it."))
    row = _moved(payment, PaymentState.RELEASED if is_released else PaymentState.REFUSED)
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


def _refuse_beyond_budget(case: Case, amount: Decimal, currency: str) -> None:
    """Instalments of a plan of reintegration stay within the budget that was agreed."""
    plan = latest_record(case, "reintegration-plan")
    if plan is None:
        return
    budget, wanted = Decimal(str(plan.answers["budget"])), plan.answers["currency"].strip().upper()
    if currency != wanted:
        raise ValidationError({"currency": [_("The plan is in %(currency)s.") % {"currency": wanted}]})
    gone = case.payments.exclude(state__in=(PaymentState.REFUSED, PaymentState.RETURNED))
    spent = gone.aggregate(spent=Sum("amount"))["spent"] or Decimal(0)
    if spent + amount > budget:
        left = {"left": budget - spent, "currency": wanted}
        raise ValidationError(
            {"amount": [_("Of the budget of the plan %(left)s %(currency)s are left.") % left]}
        )


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
