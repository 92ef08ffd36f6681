"""Points past which people move, and how many did."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.programmes.tracking.codes import AgeGroup, Direction, Mode
from cairn.programmes.tracking.models.records import NamedPlace, Record
from cairn.programmes.tracking.models.sites import SITE_CODE


class FlowPoint(NamedPlace):
    """A place where people are counted as they pass."""

    code = models.CharField(_("code"), max_length=32, unique=True, validators=[SITE_CODE])
    country = models.CharField(_("country"), max_length=2)
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    class Meta(NamedPlace.Meta):
        verbose_name = _("flow monitoring point")
        verbose_name_plural = _("flow monitoring points")
        ordering = ("code",)


class FlowCount(Record):
    """People of one kind who passed a point in a period."""

    point = models.ForeignKey(
        FlowPoint, on_delete=models.PROTECT, related_name="counts", verbose_name=_("flow monitoring point")
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    sex = models.CharField(
        _("sex"), max_length=10, choices=[("female", _("female")), ("male", _("male"))], blank=True
    )
    age_group = models.CharField(
        _("age group"), max_length=10, choices=AgeGroup.choices, default=AgeGroup.UNKNOWN
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.UNKNOWN)
    destination = models.CharField(_("intended destination"), max_length=2, blank=True)
    people = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("flow count")
        verbose_name_plural = _("flow counts")
        ordering = ("point", "first_day")
        indexes = [models.Index(fields=["point", "first_day"], name="tracking_flow_of_a_point")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="a_flow_period_runs_forward",
                violation_error_message=_("The period ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.point.code} {self.first_day}"

    def clean(self) -> None:
        if self.last_day and self.last_day > timezone.localdate():
            raise ValidationError({"last_day": _("This day is still to come.")})
