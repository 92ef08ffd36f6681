"""Scenes of coasts and crossings: the mission's home, Calais, the Channel, the Mediterranean."""

from __future__ import annotations

import math

from .sheet import (
    CLAY,
    CREAM,
    DEEP,
    EMBER,
    NIGHT,
    PETROL,
    STRAW,
    Sheet,
    blend,
    n,
    path,
)
from .things import cairn, ferry, lamp, sail, tent, tree, tunnel_tent, walker


def cliff(sheet: Sheet, points: list[tuple[float, float]], chalk: str, top: str, edge: int = 4) -> None:
    """A chalk cliff: a pale face, and grass along the first `edge` points of its rim."""
    sheet.shape(path(points), sheet.fade((0, chalk), (1, blend(chalk, PETROL, 0.45))))
    sheet.line(path(points[:edge], close=False), top, 15)
    shade = [(x - 3, y + 12) for x, y in points[:edge]]
    sheet.line(path(shade, close=False), blend(chalk, PETROL, 0.35), 5, 'stroke-opacity="0.5"')


def home() -> Sheet:
    """A cairn on a headland at first light, and a ferry between two coasts."""
    s = Sheet(11)
    s.sky((0, "#2c7480"), (0.32, "#9dbfb4"), (0.5, "#f0d9ae"), (0.56, "#f6c98c"))
    s.clouds(11, 120, 470, CREAM, 0.5)
    s.sun(1010, 500, 58, "#f7b765", 7)
    s.ridge(520, 34, "#7fa6a4", "#8fb3ad")
    s.mist(430, 600, "#fbe3b8", 0.55)
    s.sea(545, "#0f5a66", "#c9c7a4")
    s.shimmer(1010, 548, 980, 150, "#fde8bf", 0.8)

    s.thread(
        [(150, 812), (330, 720), (560, 668), (850, 634), (1130, 585), (1330, 552)], EMBER, 4, dashed=True
    )
    ferry(s, 800, 646, 270)
    crest = [(-20, 640), (120, 655), (270, 700), (380, 790), (520, 850), (700, 900), (900, 955), (1080, 1020)]
    s.land(crest, "#3d7468", DEEP, rim=0.7)
    crest = [
        (-20, 790),
        (160, 770),
        (330, 800),
        (520, 880),
        (800, 930),
        (1100, 940),
        (1400, 900),
        (1640, 915),
    ]
    s.land(crest, "#1f5a58", NIGHT, rim=0.5)
    _grass(s, 0, 760, 800, 120)
    cairn(s, 400, 852, 112, "#f4dfb6", PETROL)
    return s


def _grass(s: Sheet, left: float, right: float, y: float, count: int) -> None:
    for _ in range(count):
        x = s.random.uniform(left, right)
        base = y + 60 + s.random.uniform(0, 190)
        lean = s.random.uniform(4, 16)
        tone = blend("#1f5a58", STRAW, s.random.uniform(0.1, 0.4))
        s.line(
            f"M{n(x)} {n(base)}q{n(lean * 0.3)} -14 {n(lean)} -{n(s.random.uniform(18, 34))}",
            tone,
            1.6,
            'stroke-opacity="0.6"',
        )


def shelters() -> Sheet:
    """Shelters in the dunes near Calais after dusk, seen from far, with lamps lit; the port behind them."""
    s = Sheet(21)
    s.sky((0, "#06242f"), (0.3, "#124e5c"), (0.52, "#5b8a88"), (0.62, "#e2b184"), (0.66, "#eac08d"))
    s.stars(90, 420)
    s.clouds(9, 300, 600, "#f0c596", 0.4)
    s.ridge(640, 22, "#4d7f80", "#568784")
    _port(s, 640)
    s.mist(560, 720, "#f2cc9b", 0.5)
    s.ridge(690, 34, "#2c6064", "#235257")
    for depth, (y, count, size) in enumerate(((726, 15, 42), (778, 12, 66), (850, 9, 104))):
        crest = s.ridge(y, 30, blend("#215258", "#0a313a", depth / 2), "#0a2c35")
        _camp(s, crest, count, size, depth)
    s.ridge(985, 40, "#06262f", NIGHT)
    _reeds(s)
    return s


