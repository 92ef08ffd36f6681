"""From a text of the demonstration to a page of the newsroom, in memory: its facts, its words, its blocks."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from cairn.demo.markup import Block, Linker, rich_text
from cairn.demo.shelf import Shelf
from cairn.newsroom.models import (
    Correction,
    Cost,
    EventPage,
    EventSpeaker,
    HomePage,
    Paper,
    PathwayPage,
    PlainPage,
    ProgrammeItem,
    PublicationAuthor,
    PublicationFile,
    PublicationPage,
    PublicPage,
    RelatedPage,
    Requirement,
    Source,
    StatementPage,
    StatementReason,
    StoryPage,
    TopicPage,
    TopStory,
)

KINDS: dict[str, type[PublicPage]] = {
    "event": EventPage,
    "home": HomePage,
    "pathway": PathwayPage,
    "plain": PlainPage,
    "publication": PublicationPage,
    "statement": StatementPage,
    "story": StoryPage,
    "topic": TopicPage,
}
# Facts that are fields of the page as they stand; all else is looked up on the shelf or among the pages.
PLAIN_FACTS = (
    *("slug", "title", "summary", "dated", "office", "byline", "number", "edition", "isbn", "published_on"),
    *("publisher_place", "starts_on", "starts_at", "ends_on", "ends_at", "time_zone", "attendance"),
    *("venue_name", "venue_address", "registration", "registration_url", "registration_note"),
    *("help_title", "help_text", "approach_title"),
    *("route", "origins", "destination", "whom", "duration", "apply_where", "apply_url"),
    *("reviewed_on", "review_by"),
)
# Children of a page that carry words, and which of their fields do.
WORDS_OF_CHILDREN = {
    "corrections": ("note",),
    "costs": ("what",),
    "papers": ("name", "note"),
    "programme": ("title", "description"),
    "reasons": ("title", "text"),
    "requirements": ("text",),
    "sources": ("title",),
    "speakers": ("role_note",),
}
# What stands under a legal route.
OF_A_ROUTE = {"costs": Cost, "papers": Paper, "requirements": Requirement, "sources": Source}
# What is offered of a publication, as its pages say it.
SUMMARY = {"en": "Summary", "fr": "Résumé", "ar": "ملخص"}
NAMESPACE = uuid.UUID("6f6d7a0e-1951-4c0d-9a55-0c1f2b7d3e46")
Found = Callable[[str], PublicPage]


def lasting_id(*parts: object) -> uuid.UUID:
    """The same identity at every loading, so that a page is known again under another slug or title."""
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def new_page(key: str, facts: dict[str, Any], shelf: Shelf) -> PublicPage:
    """The page with all that does not depend on other pages; its text comes later, when all have an address."""
    page = KINDS[facts["type"]](translation_key=lasting_id(key), live=False)
    for name in PLAIN_FACTS:
        if name in facts:
            setattr(page, name, facts[name])
    page.is_sensitive = facts.get("sensitive", False)
    page.picture = shelf.pictures[facts["picture"]] if "picture" in facts else None
    if isinstance(page, StoryPage):
        page.story_kind = facts["kind"]
    if isinstance(page, TopicPage):
        page.theme = shelf.themes[facts["theme"]]
    if isinstance(page, StatementPage) and "spokesperson" in facts:
        page.spokesperson = shelf.people[facts["spokesperson"]]
    if isinstance(page, EventPage):
        page.place = shelf.places[facts["place"]]
    if isinstance(page, PublicationPage):
        page.dated, page.publisher = facts["published_on"], shelf.organisations[facts["publisher"]]
    return page


def furnish(page: PublicPage, key: str, facts: dict[str, Any], shelf: Shelf, found: Found) -> None:
    """Everything that refers to other rows: choices of many, children, and the pages chosen by editors."""
    page.themes.set([shelf.themes[code] for code in facts.get("themes", [])])
    page.places.set([shelf.places[code] for code in facts.get("places", [])])
    if isinstance(page, EventPage):
        page.organisers.set([shelf.organisations[one] for one in facts.get("organisers", [])])
    if isinstance(page, PublicationPage) and "launch_event" in facts:
        page.launch_event = found(facts["launch_event"])
    if isinstance(page, HomePage):
        page.featured, page.help_page = found(facts["featured"]), found(facts["help_page"])
    for name, children in _children(key, facts, page.locale.language_code, shelf, found).items():
        if children:
            setattr(page, name, list(_numbered(children, name, key, page)))


def _children(
    key: str, facts: dict[str, Any], language: str, shelf: Shelf, found: Found
) -> dict[str, list[Any]]:
    people, organisations = shelf.people, shelf.organisations
    return {
        **{name: [row(**one) for one in facts.get(name, [])] for name, row in OF_A_ROUTE.items()},
        "reasons": [StatementReason(**reason) for reason in facts.get("reasons", [])],
        "related": [RelatedPage(page=found(other)) for other in facts.get("related", [])],
        "top_stories": [TopStory(page=found(other)) for other in facts.get("top_stories", [])],
        "speakers": [
            EventSpeaker(person=people[one["person"]], role_note=one["role_note"])
            for one in facts.get("speakers", [])
        ],
        "programme": [
            ProgrammeItem(**{**item, "speaker": people.get(item.get("speaker"))})
            for item in facts.get("programme", [])
        ],
        "authors": [PublicationAuthor(organisation=organisations[one]) for one in facts.get("authors", [])],
        "files": [
            PublicationFile(document=shelf.documents[key, one], language=one, note=SUMMARY[language])
            for one in facts.get("files", [])
        ],
    }


def add_corrections(page: PublicPage, key: str, facts: dict[str, Any]) -> None:
    """What a later edition says about an earlier one."""
    corrections = [Correction(**correction) for correction in facts.get("corrections", [])]
    page.corrections = list(_numbered(corrections, "corrections", key, page))


def _numbered(children: Iterable[Any], name: str, key: str, page: PublicPage) -> Iterable[Any]:
    for place, child in enumerate(children):
        child.sort_order, child.locale = place, page.locale
        child.translation_key = lasting_id(key, name, place)
        yield child


def put_words(page: PublicPage, facts: dict[str, Any]) -> None:
    """Everything a translator writes, apart from the body, onto a page that has its structure already."""
    for name in PLAIN_FACTS:
        if name in facts and name != "slug":
            setattr(page, name, facts[name])
    for name, fields in WORDS_OF_CHILDREN.items():
        if name in facts:
            children = list(getattr(page, name).all())
            for child, words in zip(children, facts[name], strict=True):
                for one in fields:
                    setattr(child, one, words.get(one, ""))
            setattr(page, name, children)


def put_body(page: PublicPage, key: str, blocks: list[Block], shelf: Shelf, found: Found) -> None:
    page.body = json.dumps(raw_body(key, blocks, shelf, found))


def put_approach(page: HomePage, key: str, parts: list[dict[str, str]], found: Found) -> None:
    """The five parts; a translation gives the words, and sign and page are those of the source."""
    page.approach = json.dumps(
        [
            {
                "type": "part",
                "id": str(lasting_id(key, "approach", place)),
                "value": {**part, "page": found(part["page"]).pk},
            }
            for place, part in enumerate(parts)
        ]
    )


def raw_body(key: str, blocks: list[Block], shelf: Shelf, found: Found) -> list[dict[str, Any]]:
    """The body as StreamField keeps it; blocks keep their identity in every language and edition."""

    def link(target: str) -> str:
        if target.startswith("page:"):
            return f'id="{found(target[5:]).pk}" linktype="page"'
        if target.startswith("figure:"):
            return f'id="{shelf.figures[target[7:]].pk}" linktype="figure"'
        return f'href="{target}"'

    return [
        {
            "type": kind,
            "id": str(lasting_id(key, place)),
            "value": _value((kind, value), lasting_id(key, place), shelf, found, link),
        }
        for place, (kind, value) in enumerate(blocks)
    ]


def _value(block: Block, own: uuid.UUID, shelf: Shelf, found: Found, link: Linker) -> Any:
    def items(values: Iterable[Any]) -> list[dict[str, Any]]:
        return [
            {"type": "item", "id": str(lasting_id(own, place)), "value": value}
            for place, value in enumerate(values)
        ]

    kind, value = block
    match kind:
        case "paragraph" | "callout":
            return rich_text(value, link)
        case "figures":
            return {"figures": items(shelf.figures[code].pk for code in value)}
        case "chart":
            return shelf.charts[value].pk
        case "facts":
            return {**value, "facts": items({"label": one, "value": two} for one, two in value["facts"])}
        case "links":
            return {**value, "links": items(_way(text, target, found) for text, target in value["links"])}
        case "picture":
            return {**value, "image": shelf.pictures[value["image"]].pk}
        case _:
            return value


def _way(text: str, target: str, found: Found) -> dict[str, Any]:
    if target.startswith("page:"):
        return {"text": text, "page": found(target[5:]).pk, "address": ""}
    return {"text": text, "page": None, "address": target}
