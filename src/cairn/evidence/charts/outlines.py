"""Outlines of countries, from a package or from the mission's own file, as rings of longitudes and latitudes.

Neighbours share their border as one arc: it is thinned once, and no gap opens between them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from babel.core import get_global
from numpy.typing import NDArray

from cairn.evidence.charts.errors import CannotDraw, PartsMissing
from cairn.evidence.charts.letters import part
from cairn.mission.config import load_mission

Ring = NDArray[np.float64]
# Natural Earth at three scales; the coarsest that is fine enough at so many dots to a degree is taken.
DETAILS = (("110m", 6), ("50m", 60), ("10m", float("inf")))
# The package gives it a name and no number.
WITHOUT_NUMBER = {"Kosovo": "XK"}


@dataclass(frozen=True, slots=True)
class Country:
    """Polygons, each as its outer ring and its holes; the code is empty where nobody has given one."""

    code: str
    polygons: tuple[tuple[Ring, ...], ...]

    @property
    def main(self) -> Ring:
        """The ring of its largest part, which stands for the country."""
        return max((rings[0] for rings in self.polygons), key=lambda ring: abs(area(ring)))


def countries(dots_to_a_degree: float) -> tuple[Country, ...]:
    """All of them, as finely as a map of this scale can show."""
    own = load_mission().outlines_path
    if own:
        return _read(own)
    name = next(name for name, most in DETAILS if dots_to_a_degree <= most)
    return _read(part(f"world-atlas/countries-{name}.json"))


def country_of(code: str) -> Country:
    """The outline of a country by its two letters, of the middle scale, or of the finest where it is as small as Nauru."""
    for scale in (20, 1000):
        for country in countries(scale):
            if country.code == code:
                return country
    raise CannotDraw(f"There is no outline for “{code}”.", "Give the two letters of a country, such as “FR”.")


def thinned(ring: Ring, step: float) -> Ring | None:
    """Only the corners that are seen at this step; None where nothing is left that has a surface."""
    cells = np.round(ring / step)
    keep = np.ones(len(ring), dtype=bool)
    keep[1:-1] = (np.diff(cells, axis=0) != 0).any(axis=1)[:-1]
    thin = _corners(ring[keep], step / 2)
    # A sliver that turned over would be drawn as all the rest of the world.
    if len(thin) < 4 or area(thin) * area(ring) <= 0 or abs(area(thin)) < step * step:
        return None
    return thin


def _corners(ring: Ring, step: float) -> Ring:
    """After Douglas and Peucker: between two corners no point lies farther from the straight way than this."""
    keep = np.zeros(len(ring), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _away(ring[first + 1 : last], ring[first], ring[last])
        farthest = int(np.argmax(away))
        if away[farthest] > step:
            middle = first + 1 + farthest
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return ring[keep]


def _away(points: Ring, start: Ring, end: Ring) -> Ring:
    way = end - start
    long = float(way @ way)
    if not long:
        return np.hypot(*(points - start).T)
    along = np.clip((points - start) @ way / long, 0, 1)
    return np.hypot(*(points - start - along[:, None] * way).T)


def area(ring: Ring) -> float:
    """Signed, in square degrees, also of a ring that crosses the date line."""
    x, y = straight(ring[:, 0]), ring[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def straight(longitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes without the jump from 180 to -180."""
    return np.rad2deg(np.unwrap(np.deg2rad(longitudes)))


def middle_of(ring: Ring) -> tuple[float, float]:
    """A place well inside: at the height of its centre, the middle of its widest part."""
    x, y = straight(ring[:, 0]), ring[:, 1]
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    height = float(((y[:-1] + y[1:]) * cross).sum() / (3 * cross.sum()))
    above = (y[:-1] > height) != (y[1:] > height)
    share = (height - y[:-1][above]) / (y[1:][above] - y[:-1][above])
    edges = np.sort(x[:-1][above] + share * (x[1:][above] - x[:-1][above]))
    starts, ends = edges[0::2], edges[1::2]
    widest = int(np.argmax(ends - starts))
    longitude = float(starts[widest] + ends[widest]) / 2
    return (longitude + 180) % 360 - 180, height


@lru_cache(maxsize=4)
def _read(file: Path) -> tuple[Country, ...]:
    try:
        told = json.loads(file.read_text())
        found = tuple(_of_topology(told) if told["type"] == "Topology" else _of_features(told))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise PartsMissing(
            f"The outlines in “{file.name}” cannot be read.",
            "They are TopoJSON with an object “countries”, or GeoJSON; each country has its letters or its number as id.",
        ) from error
    return found


def _of_topology(told: dict[str, Any]) -> Iterator[Country]:
    scale, move = (np.array(told["transform"][each]) for each in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + move for arc in told["arcs"]]
    for shape in told["objects"]["countries"]["geometries"]:
        several = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        polygons = tuple(tuple(_joined(ring, arcs) for ring in polygon) for polygon in several)
        yield Country(_code(shape), polygons)


def _joined(ring: list[int], arcs: list[Ring]) -> Ring:
    """Arcs end to end; one that runs backwards is written as its complement."""
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _of_features(told: dict[str, Any]) -> Iterator[Country]:
    for feature in told["features"]:
        shape = feature["geometry"]
        several = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        polygons = tuple(
            tuple(_turned(np.array(ring)[:, :2], is_hole=bool(nth)) for nth, ring in enumerate(polygon))
            for polygon in several
        )
        yield Country(_code(feature), polygons)


def _turned(ring: Ring, *, is_hole: bool) -> Ring:
    """GeoJSON runs around a surface against the clock; who draws on a globe runs with it."""
    return ring if (area(ring) > 0) == is_hole else ring[::-1]


def _code(shape: dict[str, Any]) -> str:
    """Two letters, from letters or from the number that the United Nations gave."""
    told = str(shape.get("id", "")).upper()
    if told.isdigit():
        return _letters().get(told.zfill(3), "")
    return told if len(told) == 2 else WITHOUT_NUMBER.get(shape.get("properties", {}).get("name", ""), "")


@cache
def _letters() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {
        number: letters[0] for number, letters in aliases.items() if number.isdigit() and len(letters) == 1
    }
