"""Making a drawing: for a page of any width, for two widths, or as a picture."""

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from cairn.evidence.charts.bars import put_bars
from cairn.evidence.charts.chart import Chart, Kind
from cairn.evidence.charts.drawing import drawn
from cairn.evidence.charts.head import put_foot, put_head, put_unit
from cairn.evidence.charts.lines import put_series
from cairn.evidence.charts.maps import put_map
from cairn.evidence.charts.picture import pictured
from cairn.evidence.charts.sheet import Sheet
from cairn.evidence.charts.sizes import MIDDLE, NARROW, WIDE, sizes_for
from cairn.evidence.charts.words import in_words

PICTURE = 600  # A picture is laid out at this width and drawn as large as asked.


@lru_cache(maxsize=256)
def svg(chart: Chart, *, width: int = MIDDLE, is_bare: bool = False) -> SafeString:
    """One drawing that can be set into a page, or saved; bare, it leaves title, subtitle and source to the page."""
    return mark_safe(drawn(_sheet(chart, width, is_bare), chart, in_words(chart)))


def drawings(chart: Chart) -> SafeString:
    """Two bare drawings, for a telephone and for a desk; the style sheet shows the one that fits."""
    narrow, wide = (svg(chart, width=width, is_bare=True) for width in (NARROW, WIDE))
    return mark_safe(
        f'<div class="cairn-drawings"><div class="cairn-drawing-narrow">{narrow}</div>'
        f'<div class="cairn-drawing-wide">{wide}</div></div>'
    )


def png(chart: Chart, *, width: int = 1200, dark: bool = False) -> bytes:
    """A picture for cards and for the press, with its title and its source."""
    sheet = _sheet(chart, PICTURE, False)
    return pictured(drawn(sheet, chart, in_words(chart)), sheet, width=width, dark=dark)


def _sheet(chart: Chart, width: int, is_bare: bool) -> Sheet:
    sheet, sizes = Sheet(width, chart.language), sizes_for(width, chart.language)
    if not is_bare:
        put_head(sheet, chart, sizes)
    put_unit(sheet, chart, sizes)
    match chart.kind:
        case Kind.BARS:
            put_bars(sheet, chart, sizes)
        case Kind.LINE:
            put_series(sheet, chart, sizes)
        case _:
            put_map(sheet, chart, sizes)
    if not is_bare:
        put_foot(sheet, chart, sizes)
    return sheet
