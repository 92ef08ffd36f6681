"""The cells of indicators about people: protected by their rule, with everything that was released before in mind."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.report import People, Protection, Report, attack
from cairn.evidence.attack.statements import Ledger, Statement
from cairn.evidence.disclosure.protect import Cell as Shown
from cairn.evidence.disclosure.protect import Draft, Protected, only_headlines, protect
from cairn.evidence.disclosure.rules import Perturbed, Rounded, Rule, Suppressed
from cairn.evidence.errors import CannotProtect
from cairn.evidence.facts import FactTable
from cairn.evidence.facts.snapshots import Snapshot
from cairn.evidence.indicators.declaration import Indicator, RuleKind
from cairn.evidence.regions import Breakdown, Category, Layout, Region
from cairn.evidence.releases.days import Window, bucket_window, buckets, window_of, within
from cairn.evidence.releases.open_tables import divisions_of
from cairn.evidence.releases.people import Frame, first_day, frame_of, people_of
from cairn.evidence.releases.results import PERIOD, Cell, Result
from cairn.mission.config import Disclosure


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier release said of an indicator about people."""

    release: str
    snapshot: str
    result: Result


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of a release about the people of one fact table."""

    release: str
    table: FactTable
    indicators: Sequence[Indicator]
    until: dt.date


def protected_cells(
    group: Group, snapshot: Snapshot, earlier: Sequence[Earlier], floor: Disclosure
) -> tuple[dict[str, tuple[Cell, ...]], Report]:
    """The cells of each indicator as they may be shown, and what the attack made of all of them together."""
    frame = _frame(group, snapshot, earlier)
    people, keys = people_of(frame, snapshot)
    ledger = Ledger(statement for one in earlier for statement in statements_of(one, frame))
    told, shown = Ledger(ledger.statements), {}
    draft: list[Statement] = []
    beyond: CannotProtect | None = None
    for one in group.indicators:
        tables = list(_tables(one, group, snapshot, frame))
        headlines = frozenset({_region(one, {}, group, frame)})
        made = Draft(
            group.release, snapshot.name, tuple(table.layout for table in tables), people, keys, headlines
        )
        try:
            protected, statements = protect(made, rule_of(one, floor), told)
        except CannotProtect as error:
            # The attack proves it, with the figures that do it.
            beyond, (protected, statements) = error, only_headlines(made, rule_of(one, floor))
        shown[one.code] = tuple(_cells(one, group, tables, protected, statements, people, frame))
        if not one.is_distinct:
            told.enter(statements)
            draft.extend(statements)
    report = attack(ledger, draft, people, Protection(_strictest(group, earlier, floor)))
    if beyond and report.may_be_published:
        raise beyond
    return shown, report


def _strictest(group: Group, earlier: Sequence[Earlier], floor: Disclosure) -> int:
    """The highest threshold that was promised for these people, by this release or by one that is out.

    A table beside must not tell of nine people where another one says that fewer than ten are hidden.
    """
    spoken = [*group.indicators, *(one.result.indicator for one in earlier)]
    rules = (rule_of(one, floor) for one in spoken)
    return max([floor.threshold, *(rule.threshold for rule in rules if isinstance(rule, Suppressed))])


def rule_of(one: Indicator, floor: Disclosure) -> Rule:
    """The declared rule; numbers that it does not give are the mission's floor."""
    declared = one.disclosure
    match declared.kind:
        case RuleKind.ROUNDED:
            return Rounded(declared.base or floor.base)
        case RuleKind.PERTURBED:
            variance = one.variance or Fraction(str(floor.variance))
            return Perturbed(variance, declared.bound or floor.bound)
    return Suppressed(declared.threshold or floor.threshold)


