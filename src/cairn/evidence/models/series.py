"""A line of releases about one subject: each of them supersedes the one before it."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.evidence.indicators.declaration import CODE
from cairn.evidence.words import in_language


class Series(models.Model):
    """Such as “calais”: its name is part of addresses, so it never changes."""

    releases: Any  # Which Django adds by itself.

    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(rf"^{CODE.pattern}$", _("Small letters and digits with hyphens between."))
        ],
        help_text=_("Part of public addresses, such as /data/releases/calais/3/."),
    )
    title = models.JSONField(_("title"), default=dict)

    class Meta:
        verbose_name = _("series of releases")
        verbose_name_plural = _("series of releases")
        ordering = ("code",)

    def __str__(self) -> str:
        return in_language(self.title) or self.code
