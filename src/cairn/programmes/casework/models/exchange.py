"""Cases that leave in the terms of a standard, and cases of others that wait for somebody to look at them."""

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
from cairn.programmes.casework.models.parts import PartOfCase


class CaseExport(PartOfCase):
    """That a case was taken along, by whom and why. The file itself is not kept."""

    standard = models.CharField(_("standard"), max_length=20, editable=False)
    format = models.CharField(_("format"), max_length=10, editable=False)
    reason = SealedText(_("reason"), multiline=True, max_length=2000)
    digest = models.CharField(_("digest"), max_length=64, editable=False)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("standard", "format", "reason", "digest", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("case taken along")
        verbose_name_plural = _("cases taken along")


class ProposalState(models.TextChoices):
    OPEN = "open", _("waits to be looked at")
    ACCEPTED = "accepted", _("a case was opened on it")


class Proposal(Scoped):
    """A case as another organisation told it. It stays a proposal until somebody opens a case on it, or drops it.

    It has a key of its own until then, and is sealed with the person's key from then on, so that it goes with them.
    One about which nobody decides goes after a while.
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
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN, editable=False
    )
    content = SealedJSON(_("what was told"), default=dict, editable=False)
    taken_as = SealedJSON(_("what was read otherwise than it was written"), default=list, editable=False)
    not_read = SealedJSON(_("what could not be read"), default=list, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("case")
    )

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES,
        (
            "reference", "office", "team", "worker", "brought_at", "brought_by", "state", "content", "taken_as", "not_read",
            "case",
        ),
    )  # fmt: skip

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("-brought_at", "id")
