"""Writes events as iCalendar (RFC 5545, 5546 and 7986).

An event keeps its local time: its hours are written with the name of their time zone, and the zone's rules of those
years stand in the file. A client that knows newer rules applies them to the same hour on the wall.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from cairn.publish.outputs.event_details import Details, Status

REFRESH = dt.timedelta(hours=6)
_STATUS: dict[str, str] = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a calendar says of an event besides its details. `uid` is the same in every language and for ever."""

    uid: str
    language: str
    title: str
    summary: str
    url: str
    changed: dt.datetime
    is_sensitive: bool = False


def calendar(
    events: Iterable[tuple[Told, Details]], *, owner: tuple[str, str], name: str = "", uid: str = ""
) -> bytes:
    """One file with these events; a `name` makes it one to subscribe to."""
    events = list(events)
    made = Calendar()
    made.add("prodid", f"-//Cairn//{owner[0]}//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    if name:
        _add_subscription(made, name, uid)
    for zone in _zones(details for _told, details in events):
        made.add_component(zone)
    for told, details in events:
        made.add_component(_event(told, details, owner))
    return made.to_ical()


def _add_subscription(made: Calendar, name: str, uid: str) -> None:
    made.add("uid", uid)
    for property in ("name", "x-wr-calname"):
        made.add(property, vText(name))
    made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    made.add("x-published-ttl", f"PT{REFRESH // dt.timedelta(hours=1)}H")


def _event(told: Told, details: Details, owner: tuple[str, str]) -> Event:
    event = Event()
    event.add("uid", str(UUID(told.uid)))
    # The moment of the last publishing: the clock at building would make every file new each time.
    event.add("dtstamp", told.changed.astimezone(dt.UTC))
    event.add("last-modified", told.changed.astimezone(dt.UTC))
    event.add("sequence", details.sequence)
    event.add("status", _STATUS.get(details.status, "CONFIRMED"))
    event.add("dtstart", details.start)
    if ends := _end(details):
        event.add("dtend", ends)
    event.add("summary", told.title, {"LANGUAGE": told.language})
    event.add("url", told.url)
    if where := _where(details):
        event.add("location", where, {"LANGUAGE": told.language})
    event.add("description", _description(told, details), {"LANGUAGE": told.language})
    event.add("organizer", f"mailto:{owner[1]}", {"CN": owner[0]})
    return event


def _end(details: Details) -> dt.datetime | dt.date | None:
    """The first moment after it; whole days end where the next one begins."""
    end = details.end
    return end if end is None or isinstance(end, dt.datetime) else end + dt.timedelta(days=1)


def _where(details: Details) -> str:
    return details.online_url if details.is_online_only else details.where


def _description(told: Told, details: Details) -> str:
    """What to know before going, and where to read the rest; nothing but the address for a sensitive page."""
    if told.is_sensitive:
        return told.url
    organisers = ", ".join(name for name, _website in details.organisers)
    online = details.online_url if details.is_online and not details.is_online_only else ""
    register = " ".join(filter(None, (details.registration_note, details.registration_url)))
    lines = (details.status_note, told.summary, organisers, online, register, told.url)
    return "\n\n".join(line for line in lines if line)


def _zones(events: Iterable[Details]) -> Iterator[Timezone]:
    """The rules of each time zone in which an hour is named, for the whole years that are spoken of."""
    years: dict[str, list[int]] = {}
    for details in events:
        if isinstance(details.start, dt.datetime):
            years.setdefault(details.time_zone, []).extend((details.starts_on.year, details.ends_on.year))
    for name in sorted(years):
        yield time_zone(ZoneInfo(name), first=min(years[name]), last=max(years[name]))


def time_zone(zone: ZoneInfo, *, first: int, last: int) -> Timezone:
    """The rules of a zone in these years: what applies at the beginning, then each change as it came.

    The icalendar library can make them too, but (7.3.0) names the hour after a change in spring, where RFC 5545
    asks for the hour before it, and so moves what happens in that night.
    """
    made = Timezone()
    made.add("tzid", zone.key)
    begin = dt.datetime(first, 1, 1, tzinfo=dt.UTC) - dt.timedelta(days=1)
    end = dt.datetime(last + 1, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=1)
    made.add_component(_rule(begin, zone, _offset(begin, zone)))
    for change in _changes(zone, begin, end):
        made.add_component(_rule(change, zone, _offset(change - dt.timedelta(seconds=1), zone)))
    return made


def _rule(
    since: dt.datetime, zone: ZoneInfo, offset_before: dt.timedelta
) -> TimezoneStandard | TimezoneDaylight:
    local = since.astimezone(zone)
    rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
    # Local time as clocks showed it until that moment (RFC 5545, 3.6.5).
    rule.add("dtstart", since.replace(tzinfo=None) + offset_before)
    rule.add("tzoffsetfrom", offset_before)
    rule.add("tzoffsetto", _offset(since, zone))
    rule.add("tzname", local.tzname())
    return rule


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def _changes(zone: ZoneInfo, begin: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    """Each instant at which the zone's clocks are turned: looked for day by day, then to the second."""
    second, day = dt.timedelta(seconds=1), dt.timedelta(days=1)
    while begin < end:
        early, late = begin, begin + day
        if _offset(early, zone) != _offset(late, zone):
            while late - early > second:
                middle = early + (late - early) // second // 2 * second
                has_changed = _offset(middle, zone) != _offset(early, zone)
                early, late = (early, middle) if has_changed else (middle, late)
            yield late
        begin += day
