"""A notice in the database."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.notices.kinds import Kind, sentences


class Notice(models.Model):
    """One sentence for one colleague, until they have seen it. Where it leads is looked up when it is shown."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name=_("to")
    )
    kind = models.CharField(_("kind"), max_length=40, choices=sentences)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    subject_id = models.CharField(_("row"), max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-made_at",)
        indexes = [models.Index(fields=["to", "seen_at", "-made_at"], name="notices_of_a_colleague")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}".strip()

    @property
    def sentence(self) -> str:
        return str(Kind(self.kind).label) % {"reference": self.reference}
