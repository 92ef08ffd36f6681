"""Bars that lie, in the order given, from a common zero; each says its number at its end."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cairn.evidence.charts.chart import Chart, Mark
from cairn.evidence.charts.letters import widest, width, wrap
from cairn.evidence.charts.saying import name_of, plain, value_of
from cairn.evidence.charts.sheet import Sheet, Words
from cairn.evidence.charts.sizes import Sizes

BESIDE = 0.42  # Names get at most this much of the width, or stand above their bars.
LEAST = 0.34  # And bars at least this much.
MANY = 16
HIDDEN = 2.2  # A hatched bar is this many letters long, whatever it hides.


@dataclass(slots=True)
class _Row:
    """A category with its bars."""

    name: str
    marks: list[Mark]
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    """Where names end, where the bars may lie, and how thick they are."""

    sizes: Sizes
    names: float = 0
    start: float = 0
    end: float = 0
    thick: float = 0
    says_group_above: bool = False
    low: float = 0
    high: float = 1

    def x(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def put_bars(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    rows = _rows(chart)
    plan = _planned(chart, rows, sheet.width, sizes)
    top = sheet.height
    for nth, row in enumerate(rows):
        sheet.height += _between(plan, rows) if nth else 0
        _put_row(sheet, chart, row, plan)
    zero = plan.x(0)
    sheet.rules("zero", [(zero, top, zero, sheet.height)], "edge")
    sheet.height += sizes.text * 0.5


def _rows(chart: Chart) -> list[_Row]:
    rows: dict[str, _Row] = {}
    for mark in chart.marks:
        name = name_of(mark, chart.language)
        rows.setdefault(name, _Row(name, [])).marks.append(mark)
    return list(rows.values())


def _planned(chart: Chart, rows: list[_Row], room: float, sizes: Sizes) -> _Plan:
    plan = _Plan(sizes, thick=round(sizes.text * (1.05 if len(chart.marks) > MANY else 1.4)))
    edges = [float(each) for span in chart.spans for each in span] + [0.0]
    plan.low, plan.high = min(edges), max(edges)
    if plan.low == plan.high:
        plan.high = 1.0
    plan.names = _width_of_names(rows, room, sizes)
    gap = sizes.text * 0.7
    said = [_said_width(chart, mark, plan) for mark in chart.marks]
    plan.start = plan.names + gap if plan.names else 0
    if room - plan.start - max(said) < room * LEAST:
        plan.says_group_above = len(chart.groups) > 1
        said = [_said_width(chart, mark, plan) for mark in chart.marks]
    if room - plan.start - max(said) < room * LEAST:
        plan.names = plan.start = 0
    for row in rows:
        row.lines = wrap(row.name, plan.names or room, sizes.text)
    below = [each for each, mark in zip(said, chart.marks, strict=True) if mark.value and mark.value < 0]
    plan.start += max(below, default=0)
    plan.end = room - max(said)
    return plan


def _width_of_names(rows: list[_Row], room: float, sizes: Sizes) -> float:
    """None where a name would need more than two lines beside its bar."""
    limit = room * BESIDE
    lines = [wrap(row.name, limit, sizes.text) for row in rows]
    if max(map(len, lines)) > 2:
        return 0
    return widest([line for each in lines for line in each], sizes.text)


def _said_width(chart: Chart, mark: Mark, plan: _Plan) -> float:
    """Room for the number at the end of the bar, and for its group where that stands there."""
    size = plan.sizes.text
    needed = size * 0.9 + width(value_of(mark, chart.language, chart.unit), size, bold=mark.value is not None)
    if mark.value is None:
        needed += size * HIDDEN
    if mark.group and not plan.says_group_above:
        needed += size * 0.5 + width(plain(mark.group), size)
    return needed


def _between(plan: _Plan, rows: list[_Row]) -> float:
    if not plan.names:
        return plan.sizes.text * 0.9
    several = max(len(row.marks) for row in rows) > 1
    return plan.sizes.text * (0.9 if several else 0.35 if len(rows) > MANY else 0.55)


def _put_row(sheet: Sheet, chart: Chart, row: _Row, plan: _Plan) -> None:
    step = plan.sizes.text * plan.sizes.leading
    if not plan.names:
        _put_name(sheet, row, plan, 0, sheet.height)
        sheet.height += step * len(row.lines) + plan.sizes.text * 0.1
    apart = plan.sizes.text * 0.4 if plan.says_group_above else 2
    tall = sum(_height_of(mark, plan) for mark in row.marks) + apart * (len(row.marks) - 1)
    named = step * len(row.lines) if plan.names else 0
    whole = max(tall, named)
    if plan.names:
        _put_name(sheet, row, plan, plan.names, sheet.height + (whole - named) / 2)
    top = sheet.height + (whole - tall) / 2
    for mark in row.marks:
        _put_bar(sheet, chart, mark, plan, top)
        top += _height_of(mark, plan) + apart
    sheet.height += whole


def _put_name(sheet: Sheet, row: _Row, plan: _Plan, x: float, top: float) -> None:
    size, step = plan.sizes.text, plan.sizes.text * plan.sizes.leading
    # In the middle of a line the baseline lies about a third of the letters below the middle.
    first = top + step / 2 + size * 0.35
    anchor = "end" if plan.names else "start"
    sheet.words("name", [Words(x, first + step * n, line, size, anchor) for n, line in enumerate(row.lines)])


def _height_of(mark: Mark, plan: _Plan) -> float:
    above = plan.sizes.text * plan.sizes.leading if mark.group and plan.says_group_above else 0
    return plan.thick + above


def _put_bar(sheet: Sheet, chart: Chart, mark: Mark, plan: _Plan, top: float) -> None:
    size, zero, group = plan.sizes.text, plan.x(0), chart.groups.index(mark.group)
    if above := _height_of(mark, plan) - plan.thick:
        sheet.words("group", [Words(zero + 2, top + above * 0.75, plain(mark.group), size, tone="ink-soft")])
        top += above
    middle, bottom = top + plan.thick / 2, top + plan.thick
    if mark.value is not None:
        end = plan.x(mark.amount)
        if mark.value:
            sheet.boxes("bar", [(min(zero, end), top, max(zero, end), bottom)], group=group)
        _put_interval(sheet, mark, plan, middle)
    elif mark.is_hidden:
        sheet.hatched("hidden", [(zero, top, zero + size * HIDDEN, bottom)])
    sheet.words("value", _said(chart, mark, plan, middle + size * 0.35))


def _put_interval(sheet: Sheet, mark: Mark, plan: _Plan, middle: float) -> None:
    """The range on the bar, as a stroke between two ends; a stroke of paper below it keeps both apart."""
    if mark.span is None or not mark.has_range:
        return
    low, high = (plan.x(float(each)) for each in mark.span)
    tick = plan.thick * 0.22
    strokes = [
        (low, middle, high, middle),
        (low, middle - tick, low, middle + tick),
        (high, middle - tick, high, middle + tick),
    ]
    sheet.rules("interval-ground", strokes, "paper", width=4)
    sheet.rules("interval", strokes, "ink", width=1.5)


def _said(chart: Chart, mark: Mark, plan: _Plan, baseline: float) -> Iterator[Words]:
    """The number outside the bar, and beyond its range; then the group."""
    size = plan.sizes.text
    said = value_of(mark, chart.language, chart.unit)
    group = "" if plan.says_group_above else plain(mark.group)
    if mark.value is None:
        x = plan.x(0) + size * (HIDDEN if mark.is_hidden else 0) + size * 0.45
        yield Words(x, baseline, said, size, tone="ink-soft")
        x += width(said, size) + size * 0.5
    elif mark.value < 0:
        x = plan.x(float(mark.span[0] if mark.span else mark.value)) - size * 0.45
        yield Words(x, baseline, said, size, "end", bold=True)
        if group:
            yield Words(
                x - width(said, size, bold=True) - size * 0.5, baseline, group, size, "end", tone="ink-soft"
            )
        return
    else:
        x = plan.x(float(mark.span[1] if mark.span else mark.value)) + size * 0.45
        yield Words(x, baseline, said, size, bold=True)
        x += width(said, size, bold=True) + size * 0.5
    if group:
        yield Words(x, baseline, group, size, tone="ink-soft")
