"""Money and what is worth money: asked for by one, released by another, done with a receipt."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedText
from cairn.programmes.casework.codes import PaymentState, ServiceKind
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase


class Payment(PartOfCase):
    """One payment, or one instalment."""

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        PaymentState.ASKED: (PaymentState.RELEASED, PaymentState.REFUSED),
        PaymentState.RELEASED: (PaymentState.PAID, PaymentState.RETURNED),
        PaymentState.REFUSED: (),
        PaymentState.PAID: (),
        PaymentState.RETURNED: (),
    }

    kind = models.CharField(_("for"), max_length=20, choices=ServiceKind.choices)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(1)]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    planned_on = models.DateField(_("planned for"))
    state = models.CharField(
        _("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.ASKED, editable=False
    )
    why = SealedText(_("why"), multiline=True, max_length=2000)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("released by"),
    )
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    paid_on = models.DateField(_("paid on"), null=True, editable=False)
    receipt = models.ForeignKey(
        "guard.Attachment",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("receipt"),
    )
    answer = SealedText(_("answer"), max_length=500, blank=True)

    _ALL: ClassVar[tuple[str, ...]] = (
        "kind", "amount", "currency", "planned_on", "state", "why", "released_by", "released_at", "paid_on",
        "receipt", "answer", "made_at", "made_by",
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(WORKS_ON_CASES, _ALL)

    class Meta(PartOfCase.Meta):
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(released_by=models.F("made_by")),
                name="money_is_released_by_a_second_person",
                violation_error_message=_("Whoever asks for money does not release it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PaymentState.PAID)
                | models.Q(receipt__isnull=False, paid_on__isnull=False, released_by__isnull=False),
                name="what_is_paid_has_a_receipt",
                violation_error_message=_("A payment is done when it was released and there is a receipt."),
            ),
        ]
