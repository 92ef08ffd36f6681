"""The people who sign in. Who may do what is decided in this app, for all others."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _

from cairn.guard.keys.models import DataKey, KeyRotation, MasterKey, MissionKey
from cairn.guard.sealed.attachments import Attachment
from cairn.guard.trace.models import AuditCheckpoint, AuditEntry, AuditHead

__all__ = [
    "Attachment",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "DataKey",
    "KeyRotation",
    "MasterKey",
    "MissionKey",
    "User",
]


class User(AbstractUser):
    """A colleague who signs in to the workspace: of the mission, or of a partner.

    Django's own user would do today; a model of ours from the first migration leaves room for offices,
    roles and passkeys without a painful move later.
    """

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("username",)
