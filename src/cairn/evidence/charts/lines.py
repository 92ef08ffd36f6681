"""Values over time: a line for each group, named where it ends. Where nobody counted there is no line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from cairn.evidence.charts.chart import Chart, Mark
from cairn.evidence.charts.letters import widest, width, wrap
from cairn.evidence.charts.saying import day, number, plain, range_of, value_of
from cairn.evidence.charts.scales import Tick, round_numbers, ticks
from cairn.evidence.charts.sheet import Dot, Sheet, Words
from cairn.evidence.charts.sizes import Sizes
from cairn.evidence.charts.words import hidden_in_words

TALL = {True: 0.62, False: 0.42}  # Of the width, for narrow and wide sheets.
MANY = 40  # Dots to a line; beyond them the line says enough.
MANY_RANGES = 24


@dataclass(slots=True)
class _Plan:
    """The frame of the lines, and what lies between its edges."""

    sizes: Sizes
    start: float
    end: float
    top: float
    floor: float
    first: date
    last: date
    numbers: list[float]
    labels: list["_Label"] = field(default_factory=list)

    def x(self, when: date) -> float:
        whole = (self.last - self.first).days
        share = (when - self.first).days / whole if whole else 0.5
        return self.start + share * (self.end - self.start)

    def y(self, value: float) -> float:
        share = (value - self.numbers[0]) / (self.numbers[-1] - self.numbers[0])
        return self.floor - share * (self.floor - self.top)


@dataclass(slots=True)
class _Label:
    """What stands at the end of a line: its name and its last number."""

    group: int
    from_x: float
    from_y: float
    number: str
    name: list[str]
    y: float = 0

    def tall(self, sizes: Sizes) -> float:
        return sizes.text * sizes.leading * (len(self.name) + 1)


def put_lines_of(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    series = [sorted(_of(chart, group), key=lambda mark: mark.when) for group in chart.groups]
    plan = _planned(sheet, chart, series, sizes)
    _put_numbers(sheet, chart, plan)
    _put_days(sheet, chart, plan)
    for group, marks in enumerate(series):
        _put_ranges(sheet, plan, chart, marks, group)
    for group, marks in enumerate(series):
        _put_series(sheet, plan, chart, marks, group)
    _put_labels(sheet, plan)
    _put_peak(sheet, chart, plan, series)
    sheet.height = plan.floor + sizes.small * (
        0.7 + sizes.leading * (1 + any(t.year for t in _ticks(chart, plan)))
    )
    _put_key(sheet, chart, sizes)


def _of(chart: Chart, group: str) -> list[Mark]:
    return [mark for mark in chart.marks if mark.group == group]


def _planned(sheet: Sheet, chart: Chart, series: list[list[Mark]], sizes: Sizes) -> _Plan:
    edges = [float(each) for span in chart.spans for each in span] or [0.0]
    whole = all(each.is_integer() for each in edges)
    numbers = round_numbers(min(edges), max(edges), whole=whole)
    days = [mark.when for mark in chart.marks]
    said = [number(each, chart.language, chart.unit) for each in numbers]
    start = widest(said, sizes.small) + sizes.small * 0.6
    labels = [_label(chart, marks, nth, sheet.width * 0.3, sizes) for nth, marks in enumerate(series)]
    wide = [
        max(widest(each.name, sizes.text), width(each.number, sizes.text, bold=True))
        for each in labels
        if each
    ]
    top = sheet.height + sizes.text * 1.2
    tall = sheet.width * TALL[sheet.width < 600]
    plan = _Plan(
        sizes=sizes,
        # A first dot is not cut in half by the edge of its frame.
        start=start + sizes.text * 0.5,
        end=sheet.width - max(wide, default=0) - sizes.text * 0.9,
        top=top,
        floor=top + tall,
        first=min(days),
        last=max(days),
        numbers=numbers,
    )
    plan.labels = [_placed(label, marks, plan) for label, marks in zip(labels, series, strict=True) if label]
    return plan


def _label(chart: Chart, marks: list[Mark], group: int, room: float, sizes: Sizes) -> _Label | None:
    known = [mark for mark in marks if mark.value is not None]
    if not known:
        return None
    name = wrap(plain(known[-1].group), room, sizes.text) if known[-1].group else []
    return _Label(group, 0, 0, value_of(known[-1], chart.language, chart.unit), name)


def _placed(label: _Label, marks: list[Mark], plan: _Plan) -> _Label:
    last = [mark for mark in marks if mark.value is not None][-1]
    label.from_x, label.from_y = plan.x(last.when), plan.y(last.amount)
    label.y = label.from_y - label.tall(plan.sizes) / 2
    return label


def _put_numbers(sheet: Sheet, chart: Chart, plan: _Plan) -> None:
    sizes = plan.sizes
    levels = [(plan.y(each), number(each, chart.language, chart.unit), each) for each in plan.numbers]
    left = plan.start - sizes.text * 0.5
    sheet.rules("grid", [(left, y, plan.end, y) for y, _said, each in levels if each], "line")
    sheet.rules("zero", [(left, y, plan.end, y) for y, _said, each in levels if not each], "edge", width=1.5)
    x = left - sizes.small * 0.6
    sheet.words(
        "number",
        [Words(x, y + sizes.small * 0.35, said, sizes.small, "end", "ink-soft") for y, said, _each in levels],
    )


def _ticks(chart: Chart, plan: _Plan) -> list[Tick]:
    return ticks(plan.first, plan.last, plan.end - plan.start, plan.sizes.small, chart.language)


def _put_days(sheet: Sheet, chart: Chart, plan: _Plan) -> None:
    size = plan.sizes.small
    found = _ticks(chart, plan)
    sheet.rules("tick", [(plan.x(t.day), plan.floor, plan.x(t.day), plan.floor + 5) for t in found], "edge")
    for line, texts in enumerate(([t.said for t in found], [t.year for t in found])):
        y = plan.floor + size * (0.4 + plan.sizes.rise + line * plan.sizes.leading)
        words = [
            _below(sheet, plan.x(t.day), y, text, size) for t, text in zip(found, texts, strict=True) if text
        ]
        sheet.words("day", words)


def _below(sheet: Sheet, x: float, y: float, text: str, size: float) -> Words:
    """In the middle below its tick, and never over the edge of the sheet."""
    half = width(text, size) / 2
    return Words(min(max(x, half), sheet.width - half), y, text, size, "middle", "ink-soft")


def _runs(marks: list[Mark], chart: Chart) -> Iterator[list[Mark]]:
    """Values that follow each other, without one that is missing, and without a gap that is too wide."""
    run: list[Mark] = []
    for mark in marks:
        is_far = bool(run) and chart.gap is not None and mark.when - run[-1].when > chart.gap
        if run and (mark.value is None or is_far):
            yield run
            run = []
        if mark.value is not None:
            run.append(mark)
    if run:
        yield run


def _put_ranges(sheet: Sheet, plan: _Plan, chart: Chart, marks: list[Mark], group: int) -> None:
    for run in _runs(marks, chart):
        if len(run) > 1 and any(mark.has_range for mark in run):
            spans = [(mark, mark.span or (0, 0)) for mark in run]
            band = [(plan.x(m.when), plan.y(float(low)), plan.y(float(high))) for m, (low, high) in spans]
            sheet.band("range", band, group=group)
    ranged = [mark for mark in marks if mark.has_range and mark.span]
    if len(ranged) <= MANY_RANGES:
        sheet.rules(
            "interval", [stroke for mark in ranged for stroke in _interval(plan, mark)], "ink-soft", width=1.5
        )


def _interval(plan: _Plan, mark: Mark) -> Iterator[tuple[float, float, float, float]]:
    assert mark.span is not None
    x, (low, high) = plan.x(mark.when), (plan.y(float(each)) for each in mark.span)
    yield x, low, x, high
    for end in (low, high):
        yield x - 3.5, end, x + 3.5, end


def _put_series(sheet: Sheet, plan: _Plan, chart: Chart, marks: list[Mark], group: int) -> None:
    runs = list(_runs(marks, chart))
    for run in runs:
        if len(run) > 1:
            sheet.line("line", [(plan.x(m.when), plan.y(m.amount)) for m in run], group=group)
    shown = (
        [m for run in runs for m in run]
        if len(marks) <= MANY
        else [m for run in runs if len(run) == 1 for m in run]
    )
    dots = [Dot(plan.x(m.when), plan.y(m.amount), 9, _said(m, chart)) for m in shown]
    sheet.dots("dot", dots, group=group)
    half = plan.sizes.text * 0.45
    hidden = [plan.x(mark.when) for mark in marks if mark.is_hidden]
    sheet.hatched("hidden", [(x - half, plan.y(0) - 2.4 * half, x + half, plan.y(0)) for x in hidden])


def _said(mark: Mark, chart: Chart) -> str:
    value = value_of(mark, chart.language, chart.unit)
    span = range_of(mark, chart.language, chart.unit)
    told = [day(mark.when, chart.language), f"{value} ({span})" if span else value, plain(mark.group)]
    return " · ".join(each for each in told if each)


def _put_labels(sheet: Sheet, plan: _Plan) -> None:
    """At the end of the sheet, moved apart where two lines end close to each other."""
    sizes, step = plan.sizes, plan.sizes.text * plan.sizes.leading
    labels = sorted(plan.labels, key=lambda each: each.y)
    for upper, lower in pairwise(labels):
        lower.y = max(lower.y, upper.y + upper.tall(sizes) + 2)
    floor = plan.floor + sizes.text * 0.4
    for label in reversed(labels):
        label.y = min(label.y, floor - label.tall(sizes))
        floor = label.y - 2
    x = plan.end + sizes.text * 0.7
    for label in labels:
        middle = label.y + label.tall(sizes) / 2
        if abs(middle - label.from_y) > step / 2 or label.from_x < plan.end - 1:
            _put_leader(sheet, plan, label, middle)
        first = label.y + step * 0.75
        number_at = Words(x, first, label.number, sizes.text, bold=True)
        names = [
            Words(x, first + step * (n + 1), line, sizes.text, tone="ink-soft")
            for n, line in enumerate(label.name)
        ]
        sheet.words("label", [number_at, *names])


def _put_leader(sheet: Sheet, plan: _Plan, label: _Label, middle: float) -> None:
    bend = plan.end + plan.sizes.text * 0.1
    x, y = label.from_x + 7, label.from_y
    sheet.rules(
        "leader", [(x, y, bend, y), (bend, y, bend + plan.sizes.text * 0.5, middle)], "edge", width=0.75
    )


def _put_peak(sheet: Sheet, chart: Chart, plan: _Plan, series: list[list[Mark]]) -> None:
    """In a single line the highest value says its number, unless the last one is as high."""
    known = [mark for mark in series[0] if mark.value is not None]
    if len(series) > 1 or len(known) < 2:
        return
    highest = max(known, key=lambda mark: mark.amount)
    if highest.value == known[-1].value:
        return
    said = value_of(highest, chart.language, chart.unit)
    half = width(said, plan.sizes.text, bold=True) / 2
    x = min(max(plan.x(highest.when), plan.start - plan.sizes.text * 0.5 + half), plan.end - half)
    top = plan.y(float((highest.span or (0, 0))[1]))
    sheet.words(
        "peak",
        [Words(x, top - plan.sizes.text * 0.55, said, plan.sizes.text, "middle", bold=True, halo=True)],
    )


def _put_key(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    if any(mark.is_hidden for mark in chart.marks):
        side = sizes.small
        top = sheet.height + side * 0.5
        sheet.hatched("key", [(0, top, side, top + side)])
        sheet.words(
            "key",
            [
                Words(
                    side * 1.5,
                    top + side * 0.85,
                    hidden_in_words(chart.language),
                    sizes.small,
                    tone="ink-soft",
                )
            ],
        )
        sheet.height = top + side * sizes.leading
