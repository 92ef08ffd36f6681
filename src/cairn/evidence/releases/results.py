"""What a release says of an indicator, in the one form that files, pages, figures and later attacks read.

A cell is named by what it is of: `period=2015-10;site=FR-CAL-01`, in the order of the names; a dimension that is not
named is not divided, and the cell without a name is the total. What is not known is an empty code: `sex=`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from cairn.evidence.errors import WrongFacts
from cairn.evidence.indicators.declaration import Indicator, as_plain
from cairn.evidence.words import in_language

FORM = 1
TOTAL = ""
PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Category:
    """A code of a dimension, with its words by language."""

    code: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Division:
    """A dimension by which the cells are divided; with `several`, its categories do not sum to people."""

    name: str
    words: Mapping[str, str]
    hxl: str
    categories: tuple[Category, ...]
    several: bool = False

    def label(self, code: str, language: str) -> str:
        for category in self.categories:
            if category.code == code:
                return in_language(category.words, language) or code
        return code


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `value` is what is shown, or None where it is hidden; `low` and `high` are what a reader may conclude.

    `earlier` is what it is compared with, where the indicator compares; both ends of it are there where sources gave
    it as a range, and neither of them where it is exact.
    """

    at: Mapping[str, str]
    value: int | float | None
    low: int | float | None
    high: int | float | None
    earlier: int | float | None = None
    earlier_low: int | float | None = None
    earlier_high: int | float | None = None
    hidden: bool = False
    headline: bool = False

    @property
    def key(self) -> str:
        return key_of(self.at)

    @property
    def conf_status(self) -> str:
        """SDMX: free or confidential."""
        return "C" if self.hidden else "F"

    @property
    def obs_status(self) -> str:
        """SDMX: a value; missing because it is hidden; or missing because nobody took it down."""
        if self.hidden:
            return "Q"
        return "A" if self.value is not None else "L"

    def plain(self) -> dict[str, Any]:
        held = {"at": dict(self.at), "value": self.value, "low": self.low, "high": self.high}
        if self.earlier is not None:
            held["earlier"] = self.earlier
        if self.earlier_low is not None:
            held |= {"earlier_low": self.earlier_low, "earlier_high": self.earlier_high}
        return held | {name: True for name in ("hidden", "headline") if getattr(self, name)}


@dataclass(frozen=True)
class Result:
    """An indicator in one release."""

    indicator: Indicator
    facts: str
    of_people: bool
    first: date | None
    last: date
    divisions: tuple[Division, ...]
    cells: tuple[Cell, ...]

    @cached_property
    def _by_key(self) -> dict[str, Cell]:
        return {cell.key: cell for cell in self.cells}

    def cell(self, key: str = TOTAL) -> Cell | None:
        return self._by_key.get(key)

    def division(self, name: str) -> Division:
        for division in self.divisions:
            if division.name == name:
                return division
        raise WrongFacts(f"“{self.indicator.code}” is not divided by “{name}”.")

    def label(self, cell: Cell, language: str) -> str:
        """The cell in words, such as “The dunes, Calais; October 2015”; nothing for the total."""
        return "; ".join(
            one.label(cell.at[one.name], language) for one in self.divisions if one.name in cell.at
        )

    def along(self, *names: str) -> list[Cell]:
        """The cells that are divided by exactly these dimensions."""
        return [cell for cell in self.cells if set(cell.at) == set(names)]

    def plain(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "indicator": as_plain(self.indicator),
            "facts": self.facts,
            "of_people": self.of_people,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat(),
            "divisions": [
                {
                    "name": one.name,
                    "words": dict(one.words),
                    "hxl": one.hxl,
                    "several": one.several,
                    "categories": [{"code": each.code, "words": dict(each.words)} for each in one.categories],
                }
                for one in self.divisions
            ],
            "cells": [cell.plain() for cell in self.cells],
        }


def key_of(at: Mapping[str, str]) -> str:
    return ";".join(f"{name}={code}" for name, code in sorted(at.items()))


def result_of(plain: Mapping[str, Any]) -> Result:
    """Read back what `Result.plain` wrote."""
    if plain.get("form") != FORM:
        raise WrongFacts(f"A result of the form {plain.get('form')!r} cannot be read; {FORM} is known.")
    return Result(
        Indicator.model_validate(plain["indicator"]),
        plain["facts"],
        plain["of_people"],
        date.fromisoformat(plain["first"]) if plain["first"] else None,
        date.fromisoformat(plain["last"]),
        tuple(_division(one) for one in plain["divisions"]),
        tuple(Cell(**cell) for cell in plain["cells"]),
    )


def _division(plain: Mapping[str, Any]) -> Division:
    categories = tuple(Category(**one) for one in plain["categories"])
    return Division(plain["name"], plain["words"], plain["hxl"], categories, plain["several"])


def canonical(plain: Any) -> bytes:
    """JSON in one form, so that the same content has the same bytes on every machine."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode() + b"\n"


def digest_of(content: bytes | Iterable[bytes]) -> str:
    digest = sha256()
    for part in [content] if isinstance(content, bytes) else content:
        digest.update(part)
    return digest.hexdigest()