def _camp(s: Sheet, crest: list[tuple[float, float]], count: int, size: float, depth: int) -> None:
    cloths = ["#4f8c8d", "#c7b58e", "#a8654a", "#2f6f7a", "#8fa79a", "#d8c6a0"]
    for i in range(count):
        x = 60 + (i + 0.5 + s.random.uniform(-0.3, 0.3)) * 1480 / count
        y = next(py for px, py in crest if px >= x) + size * 0.24
        kind = tunnel_tent if s.random.random() < 0.4 else tent
        cloth = blend(s.random.choice(cloths), "#0a2c35", 0.5 - depth * 0.12)
        kind(s, x, y, size * s.random.uniform(0.85, 1.15), cloth, s.random.choice((0, 0.55, 0.9, 1.0)))
    if depth == 1:
        for x in (600, 640, 1010):
            y = next(py for px, py in crest if px >= x) + 34
            walker(s, x, y, 44, "#06262f", 0.08)


def _port(s: Sheet, y: float) -> None:
    for x in (1060, 1150, 1236):
        s.line(f"M{x} {n(y)}L{x} {n(y - 82)}L{x + 52} {n(y - 70)}", "#3d7073", 4)
        s.disc(x, y - 84, 2.5, EMBER)
    ferry(s, 1395, y + 4, 170, "#2c5b62", "#b9c7b4")
    s.shape(path([(312, y + 5), (320, y - 120), (336, y - 120), (344, y + 5)]), "#3f7376")
    s.box(316, y - 140, 24, 20, "#f7dda4")
    s.shape(path([(312, y - 140), (328, y - 156), (344, y - 140)]), "#3f7376")
    s.glow(328, y - 130, 150, STRAW, 0.7)
    s.shape(
        path([(328, y - 134), (760, y - 190), (760, y - 100)]),
        s.fade((0, STRAW, 0.34), (1, STRAW, 0), across=True),
    )


def _reeds(s: Sheet) -> None:
    for _ in range(110):
        x, base = s.random.uniform(-10, 1610), s.random.uniform(950, 1010)
        height, lean = s.random.uniform(40, 130), s.random.uniform(6, 34)
        s.line(f"M{n(x)} {n(base)}q{n(lean * 0.2)} -{n(height * 0.6)} {n(lean)} -{n(height)}", "#031b23", 2.4)


def tunnel() -> Sheet:
    """The tunnel portal at dusk: tracks run into a lit arch between high fences; nobody in sight."""
    s = Sheet(31)
    s.sky((0, "#0a2f3b"), (0.22, "#2a6570"), (0.4, "#c9a583"), (0.46, "#eec08a"))
    s.clouds(8, 120, 380, "#f3c999", 0.4)
    s.ridge(400, 60, "#346a6c", "#2b5d61")
    left = [(-20, 330), (180, 345), (400, 392), (560, 430), (620, 470), (640, 1010), (-20, 1010)]
    s.shape(path(left), s.fade((0, "#2f6667"), (1, "#0a3640")))
    right = [(1620, 300), (1420, 330), (1200, 388), (1040, 432), (980, 470), (960, 1010), (1620, 1010)]
    s.shape(path(right), s.fade((0, "#3a6f6b"), (1, "#0c3a43")))
    s.shape(path([(470, 640), (500, 392), (1100, 392), (1130, 640)]), s.fade((0, "#c9c1a6"), (1, "#6f8a86")))
    s.box(486, 384, 628, 20, "#e4d8b8")
    for x in (640, 960):
        _arch(s, x, 640, 118)
    s.shape(
        path([(470, 636), (1130, 636), (1700, 1010), (-100, 1010)]), s.fade((0, "#47605f"), (1, "#10272e"))
    )
    for x, spread in ((640, 320), (960, 1280)):
        _track(s, x, 636, spread)
    _fence(s, -1)
    _fence(s, 1)
    s.glow(640, 610, 330, "#f5b566", 0.55)
    s.glow(960, 610, 330, "#f5b566", 0.4)
    for x, y, r in ((420, 470, 5), (1180, 470, 5), (250, 560, 8), (1350, 560, 8)):
        s.line(f"M{x} {y}L{x} {y + 40 * r}", "#0b2c35", r * 0.9)
        lamp(s, x, y, r, 16)
    return s


def _arch(s: Sheet, x: float, y: float, r: float) -> None:
    s.shape(
        f"M{n(x - r - 14)} {y}V{n(y - r * 0.7)}A{r + 14} {r + 14} 0 0 1 {n(x + r + 14)} {n(y - r * 0.7)}V{y}Z",
        "#ede2c4",
    )
    inside = s.halo((0, "#f8c878"), (0.45, "#b8652e"), (1, "#2a1d1e"))
    s.shape(f"M{n(x - r)} {y}V{n(y - r * 0.7)}A{r} {r} 0 0 1 {n(x + r)} {n(y - r * 0.7)}V{y}Z", inside)
    for share in (0.78, 0.58, 0.42, 0.3):
        q = r * share
        s.line(
            f"M{n(x - q)} {n(y - r * 0.1)}V{n(y - r * 0.5)}A{n(q)} {n(q)} 0 0 1 "
            f"{n(x + q)} {n(y - r * 0.5)}V{n(y - r * 0.1)}",
            "#f9d795",
            2.4,
            'stroke-opacity="0.5"',
        )


