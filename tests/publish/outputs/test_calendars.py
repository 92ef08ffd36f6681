"""An event in somebody's calendar stays at its hour, is one event in every language, and follows what happens to it."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from cairn.publish.outputs import calendars
from cairn.publish.outputs.calendar_format import time_zone
from cairn.publish.outputs.event_details import Details

ZONES = (
    "Europe/London",
    "Africa/Mogadishu",
    "Africa/Casablanca",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
)


def details(**changes):
    values = {
        "starts_on": dt.date(2015, 12, 8),
        "starts_at": dt.time(12, 45),
        "ends_on": dt.date(2015, 12, 8),
        "ends_at": dt.time(17),
        "time_zone": "Europe/London",
        "venue_name": "The Guildhall",
        "venue_address": "1 Example Street\nLondon",
        "place_name": "London",
        "organisers": (("Institute of Rivers", "https://institute.example"),),
    }
    return Details(**(values | changes))


@pytest.fixture
def read(snapshot):
    """The calendar of one event as a client reads it: (calendar, event)."""

    def read(card, **changes):
        site = snapshot(card)
        parsed = Calendar.from_ical(calendars.drawn(site, [card], {card.pk: details(**changes)}))
        return parsed, parsed.events[0]

    return read


def test_a_client_reads_back_what_was_announced(read, event):
    page = event(title="Symposium; cities, & migration", summary="Who comes, who stays.\nAnd who decides?")
    calendar, met = read(
        page, registration_url="https://tickets.example/1", registration_note="Free; bring paper."
    )
    assert calendar["METHOD"] == "PUBLISH"
    assert met["SUMMARY"] == "Symposium; cities, & migration"
    assert met.start == dt.datetime(2015, 12, 8, 12, 45, tzinfo=ZoneInfo("Europe/London"))
    assert met.end == dt.datetime(2015, 12, 8, 17, tzinfo=ZoneInfo("Europe/London"))
    assert met["LOCATION"] == "The Guildhall, 1 Example Street, London"
    assert met["URL"] == "https://rivers.example/en/events/symposium/"
    assert met["DTSTAMP"].dt == met["LAST-MODIFIED"].dt == dt.datetime(2015, 11, 16, 12, tzinfo=dt.UTC)
    assert met["DESCRIPTION"].split("\n\n") == [
        "Who comes, who stays. And who decides?",
        "Institute of Rivers",
        "Free; bring paper. https://tickets.example/1",
        "https://rivers.example/en/events/symposium/",
    ]


def test_nobodys_own_address_stands_in_it(read, event):
    _, met = read(event())
    assert met["ORGANIZER"] == "mailto:office@rivers.example"
    assert met["ORGANIZER"].params["CN"] == "Mission of the Two Rivers"
    assert "ATTENDEE" not in met


def test_it_is_one_event_in_every_language_and_after_every_change(read, event):
    english, french = event(), event(language="fr", title="Un autre titre")
    changed = replace(
        english, title="New title", address="/en/events/new/", last_published=english.last_published
    )
    assert {str(read(page)[1]["UID"]) for page in (english, french, changed)} == {
        str(read(english)[1]["UID"])
    }


@pytest.mark.parametrize(
    ("status", "label", "expected", "summary"),
    [
        ("scheduled", "", "CONFIRMED", "Symposium"),
        ("rescheduled", "New date", "CONFIRMED", "New date – Symposium"),
        ("moved_online", "Moved online", "CONFIRMED", "Moved online – Symposium"),
        ("postponed", "Postponed", "TENTATIVE", "Postponed – Symposium"),
        ("cancelled", "Cancelled", "CANCELLED", "Cancelled – Symposium"),
    ],
)
def test_its_state_shows_even_where_a_client_hides_it(read, event, status, label, expected, summary):
    _, met = read(
        event(event_status=status),
        status=status,
        status_label=label,
        status_note="The hall is closed.",
        sequence=3,
    )
    assert (met["STATUS"], met["SUMMARY"], met["SEQUENCE"]) == (expected, summary, 3)
    assert met["DESCRIPTION"].startswith("The hall is closed.")


def test_who_must_not_travel_is_not_sent_to_the_venue(read, event):
    _, met = read(event(), status="moved_online", online_url="https://meet.example/1")
    assert met["LOCATION"] == "https://meet.example/1"


def test_in_person_and_online_names_both(read, event):
    _, met = read(event(), attendance="mixed", online_url="https://meet.example/1")
    assert met["LOCATION"] == "The Guildhall, 1 Example Street, London"
    assert "https://meet.example/1" in met["DESCRIPTION"]


@pytest.mark.parametrize(
    ("changes", "start", "end"),
    [
        ({"starts_at": None, "ends_at": None}, dt.date(2015, 12, 8), dt.date(2015, 12, 9)),
        (
            {"starts_at": None, "ends_at": None, "ends_on": dt.date(2015, 12, 10)},
            dt.date(2015, 12, 8),
            dt.date(2015, 12, 11),
        ),
    ],
)
def test_whole_days_are_days_and_have_no_hour(read, event, changes, start, end):
    calendar, met = read(event(), **changes)
    assert (met["DTSTART"].dt, met["DTEND"].dt) == (start, end)
    assert met["DTSTART"].params["VALUE"] == "DATE"
    assert not calendar.timezones


def test_an_open_end_is_left_open(read, event):
    _, met = read(event(), ends_at=None)
    assert "DTEND" not in met


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2015-10-24", 17), ("2015-10-25", 18), ("2015-10-26", 18), ("2016-03-27", 17)]
)
def test_six_in_the_evening_is_six_whatever_clocks_do_that_night(snapshot, event, day, utc_hour):
    page, on = event(), dt.date.fromisoformat(day)
    facts = details(starts_on=on, ends_on=on, starts_at=dt.time(18), ends_at=dt.time(20))
    text = calendars.drawn(snapshot(page), [page], {page.pk: facts})
    assert f"DTSTART;TZID=Europe/London:{on:%Y%m%d}T180000\r\n".encode() in text
    zone = Calendar.from_ical(text).timezones[0].to_tz(lookup_tzid=False)
    assert dt.datetime.combine(on, dt.time(18), tzinfo=zone).astimezone(dt.UTC).hour == utc_hour


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(dt.datetime(2015, 1, 3), dt.datetime(2016, 12, 29)))
def test_the_rules_in_the_file_are_those_of_the_zone(name, moment):
    """Read as RFC 5545 says: of the rules that have begun, the last one applies."""
    known = ZoneInfo(name)
    rules = time_zone(known, first=2015, last=2016).walk()[1:]
    begun = [rule for rule in rules if rule["DTSTART"].dt - rule["TZOFFSETFROM"].td <= moment]
    last = max(begun, key=lambda rule: rule["DTSTART"].dt - rule["TZOFFSETFROM"].td)
    assert last["TZOFFSETTO"].td == moment.replace(tzinfo=dt.UTC).astimezone(known).utcoffset()


def test_clocks_change_at_the_hour_they_showed_before():
    rules = time_zone(ZoneInfo("Europe/London"), first=2015, last=2015).to_ical().decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20150329T010000" in rules
    assert "BEGIN:STANDARD\r\nDTSTART:20151025T020000" in rules


def test_a_sensitive_event_leaves_a_neutral_line_and_its_address(read, event):
    _, met = read(
        event(title="An afternoon", summary="For who was trafficked", is_sensitive=True),
        status_note="Call the refuge",
    )
    assert (met["SUMMARY"], met["DESCRIPTION"]) == (
        "An afternoon",
        "https://rivers.example/en/events/symposium/",
    )


def test_every_event_has_its_file_and_every_language_its_calendar(snapshot, event, made):
    paths = made(calendars.targets(snapshot(event(), event(language="fr"))))
    assert set(paths) == {
        "en/events/symposium/event.ics",
        "fr/events/symposium/event.ics",
        *(f"{language}/events/calendar.ics" for language in ("en", "fr", "ar")),
    }


def test_the_calendar_to_subscribe_to_says_its_name_and_when_to_ask_again(snapshot, home, event, card):
    section = card("events", model="EventIndexPage", kind="", address="/en/events/", title="Events; all")
    page = event()
    site = snapshot(page, section)
    text = calendars.drawn(
        site, [page], {page.pk: details()}, name="Two Rivers – Events; all", home=site.home("en")
    )
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in text
    for name in (b"NAME", b"X-WR-CALNAME"):
        assert name + ":Two Rivers – Events\\; all\r\n".encode() in text


def test_it_forgets_what_is_long_over_and_keeps_the_last_year(snapshot, event, made):
    def at(slug, year):
        start = dt.datetime(year, 6, 1, 12, tzinfo=dt.UTC)
        return event(slug, event_starts=start, event_ends=start)

    old, recent, coming = at("old", 2013), at("recent", 2015), at("coming", 2016)
    path = "en/events/calendar.ics"
    whole = made(calendars.targets(snapshot(old, recent, coming)))[path].fingerprint
    assert whole == made(calendars.targets(snapshot(recent, coming)))[path].fingerprint
    assert whole != made(calendars.targets(snapshot(coming)))[path].fingerprint


def test_a_change_of_one_event_makes_its_file_and_its_calendar_new(snapshot, event, made):
    one, other = event("one"), event("other")
    before = made(calendars.targets(snapshot(one, other)))
    moved = replace(one, shown="f" * 64, event=replace(one.event, sequence=1))
    after = made(calendars.targets(snapshot(moved, other)))
    changed = {path for path in before if before[path].fingerprint != after[path].fingerprint}
    assert changed == {"en/events/one/event.ics", "en/events/calendar.ics"}


def test_the_same_events_give_the_same_bytes(snapshot, event):
    page = event()
    site = snapshot(page)
    first, second = (calendars.drawn(site, [page], {page.pk: details()}) for _ in range(2))
    assert first == second
