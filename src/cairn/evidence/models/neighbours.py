"""Other missions whose releases this one reads."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.evidence.indicators.declaration import CODE

OURS = "here"


class Neighbour(models.Model):
    """A mission, the address of its public site, and the key by which its word is known."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                rf"^(?!{OURS}$){CODE.pattern}$", _("Small letters and digits with hyphens between.")
            )
        ],
        help_text=_("Short, such as “france”: figures that are added up name the mission by it."),
    )
    name = models.CharField(_("name"), max_length=120)
    address = models.URLField(_("address of its public site"), max_length=300, unique=True)
    public_key = models.TextField(
        _("public key"), help_text=_("The key of its site, in PEM, as the mission gave it to you itself.")
    )
    subscribed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    subscribed_at = models.DateTimeField(_("subscribed"), default=timezone.now, editable=False)
    looked_at = models.DateTimeField(_("last looked at"), null=True, editable=False)
    trouble = models.TextField(_("what went wrong"), blank=True, editable=False)
    releases: Any  # Which Django adds by itself.

    class Meta:
        verbose_name = _("neighbouring mission")
        verbose_name_plural = _("neighbouring missions")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class NeighbourRelease(models.Model):
    """A release of a neighbour that was taken in whole, and verified. Its files lie by its digest."""

    neighbour = models.ForeignKey(Neighbour, on_delete=models.CASCADE, related_name="releases")
    series = models.CharField(_("series"), max_length=60)
    number = models.PositiveIntegerField(_("number"))
    digest = models.CharField(max_length=64)
    approval = models.JSONField(_("approval"), default=dict)
    taken_at = models.DateTimeField(_("taken in"), default=timezone.now)
    # Whether the neighbour still says it, and nothing newer in its place.
    is_current = models.BooleanField(_("is current"), default=True)

    class Meta:
        verbose_name = _("release of a neighbour")
        verbose_name_plural = _("releases of neighbours")
        ordering = ("neighbour", "series", "-number")
        constraints = [
            models.UniqueConstraint(fields=("neighbour", "digest"), name="evidence_a_neighbours_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.neighbour.code}: {self.series}-{self.number}"

    @property
    def released(self) -> Any:
        """When the neighbour published it, as it signed."""
        return self.approval.get("published_at", "")
