"""Asking another organisation to help somebody: what was asked, what was told, and what came of it."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard import purposes
from cairn.guard.purposes import PURPOSES, Purpose
from cairn.guard.roles import Role
from cairn.guard.sealed import SealedJSON, SealedText
from cairn.programmes.casework.codes import ServiceKind
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase
from cairn.programmes.casework.sharing.states import READABLE, ReferralState, Urgency, Way
from cairn.programmes.partners.items import every_item


class PartnerReferral(PartOfCase):
    """One request to one partner. What was told is copied as it was, and sealed with the person's key.

    Of the link and the passphrase only hashes are kept: they are told once, to whoever sends it.
    """

    READY_FOR = dt.timedelta(days=7)
    # The link opens once; a browser that breaks off, or wants the PDF as well, has this long.
    ONCE = dt.timedelta(hours=1)

    reference = models.CharField(_("reference"), max_length=11, unique=True, editable=False)
    partner = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("partner")
    )
    purpose = SealedText(_("purpose"), choices=purposes.CHOICES, max_length=40)
    service = models.CharField(_("service"), max_length=20, choices=ServiceKind.choices)
    urgency = models.CharField(_("how soon"), max_length=10, choices=Urgency.choices)
    language = models.CharField(_("language"), max_length=20)
    words = SealedText(_("what we ask for"), multiline=True, max_length=5000)
    chosen = SealedJSON(_("what is to be told"), default=list)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ReferralState.choices,
        default=ReferralState.DRAFTED,
        editable=False,
    )
    way = models.CharField(_("sent as"), max_length=10, choices=Way.choices, blank=True, editable=False)
    told = SealedJSON(_("what was told"), default=dict, blank=True, editable=False)
    package = models.ForeignKey(
        "guard.Attachment",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("package"),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("sent by"),
    )
    expires_at = models.DateTimeField(_("access ends"), null=True, editable=False)
    opened_at = models.DateTimeField(_("opened by the partner"), null=True, editable=False)
    # Their Cairn says that it holds what was told: the link opens nothing from then on.
    received_at = models.DateTimeField(_("received by the partner's Cairn"), null=True, editable=False)
    answered_at = models.DateTimeField(_("last answer"), null=True, editable=False)
    reason = SealedText(_("why it was declined"), multiline=True, max_length=2000, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    feedback = SealedText(_("feedback"), multiline=True, max_length=5000, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    answer_hash = models.CharField(max_length=64, blank=True, editable=False)
    passphrase_hash = models.CharField(max_length=200, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)

    EDITED: ClassVar[tuple[str, ...]] = (
        "partner", "purpose", "service", "urgency", "words", "chosen", "language",
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES,
        (
            "reference", "partner", "purpose", "service", "urgency", "language", "words", "chosen", "state", "way",
            "told", "package", "sent_at", "sent_by", "expires_at", "opened_at", "received_at", "answered_at", "reason",
            "delivered_on", "feedback", "made_at", "made_by",
        ),
    )  # fmt: skip

    class Meta(PartOfCase.Meta):
        verbose_name = _("referral to a partner")
        verbose_name_plural = _("referrals to partners")
        indexes = [models.Index(fields=["state", "expires_at"], name="referrals_that_expire")]
        constraints = [
            *(
                models.UniqueConstraint(fields=[name], condition=~models.Q(**{name: ""}), name=sentence)
                for name, sentence in (
                    ("token_hash", "a_link_opens_one_referral"),
                    ("answer_hash", "a_link_answers_one_referral"),
                )
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(ReferralState.DRAFTED, ReferralState.WITHDRAWN))
                | models.Q(sent_at__isnull=False),
                name="a_referral_that_went_on_was_sent",
                violation_error_message=_("A referral is sent before anything comes of it."),
            ),
        ]

    @property
    def is_readable(self) -> bool:
        return self.state in READABLE

    def clean(self) -> None:
        wrong: dict[str, object] = {}
        if self.purpose not in set(Purpose) or not PURPOSES[Purpose(self.purpose)].needs_partner:
            wrong["purpose"] = _("Choose what the partner is told for.")
        if not self.chosen or not set(self.chosen) <= every_item().keys():
            wrong["chosen"] = _("Choose at least one thing to tell.")
        if wrong:
            raise ValidationError(wrong)
