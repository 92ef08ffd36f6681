"""Events, told in the local time of the place where they happen.

Local date, time and time zone are stored, never an instant: if a country changes its clocks after an event was
announced, doors still open at the hour printed on the invitation.
"""

import datetime as dt
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cairn.newsroom.models.page import PublicPage
from cairn.newsroom.models.terms import Place
from cairn.newsroom.models.voices import Organisation, Person


def is_time_zone(name: str) -> None:
    """Refuse what is not a name of the IANA time-zone database."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Please write one such as Europe/London."), params={"name": name}
        )


def mission_time_zone() -> str:
    return settings.TIME_ZONE


class ProgrammeItem(TranslatableMixin, Orderable):
    """One point of the programme."""

    event = ParentalKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="programme")
    day = models.DateField(
        _("day"), null=True, blank=True, help_text=_("Only if the event has several days.")
    )
    starts_at = models.TimeField(_("starts"))
    ends_at = models.TimeField(_("ends"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    speaker = models.ForeignKey(
        Person, verbose_name=_("speaker"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("speaker"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class EventSpeaker(TranslatableMixin, Orderable):
    """Somebody who speaks, with their organisation."""

    event = ParentalKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appearances"
    )
    role_note = models.CharField(
        _("in this event"), max_length=150, blank=True, help_text=_("For example “chair”.")
    )

    panels = [FieldRowPanel([FieldPanel("person"), FieldPanel("role_note")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


# What somebody who has the event in a calendar would have to be told.
IN_CALENDARS = (
    "title",
    "starts_on",
    "starts_at",
    "ends_on",
    "ends_at",
    "time_zone",
    "status",
    "venue_name",
    "venue_address",
    "place_id",
    "online_url",
)


class EventPage(PublicPage):
    """Where and when, who speaks, how to come, and whether it still takes place."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("As planned")
        POSTPONED = "postponed", _("Postponed")
        RESCHEDULED = "rescheduled", _("New date")
        MOVED_ONLINE = "moved_online", _("Moved online")
        CANCELLED = "cancelled", _("Cancelled")

    class Attendance(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("In person and online")

    class Registration(models.TextChoices):
        NONE = "none", _("Not needed")
        OUTSIDE = "outside", _("At a ticket service elsewhere")

    starts_on = models.DateField(_("first day"))
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: the same day."))
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone of the place"), max_length=50, default=mission_time_zone, validators=[is_time_zone]
    )
    attendance = models.CharField(
        _("attendance"), max_length=10, choices=Attendance, default=Attendance.IN_PERSON
    )
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.SCHEDULED)
    status_note = models.CharField(_("about the status"), max_length=250, blank=True)
    previous_starts_on = models.DateField(_("was planned for"), null=True, blank=True)
    previous_starts_at = models.TimeField(_("at"), null=True, blank=True)
    venue_name = models.CharField(_("venue"), max_length=200, blank=True)
    venue_address = models.TextField(_("address"), blank=True, max_length=400)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    online_url = models.URLField(_("address online"), blank=True)
    registration = models.CharField(
        _("registration"), max_length=10, choices=Registration, default=Registration.NONE
    )
    registration_url = models.URLField(_("address of the ticket service"), blank=True)
    registration_note = models.CharField(_("about registration"), max_length=250, blank=True)
    organisers = ParentalManyToManyField(
        Organisation, verbose_name=_("organisers"), blank=True, related_name="events"
    )
    # Calendars take a changed event only if its number rises (RFC 5545, SEQUENCE).
    calendar_sequence = models.PositiveIntegerField(editable=False, default=0)

    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("time_zone"),
        SynchronizedField("organisers", overridable=False),
    ]
    parent_page_types = ["newsroom.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_at")]),
                FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_at")]),
                FieldPanel("time_zone"),
            ],
            _("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldPanel("status_note"),
                FieldRowPanel([FieldPanel("previous_starts_on"), FieldPanel("previous_starts_at")]),
            ],
            _("Does it take place?"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("attendance"),
                FieldPanel("venue_name"),
                FieldPanel("venue_address"),
                FieldPanel("place"),
                FieldPanel("online_url"),
            ],
            _("Where"),
        ),
        FieldPanel("body"),
        InlinePanel("programme", label=_("point"), heading=_("Programme")),
        InlinePanel("speakers", label=_("speaker"), heading=_("Speakers")),
        FieldPanel("organisers"),
        MultiFieldPanel(
            [FieldPanel("registration"), FieldPanel("registration_url"), FieldPanel("registration_note")],
            _("How to register"),
        ),
        *PublicPage.finding_panels,
        *PublicPage.care_panels,
    ]

    class Meta:
        verbose_name = _("event")

    def kind_now(self) -> str:
        return "event"

    def save(self, *args, update_fields=None, **kwargs):
        if self.live and update_fields is None:
            self.calendar_sequence = self._next_sequence()
        super().save(*args, update_fields=update_fields, **kwargs)

    def _next_sequence(self) -> int:
        """One more than readers have, if a calendar would show something else than before."""
        out_before = EventPage.objects.filter(pk=self.pk, first_published_at__isnull=False)
        before = out_before.values("calendar_sequence", *IN_CALENDARS).first()
        if before is None:
            return self.calendar_sequence
        has_changed = any(before[field] != getattr(self, field) for field in IN_CALENDARS)
        return before["calendar_sequence"] + has_changed

    @property
    def date(self) -> dt.date | None:
        """The day the announcement counts as news: the editor's, else that of publication."""
        return super().date or self.starts_on

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def last_day(self) -> dt.date:
        return self.ends_on or self.starts_on

    @property
    def start(self) -> dt.datetime:
        """The first instant, in the place's own clock; midnight if no hour is known."""
        return dt.datetime.combine(self.starts_on, self.starts_at or dt.time.min, tzinfo=self.zone)

    @property
    def end(self) -> dt.datetime:
        """The instant after which it is over: the stated end, else the end of the last day."""
        if self.ends_at:
            return dt.datetime.combine(self.last_day, self.ends_at, tzinfo=self.zone)
        return dt.datetime.combine(self.last_day + dt.timedelta(days=1), dt.time.min, tzinfo=self.zone)

    def is_past(self, at: dt.datetime) -> bool:
        return self.end <= at

    @property
    def takes_place(self) -> bool:
        return self.status not in {self.Status.CANCELLED, self.Status.POSTPONED}

    @property
    def _ends_before_it_begins(self) -> bool:
        hours = self.starts_on and self.starts_at and self.ends_at
        return bool(hours) and self.last_day == self.starts_on and self.ends_at <= self.starts_at

    def clean(self) -> None:
        super().clean()
        problems = {}
        if self.starts_on and self.last_day < self.starts_on:
            problems["ends_on"] = _("The event ends before it begins. Please check both days.")
        elif self._ends_before_it_begins:
            problems["ends_at"] = _("The event ends before it begins. Please check both hours.")
        if self.status == self.Status.RESCHEDULED and not self.previous_starts_on:
            problems["previous_starts_on"] = _("Please say for which day it was planned before.")
        if self.registration == self.Registration.OUTSIDE and not self.registration_url:
            problems["registration_url"] = _("Please give the address at which people register.")
        if problems:
            raise ValidationError(problems)
