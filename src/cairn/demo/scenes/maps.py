"""The Mediterranean as a schematic map: coasts simplified, no borders drawn, three routes and the places of work."""

from __future__ import annotations

from .sheet import CREAM, DEEP, EMBER, NIGHT, SAND, STRAW, Point, Sheet, blend, flow, n, path

# Longitude and latitude of points along the coasts, rounded: enough to be recognised, not to navigate.
EUROPE: list[Point] = [
    (-12, 52),
    (-1.6, 49.6),
    (-1.6, 48.7),
    (-4.6, 48.5),
    (-2.5, 47.3),
    (-1.2, 46),
    (-1.2, 44.7),
    (-1.6, 43.4),
    (-3.8, 43.5),
    (-8, 43.7),
    (-9.2, 43),
    (-8.8, 41),
    (-9.4, 38.8),
    (-8.8, 38.4),
    (-8.9, 37),
    (-7.4, 37.1),
    (-6.2, 36.6),
    (-5.5, 36.05),
    (-4.4, 36.7),
    (-2.4, 36.75),
    (-0.8, 37.6),
    (-0.2, 38.4),
    (0.2, 38.8),
    (-0.3, 39.5),
    (0.8, 40.7),
    (2.2, 41.4),
    (3.3, 42.3),
    (3.05, 42.9),
    (4, 43.5),
    (5.3, 43.3),
    (6.2, 43),
    (7.3, 43.7),
    (8.9, 44.4),
    (9.9, 44),
    (10.4, 43.3),
    (11.1, 42.5),
    (12.3, 41.7),
    (13.6, 41.2),
    (14.4, 40.7),
    (15.6, 40),
    (16.1, 38.8),
    (15.7, 38),
    (16.2, 37.95),
    (17.2, 39),
    (16.6, 39.7),
    (17.1, 40.5),
    (18.35, 39.85),
    (18.4, 40.2),
    (16.9, 41.1),
    (15.9, 41.6),
    (16.1, 41.9),
    (14.8, 42.1),
    (13.5, 43.6),
    (12.3, 44.4),
    (12.4, 45.4),
    (13.7, 45.7),
    (13.8, 44.9),
    (14.5, 45.3),
    (15.2, 44.1),
    (16.4, 43.5),
    (18.1, 42.6),
    (19.3, 41.8),
    (19.4, 40.4),
    (20.2, 39.5),
    (21.1, 38.4),
    (22.7, 38.1),
    (21.3, 37.9),
    (21.6, 36.9),
    (22.4, 36.5),
    (23, 36.6),
    (22.8, 37.4),
    (23.4, 37.4),
    (23.1, 37.9),
    (24, 37.7),
    (24, 38.2),
    (23, 39.1),
    (22.7, 40.4),
    (23.9, 40),
    (24.3, 40.2),
    (23.9, 40.7),
    (25.9, 40.8),
    (26.2, 40.1),
    (27.4, 40.9),
    (28.9, 41.1),
    (28, 42),
    (27.7, 42.7),
    (28.6, 43.8),
    (29.7, 45),
    (30.8, 46.5),
    (32.2, 46.2),
    (33.6, 46.1),
    (32.6, 45.4),
    (33.7, 44.5),
    (35.4, 45),
    (36.6, 45.3),
    (37.6, 46.8),
    (42, 48),
    (42, 52),
]
ASIA_AND_AFRICA: list[Point] = [
    (42, 41.4),
    (38, 41),
    (36.3, 41.5),
    (35, 42),
    (33.3, 42),
    (31.4, 41.3),
    (29.2, 41.2),
    (29, 40.6),
    (27.2, 40.4),
    (26.2, 39.9),
    (26.8, 39.3),
    (26.9, 38.5),
    (26.3, 38.2),
    (27.2, 37.7),
    (27.4, 37),
    (28.3, 36.7),
    (29.2, 36.3),
    (30.6, 36.8),
    (32, 36.5),
    (32.9, 36.05),
    (34.5, 36.75),
    (36.1, 36.7),
    (35.8, 35.5),
    (35.5, 33.9),
    (35, 32.8),
    (34.3, 31.4),
    (32.3, 31.2),
    (31, 31.6),
    (29.9, 31.1),
    (27.2, 31.3),
    (25.1, 31.6),
    (24, 32.1),
    (22.6, 32.8),
    (20.9, 32.7),
    (20, 31.9),
    (20, 30.9),
    (19, 30.3),
    (16.6, 31.2),
    (15.2, 32.3),
    (13.2, 32.9),
    (11.4, 33.2),
    (10.9, 33.8),
    (10.1, 34),
    (10.8, 34.8),
    (11, 35.5),
    (10.5, 36.2),
    (11, 37.05),
    (10.2, 36.9),
    (9.8, 37.3),
    (7.8, 36.95),
    (5, 36.8),
    (3, 36.8),
    (1.2, 36.5),
    (-0.6, 35.75),
    (-2, 35.1),
    (-2.95, 35.4),
    (-4.2, 35.2),
    (-5.3, 35.85),
    (-5.95, 35.8),
    (-6.8, 34),
    (-9, 32.5),
    (-9.8, 30.4),
    (-11, 28.5),
    (-12, 24),
    (42, 24),
]
ISLANDS: list[list[Point]] = [
    [(12.5, 37.95), (13.4, 38.2), (15.5, 38.25), (15.15, 37.4), (15.1, 36.7), (14.2, 37.05), (12.6, 37.6)],
    [(8.2, 40.9), (9.2, 41.2), (9.75, 40.5), (9.55, 39.2), (8.9, 38.9), (8.4, 39.1), (8.5, 40)],
    [(8.6, 42.4), (9.4, 43), (9.55, 42.1), (9.2, 41.4), (8.7, 41.8)],
    [(23.6, 35.5), (24.2, 35.55), (25.7, 35.35), (26.3, 35.2), (24.8, 34.95), (23.6, 35.2)],
    [(32.3, 35), (33, 35.35), (34.5, 35.65), (33.9, 35), (33, 34.65)],
    [(2.4, 39.6), (3.2, 39.95), (3.4, 39.6), (2.9, 39.3)],
    [(14.2, 36.05), (14.6, 35.9), (14.4, 35.8)],
    [(26, 39.3), (26.5, 39.2), (26.4, 38.95)],
    [(27.7, 36.1), (28.2, 36.4), (28, 35.95)],
    [(26, 38.5), (26.15, 38.3), (26, 38.2)],
]
ROUTES: dict[str, list[Point]] = {
    "western": [
        (-9, 22),
        (-6.5, 30),
        (-5.2, 33),
        (-4.2, 35),
        (-4.2, 36.6),
        (-3.6, 40),
        (0.5, 44.5),
        (2, 48.5),
        (3.5, 54),
    ],
    "central": [
        (15, 25.5),
        (14, 29),
        (13.3, 32.7),
        (13.1, 35),
        (13.9, 37),
        (15.2, 39.9),
        (12.4, 42),
        (10.6, 45.5),
        (8.5, 49),
    ],
    "eastern": [
        (37.5, 34.5),
        (34.5, 38.3),
        (29.5, 38.7),
        (26.6, 39.2),
        (23.8, 38.1),
        (22.3, 41.2),
        (20.6, 44.2),
        (17.4, 47),
        (13, 49),
    ],
}
PLACES: list[Point] = [
    (-4.2, 36.6),
    (-3.6, 40),
    (13.3, 32.7),
    (13.9, 37),
    (12.4, 42),
    (26.6, 39.2),
    (23.8, 38.1),
    (20.6, 44.2),
    (34.5, 38.3),
    (10.6, 45.5),
    (35.5, 33.2),
    (31.2, 30),
]


