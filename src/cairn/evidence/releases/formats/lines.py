"""A table of an indicator as lines and columns: what stands in each file of data, whatever its form.

What is not known, what is hidden and what is nought stay apart: a code that is not known is `_U`, a cell that is hidden
has no value and the status C, and nought is 0. A dimension by which a line is not divided is `_T`, its total. With `_R`
in all its dimensions a line says what the lines of its table leave of their exact total.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.translation import pgettext_lazy

from cairn.evidence.errors import WrongFacts
from cairn.evidence.indicators.declaration import RuleKind
from cairn.evidence.releases.open_tables import choices
from cairn.evidence.releases.results import Cell, Division, Result, key_of
from cairn.evidence.words import in_all_languages

TOTAL, UNKNOWN, REST = "_T", "_U", "_R"
WORDS = {
    TOTAL: pgettext_lazy("table", "total"),
    UNKNOWN: pgettext_lazy("table", "not known"),
    REST: pgettext_lazy("table", "not shown in the lines above"),
}


class Holds(StrEnum):
    """What stands in a column."""

    CODE = "code"
    NUMBER = "number"
    STATUS = "status"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; that of words is in one language."""

    name: str
    holds: Holds
    title: Mapping[str, str]
    hxl: str
    division: Division | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A cell of the release, or what a table leaves of its total."""

    at: Mapping[str, str]
    value: int | float | None
    low: int | float | None
    high: int | float | None
    earlier: int | float | None = None
    earlier_low: int | float | None = None
    earlier_high: int | float | None = None
    conf_status: str = "F"
    obs_status: str = "A"

    @property
    def key(self) -> str:
        return key_of(self.at)


MEASURES = {
    "value": (pgettext_lazy("table", "value"), "#indicator+value+num"),
    "low": (pgettext_lazy("table", "at least"), "#indicator+min+num"),
    "high": (pgettext_lazy("table", "at most"), "#indicator+max+num"),
    "earlier": (pgettext_lazy("table", "before"), "#indicator+earlier+num"),
    "earlier_low": (pgettext_lazy("table", "before, at least"), "#indicator+earlier+min+num"),
    "earlier_high": (pgettext_lazy("table", "before, at most"), "#indicator+earlier+max+num"),
}
STATUSES = {
    "CONF_STATUS": (pgettext_lazy("table", "whether it is confidential"), "#status+conf+code"),
    "OBS_STATUS": (pgettext_lazy("table", "why there is no value"), "#status+obs+code"),
}


@dataclass(frozen=True)
class Table:
    """An indicator of a release, ready to be written."""

    result: Result
    languages: tuple[str, ...]
    _words: dict[str, dict[str, str]] = field(
        default_factory=lambda: {code: in_all_languages(said) for code, said in WORDS.items()}
    )

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Codes and words of each dimension, then the numbers, then the SDMX statuses."""
        columns = [*self._of_dimensions(), *self._of_numbers()]
        columns += [
            Column(name, Holds.STATUS, in_all_languages(title), tag)
            for name, (title, tag) in STATUSES.items()
        ]
        if len({column.name for column in columns}) < len(columns):
            raise WrongFacts(
                f"A dimension of “{self.result.indicator.code}” is called as another column of its files.",
                "Name the column of the facts otherwise.",
            )
        return tuple(columns)

    def _of_dimensions(self) -> Iterator[Column]:
        for one in self.result.divisions:
            tag = one.hxl or f"#meta+{one.name}"
            yield Column(one.name, Holds.CODE, one.words, tag if "+code" in tag else f"{tag}+code", one)
            for language in self.languages:
                named = f"{one.name}_{language.replace('-', '_').lower()}"
                spoken = f"{tag.replace('+code', '')}+name+i_{language.partition('-')[0]}"
                yield Column(named, Holds.WORDS, one.words, spoken, one, language)

    def _of_numbers(self) -> Iterator[Column]:
        for name, (title, tag) in MEASURES.items():
            compares = name.startswith("earlier")
            if not compares or any(getattr(cell, name) is not None for cell in self.result.cells):
                yield Column(name, Holds.NUMBER, in_all_languages(title), tag)

    def lines(self) -> Iterator[Line]:
        """Every cell of the release, then what each table leaves of its total."""
        for cell in self.result.cells:
            yield _line(cell, self.result)
        for names, left in remainders(self.result):
            yield Line(dict.fromkeys(names, REST) | _totals(self.result, names), left, left, left)

    def cell(self, line: Line, column: Column) -> str | int | float | None:
        if column.holds is Holds.NUMBER:
            number: int | float | None = getattr(line, column.name)
            return number
        if column.division is None:
            return line.conf_status if column.name == "CONF_STATUS" else line.obs_status
        code = line.at[column.division.name]
        return code if column.holds is Holds.CODE else self.word(column.division, code, column.language)

    def word(self, division: Division, code: str, language: str) -> str:
        """What a code says in a language."""
        return self._words[code][language] if code in self._words else division.label(code, language)


def remainders(result: Result) -> Iterator[tuple[tuple[str, ...], int | float]]:
    """For each table that adds up to people, by the names of its dimensions: its exact total less its lines.

    Both are published, so their difference tells nothing new; with it, every table adds up.
    """
    whole = result.cell()
    rule = result.indicator.disclosure.kind
    if rule is RuleKind.OPEN or result.indicator.is_distinct or whole is None or whole.value is None:
        return
    shown: dict[frozenset[str], int | float] = {}
    for cell in result.cells:
        along = frozenset(cell.at)
        shown[along] = shown.get(along, 0) + (cell.value or 0)
    for names in choices([one.name for one in result.divisions if not one.several]):
        if names:
            yield names, whole.value - shown.get(frozenset(names), 0)


def _line(cell: Cell, result: Result) -> Line:
    at = {name: code or UNKNOWN for name, code in cell.at.items()} | _totals(result, cell.at)
    return Line(at, cell.value, cell.low, cell.high, *_before(cell), cell.conf_status, cell.obs_status)


def _before(cell: Cell) -> tuple[int | float | None, int | float | None, int | float | None]:
    """What it is compared with, and its ends: the number itself where it is exact."""
    if cell.earlier_low is None:
        return cell.earlier, cell.earlier, cell.earlier
    return cell.earlier, cell.earlier_low, cell.earlier_high


def _totals(result: Result, divided: object) -> dict[str, str]:
    return {one.name: TOTAL for one in result.divisions if one.name not in divided}  # type: ignore[operator]
