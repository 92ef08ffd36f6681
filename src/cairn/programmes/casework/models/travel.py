"""A journey home, leg by leg."""

import datetime as dt
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedText
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase


class Escort(models.TextChoices):
    """Who travels along."""

    NONE = "none", _("nobody")
    OPERATIONAL = "operational", _("a colleague")
    MEDICAL = "medical", _("a doctor or nurse")
    FAMILY = "family", _("family or guardian")


class LegStatus(models.TextChoices):
    """How far a leg is; it follows from what was written down about it."""

    PLANNED = "planned", _("planned")
    BOOKED = "booked", _("booked")
    CHANGED = "changed", _("changed: to be booked again")
    BOARDED = "boarded", _("boarded")
    ARRIVED = "arrived", _("arrived")


class Leg(PartOfCase):
    """One part of the journey: from a place to a place, on a day."""

    # What is edited on a version. Whatever a ticket says is booked again where it was changed after booking.
    TICKET: ClassVar[tuple[str, ...]] = ("leaves_from", "goes_to", "leaves_at", "zone", "carrier")
    EDITED: ClassVar[tuple[str, ...]] = (*TICKET, "escort", "transit_help")

    number = models.PositiveSmallIntegerField(_("number"))
    leaves_from = SealedText(_("from"), max_length=120)
    goes_to = SealedText(_("to"), max_length=120)
    # The moment; `zone` says by which clock, so that it reads as on the ticket.
    leaves_at = models.DateTimeField(_("leaves"))
    zone = models.CharField(_("time zone"), max_length=40, blank=True)
    carrier = SealedText(_("flight, train, bus or ship"), max_length=120, blank=True)
    escort = models.CharField(
        _("who travels along"), max_length=12, choices=Escort.choices, default=Escort.NONE
    )
    transit_help = SealedText(_("help on the way, and by whom"), max_length=500, blank=True)
    booked_at = models.DateTimeField(_("booked"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed after it was booked"), null=True, editable=False)
    boarded_at = models.DateTimeField(_("boarded"), null=True, editable=False)
    arrived_at = models.DateTimeField(_("arrived"), null=True, editable=False)

    _ALL: ClassVar[tuple[str, ...]] = (
        "number", *EDITED, "booked_at", "changed_at", "boarded_at", "arrived_at", "made_at", "made_by",
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(WORKS_ON_CASES, _ALL)

    class Meta(PartOfCase.Meta):
        verbose_name = _("leg of the journey")
        verbose_name_plural = _("legs of the journey")
        ordering = ("number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "number"),
                name="one_leg_of_a_number",
                violation_error_message=_("The journey has a leg of this number already."),
            ),
            models.CheckConstraint(
                condition=models.Q(arrived_at=None) | models.Q(boarded_at__isnull=False),
                name="a_leg_arrives_after_it_was_boarded",
                violation_error_message=_("Nobody arrives who has not boarded."),
            ),
        ]

    def clean(self) -> None:
        if self.zone and self.zone not in available_timezones():
            raise ValidationError({"zone": _("There is no such time zone.")})

    @property
    def clock(self) -> str:
        """By which clock its hour is told: the mission's, where none was written down."""
        return self.zone or settings.TIME_ZONE

    @property
    def leaves_there(self) -> dt.datetime:
        return self.leaves_at.astimezone(ZoneInfo(self.clock))

    @property
    def status(self) -> LegStatus:
        if self.arrived_at or self.boarded_at:
            return LegStatus.ARRIVED if self.arrived_at else LegStatus.BOARDED
        if self.booked_at is None:
            return LegStatus.PLANNED
        is_changed = self.changed_at is not None and self.changed_at > self.booked_at
        return LegStatus.CHANGED if is_changed else LegStatus.BOOKED
