"""Reads the live rows of the newsroom into a snapshot: a handful of queries for each page type, none for each page."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cairn.mission.config import MissionConfig, load_mission
from cairn.newsroom import reads
from cairn.newsroom.models import KIND_LABELS, EventPage, MissionImage, Place, PublicPage, Theme
from cairn.publish.code import code_digest
from cairn.publish.errors import PageUnreadable
from cairn.publish.pages import page_models
from cairn.publish.references import Reference
from cairn.publish.rows import Row, read_children, read_links, read_rows
from cairn.publish.snapshot import Card, EventFacts, Picture, Snapshot, Term
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


def read_snapshot(mission: MissionConfig | None = None) -> Snapshot:
    """Everything that the public may see at this moment."""
    mission = mission or load_mission()
    things = Things()
    now = reads.now()
    rows = _public_rows(mission)
    cards = _shown(rows, {row.row.pk: _card(row, things, now) for row in rows}, things)
    return Snapshot(
        mission=mission,
        today=reads.today(),
        now=now,
        code=code_digest(mission),
        pages=tuple(sorted(cards, key=lambda card: card.address)),
        themes=_terms(Theme, things),
        places=_terms(Place, things),
        redirects=_redirects(cards),
    )


def _public_rows(mission: MissionConfig) -> list[PageRow]:
    roots = _roots(mission)
    types = ContentType.objects.get_for_models(*page_models().values())
    instant = timezone.now()
    rows: list[PageRow] = []
    for model in page_models().values():
        children, links = read_children(model), read_links(model)
        live = model.objects.live().filter(content_type=types[model])
        for row in read_rows(live, also=BESIDES):
            address = _address(row.values["url_path"], roots)
            embargo = row.values["embargo_until"]
            if address and not (embargo and embargo > instant):
                rows.append(PageRow(model, row, address, children.get(row.pk, []), links.get(row.pk, [])))
    return rows


def _roots(mission: MissionConfig) -> dict[str, str]:
    """Where each language begins: the path of its home page in the tree, and its address."""
    homes = reads.HomePage.objects.live().values_list("url_path", "locale__language_code")
    return {path: f"/{language}/" for path, language in homes if language in mission.languages}


def _address(url_path: str, roots: Mapping[str, str]) -> str:
    root = "/".join(url_path.split("/")[:2]) + "/"
    return roots[root] + url_path.removeprefix(root) if root in roots else ""


def _card(page: PageRow, things: Things, now: datetime) -> Card:
    values, language = page.row.values, page.language
    event = _event(page) if page.model is EventPage else None
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
        picture=_picture(values.get("picture"), language, things),
        is_sensitive=page["is_sensitive"],
        event=event,
        listed=_listed(page, things, event is not None and _is_over(event, now)),
    )


def _listed(page: PageRow, things: Things, is_over: bool) -> str:
    """All that a list may show: the page's own fields but its body, its picture, its themes and places."""
    values = {
        name: value
        for name, value in page.row.values.items()
        if name not in ONLY_ON_THE_PAGE and name not in BESIDES
    }
    shown = [things.digest(ref) for ref in page.links]
    shown += [things.digest((MissionImage, str(values["picture"])))] if values["picture"] else []
    place = values.get("place")
    shown += [things.digest((Place, str(place)))] if place else []
    return fingerprint(page.address, values, _day(page.row.values), shown, is_over)


def _shown(rows: list[PageRow], cards: Mapping[int, Card], things: Things) -> list[Card]:
    """The cards with the digest of all that their pages show."""
    versions: dict[str, list[PageRow]] = defaultdict(list)
    for row in rows:
        versions[cards[row.row.pk].translation_key].append(row)
    ancestors = {row.address: (row["title"], row.address) for row in rows}
    here = {(card.translation_key, card.language): card for card in cards.values()}
    finished = []
    for row in rows:
        card = cards[row.row.pk]
        referred = sorted(_referred(ref, row.language, cards, here, things) for ref in row.refers_to())
        children = [(name, child.values) for name, child in row.children]
        above = [ancestors.get(address) for address in _above(row.address)]
        same = versions[card.translation_key]
        own = {name: value for name, value in row.row.values.items() if name not in ("path", "url_path")}
        shown = fingerprint(card.listed, own, children, referred, above, _versions(same), _source(row, same))
        finished.append(replace(card, shown=shown))
    return finished


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
    return fingerprint(chosen.listed, own and own.listed)


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


def _is_over(event: EventFacts, now: datetime) -> bool:
    return event.ends is not None and event.ends <= now


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


def _terms(model: type[Theme] | type[Place], things: Things) -> dict[str, Term]:
    names = dict(model.objects.values_list("code", "names"))
    rows = things.rows(model).values()
    return {
        code: Term(code=code, names=names[code], digest=things.digest((model, str(row.pk))))
        for row in sorted(rows, key=lambda row: row.values["code"])
        if (code := row.values["code"]) in names
    }


def _redirects(cards: Iterable[Card]) -> tuple[tuple[str, str, bool], ...]:
    """Old addresses and where they lead now; what would lead to a page that is not public is left out."""
    addresses = {card.pk: card.address for card in cards}
    found = Redirect.objects.order_by("old_path", "pk")
    led = (
        (one.old_path, _target(one, addresses), one.is_permanent) for one in found.only(*_REDIRECT_COLUMNS)
    )
    return tuple(redirect for redirect in led if redirect[1])


_REDIRECT_COLUMNS = (
    "old_path",
    "redirect_link",
    "redirect_page_id",
    "redirect_page_route_path",
    "is_permanent",
)


def _target(redirect: Redirect, addresses: Mapping[int, str]) -> str:
    if redirect.redirect_page_id is None:
        return redirect.redirect_link
    address = addresses.get(redirect.redirect_page_id, "")
    return address and address.rstrip("/") + (redirect.redirect_page_route_path or "/")
