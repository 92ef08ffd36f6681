"""Scenes of cities and public places: homes, streets, the terrace, the portico, two shores of a diaspora."""

from __future__ import annotations

import math

from .sheet import CLAY, CREAM, DEEP, EMBER, NIGHT, OCHRE, SAND, STRAW, Sheet, blend, flow, n, path
from .things import cairn, column, house, lamp, palm, sail, tree, walker

WALLS = (
    "#d9b48a",
    "#c9744f",
    "#e9d8b4",
    "#5f9490",
    "#2f7078",
    "#b98d6a",
    "#86a99c",
    "#e0a878",
    "#f0e3c6",
    "#417a80",
)
ROOFS = ("gable", "flat", "dome", "slope", "flat", "gable")


def city() -> Sheet:
    """A city made of people's houses, of many shapes, climbing a hill at nightfall with windows lit."""
    s = Sheet(71)
    s.sky((0, "#0d3f4c"), (0.35, "#4d8a8c"), (0.58, "#e7bd8b"), (0.66, "#f2cd98"))
    s.stars(50, 260, 0.5)
    s.clouds(9, 120, 420, "#f5d3a3", 0.4)
    s.sun(1130, 380, 60, "#f6b169", 6)
    for row in range(6):
        share = row / 5
        _street(s, row, share)
        s.mist(360 + row * 105, 620 + row * 105, "#f3d0a0", 0.26 * (1 - share))
    s.box(0, 880, 1600, 130, s.fade((0, "#0b2f39"), (1, NIGHT)))
    s.thread([(-20, 962), (300, 938), (640, 950), (900, 930), (1240, 946), (1620, 925)], EMBER, 4)
    for x, coat in (
        (420, "#c9744f"),
        (470, "#e9d8b4"),
        (760, "#5f9490"),
        (1010, "#d9b48a"),
        (1058, "#c9744f"),
        (1240, "#86a99c"),
    ):
        walker(s, x, 952, 84, coat, 0.1)
    return s


def _street(s: Sheet, row: int, share: float) -> None:
    x, base = -60 - row * 13.0, 470 + row * 84.0
    while x < 1640:
        w = (46 + 46 * share) * s.random.uniform(0.75, 1.35)
        hill = 110 * math.exp(-(((x - 800) / 520) ** 2)) * (1 - share * 0.9)
        h = (70 + 86 * share) * s.random.uniform(0.8, 1.7)
        wall = blend(s.random.choice(WALLS), "#a9b59a" if share < 0.4 else "#0f4450", 0.58 - 0.3 * share)
        house(s, x, base - hill + 70, w, h + 70, wall, s.random.choice(ROOFS), 0.25 + 0.4 * share)
        if s.random.random() < 0.12:
            tree(s, x + w, base - hill + 40, 70 + 60 * share, "#2d6b62")
        x += w * s.random.uniform(0.98, 1.12)


def street_plan() -> Sheet:
    """A city seen from straight above: blocks, gardens, a river, and one warm route through them all."""
    s = Sheet(81)
    s.box(0, 0, 1600, 1000, "#eadfc6")
    tones = ("#d8c49d", "#cdb68b", "#b9cbb8", "#8fb3aa", "#e2cfa6", "#d6a27b", "#5f979a", "#c8875f")
    for column_ in range(-3, 15):
        for row in range(-3, 12):
            _block(s, 60 + column_ * 132, 30 + row * 118, tones)
    river = [
        (-60, 240),
        (220, 330),
        (460, 300),
        (720, 420),
        (900, 600),
        (1180, 640),
        (1400, 800),
        (1680, 830),
    ]
    s.line(flow(river), "#eadfc6", 150)
    s.line(flow(river), "#2b7a83", 116)
    s.line(flow(river), "#3f8f94", 84)
    s.line(
        flow([(x, y - 16) for x, y in river]),
        "#8cc0b9",
        3,
        'stroke-opacity="0.7" stroke-dasharray="90 60 30 80"',
    )
    for (x, y), turn in (((350, 312), 8), ((830, 510), 46), ((1290, 710), 40)):
        s.add(f'<g transform="rotate({turn} {x} {y})">')
        s.box(x - 17, y - 84, 34, 168, "#f6ecd6")
        s.box(x - 12, y - 84, 24, 168, "#d3b98c")
        s.add("</g>")
    route = [
        (250, 1010),
        (300, 830),
        (262, 640),
        (330, 470),
        (352, 300),
        (480, 150),
        (720, 190),
        (800, 400),
        (850, 560),
        (960, 740),
        (1150, 760),
        (1290, 700),
        (1370, 480),
        (1330, 260),
        (1480, -20),
    ]
    s.thread(route, "#d9612c", 8)
    for x, y in ((262, 640), (480, 150), (960, 740), (1370, 480)):
        s.disc(x, y, 24, CREAM)
        s.disc(x, y, 13, "#d9612c")
    s.box(0, 0, 1600, 1000, s.halo((0, NIGHT, 0), (0.62, NIGHT, 0), (1, NIGHT, 0.32)))
    return s