def statements_of(one: Earlier, frame: Frame) -> Iterator[Statement]:
    """What readers may conclude from an earlier release."""
    result = one.result
    if result.indicator.is_distinct:
        return
    for cell in result.cells:
        yield Statement(
            _cell_region(result.indicator, cell.at, result.last, frame),
            1 if cell.hidden else int(cell.low or 0),
            None if cell.high is None else int(cell.high),
            one.release,
            result.indicator.code,
            cell.key or "total",
            one.snapshot,
            hidden=cell.hidden,
            headline=cell.headline,
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """A layout, and the codes of each of its cells in the same order."""

    layout: Layout
    at: Sequence[Mapping[str, str]]


def _frame(group: Group, snapshot: Snapshot, earlier: Sequence[Earlier]) -> Frame:
    names, told, windows = list[str](), list[tuple[str, str]](), list[tuple[str, Window]]()
    spoken = [(one, group.until, ()) for one in group.indicators]
    for one, until, cells in [
        *spoken,
        *((each.result.indicator, each.result.last, each.result.cells) for each in earlier),
    ]:
        names += [*one.dimensions, *one.only, *([one.measure.column] if one.is_distinct else [])]
        told += [(name, code) for cell in cells for name, code in cell.at.items() if name != PERIOD]
        told += [(name, code) for name, codes in one.only.items() for code in codes]
        if one.period and (window := window_of(one.period, until)):
            windows.append((one.period.column, window))
            inside = {cell.at[PERIOD] for cell in cells if PERIOD in cell.at}
            inside |= set(_buckets(one, window, snapshot, group)) if not cells else set()
            windows += [(one.period.column, within(bucket_window(name), window)) for name in inside]
    return frame_of(group.table, names, told, windows)


def _buckets(one: Indicator, window: Window, snapshot: Snapshot, group: Group) -> list[str]:
    """The parts of time that an indicator is divided into, from the first day of the records."""
    if PERIOD not in divisions_of(one) or one.period is None:
        return []
    first = first_day(snapshot, group.table.name, one.period.column) or window.last
    known = Window(max(first, window.first), window.last)
    return list(buckets(one.period.step, known))


def _cell_region(one: Indicator, at: Mapping[str, str], until: dt.date, frame: Frame) -> Region:
    window = window_of(one.period, until)
    if one.period is None or window is None:
        return frame.region(at, one.only)
    if PERIOD in at:
        window = within(window, bucket_window(at[PERIOD]))
    plain = {name: code for name, code in at.items() if name != PERIOD}
    return frame.region(plain, one.only, (one.period.column, window))


def _region(one: Indicator, at: Mapping[str, str], group: Group, frame: Frame) -> Region:
    return _cell_region(one, at, group.until, frame)


def _tables(one: Indicator, group: Group, snapshot: Snapshot, frame: Frame) -> Iterator[_Table]:
    """One layout with all totals; and where a dimension says several things of a person, one for each of them."""
    singles = [name for name in one.dimensions if not frame.is_several(name)]
    several = [name for name in one.dimensions if frame.is_several(name)]
    lines = [_lines(name, frame) for name in singles]
    if PERIOD in divisions_of(one) and one.period:
        window = window_of(one.period, group.until)
        assert window is not None
        names = _buckets(one, window, snapshot, group)
        pieces = frame.calendars[one.period.column]
        every = [Category("total")]
        every += [Category(name, pieces.pieces(within(window, bucket_window(name)))) for name in names]
        lines.append((PERIOD, Breakdown(one.period.column, tuple(every)), ["", *names]))
    for chosen in product(*([None, *frame.codes[name]] for name in several)):
        held = {name: code for name, code in zip(several, chosen, strict=True) if code is not None}
        only = _region(one, held, group, frame)
        named = "".join(f", {name} {code}" for name, code in held.items())
        layout = Layout(f"{one.code}{named}", tuple(line[1] for line in lines), only)
        at = [
            held | {name: code for (name, _b, _c), code in zip(lines, codes, strict=True) if code is not None}
            for codes in product(*([None, *line[2][1:]] for line in lines))
        ]
        yield _Table(layout, at)


def _lines(name: str, frame: Frame) -> tuple[str, Breakdown, list[str]]:
    codes = frame.codes[name]
    every = [
        Category("total"),
        *(Category(code or "unknown", frozenset({at})) for at, code in enumerate(codes)),
    ]
    return name, Breakdown(name, tuple(every)), ["", *codes]


def _cells(
    one: Indicator,
    group: Group,
    tables: Sequence[_Table],
    protected: Sequence[Protected],
    statements: Sequence[Statement],
    people: People,
    frame: Frame,
) -> Iterator[Cell]:
    said = iter(statements)
    for table, shown in zip(tables, protected, strict=True):
        for at, cell in zip(table.at, shown.cells, strict=True):
            known = next(said)
            yield _distinct(one, at, cell, people, frame) if one.is_distinct else _counted(at, cell, known)


def _counted(at: Mapping[str, str], cell: Shown, known: Statement) -> Cell:
    hidden = cell.shown is None
    return Cell(dict(at), cell.shown, known.low, known.high, hidden=hidden, headline=cell.headline)


def _distinct(one: Indicator, at: Mapping[str, str], cell: Shown, people: People, frame: Frame) -> Cell:
    """How many kinds there are among the people of a cell; hidden where the people are."""
    if cell.shown is None:
        return Cell(dict(at), None, 1, None, hidden=True, headline=cell.headline)
    axis = people.dimensions.index(one.measure.column)
    counts = people.counts[np.ix_(*people.places(cell.region))]
    by_kind: NDArray[np.int64] = counts.sum(
        axis=tuple(other for other in range(counts.ndim) if other != axis)
    )
    known = [code != "" for code in frame.codes[one.measure.column]]
    wanted = dict(cell.region.parts).get(one.measure.column)
    known = [is_known for place, is_known in enumerate(known) if wanted is None or place in wanted]
    kinds = int(((by_kind > 0) & np.array(known)).sum())
    return Cell(dict(at), kinds, kinds, kinds, headline=cell.headline)


def of_table(earlier: Iterable[Earlier], table: str) -> list[Earlier]:
    """Those about the people of one table."""
    return [one for one in earlier if one.result.of_people and one.result.facts == table]
