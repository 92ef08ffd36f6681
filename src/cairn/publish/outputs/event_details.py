"""What calendars and search engines say of an event, taken from its page once and then free of the database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cairn.newsroom.models import EventPage
from cairn.publish.outputs.facts import carried, status_label
from cairn.publish.snapshot import Card

Status, Attendance = EventPage.Status, EventPage.Attendance


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """An event in its own local time: hours are None while nobody knows them."""

    starts_on: dt.date
    starts_at: dt.time | None = None
    ends_on: dt.date
    ends_at: dt.time | None = None
    time_zone: str
    status: str = Status.SCHEDULED
    status_label: str = ""
    status_note: str = ""
    previous_on: dt.date | None = None
    previous_at: dt.time | None = None
    attendance: str = Attendance.IN_PERSON
    venue_name: str = ""
    venue_address: str = ""
    place_name: str = ""
    country: str = ""
    online_url: str = ""
    registration_url: str = ""
    registration_note: str = ""
    organisers: tuple[tuple[str, str], ...] = ()
    sequence: int = 0

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def start(self) -> dt.datetime | dt.date:
        """The first moment; the day alone while the hour is unknown."""
        return self._at(self.starts_on, self.starts_at) if self.starts_at else self.starts_on

    @property
    def end(self) -> dt.datetime | dt.date | None:
        """The stated end, or the last of several days; None if it is open."""
        if self.starts_at is None:
            return self.ends_on
        if self.ends_at:
            return self._at(self.ends_on, self.ends_at)
        if self.ends_on > self.starts_on:
            return self._at(self.ends_on + dt.timedelta(days=1), dt.time.min)
        return None

    @property
    def previous_start(self) -> dt.datetime | dt.date | None:
        if self.previous_on and self.previous_at:
            return self._at(self.previous_on, self.previous_at)
        return self.previous_on

    @property
    def is_online_only(self) -> bool:
        """Moved online means that nobody should travel, whatever was announced before."""
        return self.status == Status.MOVED_ONLINE or self.attendance == Attendance.ONLINE

    @property
    def is_online(self) -> bool:
        return self.is_online_only or self.attendance == Attendance.MIXED

    @property
    def where(self) -> str:
        """Where to go, in one line: “St Margaret's Church, Victoria Street, London”."""
        address = (carried(line) for line in self.venue_address.splitlines())
        parts = (part for part in (carried(self.venue_name), *address) if part)
        place = carried(self.place_name)
        line = ", ".join(parts)
        return (
            line
            if not place or place.casefold() in line.casefold()
            else ", ".join(filter(None, (line, place)))
        )

    def _at(self, day: dt.date, hour: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, hour, tzinfo=self.zone)


def details_of(page: EventPage, card: Card) -> Details:
    place, language = page.place, card.language
    return Details(
        starts_on=page.starts_on,
        starts_at=page.starts_at,
        ends_on=page.ends_on or page.starts_on,
        ends_at=page.ends_at,
        time_zone=page.time_zone,
        status=page.status,
        status_label=status_label(page.status, language),
        status_note=carried(page.status_note),
        previous_on=page.previous_starts_on,
        previous_at=page.previous_starts_at,
        attendance=page.attendance,
        venue_name=page.venue_name,
        venue_address=page.venue_address,
        place_name=place.name_in(language) if place else "",
        country=place.country if place else "",
        online_url=page.online_url,
        registration_url=page.registration_url,
        registration_note=carried(page.registration_note),
        organisers=tuple((one.name_in(language), one.website) for one in page.organisers.all()),
        sequence=page.calendar_sequence,
    )


def details_of_all(cards: Iterable[Card]) -> dict[int, Details]:
    """The details of many events by the number of their page, in two queries."""
    by_page = {card.pk: card for card in cards}
    pages = EventPage.objects.filter(pk__in=by_page).select_related("place").prefetch_related("organisers")
    return {page.pk: details_of(page, by_page[page.pk]) for page in pages}
