"""Maps: quiet land, and on it a shape as large as its number at each place, with name and number beside it.

Countries carry shapes as well and are tinted: a count painted over a whole country would show how large the country is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10, sqrt
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cairn.evidence.charts.chart import Chart, Kind, Mark
from cairn.evidence.charts.head import put_lines
from cairn.evidence.charts.land import land_in, names_in
from cairn.evidence.charts.letters import widest, width, wrap
from cairn.evidence.charts.outlines import Country, country_of, middle_of
from cairn.evidence.charts.places import Room, Spot
from cairn.evidence.charts.saying import country, name_of, number, plain, range_of, value_of
from cairn.evidence.charts.sheet import HATCH, SWAPPED, Dot, Sheet, Words
from cairn.evidence.charts.sizes import Sizes
from cairn.evidence.charts.tones import tone
from cairn.evidence.charts.view import EARTH, Place, View, view_of
from cairn.evidence.charts.words import hidden_in_words

LARGE = 30  # Degrees; a country that is wider is shown as far as its middle.
SMALL = 8.0  # Dots across: what has a value can be seen.
PLAIN = 9.0
LARGEST_SHARE = 0.085  # Of the width of the map.
COVERED = 0.06  # Of its surface, by all shapes together.
Outline = tuple[Country, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Placed:
    mark: Mark
    x: float
    y: float
    across: float


def put_map(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    _put_key(sheet, chart, sizes)
    top = sheet.height
    tall = round(sheet.width * (0.58 if sheet.width >= 600 else 0.8))
    view = view_of(list(_extent(chart)), sheet.width, tall, margin=sheet.width * 0.13)
    if view.is_world:
        tall = round(sheet.width * 0.49)
        view = view_of(list(_extent(chart)), sheet.width, tall, margin=0)
    land = land_in(view)
    _put_land(sheet, chart, view, top, land)
    placed = list(_placed(chart, view, top))
    room = Room((2, top + 2, sheet.width - 2, top + tall - 2))
    _put_shapes(sheet, chart, placed)
    for each in placed:
        half = each.across / 2
        room.take((each.x - half, each.y - half, each.x + half, each.y + half))
    _put_distance(sheet, chart, view, top, room, sizes)
    _put_names(sheet, chart, placed, room, sizes, far=not view.is_world or sheet.width >= 600)
    if chart.kind == Kind.MAP_POINTS and not view.is_world:
        _put_countries(sheet, chart, view, top, land, room, sizes)
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


def _of(land: list[Outline], codes: set[str]) -> list[dict[str, Any]]:
    return [shape for country_, shape in land if country_.code in codes]


def _placed(chart: Chart, view: View, top: float) -> Iterator[_Placed]:
    """Largest first, so that the small stand on top and can be seen."""
    most = max((abs(mark.amount) for mark in chart.marks), default=0)
    largest = _largest(chart, view, most)
    for mark in sorted(chart.marks, key=lambda each: (-abs(each.amount), each.label)):
        x, y = view.on_sheet(_place(mark))
        yield _Placed(mark, x, y + top, _across(mark, most, largest))


def _largest(chart: Chart, view: View, most: float) -> float:
    """Across the largest shape: smaller where many are large, so that the land below them is still seen."""
    together = sum(abs(mark.amount) / most for mark in chart.marks) if most else 1
    covering = sqrt(COVERED * view.width * view.height / (together * 0.785))
    return min(view.width * LARGEST_SHARE, covering)


def _across(mark: Mark, most: float, largest: float) -> float:
    """By area, as eyes compare them."""
    return max(SMALL, largest * sqrt(abs(mark.amount) / most)) if mark.value else PLAIN


def _put_shapes(sheet: Sheet, chart: Chart, placed: list[_Placed]) -> None:
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


def _put_names(
    sheet: Sheet, chart: Chart, placed: list[_Placed], room: Room, sizes: Sizes, *, far: bool
) -> None:
    """Name and number beside each place, as far as there is room; all of them stand in the table."""
    step = sizes.small * sizes.leading
    for each in placed:
        lines = _lines(chart, each.mark, sheet.width * 0.26, sizes)
        wide = max(width(text, sizes.small, bold=bold) for text, bold in lines)
        spot = room.spot(each.x, each.y, each.across / 2, wide, step * len(lines), far=far)
        if spot:
            _put_spot(sheet, each, spot, lines, sizes)


def _lines(chart: Chart, mark: Mark, room: float, sizes: Sizes) -> list[tuple[str, bool]]:
    name = name_of(mark, chart.language)
    # A word that is broken is not found again by who looks for it.
    room = max(room, widest(name.split(" "), sizes.small))
    lines = [(line, False) for line in wrap(name, room, sizes.small)]
    if mark.value is not None or mark.is_hidden:
        lines.append((value_of(mark, chart.language, chart.unit), mark.value is not None))
    return lines


def _put_spot(sheet: Sheet, placed: _Placed, spot: Spot, lines: list[tuple[str, bool]], sizes: Sizes) -> None:
    left, top, right, bottom = spot.box
    x = {"start": left, "end": right, "middle": (left + right) / 2}[spot.anchor]
    step = sizes.small * sizes.leading
    anchor = SWAPPED[spot.anchor] if sheet.is_mirrored else spot.anchor
    if spot.reach > 4:
        y = min(max(placed.y, top), bottom)
        sheet.rules("leader", [(sheet.as_is(placed.x), placed.y, sheet.as_is(x), y)], "edge", width=0.75)
    sheet.words(
        "place",
        [
            Words(sheet.as_is(x), top + step * (nth + 0.78), text, sizes.small, anchor, bold=bold, halo=True)
            for nth, (text, bold) in enumerate(lines)
        ],
    )


def _put_countries(
    sheet: Sheet, chart: Chart, view: View, top: float, land: list[Outline], room: Room, sizes: Sizes
) -> None:
    """Names of countries, quietly, where they are not in the way."""
    tall = sizes.small * sizes.leading
    for code, places in names_in(view, land):
        name = country(code, chart.language)
        wide = width(name, sizes.small)
        boxes = (
            (x, y + top, (x - wide / 2, y + top - tall / 2, x + wide / 2, y + top + tall / 2))
            for x, y in places
        )
        free = next(((x, y, box) for x, y, box in boxes if room.is_free(box)), None)
        if free:
            x, y, box = free
            room.take(box)
            words = Words(
                sheet.as_is(x), y + sizes.small * 0.35, name, sizes.small, "middle", "ink-soft", halo=True
            )
            sheet.words("country-name", [words])


def _put_distance(sheet: Sheet, chart: Chart, view: View, top: float, room: Room, sizes: Sizes) -> None:
    """How far a stroke is on the ground; over more than a region it would differ from place to place."""
    kilometres = _round(sheet.width * 0.2 / view.scale * EARTH)
    if view.is_world or kilometres > 500:
        return
    with translation.override(chart.language):
        said = _("%(distance)s km") % {"distance": number(kilometres, chart.language)}
    long, y = kilometres / EARTH * view.scale, top + view.height - sizes.small * 0.9
    sheet.rules(
        "distance",
        [(10, y, 10 + long, y), (10, y - 4, 10, y + 4), (10 + long, y - 4, 10 + long, y + 4)],
        "ink-soft",
    )
    sheet.words(
        "distance", [Words(16 + long, y + sizes.small * 0.35, said, sizes.small, tone="ink-soft", halo=True)]
    )
    end = 20 + long + width(said, sizes.small)
    left, right = sorted((sheet.as_is(6), sheet.as_is(end)))
    room.take((left, y - sizes.small, right, y + sizes.small))


def _round(most: float) -> int:
    """The longest distance of 1, 2 or 5 with zeros that is no longer than this."""
    unit = 10 ** floor(log10(max(most, 1)))
    return int(max(each * unit for each in (1, 2, 5) if each * unit <= max(most, 1)))


def _put_key(sheet: Sheet, chart: Chart, sizes: Sizes) -> None:
    """Shapes of the groups, and what a hatched one means; in rows as long as the sheet is wide."""
    entries = [
        (group, plain(name), "full")
        for group, name in enumerate(chart.groups)
        if len(chart.groups) > 1 and name
    ]
    if any(mark.is_hidden for mark in chart.marks):
        entries.append((0, hidden_in_words(chart.language), "hatched"))
    x, y = 0.0, sheet.height + sizes.small * sizes.rise
    for group, name, look in entries:
        wide = sizes.small * 1.4 + width(name, sizes.small)
        if x and x + wide > sheet.width:
            x, y = 0.0, y + sizes.small * sizes.leading * 1.1
        sheet.dots(
            "key",
            [Dot(x + sizes.small * 0.5, y - sizes.small * 0.35, sizes.small * 0.9)],
            group=group,
            look=look,
        )
        sheet.words("key", [Words(x + sizes.small * 1.4, y, name, sizes.small, tone="ink-soft")])
        x += wide + sizes.small * 1.6
    if entries:
        sheet.height = y + sizes.small * 0.8
