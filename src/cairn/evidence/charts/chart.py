"""What a chart says, before anybody draws it. What cannot be drawn honestly is refused here, with a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import isfinite

from cairn.evidence.charts.errors import CannotDraw, TooManyMarks

Number = Fraction | int | float


class Kind(StrEnum):
    """How the values stand on the page."""

    BARS = "bars"
    LINE = "line"
    MAP_COUNTRIES = "map-countries"
    MAP_POINTS = "map-points"


MAPS = frozenset({Kind.MAP_COUNTRIES, Kind.MAP_POINTS})
# More than this nobody reads, and a phone would have to carry it.
MOST = {Kind.BARS: 60, Kind.LINE: 1000, Kind.MAP_COUNTRIES: 250, Kind.MAP_POINTS: 400}
MOST_GROUPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One value of a chart. Without a value it is hidden, so that nobody can be recognised, or it is not known.

    In a line, one that was corrected or withdrawn may still be seen: superseded, hollow, and joined to no other.
    """

    label: str
    value: Number | None
    low: Number | None = None
    high: Number | None = None
    group: str = ""
    day: date | None = None
    longitude: float | None = None
    latitude: float | None = None
    country: str = ""
    is_hidden: bool = False
    is_superseded: bool = False

    @property
    def amount(self) -> float:
        """As a drawing takes it; zero where no value is shown."""
        return float(self.value or 0)

    @property
    def when(self) -> date:
        """The day of a value over time; the chart has refused a mark without one."""
        assert self.day is not None
        return self.day

    @property
    def has_range(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def span(self) -> tuple[Number, Number] | None:
        """From the lowest to the highest that is meant; None where no value is shown."""
        if self.value is None:
            return None
        low = self.value if self.low is None else self.low
        return low, self.value if self.high is None else self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The finding as a sentence, the values that show it, and where they come from.

    In a line, values further apart than `gap` are not joined: nobody knows what lay between them.
    """

    kind: Kind
    title: str
    marks: Sequence[Mark]
    subtitle: str = ""
    unit: str = ""
    source: str = ""
    language: str = "en"
    alternative: str = ""
    category: str = ""
    gap: timedelta | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "marks", tuple(self.marks))
        for refusal in _refusals(self):
            raise refusal

    @property
    def groups(self) -> tuple[str, ...]:
        """Second categories in the order in which they first appear."""
        return tuple(dict.fromkeys(mark.group for mark in self.marks))

    @property
    def spans(self) -> list[tuple[Number, Number]]:
        return [mark.span for mark in self.marks if mark.span is not None]


def _refusals(chart: Chart) -> Iterator[CannotDraw]:
    if not chart.title.strip():
        yield CannotDraw("This chart says nothing yet.", "Give it a title: the finding, as a sentence.")
    if not chart.marks:
        yield CannotDraw("This chart has no values.", "Choose a table or a period that has some.")
    if len(chart.marks) > MOST[chart.kind]:
        yield TooManyMarks(
            f"{len(chart.marks)} values are more than a chart of this kind can show; {MOST[chart.kind]} is the most.",
            "Take a shorter period, coarser categories or a part of the places.",
        )
    if len(chart.groups) > MOST_GROUPS:
        yield TooManyMarks(
            f"{len(chart.groups)} groups cannot be told apart in one chart; {MOST_GROUPS} is the most.",
            "Put some of them together, or make a chart for each.",
        )
    for mark in chart.marks:
        yield from _refusals_of_value(mark)
        yield from _refusals_of_place(mark, chart.kind)


def _refusals_of_value(mark: Mark) -> Iterator[CannotDraw]:
    told = [each for each in (mark.low, mark.value, mark.high) if each is not None]
    if mark.value is None and told:
        # A range around a hidden value would say what the value must not.
        yield CannotDraw(f"“{mark.label}” has a range and no value.", "Leave the range out as well.")
    if mark.is_hidden and told:
        yield CannotDraw(f"“{mark.label}” is hidden, and yet its value was handed over.", "Leave it out.")
    if not all(isfinite(each) for each in told):
        yield CannotDraw(f"“{mark.label}” is not a number that can be drawn.")
    elif told != sorted(told):
        yield CannotDraw(f"The range of “{mark.label}” does not lie around its value.")


def _refusals_of_place(mark: Mark, kind: Kind) -> Iterator[CannotDraw]:
    match kind:
        case Kind.LINE if mark.day is None:
            yield CannotDraw(f"“{mark.label}” has no day, and a line needs one for each value.")
        case Kind.MAP_COUNTRIES if not mark.country:
            yield CannotDraw(f"“{mark.label}” names no country.", "Give its two letters, such as “FR”.")
        case Kind.MAP_POINTS if not _is_on_earth(mark):
            yield CannotDraw(f"“{mark.label}” has no position on a map.", "Give its longitude and latitude.")


def _is_on_earth(mark: Mark) -> bool:
    if mark.longitude is None or mark.latitude is None:
        return False
    return -180 <= mark.longitude <= 180 and -90 <= mark.latitude <= 90
