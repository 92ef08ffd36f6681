"""What lists and pages show of each public page: its card, with the two digests that decide what is rendered anew."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from django.utils import timezone
from wagtail.models import Page

from cairn.mission.config import load_mission
from cairn.newsroom.models import KIND_LABELS, EventPage, Figure, MissionImage, Place, PublicPage, Theme
from cairn.publish.errors import PageUnreadable
from cairn.publish.memory import Memory
from cairn.publish.references import Reference
from cairn.publish.rows import Row
from cairn.publish.snapshot import Card, EventFacts, Picture
from cairn.publish.targets import fingerprint
from cairn.publish.things import Things

# A list shows none of these, so that a new paragraph or a correction of one leaves every list as it is.
ONLY_ON_THE_PAGE = frozenset({"body", "says", "covers", "last_published_at", "first_published_at"})
BESIDES = ("url_path", "translation_key", "locale__language_code", "embargo_until", "path")


@dataclass
class PageRow:
    """A public page as stored: its own row, its child rows and what it is linked with."""

    model: type[PublicPage]
    row: Row
    address: str
    children: list[tuple[str, Row]] = field(default_factory=list)
    links: list[Reference] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.row.values[name]

    @property
    def language(self) -> str:
        return self["locale__language_code"]

    def refers_to(self) -> set[Reference]:
        return {
            *self.row.refers_to,
            *self.links,
            *(ref for _name, row in self.children for ref in row.refers_to),
        }


def cards_of(rows: list[PageRow], things: Things, now: datetime, memory: Memory) -> list[Card]:
    """The card of every page; what the same premises gave last time is not worked out again."""
    cards = {page.row.pk: _card(page, things, now, memory) for page in rows}
    return list(_shown(rows, cards, things, memory))


def _card(page: PageRow, things: Things, now: datetime, memory: Memory) -> Card:
    """The card without the digest of what the page shows, which takes all cards to make."""
    event = _event(page) if page.model is EventPage else None
    linked = [things.digest(ref) for ref in (*page.links, *_pictured_and_placed(page))]
    is_over = _is_over(event, now) or _is_overdue(page, now)
    premises = (page.row, page.model, page.address, page.links, linked, is_over)
    return memory.listed.of(page.row.pk, premises, partial(_make_card, page, event, linked, is_over, things))


def _pictured_and_placed(page: PageRow) -> Iterator[Reference]:
    """What a list shows besides the page's themes and places."""
    for name, model in {"picture": MissionImage, "place": Place}.items():
        if pk := page.row.values.get(name):
            yield model, str(pk)


def _make_card(
    page: PageRow, event: EventFacts | None, linked: list[str], is_over: bool, things: Things
) -> Card:
    values, language = page.row.values, page.language
    return Card(
        pk=page.row.pk,
        translation_key=page["translation_key"].hex,
        language=language,
        address=page.address,
        model=page.model.__name__,
        kind=page["kind"] if page["kind"] in KIND_LABELS else "",
        title=page["title"],
        order=page["path"],
        seo_title=page["seo_title"],
        search_description=page["search_description"],
        summary=page["summary"],
        dated=_day(values),
        first_published=page["first_published_at"],
        last_published=page["last_published_at"],
        themes=_codes(page, Theme, things),
        places=_codes(page, Place, things),
        figures=tuple(sorted(int(pk) for model, pk in page.row.refers_to if model is Figure)),
        picture=_picture(values.get("picture"), language, things),
        is_sensitive=page["is_sensitive"],
        event=event,
        listed=_listed(page, linked, is_over),
    )


def _listed(page: PageRow, linked: list[str], is_over: bool) -> str:
    """All that a list may show: the page's own fields but its body, its picture, its themes and places."""
    values = {
        name: value
        for name, value in page.row.values.items()
        if name not in ONLY_ON_THE_PAGE and name not in BESIDES
    }
    return fingerprint(page.address, values, _day(page.row.values), linked, is_over)


