"""The sheet a scene is drawn on: palette, gradients, light, and the shapes of land and water."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

WIDTH, HEIGHT = 1600, 1000

NIGHT, DEEP, PETROL, LAGOON, MIST, PALE = "#041f28", "#07343f", "#0b5563", "#2f8088", "#9fc4c2", "#e4ede8"
SAND, CREAM, STRAW, OCHRE = "#e6d6b8", "#f8f0df", "#f3cf87", "#dba23d"
EMBER, CLAY, ROSE, UMBER = "#e2793c", "#b9522f", "#dfa283", "#4a3028"

Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]


def n(value: float) -> str:
    """A number as short as it can be written, so that the same scene is the same text everywhere."""
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


def blend(first: str, second: str, share: float) -> str:
    """The colour that lies `share` of the way from the first colour to the second."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def path(points: Sequence[Point], close: bool = True) -> str:
    """The outline that runs straight from point to point."""
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + ("Z" if close else "")


def flow(points: Sequence[Point]) -> str:
    """A soft line through all points (Catmull-Rom, written as Bézier curves)."""
    line = f"M{n(points[0][0])} {n(points[0][1])}"
    for i in range(len(points) - 1):
        before, here = points[max(i - 1, 0)], points[i]
        there, after = points[i + 1], points[min(i + 2, len(points) - 1)]
        a = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        b = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        line += "C" + " ".join(f"{n(x)} {n(y)}" for x, y in (a, b, there))
    return line


