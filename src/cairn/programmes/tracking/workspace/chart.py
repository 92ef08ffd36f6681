"""A series drawn as it was counted: a line for each source, bands where a range was given, and no line over a gap."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.formats import date_format, number_format

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 36
# Counts further apart than this say nothing of the days between them.
GAP = dt.timedelta(days=45)
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Mark:
    """One count: where it stands, the range around it, and what is said when it is pointed at."""

    x: str
    y: str
    low: str
    high: str
    said: str
    is_standing: bool

    @property
    def has_range(self) -> bool:
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the drawing needs, in its own measures; numbers are text, so that no language writes commas."""

    lines: list[str]
    bands: list[str]
    marks: list[Mark]
    heights: list[tuple[str, str]]
    days: list[tuple[str, str, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


class _Scale:
    """From days and people to places in the drawing."""

    def __init__(self, counts: Sequence[Any]) -> None:
        self.first, self.last = counts[0].counted_on, counts[-1].counted_on
        self.step = _round_step(max(high_of(count) for count in counts))
        self.top = self.step * 4

    def x(self, day: dt.date) -> str:
        whole = (self.last - self.first).days
        share = (day - self.first).days / whole if whole else 0.5
        return f"{LEFT + share * (WIDTH - LEFT - RIGHT):.1f}"

    def y(self, people: float) -> str:
        return f"{HEIGHT - BOTTOM - people / self.top * (HEIGHT - TOP - BOTTOM):.1f}"


def chart_of(counts: Iterable[Any]) -> Chart | None:
    """The drawing of a site's counts; none where nothing was counted."""
    in_order = sorted(counts, key=lambda count: (count.counted_on, count.recorded_at))
    if not in_order:
        return None
    scale = _Scale(in_order)
    runs = list(_runs([count for count in in_order if count.is_standing]))
    return Chart(
        lines=[_line(run, scale) for run in runs if len(run) > 1],
        bands=[_band(run, scale) for run in runs if len(run) > 1 and any(_has_range(each) for each in run)],
        marks=[_mark(count, scale) for count in in_order],
        heights=[
            (scale.y(n * scale.step), number_format(n * scale.step, 0, force_grouping=True)) for n in range(5)
        ],
        days=_days(scale),
    )


def low_of(count: Any) -> int:
    return count.people if count.people_low is None else count.people_low


def high_of(count: Any) -> int:
    return count.people if count.people_high is None else count.people_high


def _runs(standing: list[Any]) -> Iterator[list[Any]]:
    """Counts of one source without a gap between them; what two sources say is never one line."""
    for _source, of_source in groupby(
        sorted(standing, key=lambda each: each.source), lambda each: each.source
    ):
        run: list[Any] = []
        for count in of_source:
            if run and count.counted_on - run[-1].counted_on > GAP:
                yield run
                run = []
            run.append(count)
        yield run


def _line(run: list[Any], scale: _Scale) -> str:
    return " ".join(f"{scale.x(each.counted_on)},{scale.y(each.people)}" for each in run)


def _band(run: list[Any], scale: _Scale) -> str:
    above = [f"{scale.x(each.counted_on)},{scale.y(high_of(each))}" for each in run]
    below = [f"{scale.x(each.counted_on)},{scale.y(low_of(each))}" for each in reversed(run)]
    return " ".join([*above, *below])


def _has_range(count: Any) -> bool:
    return low_of(count) != high_of(count)


def _mark(count: Any, scale: _Scale) -> Mark:
    said = f"{date_format(count.counted_on)}: {number_format(count.people, 0, force_grouping=True)} · {count.source}"
    if reason := why_not_standing(count):
        said = f"{said} · {reason}"
    return Mark(
        x=scale.x(count.counted_on),
        y=scale.y(count.people),
        low=scale.y(low_of(count)),
        high=scale.y(high_of(count)),
        said=said,
        is_standing=count.is_standing,
    )


def why_not_standing(count: Any) -> str:
    """The reason with which a count was corrected or withdrawn; nothing where it stands."""
    if count.is_standing:
        return ""
    return count.correction_reason if count.withdrawn_at else count.corrected_by.correction_reason


def _days(scale: _Scale) -> list[tuple[str, str, str]]:
    """The first and the last day, each at its end of the drawing."""
    if scale.first == scale.last:
        return [(scale.x(scale.first), date_format(scale.first), "middle")]
    return [
        (scale.x(scale.first), date_format(scale.first), "start"),
        (scale.x(scale.last), date_format(scale.last), "end"),
    ]


def _round_step(most: int) -> float:
    """A quarter of the height, as a number that people read easily."""
    unit = 1.0
    while True:
        for step in STEPS:
            if step * unit * 4 >= most and (step * unit).is_integer():
                return step * unit
        unit *= 10