def _shown(rows: list[PageRow], cards: Mapping[int, Card], things: Things, memory: Memory) -> Iterator[Card]:
    """The cards with the digest of all that their pages show."""
    versions: dict[str, list[PageRow]] = defaultdict(list)
    for page in rows:
        versions[cards[page.row.pk].translation_key].append(page)
    ancestors = {page.address: (page["title"], page.address) for page in rows}
    here = {(card.translation_key, card.language): card for card in cards.values()}
    for page in rows:
        card = cards[page.row.pk]
        same = versions[card.translation_key]
        around = (
            [(name, child.values) for name, child in page.children],
            sorted(_referred(ref, page.language, cards, here, things) for ref in page.refers_to()),
            [ancestors.get(address) for address in _above(page.address)],
            _versions(same),
            _source(page, same),
        )
        yield memory.shown.of(page.row.pk, (page.row, card, around), partial(_finished, page, card, around))


def _finished(page: PageRow, card: Card, around: tuple[object, ...]) -> Card:
    own = {name: value for name, value in page.row.values.items() if name not in ("path", "url_path")}
    return replace(card, shown=fingerprint(card.listed, own, around))


def _versions(same: list[PageRow]) -> list[tuple[str, str]]:
    return sorted((version.language, version.address) for version in same)


def _source(row: PageRow, same: list[PageRow]) -> list[str]:
    """What the page says that this one translates: how far it is behind is counted from that."""
    language = json.loads(row["covers"] or "{}").get("from")
    return [version["says"] for version in same if version.language == language]


def _referred(
    reference: Reference,
    language: str,
    cards: Mapping[int, Card],
    here: Mapping[tuple[str, str], Card],
    things: Things,
) -> str:
    """What is shown of it. Of a chosen page its version in the reader's language is shown where it has one, and a
    link in a text leads to the chosen one all the same; so both count.
    """
    model, pk = reference
    if not issubclass(model, Page):
        return things.digest(reference)
    chosen = cards.get(int(pk))
    if chosen is None:
        return f"page {pk} is not public"
    own = here.get((chosen.translation_key, language))
    return f"{chosen.listed} {own.listed if own else ''}"


def _above(address: str) -> list[str]:
    parts = address.strip("/").split("/")
    return [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts))]


def _day(values: Mapping[str, Any]) -> date | None:
    """The date that readers see, by the rules of the page types (`page.date`)."""
    first = values["first_published_at"]
    published = timezone.localdate(first) if first else None
    return values["dated"] or values.get("published_on") or published or values.get("starts_on")


def _event(page: PageRow) -> EventFacts:
    names = ("starts_on", "starts_at", "ends_on", "ends_at", "time_zone")
    event = EventPage(**{name: page[name] for name in names})
    try:
        event.zone  # noqa: B018 - to read it is to check it
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise PageUnreadable(
            f"The event “{page['title']}” ({page.address}) is set in “{page['time_zone']}”, which is no time zone.",
            "Choose another for it in the workspace, or unpublish it. Until then the site stays as it was.",
        ) from error
    return EventFacts(
        starts=event.start,
        ends=event.end,
        starts_on=page["starts_on"],
        ends_on=page["ends_on"],
        time_zone=page["time_zone"],
        status=page["status"],
        attendance=page["attendance"],
        sequence=page["calendar_sequence"],
    )


def _is_over(event: EventFacts | None, now: datetime) -> bool:
    return event is not None and event.ends is not None and event.ends <= now


def _is_overdue(page: PageRow, now: datetime) -> bool:
    """A legal route whose review is late says so, on its page and in its lists."""
    until = page.row.values.get("review_by")
    return until is not None and until < timezone.localdate(now, timezone=load_mission().zone)


def _codes(page: PageRow, model: type, things: Things) -> tuple[str, ...]:
    rows = (things.row(model, pk) for linked, pk in page.links if linked is model)
    return tuple(sorted(row.values["code"] for row in rows if row))


def _picture(pk: int | None, language: str, things: Things) -> Picture | None:
    row = things.row(MissionImage, pk) if pk else None
    if row is None:
        return None
    values = row.values
    return Picture(
        pk=row.pk,
        file_hash=values["file_hash"] or fingerprint(values["file"]),
        alt=json.loads(values["alt"] or "{}").get(language, ""),
        credit=values["credit"],
        width=values["width"],
        height=values["height"],
    )
