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
    end = one.period.end(until) if one.period else until
    rows = _within(one, facts, end)
    if one.measure.series:
        rows = _of_one_source(one, rows)
    rows, by = _divided(one, table, rows)
    match one.measure.kind:
        case MeasureKind.COUNT:
            found = _grouped(rows, by, table, value=_.count())
        case MeasureKind.SUM:
            found = _grouped(rows, by, table, value=_sum(one.measure.column))
        case MeasureKind.DISTINCT:
            found = _grouped(rows, by, table, value=_[one.measure.column].nunique())
        case MeasureKind.LATEST:
            found = _latest(one, rows, by, end)
        case MeasureKind.CHANGE | MeasureKind.DOUBLING:
            found = _compared(one, rows, by, end)
    return found.order_by(by) if by else found


def _within(one: Indicator, facts: Table, end: dt.date) -> Table:
    """The rows that the indicator speaks of."""
    facts = held_to(one, facts)
    if one.period is None:
        return facts
    facts = facts.filter(facts[one.period.column] <= ibis.literal(end))
    if one.period.first is not None:
        facts = facts.filter(facts[one.period.column] >= ibis.literal(one.period.first))
    return facts


def held_to(one: Indicator, facts: Table) -> Table:
    """The rows with the codes to which the indicator is held."""
    for name, codes in one.only.items():
        facts = facts.filter(facts[name].isin(codes))
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


def bucket(rows: Table, period: Period, column: str = "") -> StringColumn:
    """The part of time into which a day falls, in a form that sorts: 2015, 2015-Q3, 2015-06, 2015-06-16."""
    day = rows[column or period.column]
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


def _sum(column: str) -> Value:
    """Of no rows nought; of rows in which nobody knows the number, no number."""
    return ibis.ifelse(_.count() == 0, 0, _[column].sum())


def _grouped(rows: Table, by: list[str], table: FactTable, **value: Value) -> Table:
    if table.is_person:
        value |= {"people": _.count(), "key": (_[KEY].cast("int64").sum() % KEYS).cast("int64")}
    return rows.group_by(by).aggregate(**value) if by else rows.aggregate(**value)


def _latest(one: Indicator, rows: Table, by: list[str], until: dt.date) -> Table:
    """The last value of each series, added up; a series without a value adds nothing, and no gap is filled."""
    last = _last(one, _standing(one, rows, until), by)
    value = {"value": _[one.measure.column].sum(), "value_series": _.count()}
    return last.group_by(by).aggregate(**value) if by else last.aggregate(**value)


def _last(one: Indicator, rows: Table, by: list[str]) -> Table:
    """The last row of each series in each cell.

    Of two values of one day the greater by its columns is taken: any choice would do, if it is the same on every engine.
    """
    within = list(dict.fromkeys([one.measure.series, *by]))
    window = ibis.window(group_by=within, order_by=_newest_first(one, rows))
    return rows.mutate(place_=ibis.row_number().over(window)).filter(_.place_ == 0).drop("place_")


def _newest_first(one: Indicator, rows: Table) -> list[Value]:
    assert one.period is not None
    names = [one.period.column, *sorted(set(rows.columns) - {one.period.column})]
    return [ibis.desc(rows[name]) for name in names]


def _of_one_source(one: Indicator, rows: Table) -> Table:
    """Of each series what the source of its latest value counted, at every time: what two sources say is never one line."""
    if one.measure.source is None:
        return rows
    rows = rows.mutate(told_=rows[one.measure.source].fill_null(""))
    window = ibis.window(group_by=one.measure.series, order_by=_newest_first(one, rows))
    followed = rows.mutate(followed_=rows.told_.first().over(window))
    return followed.filter(followed.told_ == followed.followed_).drop("told_", "followed_")


def _standing(one: Indicator, rows: Table, until: dt.date) -> Table:
    """The values that no closing has ended by a day, or by the end of the part of time that they are counted in."""
    if one.measure.closed is None:
        return rows
    assert one.period is not None
    closed = rows[one.measure.closed]
    ended = (closed >= rows[one.period.column]) & (closed <= ibis.literal(until))
    if PERIOD in rows.columns:
        ended &= bucket(rows, one.period, one.measure.closed) <= rows[PERIOD]
    return rows.filter(~ended.fill_null(False))


def _compared(one: Indicator, facts: Table, by: list[str], until: dt.date) -> Table:
    """The latest value beside the one that stood so many days before the end of the period.

    Growth is said only where both are of the same series: a site that was first counted meanwhile has not grown, and
    one that is closed has not shrunk.
    """
    assert one.period is not None
    assert one.measure.days is not None
    before = until - dt.timedelta(days=one.measure.days)
    now = _last(one, _standing(one, facts, until), by)
    then = _last(
        one, _standing(one, facts.filter(facts[one.period.column] <= ibis.literal(before)), before), by
    )
    keys = list(dict.fromkeys([*by, one.measure.series]))
    both = ibis.union(_moment(one, now, keys, "value"), _moment(one, then, keys, "earlier"))
    series = both.group_by(keys).aggregate(
        value=_.value.sum(),
        earlier=_.earlier.sum(),
        now_=_.now_.sum(),
        then_=_.then_.sum(),
        known_now_=_.value.count(),
        known_then_=_.earlier.count(),
    )
    sums = {
        "value": _.value.sum(),
        "earlier": _.earlier.sum(),
        "value_series": _.now_.sum(),
        # A count that nobody knows is no nought either.
        "only_once_": ((_.now_ != _.then_) | (_.known_now_ != _.known_then_)).sum(),
    }
    found = (
        series.group_by(by).aggregate(**sums).filter(_.value_series > 0) if by else series.aggregate(**sums)
    )
    earlier = ibis.ifelse(found.only_once_ == 0, found.earlier, ibis.null(found.earlier.type()))
    found = found.mutate(earlier=earlier).drop("only_once_")
    if one.measure.kind is MeasureKind.CHANGE:
        return found.mutate(value=found.value - found.earlier)
    return found


def _moment(one: Indicator, rows: Table, keys: list[str], named: str) -> Table:
    """The values of one of two moments, in the same columns as those of the other."""
    measured = rows[one.measure.column]
    nothing = ibis.null(measured.type())
    return rows.select(
        *keys,
        value=measured if named == "value" else nothing,
        earlier=measured if named == "earlier" else nothing,
        now_=ibis.literal(int(named == "value"), "int64"),
        then_=ibis.literal(int(named == "earlier"), "int64"),
    )
