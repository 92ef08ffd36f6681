"""From a choice of indicators and a snapshot to what the release says of each, and what the attack made of it.

Everything here is a function of the snapshot, the declarations, the earlier releases and the policy: the same of these
give the same results, whenever and wherever they are computed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.evidence.attack.report import Report
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import FactTable, Kind
from cairn.evidence.facts.snapshots import Snapshot
from cairn.evidence.federation.agreeing import ensure_one_meaning
from cairn.evidence.indicators.declaration import FIRST_YEAR, LAST_YEAR, Indicator
from cairn.evidence.indicators.library import ensure_fits
from cairn.evidence.releases.open_tables import divisions_of, open_cells
from cairn.evidence.releases.people_tables import Earlier, Group, of_table, protected_cells
from cairn.evidence.releases.results import PERIOD, Category, Cell, Division, Result
from cairn.evidence.tables import facts_in
from cairn.evidence.words import in_all_languages, part_of_time
from cairn.mission.config import load_mission

PERIOD_WORD, UNKNOWN_WORD = gettext_lazy("period"), gettext_lazy("not known")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Computed:
    """The results in the order of the choice, and the attack on the people of each fact table."""

    results: tuple[Result, ...]
    attacks: dict[str, Report] = field(default_factory=dict)

    @property
    def may_be_published(self) -> bool:
        return all(report.may_be_published for report in self.attacks.values())


def compute(
    release: str,
    chosen: Sequence[Indicator],
    snapshot: Snapshot,
    until: dt.date,
    earlier: Sequence[Earlier],
    progress: Progress | None = None,
) -> Computed:
    """Count, protect and attack."""
    _ensure_can_be_counted(chosen, snapshot, until)
    done, cells, attacks = 0, dict[str, tuple[Cell, ...]](), dict[str, Report]()

    def tell(what: str) -> None:
        if progress:
            progress(done, len(chosen), what)

    for table, ones in _by_table(chosen, snapshot):
        if table.is_person:
            tell(_("Protecting and attacking “%(table)s”") % {"table": table.title})
            group = Group(release, table, ones, until)
            shown, report = protected_cells(
                group, snapshot, of_table(earlier, table.name), load_mission().disclosure
            )
            cells |= shown
            attacks[table.name] = report
        else:
            for one in ones:
                tell(_("Counting “%(indicator)s”") % {"indicator": one.code})
                cells[one.code] = _open(one, table, snapshot, until)
        done += len(ones)
    results = (_result(one, snapshot, cells[one.code], until) for one in chosen)
    return Computed(tuple(results), attacks)


def _by_table(chosen: Iterable[Indicator], snapshot: Snapshot) -> Iterator[tuple[FactTable, list[Indicator]]]:
    """Tables as they were declared when the snapshot was taken, each with what is counted of it."""
    groups: dict[str, list[Indicator]] = {}
    for one in chosen:
        groups.setdefault(one.facts, []).append(one)
    for name in sorted(groups):
        yield snapshot.table(name), groups[name]


def _open(one: Indicator, table: FactTable, snapshot: Snapshot, until: dt.date) -> tuple[Cell, ...]:
    try:
        with facts_in(snapshot, one.facts, in_order=_has_fractions(one, table)) as facts:
            return open_cells(one, table, facts, until=until)
    except (duckdb.OutOfRangeException, pa.ArrowInvalid):
        raise WrongFacts(
            format_lazy(
                gettext_lazy("“{indicator}” adds up to more than a number can hold."), indicator=one.code
            ),
            gettext_lazy("Look for a wrong record: a number with too many digits."),
        ) from None


def _has_fractions(one: Indicator, table: FactTable) -> bool:
    measured = {one.measure.column, one.measure.low, one.measure.high}
    return any(column.kind is Kind.NUMBER for column in table.columns if column.name in measured)


def _ensure_can_be_counted(chosen: Sequence[Indicator], snapshot: Snapshot, until: dt.date) -> None:
    """Refuse what would only give an empty or a senseless figure, before anything is counted."""
    if not chosen:
        raise WrongFacts(gettext_lazy("This release has no indicator."), gettext_lazy("Choose at least one."))
    if not FIRST_YEAR <= until.year <= LAST_YEAR:
        raise WrongFacts(
            format_lazy(
                gettext_lazy("{day} is outside time: a release counts up to a day from {first} to {last}."),
                day=until,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    for one in chosen:
        ensure_fits(one)
        if not snapshot.tables[one.facts].rows:
            raise WrongFacts(
                format_lazy(
                    gettext_lazy("“{table}” is empty, so “{indicator}” counts nothing."),
                    table=one.facts,
                    indicator=one.code,
                ),
                gettext_lazy("Record facts first, or leave it out."),
            )
        if one.period and one.period.first and one.period.first > until:
            raise WrongFacts(
                format_lazy(
                    gettext_lazy("“{indicator}” begins on {first}, after the last day that counts, {last}."),
                    indicator=one.code,
                    first=one.period.first,
                    last=until,
                )
            )
        _ensure_columns(one, snapshot)
        ensure_one_meaning(one, snapshot)


def _ensure_columns(one: Indicator, snapshot: Snapshot) -> None:
    """A snapshot that was taken before a column was there cannot be divided by it."""
    needed = [*one.dimensions, *one.only, *one.measure.columns.values()]
    needed += [one.period.column] if one.period else []
    held = set(pq.read_schema(snapshot.path(one.facts)).names)
    for name in needed:
        if name not in held:
            raise WrongFacts(
                format_lazy(
                    gettext_lazy("The snapshot has no column “{column}”, which “{indicator}” asks for."),
                    column=name,
                    indicator=one.code,
                ),
                gettext_lazy("Take a new snapshot."),
            )


def _result(one: Indicator, snapshot: Snapshot, cells: tuple[Cell, ...], until: dt.date) -> Result:
    """Without a period nothing is left out for its day, so the figure is up to the day on which the facts were taken."""
    table, period = snapshot.table(one.facts), one.period
    last = period.end(until) if period else snapshot.taken_at.date()
    first = period.first if period else None
    divisions = tuple(_division(name, table, cells) for name in divisions_of(one))
    return Result(one, table.name, table.is_person, first, last, divisions, cells)


def _division(name: str, table: FactTable, cells: Iterable[Cell]) -> Division:
    """The codes that have cells, in the order of the list, with their words in all languages of the mission."""
    used = {cell.at[name] for cell in cells if name in cell.at}
    if name == PERIOD:
        every = [Category(code, _period_words(code)) for code in sorted(used)]
        return Division(name, in_all_languages(PERIOD_WORD), "#date+period", tuple(every))
    column = table.column(name)
    listed = [code or "" for code in column.codes]
    order = [*(code for code in listed if code in used), *sorted(used - set(listed))]
    every = [Category(code, _words(column.labels, code)) for code in order]
    is_several = column.kind is Kind.SEVERAL
    return Division(name, in_all_languages(column.title), column.hxl, tuple(every), is_several)


def _words(labels: Any, code: str) -> dict[str, str]:
    if code == "":
        return in_all_languages(UNKNOWN_WORD)
    return in_all_languages(labels[code]) if code in labels else {}


def _period_words(code: str) -> dict[str, str]:
    return {language: part_of_time(code, language) for language in load_mission().languages}
