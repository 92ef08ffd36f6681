"""A pane that somebody broke."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.scoped import Scoped
from cairn.guard.sealed.fields import SealedText

OPEN_FOR = dt.timedelta(hours=1)
SHORTEST_REASON = 20


class Glass(Scoped):
    """One colleague, one record, one hour. The reason may speak of the person, so it goes with their key.

    It belongs to the office of the record, whose supervisor reads the reason, and its worker is who broke it.
    """

    subject_model = models.CharField(_("kind of row"), max_length=80, editable=False)
    subject_id = models.CharField(_("row"), max_length=40, editable=False)
    reason = SealedText(_("reason"), multiline=True, max_length=2000)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    closes_at = models.DateTimeField(_("closes"), editable=False)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        (Role.CASE_SUPERVISOR, Role.CASEWORKER, Role.DATA_PROTECTION), ("reason",)
    )

    class Meta:
        verbose_name = _("broken glass")
        verbose_name_plural = _("broken glass")
        ordering = ("-opened_at",)
        indexes = [
            models.Index(fields=["worker", "subject_model", "closes_at"], name="glass_that_is_open"),
            models.Index(fields=["subject_model", "subject_id"], name="glass_over_a_row"),
            models.Index(fields=["office", "-opened_at", "id"], name="glass_of_an_office"),
        ]

    @property
    def reference(self) -> str:
        return f"glass {self.pk.hex[:8]}"

    @property
    def is_open(self) -> bool:
        return self.closes_at > timezone.now()

    @property
    def minutes_left(self) -> int:
        """Rounded up: whoever reads “1 minute” still has some of it."""
        return max(0, -((timezone.now() - self.closes_at) // dt.timedelta(minutes=1)))
