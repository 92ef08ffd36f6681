"""A table of an indicator as a colleague reads it: cuts by one, two or more dimensions, hidden cells said in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.evidence.charts.saying import number
from cairn.evidence.releases.results import Cell, Division, Result
from cairn.evidence.workspace.comparing import Change, Compared

MOST_COLUMNS = 12
ON_A_PAGE = 200
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell in words."""

    shown: str
    is_hidden: bool
    known: str
    was: str
    change: str
    earlier: str = ""
    is_total: bool = False

    @property
    def is_changed(self) -> bool:
        return self.change == Change.CHANGED

    @property
    def is_new(self) -> bool:
        return self.change == Change.NEW


@dataclass(frozen=True, slots=True)
class Line:
    """A cell with the words of its categories, one for each dimension of the cut."""

    labels: Sequence[str]
    figure: Figure


@dataclass(frozen=True, slots=True)
class Cross:
    """Two dimensions against each other, with totals."""

    down: str
    across: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Figure | None]]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one indicator in the language of the colleague."""

    compared: Compared
    language: str

    @property
    def result(self) -> Result:
        return self.compared.result

    def cuts(self) -> list[Names]:
        """By what there are tables, the fewest dimensions first; the total belongs to each of them."""
        order = [one.name for one in self.result.divisions]
        found = {tuple(name for name in order if name in cell.at) for cell in self.result.cells}
        return sorted(found - {()}, key=lambda names: (len(names), [order.index(name) for name in names]))

    def named(self, names: Names) -> str:
        """Such as “Sex × country”."""
        return " × ".join(self.word(name) for name in names)

    def word(self, name: str) -> str:
        from cairn.evidence.words import in_language

        said = in_language(self.result.division(name).words, self.language) or name
        return said[:1].upper() + said[1:]

    def total(self) -> Figure | None:
        cell = self.result.cell()
        return self.figure(cell, is_total=True) if cell else None

    def lines(self, names: Names) -> list[Line]:
        """Every cell of a cut, in the order of its lists."""
        places = [self._places(self.result.division(name)) for name in names]
        cells = sorted(
            self.result.along(*names),
            key=lambda cell: [place[cell.at[name]] for name, place in zip(names, places, strict=True)],
        )
        return [Line([self._label(name, cell) for name in names], self.figure(cell)) for cell in cells]

    def gone(self, names: Names) -> list[Line]:
        found = []
        for cell in self.compared.gone(frozenset(names)):
            before = self.compared.before
            assert before is not None
            labels = [before.division(name).label(cell.at[name], self.language) for name in names]
            found.append(Line(labels, self.figure(cell)))
        return found

    def cross(self, names: Names) -> Cross | None:
        """The cut as a square, where it has two dimensions and room for one of them across."""
        if len(names) != 2:
            return None
        down, across = sorted(names, key=lambda name: -len(self.result.division(name).categories))
        columns = self.result.division(across).categories
        if len(columns) > MOST_COLUMNS:
            return None
        total = _("Total")
        # Categories of which a person may have several do not add up, and their total is still everybody.
        heads = [*(self._said(across, each.code) for each in columns), total]
        rows = []
        for code in [*(each.code for each in self.result.division(down).categories), None]:
            at = {} if code is None else {down: code}
            figures = [self._at({**at, across: each.code}) for each in columns] + [self._at(at)]
            rows.append((total if code is None else self._said(down, code), figures))
        return Cross(self.word(down), self.word(across), heads, rows)

    def figure(self, cell: Cell, *, is_total: bool = False) -> Figure:
        was = self.compared.was(cell)
        change = self.compared.change(cell)
        return Figure(
            self.say(cell),
            cell.hidden,
            self.known(cell),
            self.say(was) if was is not None and change is Change.CHANGED else "",
            change,
            self.before(cell),
            is_total,
        )

    def say(self, cell: Cell) -> str:
        if cell.hidden:
            return _("hidden")
        return _("not recorded") if cell.value is None else number(cell.value, self.language)

    def before(self, cell: Cell) -> str:
        """What it is compared with, and between what that lay; nothing where it is not compared."""
        if cell.earlier is None:
            return ""
        said = number(cell.earlier, self.language)
        if cell.earlier_low is None or cell.earlier_high is None:
            return said
        low, high = number(cell.earlier_low, self.language), number(cell.earlier_high, self.language)
        return f"{said} ({_('%(low)s to %(high)s') % {'low': low, 'high': high}})"

    def known(self, cell: Cell) -> str:
        """What lies around the value: what a reader may conclude, or what sources gave; nothing where it is exact."""
        if cell.low is None or cell.low == cell.high:
            return ""
        low = number(cell.low, self.language)
        if cell.high is None:
            return _("at least %(low)s") % {"low": low}
        return _("%(low)s to %(high)s") % {"low": low, "high": number(cell.high, self.language)}

    def _at(self, at: dict[str, str]) -> Figure | None:
        cell = self.result.cell(";".join(f"{name}={code}" for name, code in sorted(at.items())))
        return self.figure(cell, is_total=len(at) < 2) if cell else None

    def _label(self, name: str, cell: Cell) -> str:
        return self._said(name, cell.at[name])

    def _said(self, name: str, code: str) -> str:
        return self.result.division(name).label(code, self.language) or _("not known")

    @staticmethod
    def _places(division: Division) -> dict[str, int]:
        return {each.code: at for at, each in enumerate(division.categories)}


def in_short(reader: Reader) -> dict[str, Any]:
    """An indicator in one line of the list of tables."""
    cells = reader.result.cells
    return {
        "title": reader.result.indicator.words("title", reader.language),
        "version": reader.result.indicator.version,
        "of_people": reader.result.of_people,
        "total": reader.total(),
        "cells": len(cells),
        "hidden": sum(cell.hidden for cell in cells),
        "has_before": reader.compared.before is not None,
        "changed": reader.compared.changed,
    }


def pages_of(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for first in range(0, len(lines), ON_A_PAGE):
        yield lines[first : first + ON_A_PAGE]
