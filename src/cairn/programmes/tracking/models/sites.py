"""Places where people stay on their way, and how many there were."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.programmes.tracking.codes import Confidence, Method, SiteKind
from cairn.programmes.tracking.models.records import NamedPlace, Record

SITE_CODE = RegexValidator(
    r"^[A-Z0-9][A-Z0-9-]{1,30}$", _("Write capital letters, digits and hyphens, such as FR-CAL-01.")
)


class Site(NamedPlace):
    """An informal camp, a reception place, a transit point."""

    code = models.CharField(_("code"), max_length=32, unique=True, validators=[SITE_CODE])
    kind = models.CharField(_("kind"), max_length=20, choices=SiteKind.choices)
    country = models.CharField(_("country"), max_length=2)
    area = models.CharField(_("area"), max_length=120, blank=True)
    manager = models.CharField(_("managed by"), max_length=120, blank=True)
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("code",)
        constraints = [
            *NamedPlace.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(closed_on=None)
                | models.Q(opened_on=None)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="a_site_closes_after_it_opens",
                violation_error_message=_("A site closes after it opens: check both days."),
            ),
        ]


class Assessment(Record):
    """How many people were at a site on a day: a number, or the range that a source gave."""

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("site")
    )
    counted_on = models.DateField(_("counted on"))
    people = models.PositiveIntegerField(_("people"))
    people_low = models.PositiveIntegerField(_("at least"), null=True, blank=True)
    people_high = models.PositiveIntegerField(_("at most"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    women = models.PositiveIntegerField(_("women"), null=True, blank=True)
    men = models.PositiveIntegerField(_("men"), null=True, blank=True)
    girls = models.PositiveIntegerField(_("girls"), null=True, blank=True)
    boys = models.PositiveIntegerField(_("boys"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=20, choices=Method.choices)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("population assessment")
        verbose_name_plural = _("population assessments")
        ordering = ("site", "counted_on", "recorded_at")
        indexes = [models.Index(fields=["site", "counted_on"], name="tracking_series_of_a_site")]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(people_low=None) | models.Q(people_low__lte=models.F("people")))
                & (models.Q(people_high=None) | models.Q(people_high__gte=models.F("people"))),
                name="a_count_lies_in_its_range",
                violation_error_message=_("The number lies between “at least” and “at most”."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.site.code} {self.counted_on}"

    def clean(self) -> None:
        wrong: dict[str, object] = {}
        if self.counted_on and self.counted_on > timezone.localdate():
            wrong["counted_on"] = _("This day is still to come.")
        if self.counted_on and self.known_on and self.known_on < self.counted_on:
            wrong["known_on"] = _("Nobody can know a count before it was made.")
        parts = [part for part in (self.women, self.men, self.girls, self.boys) if part is not None]
        if parts and self.people is not None and sum(parts) > self.people:
            wrong["people"] = _("Women, men, girls and boys are more than all people together.")
        if wrong:
            raise ValidationError(wrong)
