"""People of a snapshot in one array: by all that a release, and every release before it, divides them by.

Dimensions that say several things of a person are one dimension for each member, carried or not. Days are cut where
any figure begins or ends. A category that an old release knew and today's list does not stays, with nobody in it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from cairn.evidence.attack.report import People
from cairn.evidence.counting.dense import count_wide
from cairn.evidence.counting.reading import ROWS_AT_ONCE, Block
from cairn.evidence.counting.tables import keys_in, people_in
from cairn.evidence.errors import CannotProtect, WrongFacts
from cairn.evidence.facts import FactTable, Kind
from cairn.evidence.facts.snapshots import Snapshot
from cairn.evidence.facts.tables import KEY
from cairn.evidence.regions import Region
from cairn.evidence.releases.days import Calendar, Window, ensure_within_time

MOST_BOXES = 20_000_000
CARRIED = ("no", "yes")


@dataclass(frozen=True)
class Frame:
    """The dimensions of one attack, each with its codes in order."""

    table: FactTable
    codes: Mapping[str, tuple[str, ...]]
    calendars: Mapping[str, Calendar]

    @cached_property
    def labels(self) -> dict[str, Sequence[str]]:
        """Every dimension of the array, with the names of its places."""
        labels: dict[str, Sequence[str]] = {}
        for name, codes in self.codes.items():
            if self.is_several(name):
                labels |= {member(name, code): CARRIED for code in codes}
            else:
                labels[name] = [code or "unknown" for code in codes]
        return labels | {name: calendar.names() for name, calendar in self.calendars.items()}

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(each) for each in self.labels.values())

    def is_several(self, name: str) -> bool:
        return any(column.name == name and column.kind is Kind.SEVERAL for column in self.table.columns)

    def region(
        self,
        at: Mapping[str, str],
        only: Mapping[str, Sequence[str]] | None = None,
        days: tuple[str, Window] | None = None,
    ) -> Region:
        """The people of a cell: those of its codes, among those of a filter, within a window of a column of days."""
        parts: dict[str, frozenset[int]] = {}
        for name, codes in [*((only or {}).items()), *((name, [code]) for name, code in at.items())]:
            for dimension, places in self._places(name, codes):
                parts[dimension] = places & parts[dimension] if dimension in parts else places
        if days is not None:
            parts[days[0]] = self.calendars[days[0]].pieces(days[1])
        return Region.of(parts)

    def _places(self, name: str, codes: Sequence[str]) -> Iterator[tuple[str, frozenset[int]]]:
        if not self.is_several(name):
            yield name, frozenset(self.codes[name].index(code) for code in codes)
            return
        if len(codes) > 1:
            raise CannotProtect(
                format_lazy(
                    _("“{column}” says several things of a person, so it can be held to one of them only."),
                    column=name,
                ),
                _("Name one code, or make an indicator of each."),
            )
        yield member(name, codes[0]), frozenset({1})


def member(name: str, code: str) -> str:
    """The dimension of one of several things that are said of a person."""
    return f"{name}:{code}"


def frame_of(
    table: FactTable,
    names: Iterable[str],
    told: Iterable[tuple[str, str]],
    windows: Iterable[tuple[str, Window]],
) -> Frame:
    """`names` are the dimensions, `told` the codes that figures name, `windows` the days, each with its column."""
    codes = {name: [code or "" for code in table.column(name).codes] for name in dict.fromkeys(names)}
    for name, code in told:
        if code not in codes[name]:
            codes[name].append(code)
    by_column: dict[str, list[Window]] = {}
    for name, window in windows:
        by_column.setdefault(name, []).append(window)
    calendars = {name: Calendar(found) for name, found in sorted(by_column.items())}
    frame = Frame(table, {name: tuple(found) for name, found in sorted(codes.items())}, calendars)
    if prod(frame.shape) > MOST_BOXES:
        raise CannotProtect(
            format_lazy(
                _(
                    "Together these indicators divide the people of “{table}” into {boxes} boxes; an attack can hold "
                    "{most}."
                ),
                table=table.name,
                boxes=f"{prod(frame.shape):,}",
                most=f"{MOST_BOXES:,}",
            ),
            _("Release fewer of them together, or with fewer dimensions."),
        )
    return frame


def people_of(frame: Frame, snapshot: Snapshot) -> tuple[People, NDArray[np.uint32]]:
    """Count everybody once, and add up their keys, in constant memory."""
    sizes = dict(enumerate(frame.shape))
    [counted] = count_wide(_blocks(frame, snapshot), [frozenset(sizes)], sizes, threads=1)
    people = People(people_in(counted.cells).astype(np.int64), tuple(frame.labels), frame.labels)
    return people, keys_in(counted.cells)


def first_day(snapshot: Snapshot, table: str, column: str) -> dt.date | None:
    """The earliest day of a column; none where it holds no day."""
    least: dt.date | None = None
    with pq.ParquetFile(snapshot.path(table)) as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=[column]):
            days = list(batch.column(0).drop_null().unique().to_pylist())
            least = min([*days, *([least] if least else [])], default=None)
    return least


def _blocks(frame: Frame, snapshot: Snapshot) -> Iterator[Block]:
    """Some rows at a time: for each dimension the place of each row in it."""
    width = np.uint8 if max(frame.shape, default=1) <= 256 else np.uint16
    columns = [*frame.codes, *frame.calendars, KEY]
    with pq.ParquetFile(snapshot.path(frame.table.name)) as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=columns):
            codes = np.empty((len(frame.shape), batch.num_rows), width)
            for line, places in enumerate(_all_places(frame, batch)):
                codes[line] = places
            yield Block(codes, batch.column(KEY).to_numpy())


def _all_places(frame: Frame, batch: pa.RecordBatch) -> Iterator[NDArray[np.intp]]:
    for name, codes in frame.codes.items():
        column = batch.column(name)
        if frame.is_several(name):
            mask = column.to_numpy(zero_copy_only=False).astype(np.int64)
            known = [code or "" for code in frame.table.column(name).codes]
            for code in codes:
                carried = (mask >> known.index(code)) & 1 if code in known else np.zeros_like(mask)
                yield carried.astype(np.intp)
        else:
            yield _single(frame, name, codes, column)
    for name, calendar in frame.calendars.items():
        yield _pieces(frame, name, calendar, batch.column(name))


def _single(frame: Frame, name: str, codes: Sequence[str], column: pa.Array) -> NDArray[np.intp]:
    place = {code: at for at, code in enumerate(codes)}
    try:
        by_index = np.array([place[code] for code in column.dictionary.to_pylist()], np.intp)
        unknown = place[""] if column.null_count else 0
    except KeyError:
        raise WrongFacts(
            format_lazy(
                _("The snapshot holds a code of “{column}” that its list does not name any more."),
                column=name,
            ),
            _("Take a new snapshot."),
        ) from None
    if not by_index.size:
        return np.full(len(column), unknown, np.intp)
    indices = column.indices.fill_null(0).to_numpy(zero_copy_only=False)
    return np.where(column.is_null().to_numpy(zero_copy_only=False), unknown, by_index[indices])


def _pieces(frame: Frame, name: str, calendar: Calendar, column: pa.Array) -> NDArray[np.intp]:
    if column.null_count:
        raise WrongFacts(
            format_lazy(
                _(
                    "{people} people of “{table}” have no day in “{column}”, so nobody can say whether they count."
                ),
                people=column.null_count,
                table=frame.table.name,
                column=name,
            ),
            _("Complete the records, or let the indicator use another day."),
        )
    starts = np.array(calendar.starts, "datetime64[D]")
    days = column.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    if days.size:
        ensure_within_time(frame.table.name, name, days.min().item(), days.max().item())
    return np.searchsorted(starts, days, side="right") - 1
