"""A pane that somebody broke."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed.fields import SealedText
from cairn.guard.sealed.protected import Protected

OPEN_FOR = dt.timedelta(hours=1)
SHORTEST_REASON = 20


class Glass(Protected):
    """One colleague, one record, one hour. The reason may speak of the person, so it goes with their key."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("colleague")
    )
    subject_model = models.CharField(_("kind of row"), max_length=80, editable=False)
    subject_id = models.CharField(_("row"), max_length=40, editable=False)
    reason = SealedText(_("reason"), multiline=True, max_length=2000)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    closes_at = models.DateTimeField(_("closes"), editable=False)

    class Meta:
        verbose_name = _("broken glass")
        verbose_name_plural = _("broken glass")
        ordering = ("-opened_at",)
        indexes = [
            models.Index(fields=["user", "subject_model", "closes_at"], name="glass_that_is_open"),
            models.Index(fields=["subject_model", "subject_id"], name="glass_over_a_row"),
        ]

    @property
    def reference(self) -> str:
        return f"glass {self.pk.hex[:8]}"
