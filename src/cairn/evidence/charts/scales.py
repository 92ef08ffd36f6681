"""Round numbers beside a line, and days below it that do not lie on each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, log10

from cairn.evidence.charts.letters import width
from cairn.evidence.charts.saying import day as say_day

STEPS = (1, 2, 2.5, 5, 10)
MONTHS = (1, 2, 3, 6)
YEARS = (1, 2, 5, 10, 20, 50)
SHORT = 75  # Days; in a shorter time single days are named.


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that is named below a line; where the year changes, it stands below."""

    day: date
    said: str
    year: str = ""


def round_numbers(low: float, high: float, *, whole: bool, about: int = 4) -> list[float]:
    """From zero or below to above the highest, in steps that people count in."""
    low, high = min(low, 0), max(high, 0)
    if low == high:
        high = 1
    raw = (high - low) / about
    unit = 10 ** floor(log10(raw))
    step = next(each * unit for each in STEPS if each * unit >= raw * 0.999)
    step = max(1, ceil(step)) if whole and (step < 1 or step % 1) else step
    return [each * step for each in range(floor(low / step), ceil(high / step) + 1)]


def ticks(first: date, last: date, room: float, size: float, language: str) -> list[Tick]:
    """As many as fit, at even distances."""
    for found in _candidates(first, last, language):
        # A single day is always named, wherever it stands.
        if len(found) == 1 or _fit(found, first, last, room, size):
            return found
    return _ends(first, last, language)


def _candidates(first: date, last: date, language: str) -> Iterator[list[Tick]]:
    if first == last:
        yield [Tick(first, say_day(first, language, "d MMM"), str(first.year))]
    if (last - first).days < SHORT:
        for step in (1, 2, 7, 14):
            days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
            yield _said(days, "d MMM", language)
    for step in MONTHS:
        yield _said(_months(first, last, step), "MMM", language)
    for step in YEARS:
        years = [date(year, 1, 1) for year in range(first.year, last.year + 1) if year % step == 0]
        yield [Tick(each, str(each.year)) for each in years if first <= each <= last]


def _ends(first: date, last: date, language: str) -> list[Tick]:
    return _said([first, last], "d MMM", language)


def _months(first: date, last: date, step: int) -> list[date]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    firsts = [date(number // 12, number % 12 + 1, 1) for number in numbers if number % 12 % step == 0]
    return [each for each in firsts if first <= each <= last]


def _said(days: list[date], form: str, language: str) -> list[Tick]:
    found: list[Tick] = []
    year = 0
    for each in days:
        found.append(Tick(each, say_day(each, language, form), str(each.year) if each.year != year else ""))
        year = each.year
    return found


def _fit(found: list[Tick], first: date, last: date, room: float, size: float) -> bool:
    if len(found) < 2:
        return False
    per_day = room / (last - first).days
    widths = [max(width(each.said, size), width(each.year, size)) + size for each in found]
    gaps = [(later.day - each.day).days * per_day for each, later in pairwise(found)]
    return all((one + other) / 2 <= gap for one, other, gap in zip(widths, widths[1:], gaps, strict=False))
