"""Where colleagues work: offices, and teams within them. Rows about people belong to one of each."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SHORT_CODE = RegexValidator(r"^[A-Z][A-Z0-9-]{1,11}$", _("Write 2 to 12 capital letters, digits or hyphens."))


class Office(models.Model):
    """A place of the mission, or a partner that works in it."""

    code = models.CharField(_("code"), max_length=12, unique=True, validators=[SHORT_CODE])
    name = models.CharField(_("name"), max_length=80)
    is_partner = models.BooleanField(_("is a partner's"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Colleagues of one office who work on the same people."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="teams", verbose_name=_("office")
    )
    code = models.CharField(_("code"), max_length=12, validators=[SHORT_CODE])
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("office__code", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code"],
                name="team_code_is_unique_in_its_office",
                violation_error_message=_("This office has a team with this code already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.office.code})"