def _block(s: Sheet, x: float, y: float, tones: tuple[str, ...]) -> None:
    s.add('<g transform="rotate(-9 800 500)">')
    kind = s.random.random()
    if kind < 0.16:
        s.box(x, y, 112, 98, "#9dbb97", 'rx="8"')
        for _ in range(9):
            s.disc(
                x + s.random.uniform(14, 98),
                y + s.random.uniform(14, 84),
                s.random.uniform(7, 13),
                s.random.choice(("#4d8470", "#6b9b7e", "#3c7468")),
            )
    else:
        across = s.random.choice((2, 3))
        for i in range(across):
            for j in range(2):
                w, h = 112 / across - 5, 44
                bx, by = x + i * 112 / across, y + j * 50
                tone = s.random.choice(tones)
                s.box(bx + 4, by + 5, w, h, "#6c5f48", 'fill-opacity="0.28" rx="2"')
                s.box(bx, by, w, h, tone, 'rx="2"')
                s.box(bx, by, w, h / 2, blend(tone, "#ffffff", 0.22), 'rx="2"')
    s.add("</g>")


def terrace() -> Sheet:
    """A white terrace with columns at nightfall, its tall windows lit for an audience that is arriving."""
    s = Sheet(91)
    s.sky((0, "#0a2d3a"), (0.5, "#2f6c77"), (0.85, "#d6a983"))
    s.stars(40, 200, 0.5)
    s.clouds(6, 60, 260, "#e6bd96", 0.35)
    s.box(-10, 190, 1620, 660, s.fade((0, "#f1e6cd"), (1, "#b9b399")))
    for y, h, tone in (
        (168, 24, "#fbf3df"),
        (192, 8, "#a59f89"),
        (300, 14, "#fbf3df"),
        (314, 7, "#a59f89"),
        (350, 6, "#d6cbb0"),
    ):
        s.box(-10, y, 1620, h, tone)
    for i in range(9):
        _bay(s, 40 + i * 190)
    for i in range(10):
        column(s, -25 + i * 190 - 30, 330, 828, 46, "#ede0c4", "#96937f")
    s.box(-10, 820, 1620, 24, "#f7edd6")
    s.box(-10, 844, 1620, 166, s.fade((0, "#31545a"), (1, "#0a262f")))
    for i in range(6):
        s.box(560 - i * 14, 838 + i * 16, 480 + i * 28, 16, blend("#e6d9bd", "#56706f", i / 6))
    s.shape(
        path([(735, 838), (865, 838), (1130, 1010), (470, 1010)]), s.fade((0, STRAW, 0.65), (1, STRAW, 0.04))
    )
    for x, y, size, coat in (
        (700, 930, 128, CLAY),
        (760, 918, 120, "#164c57"),
        (935, 944, 134, "#0c333d"),
        (610, 968, 140, "#a58b5c"),
        (1035, 962, 136, "#7c4a37"),
    ):
        walker(s, x, y, size, coat, 0.09)
    for x in (390, 1210):
        s.line(f"M{x} 960V690", "#0a2730", 9)
        lamp(s, x, 672, 15, 11)
    return s


def _bay(s: Sheet, x: float) -> None:
    middle = x == 800
    lit = middle or s.random.random() < 0.75
    glass = s.fade((0, "#fbdf9f"), (1, "#e8a85c")) if lit else s.fade((0, "#3b6068"), (1, "#1c434c"))
    w = 52 if middle else 42
    s.box(x - w, 420 if not middle else 400, w * 2, 400 if not middle else 440, "#fdf5e2")
    s.box(x - w + 10, 432 if not middle else 414, w * 2 - 20, 376 if not middle else 426, glass)
    for k in range(1, 5):
        s.box(x - w + 10, 432 + k * 75, w * 2 - 20, 5, "#fdf5e2")
    s.box(x - 3, 414, 6, 420, "#fdf5e2")
    s.box(x - 24, 216, 48, 66, "#47666a")
    s.box(x - 19, 221, 38, 56, glass)
    if lit:
        s.glow(x, 620, 240 if middle else 150, STRAW, 0.3)


