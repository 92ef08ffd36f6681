"""The documents of an application, checked one by one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedText
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase


class PaperState(models.TextChoices):
    """Whether a document is there."""

    MISSING = "missing", _("to be brought")
    THERE = "there", _("seen, and in order")
    NOT_NEEDED = "not-needed", _("not needed here")


class ApplicationPaper(PartOfCase):
    """A document that the route asks for, or that a colleague added. The list is the route's of the day it was chosen."""

    application = models.ForeignKey(
        "casework.CaseRecord",
        on_delete=models.CASCADE,
        related_name="papers",
        editable=False,
        verbose_name=_("application"),
    )
    # That of the document in the catalogue; empty where a colleague added it.
    code = models.CharField(max_length=40, blank=True, editable=False)
    name = SealedText(_("document"), max_length=200)
    state = models.CharField(
        _("is it there?"), max_length=10, choices=PaperState.choices, default=PaperState.MISSING
    )
    note = SealedText(_("note"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("checked by"),
    )

    EDITED: ClassVar[tuple[str, ...]] = ("state", "note")
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("name", "state", "note", "checked_at", "checked_by", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of applications")
        ordering = ("made_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("application", "code"),
                condition=~models.Q(code=""),
                name="a_document_is_listed_once",
                violation_error_message=_("This document is in the list already."),
            )
        ]
