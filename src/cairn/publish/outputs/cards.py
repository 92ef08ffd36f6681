"""The pictures that social networks and messengers show for a link, drawn ahead for every page that lists show.

A card is named by what it shows: the same words and colours are the same file, and a changed title is a new address,
which no network keeps an old copy of. Cards carry words and no photograph: they stay under 25 KB on a phone's
data, and nobody's face travels further than the page it was meant for. A sensitive page has none at all.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache, partial
from operator import attrgetter

from cairn.newsroom.dates import babel_locale, day_in_words, days_in_words
from cairn.publish.outputs.card_drawing import Face, draw, drawn_by
from cairn.publish.outputs.facts import carried, full_url, kind_label, status_label
from cairn.publish.snapshot import Card, Snapshot
from cairn.publish.targets import Target, fingerprint

NAME_LENGTH = 24


def targets(snapshot: Snapshot) -> Iterator[Target]:
    """One for each picture; pages that show the same share it."""
    seen: set[str] = set()
    for face in _faces(snapshot):
        hashed = _hash(face)
        if hashed not in seen:
            seen.add(hashed)
            yield Target(
                path=_path(hashed),
                fingerprint=hashed,
                render=partial(draw, face, snapshot.mission.storage_path),
                about=f"the card of “{face.title}” in {face.language}",
                late=True,
            )


def _faces(snapshot: Snapshot) -> Iterator[Face]:
    for language in snapshot.languages:
        cards = snapshot.in_language(language)
        if cards:
            yield home_face(language, snapshot)
        for card in cards:
            if card.kind and not card.is_sensitive:
                yield page_face(card, snapshot)


def card_url(card: Card, snapshot: Snapshot) -> str:
    """The address of the page's card: its own, or that of the home page where lists do not show it."""
    if card.is_sensitive:
        return ""
    face = page_face(card, snapshot) if card.kind else home_face(card.language, snapshot)
    return full_url(f"/{_path(_hash(face))}", snapshot)


def home_card_url(language: str, snapshot: Snapshot) -> str:
    """For what stands in no list: the card of the mission itself."""
    return full_url(f"/{_path(_hash(home_face(language, snapshot)))}", snapshot)


def _hash(face: Face) -> str:
    return fingerprint(drawn_by(), *_parts(face))


_parts = attrgetter(*(part.name for part in fields(Face)))


def _path(hashed: str) -> str:
    return f"cards/{hashed[:NAME_LENGTH]}.png"


def home_face(language: str, snapshot: Snapshot) -> Face:
    """The mission itself, from its settings alone, so that no change of a page draws it anew."""
    mission = snapshot.mission
    return _face(
        language, snapshot, title=mission.name_in(language), day=mission.tagline_in(language), mission=""
    )


def page_face(card: Card, snapshot: Snapshot) -> Face:
    status = status_label(card.event.status, card.language) if card.event else ""
    return _face(
        card.language,
        snapshot,
        title=carried(card.title),
        label=" – ".join(filter(None, (kind_label(card), status))),
        day=_day(card),
        mission=snapshot.mission.name_in(card.language),
    )


def _face(language: str, snapshot: Snapshot, **words: str) -> Face:
    look = snapshot.mission.appearance
    return Face(
        language=language,
        right_to_left=_is_right_to_left(language),
        colour=look.colour,
        accent=look.accent,
        **words,
    )


@lru_cache
def _is_right_to_left(language: str) -> bool:
    return babel_locale(language).text_direction == "rtl"


def _day(card: Card) -> str:
    """The day of an event, or the day the page is dated."""
    if card.event:
        return _days(card.event.starts_on, card.event.ends_on or card.event.starts_on, card.language)
    return _words_of(card.dated, card.language) if card.dated else ""


_days, _words_of = lru_cache(maxsize=4096)(days_in_words), lru_cache(maxsize=8192)(day_in_words)
