"""What colleagues write down in a case: forms, and notes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedJSON, SealedText
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase


class CaseRecord(PartOfCase):
    """A declared form that was filled in: an assessment, an interview, a screening, a survey.

    The answers are kept by the names of the form's fields. Two colleagues who change different answers do not disturb
    each other; the same answer becomes a conflict.
    """

    form = models.CharField(_("form"), max_length=60, editable=False)
    form_version = models.PositiveSmallIntegerField(_("version of the form"), editable=False)
    is_finished = models.BooleanField(_("is finished"), default=False, editable=False)
    answers = SealedJSON(_("answers"), default=dict, blank=True)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("form", "form_version", "is_finished", "answers", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("filled-in form")
        verbose_name_plural = _("filled-in forms")
        indexes = [models.Index(fields=["case", "form", "-made_at"], name="forms_of_a_case")]


class Note(PartOfCase):
    """Words about what was said or done. A draft is its writer's alone, and sealed from its first letter."""

    text = SealedText(_("note"), multiline=True, max_length=50_000, blank=True)
    is_draft = models.BooleanField(_("is a draft"), default=True, editable=False)
    written_at = models.DateTimeField(_("written"), null=True, editable=False)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("text", "is_draft", "written_at", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "made_by"),
                condition=models.Q(is_draft=True),
                name="one_draft_of_a_colleague_in_a_case",
                violation_error_message=_("You are writing a note in this case already."),
            )
        ]
