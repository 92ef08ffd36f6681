"""Atom, RSS and JSON Feed of the newest pages, for each language and each theme.

Entries carry the summary and a link. The full text would mean thirty page loads for each of sixty feeds at every
publish, for readers who open the page anyway; and a correction is then read where it stands, with its note.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial

from cairn.publish.outputs.facts import (
    carried,
    full_url,
    kind_label,
    lasting_name,
    published_at,
    summary_of,
    title_now,
    updated_at,
    url_of,
)
from cairn.publish.outputs.feed_formats import WRITERS
from cairn.publish.snapshot import Card, Snapshot, Term
from cairn.publish.targets import Target, fingerprint

NEWEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page in a feed. `versions` are its other languages, as (language, address)."""

    name: str
    url: str
    title: str
    summary: str
    published: datetime
    updated: datetime
    labels: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Everything a feed says, in whichever format; it is its own fingerprint."""

    name: str
    folder: str
    title: str
    tagline: str
    author: str
    language: str
    home_url: str
    page_url: str
    folder_url: str
    updated: datetime
    entries: tuple[Entry, ...]


def targets(snapshot: Snapshot) -> Iterator[Target]:
    for feed in feeds(snapshot):
        shown = fingerprint(snapshot.code, feed)
        for file, write in WRITERS.items():
            yield Target(
                path=f"{feed.folder}{file}",
                fingerprint=fingerprint(file, shown),
                render=partial(write, feed),
                about=f"the feed “{feed.title}” in {feed.language} ({file})",
            )


def feeds(snapshot: Snapshot) -> Iterator[Feed]:
    """One for each language that has a home page, and one for each theme in it, empty ones too: addresses last."""
    for language in snapshot.languages:
        home = snapshot.home(language)
        if home is None:
            continue
        newest, entry = _newest(snapshot, language), cache(partial(_entry, snapshot))
        yield _feed(snapshot, home, None, tuple(map(entry, newest[""])))
        yield from _routes(snapshot, home, entry)
        for code in sorted(snapshot.themes):
            yield _feed(snapshot, home, snapshot.themes[code], tuple(map(entry, newest[code])))


def _newest(snapshot: Snapshot, language: str) -> dict[str, list[int]]:
    """The pages of each theme's feed, and under an empty name those of the language's."""
    found: dict[str, list[int]] = defaultdict(list)
    for card in snapshot.latest(language):
        for theme in ("", *card.themes):
            if len(found[theme]) < NEWEST:
                found[theme].append(card.pk)
    return found


def _feed(snapshot: Snapshot, home: Card, theme: Term | None, entries: tuple[Entry, ...]) -> Feed:
    language, mission = home.language, snapshot.mission
    folder = f"{language}/topics/{theme.code}/" if theme else f"{language}/"
    name = mission.name_in(language)
    return Feed(
        name=lasting_name(home, "feed", *([theme.code] if theme else [])).urn,
        folder=folder,
        title=f"{name} – {theme.name_in(language)}" if theme else name,
        tagline=mission.tagline_in(language) or name,
        author=name,
        language=language,
        home_url=url_of(home, snapshot),
        # The topic that gathers the same pages, where editors made one.
        page_url=url_of(snapshot.at(f"/{folder}") or home, snapshot),
        folder_url=full_url(f"/{folder}", snapshot),
        updated=max((entry.updated for entry in entries), default=_never(home)),
        entries=entries,
    )


def _routes(snapshot: Snapshot, home: Card, entry: Callable[[int], Entry]) -> Iterator[Feed]:
    """What changed in the catalogue of legal routes, the latest change first; routes are no news and stand in no other."""
    language = home.language
    routes = snapshot.of_model("PathwayPage", language)
    section = next(iter(snapshot.of_model("PathwayIndexPage", language)), None)
    if section and routes:
        changed = sorted(routes, key=lambda card: (updated_at(card, snapshot), card.pk), reverse=True)
        entries = tuple(entry(card.pk) for card in changed[:NEWEST])
        folder = f"{language}/pathways/"
        yield replace(
            _feed(snapshot, home, None, entries),
            name=lasting_name(home, "feed", "pathways").urn,
            folder=folder,
            title=f"{snapshot.mission.name_in(language)} – {carried(section.title)}",
            page_url=url_of(section, snapshot),
            folder_url=full_url(f"/{folder}", snapshot),
        )


def _never(home: Card) -> datetime:
    """The age of a feed in which nothing stands yet: that of the site itself."""
    return home.first_published or datetime.fromtimestamp(0, tz=UTC)


def _entry(snapshot: Snapshot, pk: int) -> Entry:
    card = snapshot.card(pk)
    assert card
    themes = [snapshot.themes[code].name_in(card.language) for code in card.themes if code in snapshot.themes]
    others = snapshot.translations(card).items()
    return Entry(
        name=lasting_name(card).urn,
        url=url_of(card, snapshot),
        title=title_now(card),
        summary=summary_of(card),
        published=published_at(card, snapshot),
        updated=updated_at(card, snapshot),
        labels=tuple(filter(None, (kind_label(card), *themes))),
        versions=tuple(
            (language, url_of(other, snapshot)) for language, other in others if other.pk != card.pk
        ),
    )
