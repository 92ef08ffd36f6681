"""What hangs on a case: it is seen with the case, and sealed with the same key."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.scoped import PartlySeen
from cairn.programmes.casework.codes import happenings
from cairn.programmes.casework.models.cases import WORKS_ON_CASES


class PartOfCase(PartlySeen):
    """A row of a case, made by a colleague at a moment."""

    scope_through = "case__"
    case = models.ForeignKey(
        "casework.Case",
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        editable=False,
        verbose_name=_("case"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("made by"),
    )

    class Meta:
        abstract = True
        ordering = ("-made_at", "id")

    @property
    def reference(self) -> str:
        return f"{self.case} {self._meta.model_name}"


class Happening(PartOfCase):
    """A line of the timeline, written by the act that it tells of, in codes and numbers only."""

    what = models.CharField(_("what"), max_length=20, choices=happenings, editable=False)
    # The stage, form or kind that it is about, where that says more.
    code = models.CharField(_("of what kind"), max_length=80, blank=True, editable=False)
    subject_model = models.CharField(max_length=80, blank=True, editable=False)
    subject_id = models.CharField(max_length=40, blank=True, editable=False)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("what", "code", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("line of the timeline")
        verbose_name_plural = _("timeline")
        indexes = [models.Index(fields=["case", "-made_at", "id"], name="what_happened_in_a_case")]
