"""A sheet on which everything has its place, as layers of one Vega-Lite specification.

Places are counted from where reading starts: in Arabic the whole sheet is mirrored, axes and all, and no drawing has to
know. A map is not mirrored; `as_is` keeps its places.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from cairn.evidence.charts.saying import is_right_to_left
from cairn.evidence.charts.tones import DASHES, OF_GROUPS, SHAPES, tone

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
HATCH = "url(#hatch)"
SWAPPED = {"start": "end", "end": "start", "middle": "middle"}
ALIGN = {"start": "left", "end": "right", "middle": "center"}
Encoding = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text, by the place where its baseline starts, ends or has its middle."""

    x: float
    y: float
    text: str
    size: float
    anchor: str = "start"
    tone: str = "ink"
    bold: bool = False
    halo: bool = False
    serif: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A shape around a point; `said` is what a pointer that rests on it reads."""

    x: float
    y: float
    across: float
    said: str = ""


class Sheet:
    def __init__(self, width: float, language: str) -> None:
        self.width, self.height, self.language = width, 0.0, language
        self.is_mirrored = is_right_to_left(language)
        self._layers: list[dict[str, Any]] = []

    def spec(self) -> dict[str, Any]:
        """The whole, as Vega-Lite reads it."""
        return {
            "$schema": SCHEMA,
            "width": self.width,
            "height": round(self.height, 1),
            "padding": 0,
            "autosize": {"type": "none"},
            "background": None,
            "layer": self._layers,
            "config": {"view": {"stroke": None, "fill": None}, "mark": {"tooltip": None}},
        }

    def as_is(self, x: float) -> float:
        """The place of something that is not mirrored, such as a point on a map."""
        return self._x(x)

    def words(self, name: str, words: Iterable[Words]) -> None:
        def style(each: Words) -> tuple[Any, ...]:
            return each.size, each.anchor, each.tone, each.bold, each.halo, each.serif

        for _style, alike in groupby(sorted(words, key=style), key=style):
            lines = list(alike)
            self._add(
                name,
                _text_mark(lines[0], self._anchor(lines[0].anchor)),
                [{"x": self._x(each.x), "y": each.y, "text": each.text} for each in lines],
                text={"field": "text", "type": "nominal"},
            )

    def rules(self, name: str, ends: Iterable[Sequence[float]], stroke: str, *, width: float = 1) -> None:
        """Straight strokes: where each starts, across and down, and where it ends."""
        self._spans(name, {"type": "rule", "stroke": tone(stroke), "strokeWidth": width}, ends)

    def boxes(self, name: str, corners: Iterable[Sequence[float]], *, group: int = 0) -> None:
        self._spans(name, {"type": "rect", "fill": tone(_tone_of(group))}, corners)

    def ground(self, name: str, corners: Iterable[Sequence[float]], fill: str) -> None:
        self._spans(name, {"type": "rect", "fill": tone(fill)}, corners)

    def hatched(self, name: str, corners: Iterable[Sequence[float]]) -> None:
        """What is hidden: there is something, and its size is not told."""
        self._spans(name, {"type": "rect", "fill": HATCH, "stroke": tone("edge"), "strokeWidth": 1}, corners)

    def line(self, name: str, points: Sequence[tuple[float, float]], *, group: int) -> None:
        mark = {"type": "line", "stroke": tone(_tone_of(group)), "strokeWidth": 2.5, "strokeJoin": "round",
                "strokeCap": "round" if not DASHES[group] else "butt"}  # fmt: skip
        if DASHES[group]:
            mark["strokeDash"] = list(DASHES[group])
        places = [{"x": self._x(x), "y": y, "nth": nth} for nth, (x, y) in enumerate(points)]
        self._add(name, mark, places, order={"field": "nth", "type": "quantitative"})

    def band(self, name: str, points: Sequence[tuple[float, float, float]], *, group: int) -> None:
        """Between two lines: across, and down to either."""
        mark = {"type": "area", "fill": tone(_tone_of(group)), "fillOpacity": 0.14, "line": False}
        places = [{"x": self._x(x), "y": low, "y2": high} for x, low, high in points]
        self._add(name, mark, places, y2={"field": "y2"})

    def dots(self, name: str, dots: Iterable[Dot], *, group: int = 0, look: str = "full") -> None:
        """Shapes of a group: full, or hollow for a zero, hatched for what is hidden."""
        across = [
            {"x": self._x(d.x), "y": d.y, "size": d.across**2 * _area(group), "said": d.said} for d in dots
        ]
        mark = {"type": "point", "shape": SHAPES[group], "strokeWidth": 1.5, "opacity": 1, "filled": True}
        self._add(
            name,
            mark | _look(look, group),
            across,
            size={"field": "size", "type": "quantitative", "scale": None},
            description={"field": "said", "type": "nominal"},
        )

    def land(
        self, name: str, shapes: Sequence[Mapping[str, Any]], projection: Mapping[str, Any], look: Encoding
    ) -> None:
        if shapes:
            layer = {
                "name": self._name(name),
                "data": {"values": list(shapes)},
                "projection": dict(projection),
            }
            self._layers.append(layer | {"mark": {"type": "geoshape", "aria": False, **look}})

    def _spans(self, name: str, mark: Encoding, ends: Iterable[Sequence[float]]) -> None:
        places = [{"x": self._x(x), "y": y, "x2": self._x(x2), "y2": y2} for x, y, x2, y2 in ends]
        self._add(name, mark, places, x2={"field": "x2"}, y2={"field": "y2"})

    def _add(self, name: str, mark: Encoding, places: list[Encoding], **encoding: Encoding) -> None:
        """A layer, or more of one that looks the same: hundreds of layers would take seconds."""
        if not places:
            return
        where = {way: {"field": way, "type": "quantitative", "scale": None, "axis": None} for way in "xy"}
        look = {
            "mark": {"aria": "description" in encoding, "clip": False} | mark,
            "encoding": where | encoding,
        }
        for layer in self._may_grow(mark["type"]):
            if layer["name"].rpartition("_")[0] == name and look.items() <= layer.items():
                layer["data"]["values"] += places
                return
        self._layers.append({"name": self._name(name), "data": {"values": places}} | look)

    def _may_grow(self, kind: str) -> list[dict[str, Any]]:
        """Two lines in one layer would be joined over their gap, and dots keep their order: the small lie on the large."""
        match kind:
            case "line" | "area":
                return []
            case "point":
                return self._layers[-1:]
        return self._layers

    def _name(self, name: str) -> str:
        return f"{name}_{len(self._layers)}"

    def _x(self, x: float) -> float:
        return self.width - x if self.is_mirrored else x

    def _anchor(self, anchor: str) -> str:
        return SWAPPED[anchor] if self.is_mirrored else anchor


def _tone_of(group: int) -> str:
    return OF_GROUPS[group]


def _area(group: int) -> float:
    """Vega measures a symbol by a square around it; so all shapes have the surface of a circle."""
    return {"circle": 1, "square": 0.785, "triangle-up": 1.81, "diamond": 1.57, "cross": 1.23}[SHAPES[group]]


def _look(look: str, group: int) -> Encoding:
    own = tone(_tone_of(group))
    match look:
        case "hollow":
            return {"fill": tone("paper"), "stroke": own}
        case "hatched":
            return {"fill": HATCH, "stroke": tone("edge")}
        case "sheer":
            return {"fill": own, "fillOpacity": 0.75, "stroke": tone("paper")}
    return {"fill": own, "stroke": tone("paper")}


def _text_mark(words: Words, anchor: str) -> Encoding:
    mark: Encoding = {
        "type": "text",
        "align": ALIGN[anchor],
        "baseline": "alphabetic",
        "fontSize": words.size,
        "fontWeight": 600 if words.bold else 400,
        "font": "serif" if words.serif else "sans",
        "fill": tone(words.tone),
    }
    if words.halo:
        mark |= {"stroke": tone("paper"), "strokeWidth": 3.5, "strokeJoin": "round"}
    return mark
