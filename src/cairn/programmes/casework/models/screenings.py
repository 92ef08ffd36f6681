"""What a person decided after a screening, and why."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedJSON, SealedText
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase
from cairn.programmes.casework.trafficking.codes import AfterScreening


class ScreeningDecision(PartOfCase):
    """The screening counts, a person decides. What it said at that moment is kept with the decision."""

    screened = models.ForeignKey(
        "casework.CaseRecord",
        on_delete=models.CASCADE,
        related_name="decisions",
        editable=False,
        verbose_name=_("screening"),
    )
    # The form may be reopened later: the decision was made on this version of the answers, by this rule.
    answers_version = models.PositiveIntegerField(_("version of the answers"), editable=False)
    method = models.PositiveSmallIntegerField(_("version of the rule"), editable=False)
    of_child = models.BooleanField(_("counted as for a child"), editable=False)
    result = SealedJSON(_("what the screening said"), default=dict, editable=False)
    decision = SealedText(_("decision"), choices=AfterScreening.choices, max_length=20)
    reason = SealedText(_("reason"), multiline=True, max_length=5000)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES,
        (
            "screened", "answers_version", "method", "of_child", "result", "decision", "reason", "made_at", "made_by",
        ),
    )  # fmt: skip

    class Meta(PartOfCase.Meta):
        verbose_name = _("decision after a screening")
        verbose_name_plural = _("decisions after screenings")