def _track(s: Sheet, x: float, y: float, foot: float) -> None:
    for i in range(22):
        share = (i / 22) ** 2
        row, half = y + 8 + share * 380, 26 + share * 190
        mid = x + (foot - x) * share
        s.box(mid - half, row, half * 2, 2 + share * 13, "#0c2129", 'fill-opacity="0.75"')
    for side in (-1, 1):
        near, far = foot + side * 145, x + side * 17
        s.shape(
            path([(far - 1, y), (far + 1, y), (near + 9, 1010), (near - 9, 1010)]),
            s.fade((0, "#f8d08c"), (1, "#7b9691")),
        )


def _fence(s: Sheet, side: int) -> None:
    edge = 800 + side * 330
    for i in range(9):
        share = (i / 8) ** 1.6
        x, foot = edge + side * share * 560, 640 + share * 330
        top = foot - 92 - share * 330
        s.line(
            f"M{n(x)} {n(foot)}L{n(x)} {n(top)}L{n(x - side * (12 + 40 * share))} {n(top - 14 - 40 * share)}",
            "#0a2a33",
            3 + share * 6,
        )
    for level in range(9):
        near, far = 970 - level * 52, 640 - level * 11.5
        s.line(
            f"M{n(edge)} {n(far)}L{n(edge + side * 560)} {n(near)}", "#0a2a33", 1.6, 'stroke-opacity="0.75"'
        )


def two_cliffs() -> Sheet:
    """Two chalk coasts facing each other across the Channel, and a line of stones that joins them."""
    s = Sheet(41)
    s.sky((0, "#3d7f87"), (0.4, "#a9c8bd"), (0.6, "#f3e2bd"))
    s.clouds(12, 80, 480, CREAM, 0.6)
    s.sun(800, 330, 50, "#f8d79a", 6)
    s.mist(420, 640, CREAM, 0.5)
    s.sea(570, PETROL, "#bccfb9")
    s.shimmer(800, 574, 900, 120, "#fff2d2", 0.7)
    cliff(
        s,
        [
            (-20, 300),
            (150, 292),
            (300, 318),
            (404, 352),
            (432, 440),
            (424, 520),
            (452, 600),
            (470, 640),
            (-20, 640),
        ],
        "#f6efdd",
        "#6d8f6c",
    )
    cliff(
        s,
        [
            (1640, 330),
            (1480, 322),
            (1320, 356),
            (1224, 384),
            (1200, 460),
            (1206, 540),
            (1172, 610),
            (1150, 640),
            (1640, 640),
        ],
        "#efe4cb",
        "#5f8566",
    )
    for _ in range(26):
        x = s.random.choice((s.random.uniform(0, 410), s.random.uniform(1215, 1600)))
        s.line(
            f"M{n(x)} {n(s.random.uniform(385, 470))}l{n(s.random.uniform(-9, 9))} {n(s.random.uniform(60, 150))}",
            "#8fa99c",
            3,
            'stroke-opacity="0.35"',
        )
    s.oval(240, 646, 300, 12, CREAM, 'fill-opacity="0.55"')
    s.oval(1400, 646, 310, 12, CREAM, 'fill-opacity="0.55"')
    s.thread([(452, 676), (560, 712), (680, 738), (805, 746), (930, 738), (1050, 712), (1160, 676)], EMBER, 3)
    for i in range(9):
        share = i / 8
        x, bend = 470 + share * 674, math.sin(share * math.pi)
        r = 17 + 13 * bend
        s.oval(x + 8, 686 + 66 * bend + r * 0.5, r * 1.5, r * 0.42, DEEP, 'fill-opacity="0.45"')
        s.oval(
            x, 682 + 66 * bend, r * 1.3, r * 0.66, s.fade((0, "#fbf0d8"), (0.5, "#cbbf9f"), (1, "#5d7876"))
        )
    for x, y, coat in ((330, 322, CLAY), (366, 333, DEEP)):
        walker(s, x, y + 4, 58, coat, 0.06)
    walker(s, 1270, 374, 58, "#15515c", 0.06)
    s.land([(-20, 930), (300, 900), (700, 945), (1100, 955), (1640, 910)], "#164c52", NIGHT)
    return s


