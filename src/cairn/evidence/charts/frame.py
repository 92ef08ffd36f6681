"""The frame of lines over time: numbers beside it, days below it, and where a day and a number meet."""

from dataclasses import dataclass
from datetime import date

from cairn.evidence.charts.chart import Chart
from cairn.evidence.charts.letters import widest, width
from cairn.evidence.charts.saying import number
from cairn.evidence.charts.scales import Tick, round_numbers, ticks
from cairn.evidence.charts.sheet import Sheet, Words
from cairn.evidence.charts.sizes import Sizes

TALL = {True: 0.62, False: 0.42}  # Of the width, for narrow and wide sheets.


@dataclass(frozen=True, slots=True)
class Frame:
    sizes: Sizes
    left: float
    start: float
    end: float
    top: float
    floor: float
    first: date
    last: date
    numbers: tuple[float, ...]
    ticks: tuple[Tick, ...]

    def x(self, when: date) -> float:
        return self.start + _share(when, self.first, self.last) * (self.end - self.start)

    def y(self, value: float) -> float:
        share = (value - self.numbers[0]) / (self.numbers[-1] - self.numbers[0])
        return self.floor - share * (self.floor - self.top)


def _share(when: date, first: date, last: date) -> float:
    """How far between two days; a single day stands in the middle."""
    whole = (last - first).days
    return (when - first).days / whole if whole else 0.5


def frame_of(sheet: Sheet, chart: Chart, sizes: Sizes, names: float) -> Frame:
    """As large as the sheet allows, beside names that need so much room."""
    edges = [float(each) for span in chart.spans for each in span] or [0.0]
    numbers = round_numbers(min(edges), max(edges), whole=all(each.is_integer() for each in edges))
    days = [mark.when for mark in chart.marks]
    left = (
        widest([number(each, chart.language, chart.unit) for each in numbers], sizes.small)
        + sizes.small * 0.6
    )
    # A first dot is not cut in half by the edge of its frame.
    start, end = left + sizes.text * 0.5, sheet.width - names - sizes.text * 0.9
    top = sheet.height + sizes.text * 1.2
    return Frame(
        sizes=sizes,
        left=left,
        start=start,
        end=end,
        top=top,
        floor=top + sheet.width * TALL[sheet.width < 600],
        first=min(days),
        last=max(days),
        numbers=tuple(numbers),
        ticks=tuple(ticks(min(days), max(days), end - start, sizes.small, chart.language)),
    )


def put_frame(sheet: Sheet, chart: Chart, frame: Frame) -> None:
    _put_numbers(sheet, chart, frame)
    _put_days(sheet, frame)
    lines = 1 + any(tick.year for tick in frame.ticks)
    sheet.height = frame.floor + frame.sizes.small * (0.7 + frame.sizes.leading * lines)


def _put_numbers(sheet: Sheet, chart: Chart, frame: Frame) -> None:
    """A quiet stroke at each round number, and a firmer one at zero."""
    size = frame.sizes.small
    for value in frame.numbers:
        name, stroke, wide = ("grid", "line", 1.0) if value else ("zero", "edge", 1.5)
        sheet.rules(name, [(frame.left, frame.y(value), frame.end, frame.y(value))], stroke, width=wide)
    said = [
        (frame.y(value) + size * 0.35, number(value, chart.language, chart.unit)) for value in frame.numbers
    ]
    sheet.words(
        "number", [Words(frame.left - size * 0.6, y, text, size, "end", "ink-soft") for y, text in said]
    )


def _put_days(sheet: Sheet, frame: Frame) -> None:
    size = frame.sizes.small
    places = [frame.x(tick.day) for tick in frame.ticks]
    sheet.rules("tick", [(x, frame.floor, x, frame.floor + 5) for x in places], "edge")
    for line, texts in enumerate(([tick.said for tick in frame.ticks], [tick.year for tick in frame.ticks])):
        y = frame.floor + size * (0.4 + frame.sizes.rise + line * frame.sizes.leading)
        sheet.words(
            "day", [_below(sheet, x, y, text, size) for x, text in zip(places, texts, strict=True) if text]
        )


def _below(sheet: Sheet, x: float, y: float, text: str, size: float) -> Words:
    """In the middle below its tick, and never over the edge of the sheet."""
    half = width(text, size) / 2
    return Words(min(max(x, half), sheet.width - half), y, text, size, "middle", "ink-soft")
