"""Days as a dimension: cut wherever a figure begins or ends, so that windows and periods of all releases overlap exactly."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cairn.evidence.errors import WrongFacts
from cairn.evidence.indicators.declaration import FIRST_YEAR, LAST_YEAR, Period, Step

FIRST, LAST = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From a day to a day, both included."""

    first: dt.date
    last: dt.date


def window_of(period: Period | None, until: dt.date) -> Window | None:
    """The days that an indicator speaks of; none where it speaks of all."""
    if period is None:
        return None
    return Window(period.first or FIRST, period.end(until))


def ensure_within_time(table: str, column: str, *days: dt.date | None) -> None:
    """Refuse a day that no release could count."""
    for day in days:
        if day and not FIRST <= day <= LAST:
            raise WrongFacts(
                format_lazy(
                    _("“{column}” of “{table}” holds a day outside time: {day}."),
                    column=column,
                    table=table,
                    day=day,
                ),
                _("Mend the record."),
            )


def bucket_window(name: str) -> Window:
    """The days of a part of time: 2015, 2015-Q3, 2015-06, 2015-06-16."""
    if "Q" in name:
        year, quarter = int(name[:4]), int(name[-1])
        return _months(year, 3 * quarter - 2, 3)
    match [int(part) for part in name.split("-")]:
        case [year]:
            return _months(year, 1, 12)
        case [year, month]:
            return _months(year, month, 1)
        case parts:
            day = dt.date(*parts)
            return Window(day, day)


def buckets(step: Step, window: Window) -> Iterator[str]:
    """The parts of time that a window touches, in order."""
    day = window.first
    while day <= window.last:
        name = _bucket(day, step)
        yield name
        day = bucket_window(name).last + ONE


def within(one: Window, other: Window) -> Window:
    return Window(max(one.first, other.first), min(one.last, other.last))


class Calendar:
    """All days, cut into the longest pieces that no window divides."""

    def __init__(self, windows: Iterable[Window]) -> None:
        starts = {FIRST}
        for window in windows:
            starts |= {window.first, window.last + ONE}
        self.starts = sorted(start for start in starts if FIRST <= start <= LAST)

    def __len__(self) -> int:
        return len(self.starts)

    def pieces(self, window: Window) -> frozenset[int]:
        return frozenset(
            range(bisect_left(self.starts, window.first), bisect_left(self.starts, window.last + ONE))
        )

    def names(self) -> list[str]:
        ends = [*(start - ONE for start in self.starts[1:]), LAST]
        return [f"{start} to {end}" for start, end in zip(self.starts, ends, strict=True)]


def _bucket(day: dt.date, step: Step) -> str:
    match step:
        case Step.YEAR:
            return f"{day.year:04}"
        case Step.QUARTER:
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case Step.MONTH:
            return f"{day.year:04}-{day.month:02}"
    return day.isoformat()


def _months(year: int, month: int, months: int) -> Window:
    after = month + months - 1
    return Window(dt.date(year, month, 1), dt.date(year + after // 12, after % 12 + 1, 1) - ONE)
