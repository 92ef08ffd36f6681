"""What others ask of releases: the figure of a cell, with all that a sentence may lean on."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from cairn.evidence.errors import WrongFacts
from cairn.evidence.indicators import MeasureKind
from cairn.evidence.models import Released
from cairn.evidence.phrases import Known, Quantity, Unit
from cairn.evidence.releases.results import PERIOD, TOTAL, Cell, Result

_PLACES = ("#loc", "#adm", "#country", "#region")


@dataclass(frozen=True, slots=True)
class Cited:
    """A cell of a release."""

    released: Released
    cell: Cell
    known: Known

    @property
    def result(self) -> Result:
        return self.released.result

    @property
    def unit(self) -> Unit:
        return self.result.indicator.noun

    def title(self, language: str) -> str:
        return self.result.indicator.words("title", language)

    def label(self, language: str) -> str:
        """Of what the cell is; nothing for the total."""
        return self.result.label(self.cell, language)


def cite(released: Released, key: str = TOTAL) -> Cited:
    """The cell with this key; one that is hidden or not there cannot be cited."""
    cell = released.result.cell(key)
    if cell is None:
        raise WrongFacts(f"{released} has no cell “{key or 'total'}”.", "Choose one of its cells.")
    if cell.hidden or cell.value is None:
        raise WrongFacts(f"{released} does not say “{key or 'total'}”.", "Choose a cell that is shown.")
    return Cited(released, cell, _known(released, cell))


def latest(code: str, key: str = TOTAL) -> Cited | None:
    """What the mission says today; nothing where no release that stands says it."""
    released = Released.objects.latest(code)
    return cite(released, key) if released else None


def citable(released: Released) -> list[Cited]:
    """Every cell that a sentence may name, the total first."""
    return [cite(released, cell.key) for cell in released.result.cells if cell.value is not None]


def _known(released: Released, cell: Cell) -> Known:
    result = released.result
    return Known(
        value=_quantity(cell),
        earlier=_earlier(cell),
        whole=_whole(released, cell),
        distinct=result.indicator.is_distinct,
        since=_since(released, cell),
        until=result.last,
        place=_place(result, cell),
        known_on=released.release.known_on,
    )


def _since(released: Released, cell: Cell) -> date | None:
    """The first day of what was added up from it to the last day of the release; of a part of time, and of a latest
    value, nobody can say “since”.
    """
    result = released.result
    adds_up = result.indicator.measure.kind in (MeasureKind.COUNT, MeasureKind.SUM)
    is_open = result.last == released.release.cut_off
    return result.first if adds_up and is_open and PERIOD not in cell.at else None


def _quantity(cell: Cell) -> Quantity:
    return _between(cell.low, cell.value, cell.high)


def _earlier(cell: Cell) -> Quantity | None:
    """With its range: what has doubled from the one end may not have doubled from the other."""
    return None if cell.earlier is None else _between(cell.earlier_low, cell.earlier, cell.earlier_high)


def _between(low: Any, value: Any, high: Any) -> Quantity:
    """The range in which a value lies, or the value itself where nobody gave one."""
    return Quantity.between(
        _fraction(value if low is None else low), _fraction(value if high is None else high)
    )


def _whole(released: Released, cell: Cell) -> Quantity | None:
    """The same cell of the indicator that this one is a part of, in the same release."""
    code = released.declared.whole
    other = released.release.released.filter(code=code).first() if code else None
    found = other.result.cell(cell.key) if other else None
    return _quantity(found) if found and found.value is not None else None


def _place(result: Result, cell: Cell) -> str:
    """Where the number holds: a place by which the cells are divided, or to which the indicator is held."""
    by_place = [one for one in result.divisions if one.hxl.startswith(_PLACES) and one.name in cell.at]
    if by_place:
        return by_place[0].label(cell.at[by_place[0].name], "en")
    return "; ".join(code for codes in result.indicator.only.values() for code in codes)


def _fraction(number: Any) -> Fraction:
    return Fraction(str(number))
