"""What a caseworker may not decide alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedText
from cairn.programmes.casework.codes import Decision
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase


class Approval(PartOfCase):
    """A move of a case that waits for a supervisor; the colleague who asked never decides."""

    # The stage that the case moves to, once it is granted.
    to_stage = models.CharField(_("move to"), max_length=40, editable=False)
    why = SealedText(_("why"), multiline=True, max_length=2000)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, default=Decision.ASKED, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    answer = SealedText(_("answer"), multiline=True, max_length=2000, blank=True)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES,
        ("to_stage", "why", "decision", "decided_by", "decided_at", "answer", "made_at", "made_by"),
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                fields=("case",),
                condition=models.Q(decision=Decision.ASKED),
                name="one_approval_of_a_case_waits",
                violation_error_message=_("An approval of this case is waiting already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("made_by")) | models.Q(decision=Decision.TAKEN_BACK),
                name="an_approval_is_a_second_persons",
                violation_error_message=_("Whoever asks does not decide."),
            ),
        ]
