"""A part of the trace that somebody took away: the row that says who, why and how much."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.sealed.fields import SealedText
from cairn.guard.sealed.protected import Protected, ProtectedQuerySet
from cairn.guard.trace.details import Format


class TraceExportQuerySet(ProtectedQuerySet):
    """What left of the trace is known to those who read the trace."""

    def visible_to(self, user: Any) -> Self:
        from cairn.guard.scope import may

        return self.all() if may(user, Can.TRACE_READ) else self.none()


class TraceExport(Protected):
    """The reason may name somebody, so it is sealed with a key of its own; what was asked for holds codes only."""

    FORMATS: ClassVar = [(Format.CSV.value, "CSV"), (Format.JSONL.value, _("JSON lines"))]

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    reason = SealedText(_("reason"), multiline=True, max_length=2000)
    asked = models.JSONField(_("filter"), default=dict, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=FORMATS)
    rows = models.PositiveBigIntegerField(_("entries"), default=0)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    objects = TraceExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of the trace")
        verbose_name_plural = _("exports of the trace")
        ordering = ("-at",)

    @property
    def reference(self) -> str:
        return f"export of the trace {self.pk.hex[:8]}"
