"""Words on a map: names and numbers of its places, of the countries around them, and how far is how far."""

from dataclasses import dataclass
from math import floor, log10

from django.utils import translation
from django.utils.translation import gettext as _

from cairn.evidence.charts.chart import Chart, Mark
from cairn.evidence.charts.land import Outline, names_in
from cairn.evidence.charts.letters import widest, width, wrap
from cairn.evidence.charts.places import CLOSE, Box, Room, Spot
from cairn.evidence.charts.saying import country, name_of, number, value_of
from cairn.evidence.charts.sheet import SWAPPED, Sheet, Words
from cairn.evidence.charts.sizes import Sizes
from cairn.evidence.charts.view import EARTH, View

ROOM = 0.26  # Of the width, for a name on one line.
FARTHEST = 500  # Kilometres; a longer stroke would not be as long everywhere on its map.


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark where it stands on the sheet, and how large its shape is."""

    mark: Mark
    x: float
    y: float
    across: float

    @property
    def box(self) -> Box:
        half = self.across / 2
        return self.x - half, self.y - half, self.x + half, self.y + half


class MapWords:
    """Puts words where there is room for them; what finds none stands in the table."""

    def __init__(self, sheet: Sheet, chart: Chart, view: View, top: float, sizes: Sizes) -> None:
        self.sheet, self.chart, self.view, self.top = sheet, chart, view, top
        self.size, self.step = sizes.small, sizes.small * sizes.leading
        self.room = Room((2, top + 2, sheet.width - 2, top + view.height - 2))

    def put_names(self, placed: list[Placed]) -> None:
        """Name and number beside each place; on a small map of the world there is no room for strokes to them."""
        for each in placed:
            self.room.take(each.box)
        far = not self.view.is_world or self.sheet.width >= 600
        for each in placed:
            lines = self._lines(each.mark)
            wide = max(width(text, self.size, bold=bold) for text, bold in lines)
            spot = self.room.spot(each.x, each.y, each.across / 2, wide, self.step * len(lines), far=far)
            if spot:
                self._put(each, spot, lines)

    def _lines(self, mark: Mark) -> list[tuple[str, bool]]:
        name = name_of(mark, self.chart.language)
        # A word that is broken is not found again by who looks for it.
        room = max(self.sheet.width * ROOM, widest(name.split(" "), self.size))
        lines = [(line, False) for line in wrap(name, room, self.size)]
        if mark.value is not None or mark.is_hidden:
            lines.append((value_of(mark, self.chart.language, self.chart.unit), mark.value is not None))
        return lines

    def _put(self, placed: Placed, spot: Spot, lines: list[tuple[str, bool]]) -> None:
        left, top, right, bottom = spot.box
        x = {"start": left, "end": right, "middle": (left + right) / 2}[spot.anchor]
        if spot.reach > CLOSE:
            stroke = (placed.x, placed.y, x, min(max(placed.y, top), bottom))
            self.sheet.rules("leader", [self._as_is(stroke)], "edge", width=0.75)
        for nth, (text, bold) in enumerate(lines):
            self._say("place", x, top + self.step * (nth + 0.78), text, spot.anchor, bold=bold)

    def put_countries(self, land: list[Outline]) -> None:
        """Names of countries, quietly, where they are not in the way."""
        for code, places in names_in(self.view, land):
            name = country(code, self.chart.language)
            half, tall = width(name, self.size) / 2, self.step / 2
            for x, y in ((x, y + self.top) for x, y in places):
                box = (x - half, y - tall, x + half, y + tall)
                if self.room.is_free(box):
                    self.room.take(box)
                    self._say("country-name", x, y + self.size * 0.35, name, "middle", tone="ink-soft")
                    break

    def put_distance(self) -> None:
        """How far a stroke is on the ground."""
        kilometres = _round(self.view.width * 0.2 / self.view.scale * EARTH)
        if self.view.is_world or kilometres > FARTHEST:
            return
        with translation.override(self.chart.language):
            said = _("%(distance)s km") % {"distance": number(kilometres, self.chart.language)}
        start, end = 10.0, 10 + kilometres / EARTH * self.view.scale
        y = self.top + self.view.height - self.size * 0.9
        self.sheet.rules(
            "distance",
            [(start, y, end, y), (start, y - 4, start, y + 4), (end, y - 4, end, y + 4)],
            "ink-soft",
        )
        words = Words(end + 6, y + self.size * 0.35, said, self.size, tone="ink-soft", halo=True)
        self.sheet.words("distance", [words])
        left, right = sorted((self.sheet.as_is(0), self.sheet.as_is(end + 10 + width(said, self.size))))
        self.room.take((left, y - self.size, right, y + self.size))

    def _say(
        self, name: str, x: float, y: float, text: str, anchor: str, *, bold: bool = False, tone: str = "ink"
    ) -> None:
        anchor = SWAPPED[anchor] if self.sheet.is_mirrored else anchor
        words = Words(self.sheet.as_is(x), y, text, self.size, anchor, tone, bold, halo=True)
        self.sheet.words(name, [words])

    def _as_is(self, stroke: Box) -> Box:
        x, y, x2, y2 = stroke
        return self.sheet.as_is(x), y, self.sheet.as_is(x2), y2


def _round(most: float) -> int:
    """The longest distance of 1, 2 or 5 with zeros that is no longer than this."""
    unit = 10 ** floor(log10(max(most, 1)))
    return int(max(each * unit for each in (1, 2, 5) if each * unit <= max(most, 1)))
