"""What several outputs must say alike: addresses, names that never change, days, and whether an event stands.

A reader who follows the mission by feed, by calendar and by search result meets the same page three times. It has
one identity, one day and one state in all of them, because all of them ask here.
"""

import re
from datetime import UTC, datetime, time
from functools import lru_cache
from uuid import UUID, uuid5

from django.utils.encoding import iri_to_uri
from django.utils.translation import override

from cairn.newsroom.models import KIND_LABELS, EventPage
from cairn.publish.snapshot import Card, Snapshot

# What needs no writing in ASCII: nearly every address, and thousands are asked for at each plan.
PLAIN_ADDRESS = re.compile("[A-Za-z0-9/._-]*")
# Characters that XML and calendars cannot carry, whatever somebody pasted into a title.
UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
BREAKS = re.compile("[ \t\r\n\x85\u2028\u2029]+")
AS_PLANNED = EventPage.Status.SCHEDULED


def url_of(card: Card, snapshot: Snapshot) -> str:
    return full_url(card.address, snapshot)


def full_url(address: str, snapshot: Snapshot) -> str:
    """The address as feeds and search engines take it: Arabic slugs are written in ASCII."""
    return snapshot.public_url + (address if PLAIN_ADDRESS.fullmatch(address) else iri_to_uri(address) or "")


def lasting_name(card: Card, *more: str) -> UUID:
    """A name for the page in its language that outlives a change of its title, its address and its site."""
    return uuid5(UUID(card.translation_key), "/".join((card.language, *more)))


def carried(text: str) -> str:
    """Text without the characters that no standard can carry, on one line; French keeps its fixed spaces."""
    return BREAKS.sub(" ", UNCARRIED.sub("", text)).strip(" ")


def published_at(card: Card, snapshot: Snapshot) -> datetime:
    """When it appeared: the hour if it is known, else the beginning of the day that readers see."""
    first, zone = card.first_published, snapshot.mission.zone
    if first and (card.dated is None or first.astimezone(zone).date() == card.dated):
        return first
    if card.dated:
        return datetime.combine(card.dated, time.min, tzinfo=zone)
    return datetime.fromtimestamp(0, tz=UTC)


def updated_at(card: Card, snapshot: Snapshot) -> datetime:
    """When it last changed; a correction goes out by publishing, so it counts."""
    published = published_at(card, snapshot)
    return max(card.last_published or published, published)


def kind_label(card: Card) -> str:
    """“Statement”, “Déclaration”, “بيان”; empty for pages that lists do not show."""
    return _kind_label(card.kind, card.language)


@lru_cache
def _kind_label(kind: str, language: str) -> str:
    with override(language):
        return str(KIND_LABELS.get(kind, ""))


@lru_cache
def status_label(status: str, language: str) -> str:
    """“Cancelled”, “Moved online”; empty while all is as planned."""
    if status in ("", AS_PLANNED):
        return ""
    with override(language):
        return str(EventPage.Status(status).label)


def title_now(card: Card) -> str:
    """The title, led by how the event stands: many readers see nothing but this line."""
    status = status_label(card.event.status, card.language) if card.event else ""
    return f"{status} – {carried(card.title)}" if status else carried(card.title)


def summary_of(card: Card) -> str:
    """The summary; none for a sensitive page, whose words a bystander might read in a list on somebody's phone."""
    return "" if card.is_sensitive else carried(card.summary)
