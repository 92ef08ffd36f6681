"""Names and last numbers where lines end, so that nobody looks back and forth to a key."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cairn.evidence.charts.chart import Chart, Mark
from cairn.evidence.charts.frame import Frame
from cairn.evidence.charts.letters import widest, width, wrap
from cairn.evidence.charts.saying import plain, value_of
from cairn.evidence.charts.sheet import Sheet, Words
from cairn.evidence.charts.sizes import Sizes

ROOM, MOST_ROOM = 0.3, 0.45  # Of the width, for names that are long, and for a word that is.


@dataclass(slots=True)
class EndName:
    """What stands at the end of a line, and since it was placed, where."""

    last: Mark
    number: str
    lines: list[str]
    tall: float
    y: float = 0

    def wide(self, sizes: Sizes) -> float:
        return max(widest(self.lines, sizes.text), width(self.number, sizes.text, bold=True))


def end_names(chart: Chart, series: Sequence[Sequence[Mark]], room: float, sizes: Sizes) -> list[EndName]:
    """One for each line that has a value at all."""
    found = []
    for marks in series:
        known = [mark for mark in marks if mark.value is not None]
        if known:
            name = plain(known[-1].group)
            # A word that is broken is not found again by who looks for it, but the lines need room as well.
            longest = min(widest(name.split(" "), sizes.text), room * MOST_ROOM)
            lines = wrap(name, max(room * ROOM, longest), sizes.text) if name else []
            said = value_of(known[-1], chart.language, chart.unit)
            found.append(EndName(known[-1], said, lines, sizes.text * sizes.leading * (len(lines) + 1)))
    return found


def put_end_names(sheet: Sheet, names: Sequence[EndName], frame: Frame) -> None:
    sizes, step = frame.sizes, frame.sizes.text * frame.sizes.leading
    _spread(names, frame)
    x = frame.end + sizes.text * 0.7
    for name in names:
        middle = name.y + name.tall / 2
        if abs(middle - frame.y(name.last.amount)) > step / 2 or frame.x(name.last.when) < frame.end - 1:
            _put_leader(sheet, frame, name, middle)
        first = name.y + step * 0.75
        below = [
            Words(x, first + step * (n + 1), line, sizes.text, tone="ink-soft")
            for n, line in enumerate(name.lines)
        ]
        sheet.words("label", [Words(x, first, name.number, sizes.text, bold=True), *below])


def _spread(names: Sequence[EndName], frame: Frame) -> None:
    """Beside the end of its line, and moved where two would lie on each other: first down, then up from the floor."""
    for name in names:
        name.y = frame.y(name.last.amount) - name.tall / 2
    in_order = sorted(names, key=lambda each: each.y)
    for upper, lower in pairwise(in_order):
        lower.y = max(lower.y, upper.y + upper.tall + 2)
    floor = frame.floor + frame.sizes.text * 0.4
    for name in reversed(in_order):
        name.y = min(name.y, floor - name.tall)
        floor = name.y - 2


def _put_leader(sheet: Sheet, frame: Frame, name: EndName, middle: float) -> None:
    bend, end = frame.end + frame.sizes.text * 0.1, frame.end + frame.sizes.text * 0.6
    x, y = frame.x(name.last.when) + 7, frame.y(name.last.amount)
    sheet.rules("leader", [(x, y, bend, y), (bend, y, end, middle)], "edge", width=0.75)


def put_peak(sheet: Sheet, chart: Chart, frame: Frame, marks: Sequence[Mark]) -> None:
    """The highest value of a line says its number as well, unless the last one is as high."""
    known = [mark for mark in marks if mark.value is not None]
    highest = max(known, key=lambda mark: mark.amount, default=None)
    if highest is None or highest.value == known[-1].value:
        return
    size = frame.sizes.text
    said = value_of(highest, chart.language, chart.unit)
    half = width(said, size, bold=True) / 2
    x = min(max(frame.x(highest.when), frame.left + half), frame.end - half)
    top = frame.y(float((highest.span or (0, 0))[1])) - size * 0.55
    sheet.words("peak", [Words(x, top, said, size, "middle", bold=True, halo=True)])
