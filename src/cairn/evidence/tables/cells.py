"""From an indicator and its facts to its cells: dimensions, period, value, and what protects them.

Nothing here names an engine. A cell has the columns of its dimensions, `period` where the indicator has one, `value`,
`earlier` where it is compared, and for facts about people `people` and `key`: how many there are and the sum of
their keys modulo 2**32, by which the noise of the cell is chosen.
"""

import datetime as dt
from collections.abc import Sequence

import ibis
from ibis import _
from ibis.expr.types import IntegerColumn, StringColumn, Table, Value

from cairn.evidence.facts import FactTable, Kind
from cairn.evidence.facts.tables import KEY
from cairn.evidence.indicators.declaration import Indicator, MeasureKind, Period, Step

KEYS = 1 << 32
PERIOD = "period"


def cells(one: Indicator, table: FactTable, facts: Table, *, until: dt.date) -> Table:
    """The cells of an indicator, on whatever engine `facts` lies; `until` is the day of the snapshot."""
    rows = _within(one, facts, until)
    rows, by = _divided(one, table, rows)
    match one.measure.kind:
        case MeasureKind.COUNT:
            found = _grouped(rows, by, table, value=_.count())
        case MeasureKind.SUM:
            found = _grouped(rows, by, table, value=_[one.measure.column].sum())
        case MeasureKind.DISTINCT:
            found = _grouped(rows, by, table, value=_[one.measure.column].nunique())
        case MeasureKind.LATEST:
            found = _latest(one, rows, by, named="value")
        case MeasureKind.CHANGE | MeasureKind.DOUBLING:
            found = _compared(one, table, facts, by, until)
    return found.order_by(by) if by else found


def _within(one: Indicator, facts: Table, until: dt.date) -> Table:
    """The rows that the indicator speaks of."""
    for name, codes in one.only.items():
        facts = facts.filter(facts[name].isin(codes))
    if one.period is None:
        return facts
    day = facts[one.period.column]
    last = min(one.period.last or until, until)
    facts = facts.filter(day <= ibis.literal(last))
    if one.period.first is not None:
        facts = facts.filter(facts[one.period.column] >= ibis.literal(one.period.first))
    return facts


def _divided(one: Indicator, table: FactTable, rows: Table) -> tuple[Table, list[str]]:
    """Rows with the columns that cells are made by; whoever carries several codes stands once for each."""
    for name in one.dimensions:
        column = table.column(name)
        if column.kind is Kind.SEVERAL:
            rows = _one_row_for_each(rows, name, [str(code) for code in column.codes])
    by = list(one.dimensions)
    if one.period is not None and one.period.step is not Step.WHOLE:
        rows = rows.mutate(**{PERIOD: bucket(rows, one.period)})
        by.append(PERIOD)
    return rows, by


def _one_row_for_each(rows: Table, name: str, codes: Sequence[str]) -> Table:
    """A bit for each code becomes a row for each: such counts do not sum to people."""
    mask: IntegerColumn = rows[name].cast("int64")
    carried = [
        rows.filter((mask // (1 << place)) % 2 == 1).mutate(**{name: ibis.literal(code)})
        for place, code in enumerate(codes)
    ]
    return ibis.union(*carried) if len(carried) > 1 else carried[0]


def bucket(rows: Table, period: Period) -> StringColumn:
    """The part of time into which a row falls, in a form that sorts: 2015, 2015-Q3, 2015-06, 2015-06-16."""
    day = rows[period.column]
    year, month = day.year().cast("string"), day.month()
    match period.step:
        case Step.YEAR:
            return year
        case Step.QUARTER:
            return year + "-Q" + ((month + 2) // 3).cast("int64").cast("string")
        case Step.MONTH:
            return year + "-" + _two(month)
    return year + "-" + _two(month) + "-" + _two(day.day())


def _two(number: Value) -> Value:
    return number.cast("string").lpad(2, "0")


def _grouped(rows: Table, by: list[str], table: FactTable, **value: Value) -> Table:
    if table.is_person:
        value |= {"people": _.count(), "key": (_[KEY].cast("int64").sum() % KEYS).cast("int64")}
    return rows.group_by(by).aggregate(**value) if by else rows.aggregate(**value)


def _latest(one: Indicator, rows: Table, by: list[str], *, named: str) -> Table:
    """The last value of each series, added up; a series without a value adds nothing, and no gap is filled.

    Of two values of one day the greater by its columns is taken: any choice would do, if it is the same on every engine.
    """
    assert one.period is not None
    within = [one.measure.series, *(name for name in by)]
    order = [one.period.column, *sorted(set(rows.columns) - {one.period.column})]
    window = ibis.window(
        group_by=list(dict.fromkeys(within)), order_by=[ibis.desc(rows[name]) for name in order]
    )
    last = rows.mutate(place_=ibis.row_number().over(window)).filter(_.place_ == 0)
    value = {named: _[one.measure.column].sum(), f"{named}_series": _.count()}
    return last.group_by(by).aggregate(**value) if by else last.aggregate(**value)


def _compared(one: Indicator, table: FactTable, facts: Table, by: list[str], until: dt.date) -> Table:
    """The latest value beside the one that stood so many days before the end of the period."""
    assert one.period is not None
    assert one.measure.days is not None
    end = min(one.period.last or until, until)
    before = end - dt.timedelta(days=one.measure.days)
    plain = [name for name in by if name != PERIOD]
    now, _by = _divided(one, table, _within(one, facts, end))
    then, _by = _divided(one, table, _within(one, facts, before))
    now, then = _latest(one, now, plain, named="value"), _latest(one, then, plain, named="earlier")
    if plain:
        return now.left_join(then, plain).select(*now.columns, "earlier", "earlier_series")
    return now.cross_join(then)
