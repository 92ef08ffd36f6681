"""What stands above and below a drawing that is alone: the finding, what is shown, and where it comes from."""

from cairn.evidence.charts.chart import Chart
from cairn.evidence.charts.letters import wrap
from cairn.evidence.charts.saying import plain
from cairn.evidence.charts.sheet import Sheet, Words
from cairn.evidence.charts.sizes import Sizes


def put_head(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    """The title in the site's own face, and the subtitle."""
    for text, size, tone, serif in (
        (chart.title, sizes.title, "ink", True),
        (chart.subtitle, sizes.text, "ink-soft", False),
    ):
        put_lines(sheet, "title" if serif else "subtitle", text, size, sizes, tone=tone, serif=serif)
    sheet.height += sizes.text * 0.6


def put_foot(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    if chart.source.strip():
        sheet.height += sizes.small * 0.5
        put_lines(sheet, "source", chart.source, sizes.small, sizes)


def put_lines(
    sheet: Sheet,
    name: str,
    text: str,
    size: float,
    sizes: Sizes,
    *,
    tone: str = "ink-soft",
    serif: bool = False,
) -> None:
    """A paragraph at the end of the sheet, as wide as the sheet is."""
    if not plain(text):
        return
    lines = wrap(plain(text), sheet.width, size, bold=serif)
    first = sheet.height + size * sizes.rise
    step = size * (sizes.tight if serif else sizes.leading)
    sheet.words(
        name,
        [
            Words(0, first + step * nth, line, size, tone=tone, bold=serif, serif=serif)
            for nth, line in enumerate(lines)
        ],
    )
    sheet.height += step * len(lines) + size * 0.3


def put_unit(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    """What the numbers count, where they begin; a share of a hundred says it with each number."""
    if chart.unit != "%":
        put_lines(sheet, "unit", chart.unit, sizes.small, sizes)
