"""What shapes mean, where it cannot stand beside each of them."""

from collections.abc import Sequence

from cairn.evidence.charts.chart import Chart
from cairn.evidence.charts.letters import widest, wrap
from cairn.evidence.charts.saying import plain
from cairn.evidence.charts.sheet import Dot, Sheet, Words
from cairn.evidence.charts.sizes import Sizes
from cairn.evidence.charts.words import hidden_in_words

Entry = tuple[int, str, str]  # Group, what it means, and how its shape looks.


def put_key(sheet: Sheet, chart: Chart, sizes: Sizes, *, groups: bool) -> None:
    """The groups where a drawing cannot name them itself, and what a hatched shape stands for."""
    entries: list[Entry] = []
    if groups and len(chart.groups) > 1:
        entries += [(nth, plain(name), "full") for nth, name in enumerate(chart.groups) if plain(name)]
    if any(mark.is_hidden for mark in chart.marks):
        entries.append((0, hidden_in_words(chart.language), "hatched"))
    if entries:
        _put_rows(sheet, entries, sizes)


def _put_rows(sheet: Sheet, entries: Sequence[Entry], sizes: Sizes) -> None:
    """One after the other, in rows as long as the sheet is wide."""
    size, step, sign = sizes.small, sizes.small * sizes.leading, sizes.small * 1.4
    x, top, tall = 0.0, sheet.height, step
    for group, meaning, look in entries:
        lines = wrap(meaning, sheet.width - sign, size)
        wide = sign + widest(lines, size)
        if x and x + wide > sheet.width:
            x, top, tall = 0.0, top + tall, step
        tall = max(tall, step * len(lines))
        baseline = top + size * sizes.rise
        sheet.dots("key", [Dot(x + size / 2, baseline - size * 0.35, size * 0.9)], group=group, look=look)
        sheet.words(
            "key",
            [
                Words(x + sign, baseline + step * nth, line, size, tone="ink-soft")
                for nth, line in enumerate(lines)
            ],
        )
        x += wide + size * 1.6
    sheet.height = top + tall + size * 0.4
