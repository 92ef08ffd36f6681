"""Values over time: a line for each group, named where it ends. Where nobody counted there is no line."""

from collections.abc import Iterator, Sequence

from cairn.evidence.charts.chart import Chart, Mark
from cairn.evidence.charts.frame import Frame, frame_of, put_frame
from cairn.evidence.charts.key import put_key
from cairn.evidence.charts.line_names import end_names, put_end_names, put_peak
from cairn.evidence.charts.saying import day, plain, range_of, value_of
from cairn.evidence.charts.sheet import Dot, Sheet
from cairn.evidence.charts.sizes import Sizes

MANY = 40  # Dots to a line; beyond them the line says enough.
MANY_RANGES = 24


def put_series(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    series = [sorted(_standing(chart, group), key=lambda mark: mark.when) for group in chart.groups]
    names = end_names(chart, series, sheet.width, sizes)
    frame = frame_of(sheet, chart, sizes, max((name.wide(sizes) for name in names), default=0))
    put_frame(sheet, chart, frame)
    for group, marks in enumerate(series):
        _put_ranges(sheet, chart, frame, marks, group)
    _put_superseded(sheet, chart, frame)
    for group, marks in enumerate(series):
        _put_line(sheet, chart, frame, marks, group)
        _put_dots(sheet, chart, frame, marks, group)
    put_end_names(sheet, names, frame)
    if len(series) == 1:
        put_peak(sheet, chart, frame, series[0])
    put_key(sheet, chart, sizes, groups=False)


def _standing(chart: Chart, group: str) -> list[Mark]:
    return [mark for mark in chart.marks if mark.group == group and not mark.is_superseded]


def _runs(marks: Sequence[Mark], chart: Chart) -> Iterator[list[Mark]]:
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


def _put_ranges(sheet: Sheet, chart: Chart, frame: Frame, marks: Sequence[Mark], group: int) -> None:
    """A pale band along the line, and as long as there are few, an interval at each value."""
    for run in _runs(marks, chart):
        if len(run) > 1 and any(mark.has_range for mark in run):
            spans = [(mark.when, mark.span or (0, 0)) for mark in run]
            band = [(frame.x(when), frame.y(float(low)), frame.y(float(high))) for when, (low, high) in spans]
            sheet.band("range", band, group=group)
    ranged = [mark for mark in marks if mark.has_range]
    if len(ranged) <= MANY_RANGES:
        strokes = [stroke for mark in ranged for stroke in _interval(frame, mark)]
        sheet.rules("interval", strokes, "ink-soft", width=1.5)


def _interval(frame: Frame, mark: Mark) -> Iterator[tuple[float, float, float, float]]:
    x, (low, high) = frame.x(mark.when), (frame.y(float(each)) for each in mark.span or (0, 0))
    yield x, low, x, high
    for end in (low, high):
        yield x - 3.5, end, x + 3.5, end


def _put_line(sheet: Sheet, chart: Chart, frame: Frame, marks: Sequence[Mark], group: int) -> None:
    for run in _runs(marks, chart):
        if len(run) > 1:
            sheet.line("line", [(frame.x(mark.when), frame.y(mark.amount)) for mark in run], group=group)


def _put_dots(sheet: Sheet, chart: Chart, frame: Frame, marks: Sequence[Mark], group: int) -> None:
    """Each value, or those that no line touches; and on the floor a hatched mark for each that is hidden."""
    shown = [mark for run in _runs(marks, chart) if len(marks) <= MANY or len(run) == 1 for mark in run]
    dots = [Dot(frame.x(mark.when), frame.y(mark.amount), 9, _said(mark, chart)) for mark in shown]
    sheet.dots("dot", dots, group=group)
    half, floor = frame.sizes.text * 0.45, frame.y(0)
    hidden = [frame.x(mark.when) for mark in marks if mark.is_hidden]
    sheet.hatched("hidden", [(x - half, floor - 2.4 * half, x + half, floor) for x in hidden])


def _put_superseded(sheet: Sheet, chart: Chart, frame: Frame) -> None:
    for group, name in enumerate(chart.groups):
        marks = [mark for mark in chart.marks if mark.group == name and mark.is_superseded]
        dots = [Dot(frame.x(mark.when), frame.y(mark.amount), 9, _said(mark, chart)) for mark in marks]
        sheet.dots("superseded", dots, group=group, look="hollow")


def _said(mark: Mark, chart: Chart) -> str:
    value = value_of(mark, chart.language, chart.unit)
    span = range_of(mark, chart.language, chart.unit)
    told = [
        day(mark.when, chart.language),
        f"{value} ({span})" if span else value,
        plain(mark.group),
        plain(mark.label),
    ]
    return " · ".join(each for each in told if each)
