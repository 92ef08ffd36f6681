"""One edit shows in every output at once: nobody who follows the mission another way is left at a closed door."""

import datetime as dt
import json
from dataclasses import replace

from icalendar import Calendar

from cairn.publish.outputs import calendars, cards, feeds, targets
from cairn.publish.outputs.event_details import Details
from cairn.publish.outputs.structured_events import event_node
from cairn.publish.outputs.structured_nodes import Subject

SYMPOSIUM = Details(
    starts_on=dt.date(2015, 12, 8),
    starts_at=dt.time(12, 45),
    ends_on=dt.date(2015, 12, 8),
    ends_at=dt.time(17),
    time_zone="Europe/London",
    venue_name="The Guildhall",
)


def seen_by_followers(site, card, details):
    """What the feed, the calendar, a search engine and a link's picture say of one event."""
    feed = next(target for target in feeds.targets(site) if target.path == "en/feed.json")
    (item,) = json.loads(feed.render())["items"]
    met = Calendar.from_ical(calendars.drawn(site, [card], {card.pk: details})).events[0]
    node = event_node(Subject(None, card, site, site.absolute(card.address)), details)
    return {
        "feed": (item["title"], item["date_modified"]),
        "calendar": (met["SUMMARY"], met["STATUS"], met["SEQUENCE"], met["DTSTAMP"].dt.isoformat()),
        "search": node["eventStatus"],
        "card": cards.page_face(card, site).label,
        "identities": (item["id"], str(met["UID"])),
    }


def test_a_cancelled_event_is_cancelled_everywhere(snapshot, event):
    page = event()
    planned = seen_by_followers(snapshot(page), page, SYMPOSIUM)
    later = dt.datetime(2015, 12, 1, 8, tzinfo=dt.UTC)
    off = replace(
        page,
        event=replace(page.event, status="cancelled", sequence=1),
        last_published=later,
        shown="f" * 64,
    )
    cancelled = seen_by_followers(
        snapshot(off), off, replace(SYMPOSIUM, status="cancelled", status_label="Cancelled", sequence=1)
    )
    assert planned == {
        "feed": ("Symposium", "2015-11-16T12:00:00+00:00"),
        "calendar": ("Symposium", "CONFIRMED", 0, "2015-11-16T12:00:00+00:00"),
        "search": "https://schema.org/EventScheduled",
        "card": "Event",
        "identities": planned["identities"],
    }
    assert cancelled == {
        "feed": ("Cancelled – Symposium", "2015-12-01T08:00:00+00:00"),
        "calendar": ("Cancelled – Symposium", "CANCELLED", 1, "2015-12-01T08:00:00+00:00"),
        "search": "https://schema.org/EventCancelled",
        "card": "Event – Cancelled",
        "identities": planned["identities"],
    }


def test_every_output_of_a_cancelled_event_is_made_anew(snapshot, event):
    page = event(themes=("cities",))
    off = replace(
        page,
        event=replace(page.event, status="cancelled", sequence=1),
        last_published=dt.datetime(2015, 12, 1, 8, tzinfo=dt.UTC),
        shown="f" * 64,
    )
    before, after = ({one.path: one.fingerprint for one in targets(snapshot(card))} for card in (page, off))
    new = {path for path in after if after[path] != before.get(path)}
    assert {path for path in new if not path.startswith("cards/")} == {
        *(f"en/feed.{suffix}" for suffix in ("atom", "rss", "json")),
        *(f"en/topics/cities/feed.{suffix}" for suffix in ("atom", "rss", "json")),
        "en/events/calendar.ics",
        "en/events/symposium/event.ics",
        "sitemap-en.xml",
        "sitemap.xml",
    }
    assert sum(path.startswith("cards/") for path in new) == 1


def test_no_two_outputs_claim_the_same_file(snapshot, card, event):
    paths = [target.path for target in targets(snapshot(card(), card(language="fr"), event()))]
    assert len(paths) == len(set(paths))


def test_the_same_snapshot_gives_the_same_fingerprints(snapshot, card, event):
    site = snapshot(card(), event())
    first, second = ([(one.path, one.fingerprint) for one in targets(site)] for _ in range(2))
    assert first == second
