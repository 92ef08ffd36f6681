"""The cells of an indicator about things that are no people: counted by the query engine, shown as they are."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from ibis.expr.types import Table

from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import FactTable
from cairn.evidence.indicators.declaration import Indicator, MeasureKind, Step
from cairn.evidence.releases.days import ensure_within_time
from cairn.evidence.releases.results import PERIOD, Cell
from cairn.evidence.tables import cells

MOST_CELLS = 50_000
# Beyond it readers of JSON round.
LARGEST = 1 << 53


def open_cells(one: Indicator, table: FactTable, facts: Table, *, until: dt.date) -> tuple[Cell, ...]:
    """The total, and the cells by each choice of the dimensions; what is in no row has no cell."""
    _ensure_days(one, table, facts)
    found = list(_all(one, table, facts, until))
    if len(found) > MOST_CELLS:
        raise WrongFacts(
            format_lazy(
                _("“{indicator}” has {cells} cells, and a release holds at most {most} of one indicator."),
                indicator=one.code,
                cells=f"{len(found):,}",
                most=f"{MOST_CELLS:,}",
            ),
            _("Take a dimension out, or a wider step of the period."),
        )
    return tuple(found)


def _ensure_days(one: Indicator, table: FactTable, facts: Table) -> None:
    """Refuse what has no day within time: it would be left out, or counted where nobody looks for it."""
    if one.period is None:
        return
    name, day = one.period.column, facts[one.period.column]
    (told,) = (
        facts.aggregate(least=day.min(), most=day.max(), without=day.isnull().sum()).to_pyarrow().to_pylist()
    )
    if told["without"]:
        raise WrongFacts(
            format_lazy(
                _(
                    "{rows} rows of “{table}” have no day in “{column}”, so nobody can say whether they count."
                ),
                rows=told["without"],
                table=table.name,
                column=name,
            ),
            _("Complete the records, or let the indicator use another day."),
        )
    ensure_within_time(table.name, name, told["least"], told["most"])


def divisions_of(one: Indicator) -> list[str]:
    """By what the cells are divided: its dimensions, and its period where that has steps."""
    stepped = one.period is not None and one.period.step is not Step.WHOLE
    return [*one.dimensions, *([PERIOD] if stepped else [])]


def choices(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of some of them, none first."""
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def _all(one: Indicator, table: FactTable, facts: Table, until: dt.date) -> Iterator[Cell]:
    for chosen in choices(divisions_of(one)):
        asked = _divided_by(one, chosen)
        low, high = (
            _rows(_of_column(asked, name), table, facts, until)
            for name in (one.measure.low, one.measure.high)
        )
        for at, row in _rows(asked, table, facts, until).items():
            yield _cell(asked, dict(zip(chosen, at, strict=True)), row, low.get(at), high.get(at))


def _divided_by(one: Indicator, chosen: Sequence[str]) -> Indicator:
    changes: dict[str, Any] = {"dimensions": [name for name in chosen if name != PERIOD]}
    if one.period is not None and PERIOD not in chosen:
        changes["period"] = one.period.model_copy(update={"step": Step.WHOLE})
    return one.model_copy(update=changes)


def _of_column(one: Indicator, name: str) -> Indicator | None:
    """The same of another column: the lower or the upper end of what a source gave as a range."""
    return (
        one.model_copy(update={"measure": one.measure.model_copy(update={"column": name})}) if name else None
    )


def _rows(
    one: Indicator | None, table: FactTable, facts: Table, until: dt.date
) -> dict[tuple[str, ...], dict[str, Any]]:
    if one is None:
        return {}
    names = divisions_of(one)
    found = cells(one, table, facts, until=until).to_pyarrow().to_pylist()
    return {tuple("" if row[name] is None else str(row[name]) for name in names): row for row in found}


def _cell(
    one: Indicator,
    at: dict[str, str],
    row: dict[str, Any],
    low: dict[str, Any] | None,
    high: dict[str, Any] | None,
) -> Cell:
    value = number(row["value"], one)
    if one.measure.kind is MeasureKind.CHANGE:
        return Cell(at, value, *_range_of_change(one, value, low, high), headline=not at)
    return Cell(
        at,
        value,
        value if low is None else number(low["value"], one),
        value if high is None else number(high["value"], one),
        number(row.get("earlier"), one),
        *_range_before(one, low, high),
        headline=not at,
    )


def _range_of_change(
    one: Indicator, value: int | float | None, low: dict[str, Any] | None, high: dict[str, Any] | None
) -> tuple[int | float | None, int | float | None]:
    """The least change is from the upper end of the earlier range to the lower end of the later one."""
    if value is None or low is None or high is None or None in (low["value"], high["value"]):
        return value, value
    between = high["earlier"] - low["earlier"]
    return number(low["value"] - between, one), number(high["value"] + between, one)


def _range_before(
    one: Indicator, low: dict[str, Any] | None, high: dict[str, Any] | None
) -> tuple[int | float | None, int | float | None]:
    """The two ends of what is compared with; neither where it is exact."""
    if low is None or high is None:
        return None, None
    ends = number(low.get("earlier"), one), number(high.get("earlier"), one)
    return ends if ends[0] != ends[1] else (None, None)


def number(value: Any, one: Indicator) -> int | float | None:
    """As JSON keeps it: whole where it is whole."""
    if value is None:
        return None
    if abs(value) >= LARGEST:
        said = _("“{indicator}” counts beyond {largest}, which no reader of its files could hold.")
        raise WrongFacts(format_lazy(said, indicator=one.code, largest=f"{LARGEST:,}"))
    return int(value) if value == int(value) else float(value)