def portico() -> Sheet:
    """A university portico with its dome and steps in summer light, people going up together."""
    s = Sheet(101)
    s.sky((0, "#5c9da2"), (0.5, "#bfd8ca"), (0.8, "#f5e8cb"))
    s.clouds(9, 40, 320, "#fffaf0", 0.75)
    stone, shade = "#efe2c6", "#a89a7c"
    s.box(690, 236, 220, 70, s.fade((0, stone), (1, shade), across=True))
    s.shape(
        "M674 240C680 120 750 70 800 66C850 70 920 120 926 240Z",
        s.fade((0, "#4f8a8b"), (0.5, "#7fb0aa"), (1, "#2c666d"), across=True),
    )
    s.box(786, 34, 28, 40, "#e6d6b4")
    s.disc(800, 28, 10, OCHRE)
    s.box(-10, 420, 1620, 330, s.fade((0, "#e3d4b2"), (1, "#b9a884")))
    for i in range(5):
        for base in (40, 1216):
            x = base + i * 76
            s.box(x, 480, 36, 92, "#4f7778")
            s.box(x, 480, 36, 40, "#7ca19c")
            s.box(x, 620, 36, 96, "#4f7778")
    s.box(420, 372, 760, 380, "#6f7d72")
    for x in (556, 800, 1044):
        s.box(x - 38, 500, 76, 250, "#2c4a4c")
        s.box(x - 30, 510, 60, 240, s.fade((0, "#e9bd76"), (1, "#8d6a41")))
    s.shape(path([(388, 372), (800, 252), (1212, 372)]), s.fade((0, "#fbf2dc"), (1, "#d5c39d")))
    s.shape(path([(470, 358), (800, 268), (1130, 358)]), "#c9b791")
    s.box(392, 368, 816, 30, "#f7ecd3")
    s.box(392, 398, 816, 8, "#9b8d70")
    for i in range(8):
        column(s, 440 + i * 103, 404, 752, 44, stone, "#9d9076")
    for i in range(9):
        w = 800 + i * 62
        s.box(800 - w / 2, 748 + i * 19, w, 19, blend("#f9efd8", "#a89773", i / 9))
        s.box(800 - w / 2, 748 + i * 19 + 14, w, 5, "#8c7c5d", 'fill-opacity="0.55"')
    s.box(-10, 919, 1620, 100, s.fade((0, "#86a181"), (1, "#4c7765")))
    for x, size in ((120, 300), (300, 210), (1330, 220), (1490, 320)):
        tree(s, x, 930, size, "#3f7d6b")
    coats = (CLAY, "#0f4b57", "#c99a4b", "#2d7a7f", "#743f30", "#e7d5ac", EMBER)
    for i, (x, y) in enumerate(
        ((560, 905), (615, 880), (700, 850), (760, 900), (870, 862), (945, 898), (1030, 915))
    ):
        walker(s, x, y, 112 - (905 - y) * 0.35, coats[i], 0.09)
    return s


