"""The land of a map: only what lies in its view, and as finely as it can be seen."""

from collections.abc import Iterator
from math import cos, degrees
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.charts.outlines import Country, Ring, countries, straight, thinned
from cairn.evidence.charts.view import View

Shape = dict[str, Any]
Outline = tuple[Country, Shape]
FINE = 0.8  # Dots: what lies closer together is one point.


def land_in(view: View) -> list[Outline]:
    """Countries in view, each with its shape as GeoJSON."""
    found = [(country, _shape(country, view)) for country in countries(view.dots_to_a_degree)]
    return [(country, shape) for country, shape in found if shape["coordinates"]]


def _shape(country: Country, view: View) -> Shape:
    polygons = [list(_rings(polygon, view)) for polygon in country.polygons if _is_near(polygon[0], view)]
    return {"type": "MultiPolygon", "coordinates": [polygon for polygon in polygons if polygon]}


def _rings(polygon: tuple[Ring, ...], view: View) -> Iterator[list[list[float]]]:
    """The outer ring first; without it its holes say nothing."""
    for nth, ring in enumerate(polygon):
        thin = thinned(ring, FINE / view.dots_to_a_degree)
        if thin is None and not nth:
            return
        if thin is not None:
            yield np.round(thin, 4).tolist()


def _is_near(ring: Ring, view: View) -> bool:
    if view.is_world:
        return True
    low, high = float(ring[:, 1].min()), float(ring[:, 1].max())
    latitude, reach = view.middle[1], degrees(view.reach)
    if high < latitude - reach or low > latitude + reach:
        return False
    facing = _directions(ring) @ _directions(np.array([view.middle]))[0]
    return bool((facing > cos(min(view.reach, np.pi))).any()) or (
        low <= latitude <= high and holds(ring, view.middle)
    )


def _directions(places: Ring) -> NDArray[np.float64]:
    turn, up = np.deg2rad(places[:, 0]), np.deg2rad(places[:, 1])
    return np.stack([np.cos(up) * np.cos(turn), np.cos(up) * np.sin(turn), np.sin(up)], axis=1)


def holds(ring: Ring, place: tuple[float, float]) -> bool:
    """Whether a place lies inside, also of a ring over the date line."""
    x, y = straight(ring[:, 0]), ring[:, 1]
    return any(
        inside(np.stack([x, y], axis=1), np.array([[place[0] + turn, place[1]]]))[0]
        for turn in (0, 360, -360)
    )


def inside(ring: Ring, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """For each point of the plane, whether the ring runs around it."""
    x, y = ring[:, 0], ring[:, 1]
    px, py = points[:, :1], points[:, 1:]
    crossed = (y[:-1] > py) != (y[1:] > py)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x[:-1] + (py - y[:-1]) / (y[1:] - y[:-1]) * (x[1:] - x[:-1])
    return (crossed & (px < at)).sum(axis=1) % 2 == 1


def names_in(view: View, land: list[Outline]) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Countries that fill enough of the view to be named, with places for the name, the most central first."""
    steps = 18
    grid = np.array([(view.width * (i + 0.5) / steps, view.height * (j + 0.5) / steps)
                     for i in range(steps) for j in range(steps)])  # fmt: skip
    for country, shape in land:
        rings = [view.rings_on_sheet(np.array(polygon[0])) for polygon in shape["coordinates"]]
        within = np.any([inside(ring, grid) for ring in rings], axis=0)
        own = grid[within]
        if country.code and len(own) >= steps * steps * 0.04:
            away = np.hypot(*(own - own.mean(axis=0)).T)
            yield country.code, [tuple(place) for place in own[np.argsort(away, kind="stable")].tolist()]
