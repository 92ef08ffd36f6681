"""Load the demonstration mission: its people, words, pictures and pages, published with their true dates.

Everything is known again by what lasts (a code, a file, a translation key), so a second loading makes only what is
missing and leaves what an editor has written. The database takes it all or nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, PageLogEntry, Revision

from cairn.demo import markup
from cairn.demo.building import (
    add_corrections,
    furnish,
    lasting_id,
    new_page,
    put_approach,
    put_body,
    put_words,
)
from cairn.demo.cast import sign_in_cast
from cairn.demo.shelf import Shelf, draw_missing, stock_documents, stock_pictures, stock_words
from cairn.demo.translating import translate, twin_of
from cairn.guard.models import User
from cairn.guard.roles import Role
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.newsroom.models import HomePage, PublicPage

Progress = Callable[[int, int, str], None]
# Under which section of the home page each type stands; the rest stands right under home.
SECTIONS = {
    "event": "events",
    "publication": "publications",
    "statement": "news",
    "story": "news",
    "topic": "topics",
}
# The day on which the mission's standing pages went out: before everything that is dated.
OPENED = dt.date(2015, 5, 4)
HOURS = {"en": dt.time(9, 30), "fr": dt.time(15, 0), "ar": dt.time(16, 30)}


class NoLanguageForTheDemonstration(CairnError):
    """The mission speaks none of the languages in which the demonstration is written."""


@dataclass(slots=True)
class Summary:
    """What a loading has made; all zero when everything stood already."""

    people: int = 0
    shared: int = 0
    pages: int = 0
    translations: int = 0

    @property
    def made(self) -> int:
        return self.people + self.shared + self.pages + self.translations


def load_demonstration(progress: Progress | None = None) -> Summary:
    """Make what is missing of the demonstration; `progress` hears (done, total, what)."""
    texts = markup.pages()
    tell = _teller(progress, len(markup.shared("pictures")) + 2 * len(texts))
    drawn = draw_missing()
    with transaction.atomic():
        return _Loading(texts, tell).run(drawn)


def _teller(progress: Progress | None, total: int) -> Callable[[str], None]:
    done = 0

    def tell(what: str) -> None:
        nonlocal done
        done = min(done + 1, total)
        if progress:
            progress(done, total, what)

    return tell


@dataclass
class _Loading:
    """One run: the texts, the languages of this mission, and the pages made or found so far."""

    texts: dict[str, dict[str, markup.Text]]
    tell: Callable[[str], None]
    shelf: Shelf = field(default_factory=Shelf)
    summary: Summary = field(default_factory=Summary)
    pages: dict[str, PublicPage] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)

    def run(self, drawn: dict[str, bytes]) -> Summary:
        cast, self.summary.people = sign_in_cast()
        self.writer, self.approver = cast[Role.COMMUNICATIONS], cast[Role.APPROVER]
        self.translator = cast[Role.TRANSLATOR]
        self.language, *others = self._languages()
        stock_words(self.shelf)
        stock_pictures(self.shelf, drawn, self.tell)
        stock_documents(self.shelf, self.texts, lambda _what: None)
        self.summary.shared = self.shelf.made
        for key in self._in_order():
            self._place(key)
        for key in self.pages:
            self._publish(key)
        for key in self.pages:
            self._publish_elsewhere(key, others)
        return self.summary

    def _languages(self) -> list[str]:
        """The languages of the mission in which the demonstration is written, the mission's own first."""
        mission = load_mission()
        spoken = [mission.default_language, *mission.languages]
        known = [code for code in dict.fromkeys(spoken) if code in HOURS]
        if not known:
            raise NoLanguageForTheDemonstration(
                "The demonstration is written in English, French and Arabic, and this mission speaks none of them.",
                "Add one of them to the languages in mission.toml, or switch the demonstration off there.",
            )
        return known

    def _facts(self, key: str, language: str) -> dict[str, Any]:
        """The facts of the page with the words of a language over them."""
        versions = self.texts[key]
        facts = {**versions["en"].facts, **versions[language].facts}
        for name, rows in versions["en"].facts.items():
            if isinstance(rows, list) and rows and isinstance(rows[0], dict):
                own = versions[language].facts.get(name, [])
                facts[name] = [{**row, **words} for row, words in zip(rows, own, strict=False)]
        if facts["type"] == "home":
            mission = load_mission()
            facts |= {"title": mission.name_in(language), "summary": mission.tagline_in(language)}
        return facts

    def _in_order(self) -> list[str]:
        """Standing pages in their given order, then everything dated, the oldest first."""

        def place(key: str) -> tuple[Any, ...]:
            facts = self.texts[key]["en"].facts
            return (_day(facts), facts.get("order", 0), key)

        return sorted(self.texts, key=place)

    def _place(self, key: str) -> None:
        """Find the page, or give it its place in the tree so that others can point to it."""
        facts, locale = self._facts(key, self.language), Locale.objects.get(language_code=self.language)
        if facts["type"] == "home":
            page = HomePage.objects.get(locale=locale)
            is_new = page.featured is None and not page.top_stories.exists()
        else:
            page = PublicPage.objects.filter(translation_key=lasting_id(key), locale=locale).first()
            is_new = page is None
        if page is None:
            page = new_page(key, facts, self.shelf)
            page.locale, page.owner = locale, self.writer
            self._parent(facts, locale).add_child(instance=page)
        self.pages[key] = page.specific
        self.new |= {key} if is_new else set()

    def _parent(self, facts: dict[str, Any], locale: Locale) -> Page:
        home = HomePage.objects.get(locale=locale)
        section = SECTIONS.get(facts["type"])
        return home.get_children().get(slug=section).specific if section else home

    def _found(self, key: str) -> PublicPage:
        return self.pages[key]

    def _publish(self, key: str) -> None:
        if key in self.new:
            page, facts = self.pages[key], self._facts(key, self.language)
            furnish(page, key, facts, self.shelf, self._found)
            self._write(page, key, facts, self.texts[key][self.language].blocks)
            self._send_out(page, _instant(_day(facts), self.language))
            self.summary.pages += 1
        self.tell(self.pages[key].title)

    def _write(self, page: PublicPage, key: str, facts: dict[str, Any], blocks: list[markup.Block]) -> None:
        put_words(page, {name: value for name, value in facts.items() if name != "corrections"})
        put_body(page, key, blocks, self.shelf, self._found)
        if isinstance(page, HomePage):
            put_approach(page, key, facts["approach"], self._found)

    def _send_out(self, page: PublicPage, at: dt.datetime) -> None:
        """Written by one colleague, published by another, like every page of the mission."""
        page.save_revision(user=self.writer, log_action=True).publish(user=self.approver)
        _date_back(page, at)

    def _publish_elsewhere(self, key: str, languages: list[str]) -> None:
        """Other languages, each from the edition of the source that its text follows."""
        if any(text.later for text in self.texts[key].values()):
            behind = [code for code in languages if not self.texts[key][code].later]
            self._translate(key, behind, is_later=False)
            self._bring_out_later_edition(key)
            self._translate(key, [code for code in languages if code not in behind], is_later=True)
        else:
            self._translate(key, languages, is_later=False)
        self.tell(self.pages[key].title)

    def _bring_out_later_edition(self, key: str) -> None:
        text, facts = self.texts[key][self.language], self._facts(key, self.language)
        if key not in self.new or not text.later:
            return
        page = self.pages[key].specific_class.objects.get(pk=self.pages[key].pk)
        add_corrections(page, key, facts)
        self._write(page, key, facts, [*text.blocks, *text.later])
        self._send_out(page, _instant(facts["later_on"], self.language))

    def _translate(self, key: str, languages: list[str], *, is_later: bool) -> None:
        for language in languages:
            locale = Locale.objects.get(language_code=language)
            page = self.pages[key].specific_class.objects.get(pk=self.pages[key].pk)
            if self._is_translated(key, page, locale):
                continue
            text, facts = self.texts[key][language], self._facts(key, language)
            if not is_later:
                facts.pop("corrections", None)
            blocks = [*text.blocks, *(text.later if is_later else [])]
            twin = twin_of(page, key, facts, blocks, self.shelf, self._found)
            made = translate(page, locale, twin, writer=self._writes(language), approver=self.approver)
            day = facts["later_on"] if is_later else _day(facts)
            _date_back(made, _instant(day, language))
            self.summary.translations += 1

    def _is_translated(self, key: str, page: PublicPage, locale: Locale) -> bool:
        if isinstance(page, HomePage):
            return key not in self.new
        return page.get_translation_or_none(locale) is not None

    def _writes(self, language: str) -> User:
        return self.translator if language == "ar" else self.writer


def _day(facts: dict[str, Any]) -> dt.date:
    return facts.get("dated") or facts.get("published_on") or OPENED


def _instant(day: dt.date, language: str) -> dt.datetime:
    return dt.datetime.combine(day, HOURS[language], tzinfo=load_mission().zone)


def _date_back(page: PublicPage, at: dt.datetime) -> None:
    """Give the page and its newest revision the day on which this edition truly went out.

    Wagtail dates what it publishes by the clock; a page that has gone out before keeps its first day.
    """
    row = Page.objects.get(pk=page.pk)
    first = min(at, row.first_published_at) if row.first_published_at else at
    Page.objects.filter(pk=page.pk).update(
        first_published_at=first, last_published_at=at, latest_revision_created_at=at
    )
    Revision.objects.filter(pk=row.latest_revision_id).update(created_at=at)
    PageLogEntry.objects.filter(page=page.pk, timestamp__gt=at + dt.timedelta(days=366)).update(timestamp=at)
    page.refresh_from_db(fields=["first_published_at", "last_published_at", "latest_revision_created_at"])