def two_shores() -> Sheet:
    """Two shores, one of brick chimneys and one of white walls and palms, joined by threads of light over the sea."""
    s = Sheet(111)
    s.sky((0, "#0f4a57"), (0.4, "#6fa29c"), (0.62, "#f1cf9c"))
    s.clouds(10, 80, 430, "#f8dcae", 0.45)
    s.sun(800, 520, 66, "#f7b66d", 6)
    s.mist(450, 640, "#fae0b3", 0.5)
    s.sea(580, "#0c515d", "#d5bd93")
    s.shimmer(800, 584, 980, 150, "#fff0cd", 0.75)
    for i in range(9):
        lift = 300 + i * 38
        start, end = (150 + i * 38, 610 - i * 4), (1450 - i * 34, 600 + i * 5)
        colour = blend(EMBER, STRAW, (i % 3) * 0.4)
        s.thread([start, (480, lift + 40), (800, lift - 20), (1120, lift + 40), end], colour, 2.6)
    s.land(
        [(-20, 640), (180, 634), (420, 660), (560, 716), (640, 800), (660, 1010)], "#17545c", NIGHT, rim=0.5
    )
    for i in range(8):
        x = -40 + i * 60
        house(
            s,
            x,
            680 + i * 6,
            58,
            150 - i * 7 + (i % 3) * 22,
            ("#a65a3f", "#8e4b38", "#c4815c")[i % 3],
            ("gable", "flat", "gable")[i % 3],
            0.5,
        )
        s.box(x + 12, 680 + i * 6 - (150 - i * 7 + (i % 3) * 22) - 44, 12, 40, "#6b392c")
    s.box(180, 400, 46, 260, s.fade((0, "#d8b98a"), (1, "#9a7750"), across=True))
    s.shape(path([(176, 402), (203, 330), (230, 402)]), "#5f4432")
    s.disc(203, 440, 16, CREAM)
    s.land(
        [(1620, 620), (1440, 628), (1260, 650), (1110, 715), (1020, 800), (990, 1010), (1620, 1010)][::-1],
        "#c59f68",
        "#56492f",
    )
    s.shape(
        flow([(1640, 640), (1440, 650), (1260, 672), (1120, 735), (1030, 820), (1000, 1010)]) + "L1640 1010Z",
        s.fade((0, "#e2c38c"), (1, "#7b6440")),
    )
    for i in range(7):
        x = 1180 + i * 66
        house(
            s,
            x,
            716 - i * 9,
            62,
            96 + (i % 3) * 34,
            ("#f7ecd5", "#efdcb6", "#e4cba0")[i % 3],
            ("flat", "dome", "flat")[i % 3],
            0.35,
        )
    for x, y, size in ((1150, 752, 190), (1420, 706, 250), (1545, 690, 210)):
        palm(s, x, y, size, "#1f5f55")
    sail(s, 930, 720, 96, CREAM)
    s.land([(-20, 900), (300, 880), (640, 940), (1000, 950), (1640, 885)], "#0d3d46", NIGHT)
    cairn(s, 330, 892, 44, SAND, NIGHT)
    cairn(s, 1270, 918, 44, SAND, NIGHT)
    return s


def terraces() -> Sheet:
    """Green terraces with water, seedlings and homes, and a path that climbs through them all."""
    s = Sheet(121)
    s.sky((0, "#4f959b"), (0.4, "#b8d6c5"), (0.6, "#f8e6bd"))
    s.sun(1080, 250, 56, "#f9cf83", 7)
    s.clouds(8, 90, 330, "#fffaf0", 0.6)
    s.ridge(400, 90, "#86b0a6", "#9dbda6")
    s.mist(330, 560, "#fbeecb", 0.5)
    tones = ("#a9bf8a", "#7fae87", "#cfc488", "#5d9b80", "#3d8474", "#2a6e68", "#175258")
    for i, tone in enumerate(tones):
        y = 440 + i * 82
        crest = [
            (x, y + 26 * math.sin(x / 260 + i * 1.3) + (x - 800) ** 2 / 26000 * (1 - i / 8))
            for x in range(-20, 1730, 70)
        ]
        s.land(crest, tone, blend(tone, DEEP, 0.25), rim=0.65)
        _rows(s, crest, i)
    s.thread(
        [
            (700, 1010),
            (790, 930),
            (680, 850),
            (850, 770),
            (730, 690),
            (870, 612),
            (780, 540),
            (880, 470),
            (860, 415),
        ],
        EMBER,
        5,
    )
    for x, y, w in (
        (300, 566, 52),
        (362, 574, 44),
        (1160, 556, 54),
        (1236, 562, 46),
        (1090, 642, 58),
        (420, 734, 66),
    ):
        house(s, x, y, w, w * 0.8, "#f6ead0", "gable", 0.4)
    for x, y, size in ((250, 590, 90), (1310, 590, 96), (1010, 660, 80), (520, 750, 110), (1230, 830, 130)):
        tree(s, x, y, size, "#2d7464")
    cairn(s, 1010, 930, 56, "#f7ead0", DEEP)
    return s


def _rows(s: Sheet, crest: list[tuple[float, float]], i: int) -> None:
    if i % 3 == 1:
        water = [(x, y + 30) for x, y in crest]
        s.line(flow(water), "#bfe0d4", 12 + i, 'stroke-opacity="0.55"')
        return
    for k in range(3):
        row = [(x, y + 22 + k * 17) for x, y in crest]
        s.line(
            flow(row),
            blend("#f3e7b5", "#175258", i / 8),
            5,
            f'stroke-opacity="0.5" stroke-dasharray="2 {n(16 + i)}"',
        )


SCENES = {
    "city": city,
    "street-plan": street_plan,
    "terrace": terrace,
    "portico": portico,
    "two-shores": two_shores,
    "terraces": terraces,
}