def night_crossing() -> Sheet:
    """A lighthouse on a Mediterranean headland sends its light over the water at night."""
    s = Sheet(51)
    s.sky((0, "#03161d"), (0.4, "#0b4350"), (0.58, "#2d7b80"))
    s.stars(150, 520)
    s.glow(1130, 300, 420, "#cfe3d5", 0.28)
    s.disc(1130, 220, 40, "#f7edd2")
    s.ridge(575, 44, "#1a5a63", "#1f626a")
    s.sea(585, "#052a34", "#2f7f85")
    s.shimmer(1130, 590, 960, 130, "#e9efdc", 0.65)
    beam = s.fade((0, STRAW, 0.62), (1, STRAW, 0), across=True)
    s.shape(path([(452, 352), (1640, 430), (1640, 690)]), beam)
    sail(s, 960, 700, 120, "#efe2c4")
    sail(s, 1240, 640, 52, "#c9cfb8")
    s.land(
        [(-20, 560), (150, 575), (330, 600), (470, 630), (600, 720), (760, 830), (900, 1010)],
        "#123f47",
        NIGHT,
    )
    s.shape(
        path([(414, 640), (426, 380), (474, 380), (486, 640)]),
        s.fade((0, "#f7ecd3"), (0.5, "#d9cbab"), (1, "#5d7c7b"), across=True),
    )
    for y in (440, 530):
        s.shape(
            path(
                [
                    (424 - (y - 440) * 0.045, y),
                    (476 + (y - 440) * 0.045, y),
                    (478 + (y - 440) * 0.045, y + 42),
                    (422 - (y - 440) * 0.045, y + 42),
                ]
            ),
            CLAY,
        )
    s.box(416, 366, 68, 16, DEEP)
    s.box(430, 334, 40, 34, "#fdf0c8")
    s.shape(path([(424, 336), (450, 306), (476, 336)]), DEEP)
    s.glow(450, 352, 240, STRAW, 0.9)
    s.land([(-20, 820), (240, 830), (520, 905), (820, 1010)], "#0a2f38", NIGHT)
    cairn(s, 205, 842, 48, "#cfc5a5", NIGHT)
    return s


def dunes() -> Sheet:
    """The dunes and the lighthouse of Calais by day, with a path that leads to the sea."""
    s = Sheet(61)
    s.sky((0, "#5b9a9d"), (0.4, "#bcd5c6"), (0.58, "#f4e7c9"))
    s.clouds(12, 80, 430, CREAM, 0.7)
    s.sun(470, 260, 42, "#f8dda3", 6)
    s.ridge(520, 14, "#a9c4b7", "#b7ccba")
    s.sea(535, "#2f8088", "#cfdcc8", 720)
    ferry(s, 560, 590, 150)
    s.ridge(690, 26, "#b8ab82", "#93936f")
    s.shape(
        path([(1180, 690), (1194, 330), (1238, 330), (1252, 690)]),
        s.fade((0, "#fdf6e6"), (0.55, "#e3d7bd"), (1, "#8fa19a"), across=True),
    )
    s.box(1184, 316, 64, 16, DEEP)
    s.box(1198, 282, 36, 36, "#fdf0c8")
    s.shape(path([(1192, 284), (1216, 254), (1240, 284)]), CLAY)
    s.box(1200, 420, 32, 38, CLAY)
    s.box(1196, 540, 40, 38, CLAY)
    s.ridge(745, 40, "#d6c091", "#a59363")
    for x, size in ((1330, 66), (1392, 50), (230, 70), (300, 48)):
        tree(s, x, 760, size, "#4d7f6a")
    s.ridge(830, 56, "#e6d1a0", "#b59a64")
    s.shape(
        "M760 1010C700 930 860 890 800 850C760 822 690 800 742 768C770 752 730 744 736 736L748 736"
        "C760 750 800 758 776 780C752 806 830 820 872 852C930 900 860 940 960 1010Z",
        "#f7e8c4",
    )
    for _ in range(150):
        x, y = s.random.uniform(-10, 1610), s.random.uniform(820, 1000)
        if not 660 < x < 980:
            s.line(
                f"M{n(x)} {n(y)}q3 -16 {n(s.random.uniform(6, 20))} -{n(s.random.uniform(24, 58))}",
                s.random.choice(("#5c8467", "#3f6f5f", "#8a9a62")),
                2.2,
            )
    cairn(s, 610, 880, 50, "#f6ead0", "#5d6b5c")
    walker(s, 826, 872, 62, CLAY)
    return s


SCENES = {
    "home": home,
    "shelters": shelters,
    "tunnel": tunnel,
    "two-cliffs": two_cliffs,
    "night-crossing": night_crossing,
    "dunes": dunes,
}
