"""Maps: quiet land, and on it a shape as large as its number at each place, with name and number beside it.

Countries carry shapes as well and are tinted: a count painted over a whole country would show how large the country is.
"""

from collections.abc import Iterator
from math import sqrt

from django.utils import translation
from django.utils.translation import gettext as _

from cairn.evidence.charts.chart import Chart, Kind, Mark
from cairn.evidence.charts.head import put_lines
from cairn.evidence.charts.key import put_key
from cairn.evidence.charts.land import Outline, Shape, land_in
from cairn.evidence.charts.map_words import MapWords, Placed
from cairn.evidence.charts.outlines import country_of, middle_of
from cairn.evidence.charts.saying import name_of, plain, range_of, value_of
from cairn.evidence.charts.sheet import HATCH, Dot, Sheet
from cairn.evidence.charts.sizes import Sizes
from cairn.evidence.charts.tones import tone
from cairn.evidence.charts.view import Place, View, view_of

LARGE = 30  # Degrees; a country that is wider is shown as far as its middle.
SMALL = 8.0  # Dots across: what has a value can be seen.
PLAIN = 9.0
LARGEST_SHARE = 0.085  # Of the width of the map.
COVERED = 0.06  # Of its surface, by all shapes together.


def put_map(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    put_key(sheet, chart, sizes, groups=True)
    top = sheet.height
    tall = round(sheet.width * (0.58 if sheet.width >= 600 else 0.8))
    view = view_of(list(_extent(chart)), sheet.width, tall, margin=sheet.width * 0.13)
    if view.is_world:
        tall = round(sheet.width * 0.49)
        view = view_of(list(_extent(chart)), sheet.width, tall, margin=0)
    land = land_in(view)
    _put_land(sheet, chart, view, top, land)
    placed = list(_placed(chart, view, top))
    _put_shapes(sheet, chart, placed)
    map_words = MapWords(sheet, chart, view, top, sizes)
    map_words.put_distance()
    map_words.put_names(placed)
    if chart.kind == Kind.MAP_POINTS and not view.is_world:
        map_words.put_countries(land)
    sheet.height = top + tall + sizes.small * 0.4
    put_lines(sheet, "boundaries", _about_boundaries(chart.language), sizes.small - 1, sizes)


def _about_boundaries(language: str) -> str:
    with translation.override(language):
        return _(
            "Borders and names are drawn so that readers find their way. They say nothing about the status of a "
            "territory or about who rightly governs it."
        )


def _extent(chart: Chart) -> Iterator[Place]:
    """All that must be seen: the places, and each country as a whole where it is not too wide."""
    for mark in chart.marks:
        yield _place(mark)
        if chart.kind == Kind.MAP_COUNTRIES:
            ring = country_of(mark.country).main
            if ring[:, 0].max() - ring[:, 0].min() < LARGE:
                yield from ((float(x), float(y)) for x, y in ring[:: max(1, len(ring) // 40)])


def _place(mark: Mark) -> Place:
    if mark.longitude is not None and mark.latitude is not None:
        return mark.longitude, mark.latitude
    return middle_of(country_of(mark.country).main)


def _put_land(sheet: Sheet, chart: Chart, view: View, top: float, land: list[Outline]) -> None:
    sheet.ground("sea", [(0, top, sheet.width, top + view.height)], "stone")
    projection = view.projection(0, top)
    coast = {"stroke": tone("line"), "strokeWidth": 1, "strokeJoin": "round"}
    shown = {mark.country for mark in chart.marks if chart.kind == Kind.MAP_COUNTRIES}
    hidden = {mark.country for mark in chart.marks if mark.is_hidden} & shown
    others = [shape for country_, shape in land if country_.code not in shown]
    sheet.land("land", others, projection, {"fill": tone("paper")} | coast)
    edge = coast | {"stroke": tone("edge")}
    tint = {"fill": tone("link"), "fillOpacity": 0.18}
    sheet.land("country", _of(land, shown - hidden), projection, tint | edge)
    sheet.land("country-hidden", _of(land, hidden), projection, {"fill": HATCH, "fillOpacity": 0.55} | edge)


def _of(land: list[Outline], codes: set[str]) -> list[Shape]:
    return [shape for country_, shape in land if country_.code in codes]


def _placed(chart: Chart, view: View, top: float) -> Iterator[Placed]:
    """Largest first, so that the small stand on top and can be seen."""
    most = max((abs(mark.amount) for mark in chart.marks), default=0)
    largest = _largest(chart, view, most)
    for mark in sorted(chart.marks, key=lambda each: (-abs(each.amount), each.label)):
        x, y = view.on_sheet(_place(mark))
        yield Placed(mark, x, y + top, _across(mark, most, largest))


def _largest(chart: Chart, view: View, most: float) -> float:
    """Across the largest shape: smaller where many are large, so that the land below them is still seen."""
    together = sum(abs(mark.amount) / most for mark in chart.marks) if most else 1
    covering = sqrt(COVERED * view.width * view.height / (together * 0.785))
    return min(view.width * LARGEST_SHARE, covering)


def _across(mark: Mark, most: float, largest: float) -> float:
    """By area, as eyes compare them."""
    return max(SMALL, largest * sqrt(abs(mark.amount) / most)) if mark.value else PLAIN


def _put_shapes(sheet: Sheet, chart: Chart, placed: list[Placed]) -> None:
    has_values = bool(chart.spans) or any(mark.is_hidden for mark in chart.marks)
    for each in placed:
        dot = Dot(sheet.as_is(each.x), each.y, each.across, _said(each.mark, chart))
        name, look = _look(each.mark, has_values)
        sheet.dots(name, [dot], group=chart.groups.index(each.mark.group), look=look)


def _look(mark: Mark, has_values: bool) -> tuple[str, str]:
    """A place is full; a zero is hollow; what is hidden is hatched; what nobody knows is hollow as well, and says so."""
    if mark.is_hidden:
        return "hidden", "hatched"
    if mark.value:
        return "dot", "sheer"
    return ("zero", "hollow") if has_values else ("dot", "full")


def _said(mark: Mark, chart: Chart) -> str:
    told = [name_of(mark, chart.language), plain(mark.group)]
    if mark.value is not None or mark.is_hidden:
        span = range_of(mark, chart.language, chart.unit)
        value = value_of(mark, chart.language, chart.unit)
        told.insert(1, f"{value} ({span})" if span else value)
    return " · ".join(each for each in told if each)
