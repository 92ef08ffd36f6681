"""What all records of tracking share: who knew it when, and how a correction keeps what it corrects."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.evidence.word_fields import Words
from cairn.evidence.words import exactly_in

# Older days are slips of the pen, such as 215 for 2015.
EARLIEST = dt.date(1900, 1, 1)
LATITUDE = (MinValueValidator(-90), MaxValueValidator(90))
LONGITUDE = (MinValueValidator(-180), MaxValueValidator(180))


class RecordQuerySet(models.QuerySet[Any]):
    """Records in two times: when something was, and when it was known."""

    def standing(self) -> Self:
        """What stands today: neither corrected by a later record nor withdrawn."""
        return self.filter(corrected_by=None, withdrawn_at=None)

    def known_by(self, day: Any) -> Self:
        """What stood on a day: records of that day or before, but for those that one of them had corrected by then."""
        corrected = self.model.objects.filter(known_on__lte=day, corrects__isnull=False).values("corrects")
        return self.filter(known_on__lte=day).exclude(pk__in=corrected).exclude(withdrawn_at__date__lte=day)


class Record(models.Model):
    """A record is never changed: a correction is a new one that says which it corrects, and why."""

    known_on = models.DateField(_("known on"), default=timezone.localdate)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("reported by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        editable=False,
        verbose_name=_("corrects"),
    )
    correction_reason = models.CharField(_("reason for the correction"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Each value for itself; of days also whether anybody can have written them down."""
        super().clean_fields(exclude=exclude)
        days = {
            each.name: getattr(self, each.attname)
            for each in self._meta.concrete_fields
            if type(each) is models.DateField and each.name not in (exclude or ())
        }
        if early := [name for name, day in days.items() if day is not None and day < EARLIEST]:
            raise ValidationError(dict.fromkeys(early, _("Write a day of 1900 or later.")))

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None and not hasattr(self, "corrected_by")


class Positioned(models.Model):
    """Something that is somewhere: both degrees, or neither."""

    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True, validators=LATITUDE
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True, validators=LONGITUDE
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="%(class)s_has_a_whole_position",
                violation_error_message=_("A position needs both degrees, or neither."),
            )
        ]


class NamedPlace(Positioned):
    """A place of a register: one code, one name, and what it is called in other languages."""

    name = models.CharField(_("name"), max_length=120)
    names = Words(_("name in other languages"), blank=True)

    class Meta(Positioned.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.called} ({self.code})"  # type: ignore[attr-defined]

    @property
    def called(self) -> str:
        """Its name for whoever reads; the first one where their language has none of its own."""
        return name_for_readers(self.name, self.names)


def name_for_readers(name: str, names: Mapping[str, str]) -> str:
    return exactly_in(names) or name