class Sheet:
    """One drawing as it grows, from the back to the front."""

    def __init__(self, seed: int, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height, self.random = width, height, Random(seed)
        self._definitions: list[str] = []
        self._layers: list[str] = []

    def add(self, *shapes: str) -> None:
        self._layers.extend(shapes)

    def define(self, tag: str, attributes: str, inside: str) -> str:
        name = f"d{len(self._definitions)}"
        self._definitions.append(f'<{tag} id="{name}" {attributes}>{inside}</{tag}>')
        return f"url(#{name})"

    def fade(self, *stops: Stop, across: bool = False) -> str:
        """A linear gradient: downwards, or across the shape."""
        turn = 'x1="0" y1="0" x2="1" y2="0"' if across else 'x1="0" y1="0" x2="0" y2="1"'
        return self.define("linearGradient", turn, _stops(stops))

    def halo(self, *stops: Stop) -> str:
        """A round gradient, from the middle outwards."""
        return self.define("radialGradient", "", _stops(stops))

    def inside(self, outline: str) -> None:
        """What follows is only seen inside the outline, as through a window, until `outside()`."""
        self.add(f'<g clip-path="{self.define("clipPath", "", f"<path d={chr(34)}{outline}{chr(34)}/>")}">')

    def outside(self) -> None:
        self.add("</g>")

    def shape(self, outline: str, fill: str, more: str = "") -> None:
        self.add(f'<path d="{outline}" fill="{fill}" {more}/>')

    def line(self, outline: str, colour: str, width: float, more: str = "") -> None:
        self.add(
            f'<path d="{outline}" fill="none" stroke="{colour}" stroke-width="{n(width)}" '
            f'stroke-linecap="round" stroke-linejoin="round" {more}/>'
        )

    def box(self, x: float, y: float, w: float, h: float, fill: str, more: str = "") -> None:
        self.add(f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" fill="{fill}" {more}/>')

    def disc(self, x: float, y: float, r: float, fill: str, more: str = "") -> None:
        self.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}" {more}/>')

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, more: str = "") -> None:
        self.add(f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}" fill="{fill}" {more}/>')

    def sky(self, *stops: Stop) -> None:
        self.box(0, 0, self.width, self.height, self.fade(*stops))

    def glow(self, x: float, y: float, r: float, colour: str, strength: float = 0.8) -> None:
        """Light that spreads in the air around a lamp, a window or the sun."""
        soft = self.halo((0, colour, strength), (0.25, colour, strength * 0.45), (1, colour, 0))
        self.disc(x, y, r, soft)

    def sun(self, x: float, y: float, r: float, colour: str, reach: float = 5) -> None:
        self.glow(x, y, r * reach, colour, 0.55)
        self.disc(x, y, r, blend(colour, "#ffffff", 0.55))

    def stars(self, count: int, lowest: float, strength: float = 0.7) -> None:
        for _ in range(count):
            x, y = self.random.uniform(0, self.width), lowest * self.random.random() ** 1.4
            self.disc(x, y, self.random.choice((0.9, 1.2, 1.7)), CREAM, f'fill-opacity="{n(strength)}"')

    def clouds(self, count: int, top: float, bottom: float, colour: str, strength: float = 0.35) -> None:
        """Long thin clouds that lie along the horizon."""
        for _ in range(count):
            x, y = self.random.uniform(-100, self.width), self.random.uniform(top, bottom)
            w = self.random.uniform(260, 760)
            fill = self.halo((0, colour, strength * 1.3), (0.55, colour, strength * 0.5), (1, colour, 0))
            self.oval(x + w / 2, y, w * 0.9, self.random.uniform(6, 20), fill)

    def mist(self, top: float, bottom: float, colour: str, strength: float = 0.5) -> None:
        self.box(
            0,
            top,
            self.width,
            bottom - top,
            self.fade((0, colour, 0), (0.6, colour, strength), (1, colour, 0)),
        )

    def ridge(
        self, y: float, rise: float, colour: str, foot: str | None = None, rough: float = 1.0
    ) -> list[Point]:
        """A line of hills across the whole sheet, filled to the bottom; gives its crest for what stands on it."""
        waves = [
            (rise / (k**1.15), k * self.random.uniform(0.0022, 0.0038), self.random.uniform(0, 6.28))
            for k in (1, 2, 3.7, 6.1, 11 * rough)
        ]
        crest = [
            (x, y - sum(a * math.sin(f * x + p) for a, f, p in waves) * 0.6)
            for x in range(-20, self.width + 40, 20)
        ]
        self.land(crest, colour, foot)
        return crest

    def land(self, crest: Sequence[Point], colour: str, foot: str | None = None, rim: float = 0) -> None:
        """The ground below a crest, darker or lighter towards its foot; `rim` is the light along its edge."""
        outline = flow(crest) + f"L{n(crest[-1][0])} {self.height + 10}L{n(crest[0][0])} {self.height + 10}Z"
        self.shape(outline, self.fade((0, colour), (1, foot or blend(colour, NIGHT, 0.35))))
        if rim:
            self.line(flow(crest), blend(colour, STRAW, 0.8), 3, f'stroke-opacity="{n(rim)}"')

    def sea(self, y: float, near: str, far: str, bottom: float | None = None) -> None:
        """Open water from the horizon down, calm, with the light lying on it in short strokes."""
        bottom = bottom or self.height
        self.box(0, y, self.width, bottom - y, self.fade((0, far), (1, near)))
        for _ in range(150):
            depth = self.random.random() ** 1.7
            row = y + 4 + depth * (bottom - y)
            length = 24 + depth * self.random.uniform(60, 260)
            x = self.random.uniform(-80, self.width)
            fill = blend(far, "#ffffff", 0.3)
            self.oval(
                x,
                row,
                length / 2,
                0.8 + depth * 2.0,
                fill,
                f'fill-opacity="{n(0.12 + 0.2 * self.random.random())}"',
            )

    def shimmer(
        self, x: float, y: float, bottom: float, width: float, colour: str, strength: float = 0.75
    ) -> None:
        """The path of light that sun, moon or lamp lays across water, towards whoever looks."""
        rows = int((bottom - y) / 9)
        for row in range(rows):
            share = row / rows
            half = width * (0.25 + 0.75 * share) * self.random.uniform(0.25, 1)
            centre = x + self.random.uniform(-1, 1) * width * 0.25 * (0.3 + share)
            opacity = strength * (1 - share) ** 0.8 * self.random.uniform(0.5, 1)
            self.oval(
                centre, y + row * 9 + 4, half, 1.4 + 2.4 * share, colour, f'fill-opacity="{opacity:.2f}"'
            )

    def thread(
        self, points: Sequence[Point], colour: str = EMBER, width: float = 4, dashed: bool = False
    ) -> None:
        """The warm line that runs through every scene: a journey, or what ties people together."""
        dash = f'stroke-dasharray="{n(width * 3)} {n(width * 3.4)}"' if dashed else ""
        if not dashed:
            self.line(flow(points), colour, width * 3.2, 'stroke-opacity="0.16"')
        self.line(flow(points), colour, width, dash)

    def svg(self) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}">'
        return head + "<defs>" + "".join(self._definitions) + "</defs>" + "".join(self._layers) + "</svg>"


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{s[0]:g}" stop-color="{s[1]}"'
        + (f' stop-opacity="{s[2]:.3g}"' if len(s) > 2 else "")
        + "/>"
        for s in stops
    )