def placed(points: list[Point], x: float, y: float, w: float, h: float) -> list[Point]:
    """Longitudes and latitudes as points of a frame that shows the whole sea."""
    return [(x + (lon + 9.5) / 47.5 * w, y + (49.2 - lat) / 23 * h) for lon, lat in points]


def sea_map(
    s: Sheet, x: float, y: float, w: float, h: float, land: str, water: str, warm: str, bold: float = 1
) -> None:
    """The sea, its coasts, the routes across it and the places where the plan works."""
    frame = (x, y, w, h)
    s.box(x, y, w, h, s.halo((0, blend(water, "#ffffff", 0.16)), (1, water)))
    shores = [placed(c, *frame) for c in (EUROPE, ASIA_AND_AFRICA, *ISLANDS)]
    for width, strength in ((46, 0.1), (28, 0.14), (13, 0.2)):
        for shore in shores:
            s.line(flow(shore) + "Z", "#d5ebe0", width * bold, f'stroke-opacity="{strength}"')
    for shore in shores:
        s.shape(
            flow([(px + 3 * bold, py + 5 * bold) for px, py in shore]) + "Z", NIGHT, 'fill-opacity="0.25"'
        )
        s.shape(
            flow(shore) + "Z",
            s.fade((0, blend(land, "#ffffff", 0.2)), (1, land)),
            f'stroke="#fbf3df" stroke-width="{n(1.6 * bold)}" stroke-linejoin="round"',
        )
    for points in ROUTES.values():
        s.line(flow(placed(points, *frame)), CREAM, 11 * bold, 'stroke-opacity="0.55"')
        s.thread(placed(points, *frame), warm, 5 * bold)
    for px, py in placed(PLACES, *frame):
        s.disc(px, py, 13 * bold, CREAM)
        s.disc(px, py, 7.5 * bold, DEEP)


def mediterranean() -> Sheet:
    """The Mediterranean with three routes drawn across it and the places where the plan works marked along them."""
    s = Sheet(131)
    sea_map(s, 0, 0, 1600, 1000, SAND, "#11616d", EMBER)
    for i in range(1, 8):
        s.line(f"M0 {i * 130}H1600", "#ffffff", 1, 'stroke-opacity="0.09"')
        s.line(f"M{i * 205} 0V1000", "#ffffff", 1, 'stroke-opacity="0.09"')
    x, y = placed([(35.2, 27.9)], 0, 0, 1600, 1000)[0]
    for turn in range(0, 360, 45):
        length = 52 if turn % 90 == 0 else 30
        fill = DEEP if turn % 90 == 0 else "#a58a58"
        s.add(f'<g transform="rotate({turn} {n(x)} {n(y)})">')
        s.shape(path([(x, y - length), (x + 8, y), (x - 8, y)]), fill)
        s.add("</g>")
    s.disc(x, y, 8, STRAW)
    s.box(
        0,
        0,
        1600,
        1000,
        s.halo((0, "#fff3d6", 0.14), (0.5, "#fff3d6", 0), (0.7, "#4a3a1e", 0), (1, "#4a3a1e", 0.26)),
    )
    return s


SCENES = {"mediterranean": mediterranean}
