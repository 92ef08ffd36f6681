"""The demonstration's texts as one mission needs them: in its languages, in the order in which they came out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cairn.demo import markup
from cairn.demo.markup import Block, Text
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError

# The day on which the mission's standing pages went out: before everything that is dated.
OPENED = dt.date(2015, 5, 4)
HOURS = {"en": dt.time(9, 30), "fr": dt.time(15, 0), "ar": dt.time(16, 30)}


class NoLanguageForTheDemonstration(CairnError):
    """The mission speaks none of the languages in which the demonstration is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A page in one language as it went out at one time."""

    key: str
    language: str
    facts: dict[str, Any]
    blocks: list[Block]
    at: dt.datetime


@dataclass(frozen=True)
class Texts:
    """Every page of the demonstration; facts that do not depend on language stand in the English text."""

    pages: dict[str, dict[str, Text]] = field(default_factory=markup.pages)

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the mission in which the demonstration is written, the mission's own first."""
        mission = load_mission()
        spoken = dict.fromkeys([mission.default_language, *mission.languages])
        known = [code for code in spoken if code in HOURS]
        if not known:
            raise NoLanguageForTheDemonstration(
                "The demonstration is written in English, French and Arabic, and this mission speaks none of them.",
                "Add one of them to the languages in mission.toml, or switch the demonstration off there.",
            )
        return known

    @cached_property
    def in_order(self) -> list[str]:
        """Standing pages in their given order, then everything dated, the oldest first."""

        def place(key: str) -> tuple[dt.date, int, str]:
            facts = self.pages[key]["en"].facts
            return (day_of(facts), facts.get("order", 0), key)

        return sorted(self.pages, key=place)

    def first(self, key: str, language: str) -> Edition:
        """The page as it first went out."""
        facts = self._facts(key, language)
        facts.pop("corrections", None)
        blocks = self.pages[key][language].blocks
        return Edition(
            key=key, language=language, facts=facts, blocks=blocks, at=_at(day_of(facts), language)
        )

    def later(self, key: str, language: str) -> Edition | None:
        """The page with what was added and corrected later; nothing if this language has not followed."""
        text = self.pages[key][language]
        if not text.later:
            return None
        facts = self._facts(key, language)
        blocks = [*text.blocks, *text.later]
        return Edition(
            key=key, language=language, facts=facts, blocks=blocks, at=_at(facts["later_on"], language)
        )

    def _facts(self, key: str, language: str) -> dict[str, Any]:
        """The facts of the page with the words of a language over them."""
        common, own = self.pages[key]["en"].facts, self.pages[key][language].facts
        facts = {**common, **own}
        for name, rows in common.items():
            if isinstance(rows, list) and rows and isinstance(rows[0], dict):
                facts[name] = [{**row, **words} for row, words in zip(rows, own.get(name, []), strict=False)]
        if facts["type"] == "home":
            mission = load_mission()
            facts |= {"title": mission.name_in(language), "summary": mission.tagline_in(language)}
        return facts


def day_of(facts: dict[str, Any]) -> dt.date:
    """The day on which a page went out."""
    return facts.get("dated") or facts.get("published_on") or OPENED


def _at(day: dt.date, language: str) -> dt.datetime:
    return dt.datetime.combine(day, HOURS[language], tzinfo=load_mission().zone)
