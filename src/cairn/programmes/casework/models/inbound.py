"""Somebody whom another organisation refers to this mission: a proposal, until a colleague decides."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.scoped import Scoped
from cairn.guard.sealed import SealedJSON, SealedText
from cairn.programmes.casework.models.cases import WORKS_ON_CASES, Case
from cairn.programmes.partners.keys import read_key


class CameAs(models.TextChoices):
    """In which form it came."""

    FILE = "file", _("a sealed file")
    LINK = "link", _("a link, fetched from their Cairn")
    LETTER = "letter", _("a letter or a call")


class InboundState(models.TextChoices):
    OPEN = "open", _("waits for a decision")
    ACCEPTED = "accepted", _("accepted: a case was opened")


class Inbound(Scoped):
    """What another organisation tells of somebody. It has a key of its own until a case is opened on it.

    From then on it is sealed with the person's key, and goes with them. One that is declined goes at once, and one
    about which nobody decides after a while.
    """

    WAITS_AT_MOST = dt.timedelta(days=90)

    reference = models.CharField(_("reference"), max_length=11, unique=True, editable=False)
    brought_at = models.DateTimeField(_("brought"), default=timezone.now, editable=False)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("brought by"),
    )
    came_as = models.CharField(_("came as"), max_length=10, choices=CameAs.choices, editable=False)
    # The partner whose key signed it, or whom the colleague named; nobody where the key is not in the register.
    partner = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("from"),
    )
    sender = SealedText(_("who sends it"), max_length=200, blank=True)
    sender_key = models.CharField(_("key of the sender"), max_length=120, blank=True, editable=False)
    their_reference = models.CharField(_("their reference"), max_length=20, blank=True)
    # The sender's link for answers, without its place: that stands in the register of partners.
    answer_token = SealedText(max_length=60, blank=True, editable=False)
    digest = models.CharField(_("digest of the file"), max_length=64, blank=True, editable=False)
    content = SealedJSON(_("what was told"), default=dict, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=InboundState.choices, default=InboundState.OPEN, editable=False
    )
    case = models.ForeignKey(
        Case, on_delete=models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("case")
    )

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES,
        (
            "reference", "office", "team", "worker", "brought_at", "brought_by", "came_as", "partner", "sender",
            "sender_key", "their_reference", "content", "state", "case",
        ),
    )  # fmt: skip

    class Meta:
        verbose_name = _("referral of another organisation")
        verbose_name_plural = _("referrals of other organisations")
        ordering = ("-brought_at", "id")
        indexes = [models.Index(fields=["office", "-brought_at", "id"], name="inbound_of_an_office")]
        constraints = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=~models.Q(digest=""),
                name="a_file_is_brought_once",
                violation_error_message=_("This file was brought already."),
            ),
            models.UniqueConstraint(
                fields=["sender_key", "their_reference"],
                condition=~models.Q(sender_key="") & ~models.Q(their_reference=""),
                name="a_referral_is_brought_once",
                violation_error_message=_("This referral was brought already."),
            ),
        ]

    @property
    def fingerprint(self) -> str:
        """Of the key that signed it; to be compared by telephone where nobody knows it."""
        return read_key(self.sender_key).fingerprint if self.sender_key else ""
