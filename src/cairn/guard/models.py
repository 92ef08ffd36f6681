"""The people who sign in. Who may do what is decided in this app, for all others."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.models import Change, Conflict
from cairn.guard.glass.models import Glass
from cairn.guard.keys.models import DataKey, KeyRotation, MasterKey, MissionKey
from cairn.guard.notices.models import Notice
from cairn.guard.offices import Office, Team
from cairn.guard.roles import roles_of
from cairn.guard.sealed.attachments import Attachment
from cairn.guard.trace.leaving import TraceExport
from cairn.guard.trace.models import AuditCheckpoint, AuditEntry, AuditHead

__all__ = [
    "Attachment",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "Change",
    "Conflict",
    "DataKey",
    "Glass",
    "KeyRotation",
    "MasterKey",
    "MissionKey",
    "Notice",
    "Office",
    "Team",
    "TraceExport",
    "User",
]


class User(AbstractUser):
    """A colleague who signs in to the workspace: of the mission, or of a partner.

    Django's own user would do today; a model of ours from the first migration leaves room for offices,
    roles and passkeys without a painful move later.
    """

    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="colleagues",
        verbose_name=_("office"),
    )
    teams = models.ManyToManyField(Team, blank=True, related_name="colleagues", verbose_name=_("teams"))

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("username",)

    @cached_property
    def team_ids(self) -> frozenset[int]:
        """The teams whose people they share, asked once for each request."""
        return frozenset(self.teams.values_list("pk", flat=True))

    @property
    def role(self) -> str:
        """The roles they act in, for the trace."""
        return ",".join(sorted(roles_of(self)))
