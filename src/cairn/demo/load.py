"""Load the demonstration mission: its people, words, pictures and pages, published with their true dates.

Everything is known again by what lasts (a code, a file, a translation key), so a second loading makes only what is
missing and leaves what an editor has written. The database takes it all or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from cairn.demo import markup, neighbour
from cairn.demo.caseload import record_caseload
from cairn.demo.casework import record_casework
from cairn.demo.cast import sign_in_cast
from cairn.demo.identified import record_identified
from cairn.demo.indexing import enter_into_indexes, without_indexing
from cairn.demo.partners import record_partners
from cairn.demo.publishing import Desk
from cairn.demo.releases import RELEASES, put_out_releases
from cairn.demo.shelf import Shelf, draw_missing, stock_documents, stock_pictures, stock_words
from cairn.demo.texts import Texts
from cairn.demo.tracking import record_tracking
from cairn.guard.roles import Role
from cairn.mission.config import load_mission

Progress = Callable[[int, int, str], None]


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a loading has made; all zero when everything stood already."""

    people: int = 0
    shared: int = 0
    pages: int = 0
    translations: int = 0
    records: int = 0
    releases: int = 0

    @property
    def made(self) -> int:
        return self.people + self.shared + self.pages + self.translations + self.records + self.releases


@dataclass
class _Teller:
    """Says how far the loading is."""

    progress: Progress | None
    total: int
    done: int = field(default=0)

    def __call__(self, what: str) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total, what)


def load_demonstration(progress: Progress | None = None) -> Summary:
    """Make what is missing of the demonstration; `progress` hears (done, total, what)."""
    if load_mission().demonstration.scene == "neighbour":
        return _load_neighbour(progress)
    texts = Texts()
    pictures, languages = len(markup.shared("pictures")), len(texts.languages)
    tell = _Teller(progress, 1 + len(RELEASES) + 2 * pictures + len(texts.pages) * (languages + 1))
    drawn = draw_missing(tell)
    with transaction.atomic(), without_indexing():
        return _load(texts, drawn, tell)


def _load_neighbour(progress: Progress | None) -> Summary:
    tell = _Teller(progress, 2)
    with transaction.atomic():
        cast, people = sign_in_cast()
        records = neighbour.record(cast)
        tell("people")
        releases = neighbour.put_out(cast)
        tell("releases")
    return Summary(people=people, records=records, releases=releases)


def _load(texts: Texts, drawn: dict[str, bytes], tell: _Teller) -> Summary:
    cast, people = sign_in_cast()
    records = record_tracking(cast)
    records += record_identified()
    records += record_partners()
    records += record_casework()
    tell("people")
    releases = put_out_releases(cast)
    for planned in RELEASES:
        tell(f"{planned.code}-1")
    # After the releases: who is worked with today is not in what they were counted from.
    records += record_caseload()
    shelf = Shelf()
    stock_words(shelf, writer=cast[Role.COMMUNICATIONS])
    stock_pictures(shelf, drawn, tell)
    stock_documents(shelf, texts.pages)
    desk = Desk(texts, shelf, approver=cast[Role.APPROVER], writer=cast[Role.COMMUNICATIONS])
    source, *others = texts.languages
    for key in texts.in_order:
        desk.place(key)
        tell(key)
    for key in texts.in_order:
        desk.publish(key)
        tell(key)
    for key in texts.in_order:
        for language in others:
            writer = cast[Role.TRANSLATOR] if language == "ar" else cast[Role.COMMUNICATIONS]
            desk.publish_translation(key, language, writer)
            tell(key)
    for key in texts.in_order:
        desk.publish_later_edition(key, source, others)
    enter_into_indexes([*shelf.made, *desk.made, *desk.translated])
    return Summary(
        people=people,
        shared=len(shelf.made),
        pages=len(desk.made),
        translations=len(desk.translated),
        records=records,
        releases=releases,
    )
