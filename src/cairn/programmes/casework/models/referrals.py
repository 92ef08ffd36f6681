"""A person in a national mechanism: on what basis, through whom, and what has happened since."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedText
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase
from cairn.programmes.casework.trafficking.mechanisms import Mechanism, mechanism


class NationalReferral(PartOfCase):
    """One referral of one person. A mission refers through an organisation that the mechanism lists."""

    mechanism = models.CharField(_("mechanism"), max_length=40, editable=False)
    basis = models.CharField(_("basis"), max_length=30)
    of_child = models.BooleanField(_("a child, or possibly one"), editable=False)
    first_responder = models.CharField(_("first responder"), max_length=40)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    safeguarding_on = models.DateField(
        _("referred to the local authority for safeguarding on"), null=True, blank=True
    )
    authority_reference = SealedText(_("reference of the authority"), max_length=80, blank=True)
    note = SealedText(_("note"), multiline=True, max_length=5000, blank=True)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES,
        (
            "mechanism", "basis", "of_child", "first_responder", "agreed_on", "safeguarding_on", "authority_reference",
            "note", "made_at", "made_by",
        ),
    )  # fmt: skip

    class Meta(PartOfCase.Meta):
        verbose_name = _("national referral")
        verbose_name_plural = _("national referrals")

    @property
    def declared(self) -> Mechanism:
        return mechanism(self.mechanism)

    @property
    def taken(self) -> list[str]:
        """The codes of the steps so far, in their order."""
        return [step.step for step in self.steps.order_by("happened_at", "made_at", "pk")]

    @property
    def is_over(self) -> bool:
        return self.declared.is_over(self.taken)

    @property
    def is_pending(self) -> bool:
        return self.declared.is_pending(self.taken)

    def clean(self) -> None:
        wrong: dict[str, object] = {}
        basis = self.declared.basis(self.basis)
        if basis is None or not basis.whom.holds_for(of_child=self.of_child):
            wrong["basis"] = (
                _("A child is always referred, and asked for no consent: choose the basis for children.")
                if self.of_child
                else _("Choose a basis that the mechanism has for adults.")
            )
        if self.declared.first_responder(self.first_responder) is None:
            wrong["first_responder"] = _(
                "Choose an organisation that may refer. A mission is none of them, and goes through one that is."
            )
        if basis and basis.needs_consent and self.agreed_on is None:
            wrong["agreed_on"] = _(
                "Write down on which day the person agreed, after everything was explained."
            )
        for name in ("agreed_on", "safeguarding_on"):
            day = getattr(self, name)
            if day and day > timezone.localdate():
                wrong[name] = _("This day is still to come.")
        if wrong:
            raise ValidationError(wrong)


class ReferralStep(PartOfCase):
    """Something that happened to a referral, at a moment that others set."""

    referral = models.ForeignKey(
        NationalReferral,
        on_delete=models.CASCADE,
        related_name="steps",
        editable=False,
        verbose_name=_("referral"),
    )
    step = models.CharField(_("what happened"), max_length=40)
    happened_at = models.DateTimeField(_("when"))
    note = SealedText(_("note"), multiline=True, max_length=5000, blank=True)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("step", "happened_at", "note", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("step of a referral")
        verbose_name_plural = _("steps of referrals")
        ordering = ("happened_at", "made_at", "id")
