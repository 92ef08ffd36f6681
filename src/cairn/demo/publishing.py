"""The desk at which the demonstration's pages are built, published and dated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, Revision

from cairn.demo.building import (
    add_corrections,
    furnish,
    lasting_id,
    new_page,
    put_approach,
    put_body,
    put_words,
)
from cairn.demo.shelf import Shelf
from cairn.demo.texts import Edition, Texts
from cairn.demo.translating import note_in_log, put_side_by_side, source_of
from cairn.guard.models import User
from cairn.newsroom.models import HomePage, PublicPage

# Under which section of the home page each type stands; the rest stands right under home.
SECTIONS = {
    "event": "events",
    "pathway": "pathways",
    "publication": "publications",
    "statement": "news",
    "story": "news",
    "topic": "topics",
}


@dataclass
class Desk:
    """One loading: the pages made or found so far, and which of them are new."""

    texts: Texts
    shelf: Shelf
    approver: User
    writer: User
    pages: dict[str, PublicPage] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    made: list[PublicPage] = field(default_factory=list)
    translated: list[PublicPage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.began = timezone.now()
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        homes = HomePage.objects.select_related("locale")
        self.homes = {home.locale.language_code: home for home in homes}

    def place(self, key: str) -> None:
        """Find the page in the mission's own language, or give it a place in the tree so that others can point to it."""
        edition = self.texts.first(key, self.texts.languages[0])
        page, is_new = self._standing(edition)
        if is_new:
            self.new.add(key)
            page = self._in_tree(page or self._blank(edition), edition)
        self.pages[key] = page

    def publish(self, key: str) -> None:
        if key in self.new:
            edition = self.texts.first(key, self.texts.languages[0])
            page = self.pages[key]
            furnish(page, key, edition.facts, self.shelf, self.pages.__getitem__)
            self._write(page, edition)
            self._send_out(page, edition.at, self.writer)
            self.made.append(page)

    def publish_translation(self, key: str, language: str, writer: User) -> None:
        edition = self.texts.first(key, language)
        page, is_new = self._standing(edition)
        if not is_new or not self._is_as_loaded(key):
            return
        page = page or self._blank(edition)
        furnish(page, key, edition.facts, self.shelf, self.pages.__getitem__)
        self._write(page, edition)
        source = source_of(self.pages[key])
        put_side_by_side(source, page, writer)
        self._send_out(self._in_tree(page, edition), edition.at, writer)
        note_in_log(source, page)
        self.translated.append(page)

    def publish_later_edition(self, key: str, language: str, others: list[str]) -> None:
        """What was added and corrected later: in the mission's own language, and in those that have followed it."""
        edition = self.texts.later(key, language)
        if key not in self.new or edition is None:
            return
        page = self._again(self.pages[key], edition)
        self._send_out(page, edition.at, self.writer)
        self.pages[key], source = page, source_of(page)
        for other in others:
            if following := self.texts.later(key, other):
                standing = PublicPage.objects.get(
                    translation_key=page.translation_key, locale=self.locales[other]
                ).specific
                theirs = self._again(standing, following)
                put_side_by_side(source, theirs, self.writer)
                self._send_out(theirs, following.at, self.writer)

    def _standing(self, edition: Edition) -> tuple[PublicPage | None, bool]:
        """The page that stands, if any, and whether the demonstration has still to write it."""
        if edition.facts["type"] == "home":
            home = self.homes[edition.language]
            return home, home.featured_id is None and not home.top_stories.exists()
        own = {"translation_key": lasting_id(edition.key), "locale": self.locales[edition.language]}
        page = PublicPage.objects.filter(**own).first()
        return (page.specific if page else None), page is None

    def _is_as_loaded(self, key: str) -> bool:
        """Whether the source is what our translations follow: a page that an editor has changed is theirs to translate."""
        own = self.texts.first(key, self.texts.languages[0])
        return self.pages[key].last_published_at == own.at

    def _blank(self, edition: Edition) -> PublicPage:
        page = new_page(edition.key, edition.facts, self.shelf)
        page.locale, page.owner = self.locales[edition.language], self.writer
        return page

    def _in_tree(self, page: PublicPage, edition: Edition) -> PublicPage:
        """The page under its section, unless it stands there already."""
        if page.pk is None:
            home = self.homes[edition.language]
            section = SECTIONS.get(edition.facts["type"])
            parent = home.get_children().get(slug=section) if section else Page.objects.get(pk=home.pk)
            parent.add_child(instance=page)
        return page

    def _again(self, page: PublicPage, edition: Edition) -> PublicPage:
        add_corrections(page, edition.key, edition.facts)
        self._write(page, edition)
        return page

    def _write(self, page: PublicPage, edition: Edition) -> None:
        put_words(page, edition.facts)
        put_body(page, edition.key, edition.blocks, self.shelf, self.pages.__getitem__)
        if isinstance(page, HomePage):
            put_approach(page, edition.key, edition.facts["approach"], self.pages.__getitem__)

    def _send_out(self, page: PublicPage, at: dt.datetime, writer: User) -> None:
        """Written by one colleague, published by another, like every page of the mission, and dated truly.

        Wagtail dates what it publishes by the clock; a page that has gone out before keeps its first day.
        """
        page.save_revision(user=writer).publish(user=self.approver)
        page.refresh_from_db()
        first = at if page.first_published_at >= self.began else min(at, page.first_published_at)
        dates = {"first_published_at": first, "last_published_at": at, "latest_revision_created_at": at}
        Page.objects.filter(pk=page.pk).update(**dates)
        Revision.objects.filter(pk=page.latest_revision_id).update(created_at=at)
        PageLogEntry.objects.filter(page=page.pk, timestamp__gte=self.began).update(timestamp=at)
        for name, value in dates.items():
            setattr(page, name, value)
