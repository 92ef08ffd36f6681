"""What part of the earth a map shows, and where a place lies on it.

The view goes to what is shown and no further: places in one town are not a speck on a globe. A region is drawn in equal
areas around its own middle, so that no edge of the world runs through it, at Fiji as little as at Calais; what
spans more than half of the earth is drawn as the whole of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Place = tuple[float, float]  # Longitude and latitude.
EARTH = 6371.0  # Kilometres from the middle.
LEAST = 110 / EARTH  # Across: a coast and two towns, so that a reader knows where this is.
WORLD = 150  # Degrees of longitude; beyond, the world is shown.
NORTH, SOUTH = 78, -56
_A = (1.340264, -0.081106, 0.000893, 0.003796)  # Equal Earth, by its authors Šavrič, Patterson and Jenny.


@dataclass(frozen=True, slots=True)
class View:
    """A projection with its place on the sheet."""

    width: float
    height: float
    middle: Place
    scale: float
    move: tuple[float, float]
    is_world: bool

    def on_sheet(self, place: Place) -> tuple[float, float]:
        x, y = (_equal_earth if self.is_world else _around)(place, self.middle)
        return self.move[0] + self.scale * x, self.move[1] - self.scale * y

    def rings_on_sheet(self, ring: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([self.on_sheet((x, y)) for x, y in ring])

    @property
    def dots_to_a_degree(self) -> float:
        return self.scale * pi / 180

    @property
    def reach(self) -> float:
        """Radians from the middle to the farthest corner, and a little more."""
        return pi if self.is_world else 1.2 * sqrt(self.width**2 + self.height**2) / self.scale

    def projection(self, left: float, top: float) -> dict[str, Any]:
        """The same for Vega, in a frame that starts here."""
        longitude, latitude = self.middle
        return {
            "type": "equalEarth" if self.is_world else "azimuthalEqualArea",
            "rotate": [-longitude, 0 if self.is_world else -latitude, 0],
            "scale": self.scale,
            "translate": [self.move[0] + left, self.move[1] + top],
            "clipExtent": [[left, top], [left + self.width, top + self.height]],
            "precision": 0.6,
        }


def view_of(places: Sequence[Place], width: float, height: float, margin: float) -> View:
    """Around all of these, with a margin for what is drawn at them."""
    middle, span = _middle(places)
    if span > WORLD:
        return _world(width, height)
    flat = [_around(place, middle) for place in places]
    # The middle of what is seen, rather than of its degrees.
    xs, ys = [x for x, _y in flat], [y for _x, y in flat]
    middle = _back(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2), middle)
    flat = [_around(place, middle) for place in places]
    across = max(max(x for x, _y in flat) - min(x for x, _y in flat), 1e-9)
    along = max(max(y for _x, y in flat) - min(y for _x, y in flat), 1e-9)
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / along, width / LEAST)
    return View(width, height, middle, scale, (width / 2, height / 2), False)


def _world(width: float, height: float) -> View:
    """All of it, cut through the Bering Strait, where least is cut."""
    middle = (11.0, 0.0)
    scale = min(width / (2 * _equal_earth((191 - 1e-6, 0), middle)[0]), height / _tall_world())
    top = _equal_earth((11, NORTH), middle)[1]
    spare = height - scale * _tall_world()
    return View(width, height, middle, scale, (width / 2, spare / 2 + scale * top), True)


def _tall_world() -> float:
    return _equal_earth((11, NORTH), (11, 0))[1] - _equal_earth((11, SOUTH), (11, 0))[1]


def _middle(places: Sequence[Place]) -> tuple[Place, float]:
    """The middle of the shortest arc around the earth that holds all of them, and how long it is."""
    around = sorted({longitude % 360 for longitude, _latitude in places})
    gaps = [
        ((later - each) % 360 or 360, later)
        for each, later in zip(around, around[1:] + around[:1], strict=True)
    ]
    widest, start = max(gaps)
    latitudes = [latitude for _longitude, latitude in places]
    longitude = (start + (360 - widest) / 2 + 180) % 360 - 180
    return (longitude, (min(latitudes) + max(latitudes)) / 2), 360 - widest


def _around(place: Place, middle: Place) -> tuple[float, float]:
    """Lambert's azimuthal projection of equal areas."""
    turn, up, centre = radians(place[0] - middle[0]), radians(place[1]), radians(middle[1])
    facing = sin(centre) * sin(up) + cos(centre) * cos(up) * cos(turn)
    stretch = sqrt(2 / max(1 + facing, 1e-9))
    return (
        stretch * cos(up) * sin(turn),
        stretch * (cos(centre) * sin(up) - sin(centre) * cos(up) * cos(turn)),
    )


def _back(flat: tuple[float, float], middle: Place) -> Place:
    """From the flat to the earth."""
    far = sqrt(flat[0] ** 2 + flat[1] ** 2)
    if far < 1e-12:
        return middle
    angle, centre = 2 * asin(min(far / 2, 1)), radians(middle[1])
    up = asin(cos(angle) * sin(centre) + flat[1] * sin(angle) * cos(centre) / far)
    turn = atan2(flat[0] * sin(angle), far * cos(centre) * cos(angle) - flat[1] * sin(centre) * sin(angle))
    return (middle[0] + degrees(turn) + 180) % 360 - 180, degrees(up)


def _equal_earth(place: Place, middle: Place) -> tuple[float, float]:
    turn = radians((place[0] - middle[0] + 180) % 360 - 180)
    line = asin(sqrt(3) / 2 * sin(radians(place[1])))
    squared = line * line
    sixth = squared**3
    a1, a2, a3, a4 = _A
    across = turn * cos(line) / (sqrt(3) / 2 * (a1 + 3 * a2 * squared + sixth * (7 * a3 + 9 * a4 * squared)))
    return across, line * (a1 + a2 * squared + sixth * (a3 + a4 * squared))
