"""Events: the one type of page where an old word in a search result sends people to a closed door."""

import datetime as dt

from cairn.newsroom.dates import babel_locale
from cairn.newsroom.models import EventPage
from cairn.publish.outputs.event_details import Attendance, Details, Status, details_of
from cairn.publish.outputs.facts import carried
from cairn.publish.outputs.structured_nodes import Node, Subject, images, mission_ref, names_of, ref
from cairn.publish.outputs.structured_works import organisation, person

SCHEMA = "https://schema.org/"
STATUS = {
    Status.SCHEDULED: "EventScheduled",
    Status.POSTPONED: "EventPostponed",
    Status.RESCHEDULED: "EventRescheduled",
    Status.MOVED_ONLINE: "EventMovedOnline",
    Status.CANCELLED: "EventCancelled",
}
ATTENDANCE = {
    Attendance.IN_PERSON: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.MIXED: "MixedEventAttendanceMode",
}


def event(subject: Subject) -> Node:
    page: EventPage = subject.page  # type: ignore[assignment]
    return event_node(subject, details_of(page, subject.card)) | {
        "image": images(subject),
        "performer": _performers(page, subject.language),
    }


def event_node(subject: Subject, details: Details) -> Node:
    """The event as it stands now. The title keeps its own words: the state has a property of its own here."""
    card, snapshot = subject.card, subject.snapshot
    attendance = Attendance.ONLINE if details.is_online_only else Attendance(details.attendance)
    return ref(subject, "main") | {
        "@type": "Event",
        "name": carried(card.title),
        "description": carried(card.summary),
        "url": subject.url,
        "mainEntityOfPage": {"@id": subject.url},
        "image": [subject.picture],
        "inLanguage": card.language,
        "startDate": _moment(details.start),
        "endDate": _moment(details.end),
        "previousStartDate": _moment(details.previous_start),
        "eventStatus": SCHEMA + STATUS[Status(details.status)],
        "eventAttendanceMode": SCHEMA + ATTENDANCE[attendance],
        "location": _location(subject, details),
        "organizer": [organisation(name, website) for name, website in details.organisers]
        or mission_ref(subject),
        "keywords": names_of(card.themes, snapshot.themes, card.language),
        "potentialAction": (
            {"@type": "RegisterAction", "target": details.registration_url}
            if details.registration_url
            else {}
        ),
    }


def _moment(moment: dt.datetime | dt.date | None) -> str:
    """With the offset of that day in that place; a day alone where no hour is known."""
    if isinstance(moment, dt.datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else ""


def _location(subject: Subject, details: Details) -> Node | list[Node]:
    online = {"@type": "VirtualLocation", "url": details.online_url or subject.url}
    if details.is_online_only:
        return online
    return [_place(subject, details), online] if details.is_online else _place(subject, details)


def _place(subject: Subject, details: Details) -> Node:
    """The room as exactly as it is known, and at least the country: search engines drop an event without a place."""
    country = details.country or subject.snapshot.mission.countries[0]
    land = babel_locale(subject.language).territories.get(country, country)
    return {
        "@type": "Place",
        "name": carried(details.venue_name) or details.place_name or land,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, map(carried, details.venue_address.splitlines()))),
            "addressLocality": details.place_name,
            "addressCountry": country,
        },
    }


def _performers(page: EventPage, language: str) -> list[Node]:
    speakers = page.speakers.select_related("person__organisation")
    return [person(speaker.person, language) for speaker in speakers]
