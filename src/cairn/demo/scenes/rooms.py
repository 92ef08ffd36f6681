"""Scenes of rooms where people meet and learn, of lights on the water, and of a door that opens."""

from __future__ import annotations

from .sheet import (
    CREAM,
    DEEP,
    EMBER,
    NIGHT,
    OCHRE,
    PETROL,
    STRAW,
    Sheet,
    blend,
    flow,
    n,
    path,
)
from .things import house, seated

COATS = ("#0c4753", "#a95638", "#2b7b80", "#caa565", "#5d3b31", "#7fa59a", "#e0bf8c", "#154f5a", "#c77d52")
HEADS = ("#3b2620", "#5a3a2c", "#1d1a1c", "#7a563c", "#2c2220", "#94897c", "#463026")


def conference() -> Sheet:
    """A great hall seen from its last row: many delegates, and a city drawn in light on the screen."""
    s = Sheet(141)
    s.box(0, 0, 1600, 1000, s.fade((0, "#06252f"), (1, "#0d4450")))
    for i in range(15):
        s.box(i * 110 - 10, 0, 70, 620, s.fade((0, "#0e4552"), (1, "#12545f")), 'fill-opacity="0.8"')
    for i in range(7):
        x = 160 + i * 213
        s.shape(
            path([(x - 14, 0), (x + 14, 0), (x + 120, 560), (x - 120, 560)]),
            s.fade((0, STRAW, 0.35), (1, STRAW, 0)),
        )
        s.oval(x, 4, 34, 10, CREAM)
    s.box(340, 120, 920, 420, "#052028")
    s.box(352, 132, 896, 396, s.fade((0, "#2f7f86"), (0.6, "#e9c48d"), (1, "#f3d9a4")))
    s.inside("M352 132H1248V528H352Z")
    s.disc(1010, 300, 46, CREAM)
    for row in range(3):
        x = 345.0
        while x < 1250:
            w, h = s.random.uniform(34, 62), s.random.uniform(50, 150)
            wall = blend(
                s.random.choice(("#c9744f", "#e9d8b4", "#2f7078", "#d9b48a", "#5f9490")),
                "#0f4450",
                0.15 + row * 0.16,
            )
            house(
                s,
                x,
                470 + row * 30,
                w,
                h - row * 20,
                wall,
                s.random.choice(("gable", "flat", "dome", "slope")),
                0.4,
            )
            x += w * 1.02
    s.outside()
    s.glow(800, 330, 760, "#f3d9a4", 0.22)
    s.shape(path([(210, 600), (1390, 600), (1500, 660), (100, 660)]), s.fade((0, "#b98a54"), (1, "#7c5735")))
    s.box(470, 556, 660, 62, s.fade((0, "#e6cf9f"), (1, "#9c7749")))
    for i in range(7):
        seated(s, 520 + i * 94, 558, 44, COATS[i], HEADS[i % 7])
    for row in range(6):
        y, size = 690 + row * 62 + row * row * 3, 44 + row * 15
        s.box(0, y - size * 0.1, 1600, 400, s.fade((0, blend("#12545f", NIGHT, row / 7)), (1, NIGHT)))
        gap = size * 1.75
        for i in range(int(1700 / gap) + 1):
            if s.random.random() < 0.94:
                tone = blend(s.random.choice(COATS), NIGHT, 0.28 + row * 0.05)
                seated(
                    s,
                    -30 + (i + (row % 2) / 2) * gap,
                    y + size * 0.55,
                    size,
                    tone,
                    blend(s.random.choice(HEADS), NIGHT, 0.3),
                )
    return s


def lecture() -> Sheet:
    """A lectern in lamp light before a tall window at dusk; in the window, a young tree and the river."""
    s = Sheet(151)
    s.box(0, 0, 1600, 1000, s.fade((0, "#123f49"), (1, "#0a2d37")))
    s.box(420, 70, 760, 640, "#e9dcc0")
    s.box(440, 90, 720, 600, s.fade((0, "#205f6b"), (0.55, "#86ada0"), (0.8, "#f2c993"), (1, "#f7dcab")))
    s.inside("M440 90H1160V690H440Z")
    s.sun(930, 520, 44, "#f7b765", 6)
    s.shape(flow([(420, 590), (560, 560), (760, 588), (960, 566), (1180, 592)]) + "V700H420Z", "#2d6b70")
    s.shape(flow([(420, 640), (640, 622), (900, 646), (1180, 626)]) + "V700H420Z", "#154d56")
    s.outside()
    for x in (620, 800, 980):
        s.box(x - 6, 90, 12, 600, "#e9dcc0")
    s.box(440, 330, 720, 10, "#e9dcc0")
    for side in (-1, 1):
        x = 800 + side * 455
        for k in range(5):
            fold = x + side * k * 26 - 13
            hem, back = fold + 6 * side, fold + 30
            outer = f"M{fold} 40C{fold + side * 10} 300 {fold - side * 10} 500 {hem} 760"
            inner = f"H{hem + 30}C{back + 10} 500 {back - 10} 300 {back} 40Z"
            s.shape(outer + inner, s.fade((0, "#b4603f" if k % 2 else "#9d4e33"), (1, "#5a2f24")))
    s.box(0, 712, 1600, 300, s.fade((0, "#7a5a3b"), (1, "#2b211d")))
    s.shape(
        path([(440, 712), (1160, 712), (1500, 1010), (100, 1010)]), s.fade((0, STRAW, 0.42), (1, STRAW, 0))
    )
    s.oval(800, 856, 190, 20, NIGHT, 'fill-opacity="0.4"')
    s.shape(path([(742, 590), (858, 590), (880, 850), (720, 850)]), s.fade((0, "#c8975c"), (1, "#7b5230")))
    s.shape(path([(684, 540), (916, 540), (884, 600), (716, 600)]), s.fade((0, "#e7bf82"), (1, "#b07f49")))
    s.shape(path([(722, 532), (800, 546), (878, 532), (870, 556), (800, 570), (730, 556)]), CREAM)
    s.line("M890 545C930 480 920 420 860 408", "#0b2c35", 5)
    s.shape(path([(866, 396), (834, 402), (826, 424), (858, 430)]), "#0b2c35")
    s.glow(828, 470, 230, STRAW, 0.75)
    for row, (y, size) in enumerate(((876, 62), (965, 88))):
        for i in range(12):
            x = -40 + i * 150 + row * 60
            if abs(x - 800) > (190 - row * 60):
                seated(
                    s,
                    x,
                    y + size * 0.6,
                    size,
                    blend(COATS[(i * 3 + row) % 9], NIGHT, 0.35),
                    blend(HEADS[(i + row) % 7], NIGHT, 0.2),
                )
    return s


def training() -> Sheet:
    """A training room in morning light: people around tables before a board on which a path is drawn."""
    s = Sheet(161)
    s.box(0, 0, 1600, 1000, s.fade((0, "#dfe6da"), (1, "#c6d3c6")))
    for x in (90, 1250):
        s.box(x, 110, 260, 400, "#fbf5e6")
        s.box(x + 12, 122, 236, 376, s.fade((0, "#76b0b0"), (1, "#f1e1b9")))
        s.shape(
            flow([(x + 12, 430), (x + 90, 400), (x + 170, 424), (x + 248, 392)]) + f"V498H{x + 12}Z",
            "#4d8676",
        )
        s.box(x + 126, 122, 8, 376, "#fbf5e6")
        s.box(x + 12, 300, 236, 8, "#fbf5e6")
    s.box(440, 96, 720, 420, "#a57a4b")
    s.box(456, 112, 688, 388, s.fade((0, "#fdf9ee"), (1, "#ece5d3")))
    s.thread(
        [(510, 440), (590, 380), (650, 400), (720, 300), (820, 330), (890, 230), (990, 250), (1080, 170)],
        EMBER,
        6,
    )
    for x, y, r in ((510, 440, 15), (650, 400, 15), (820, 330, 15), (990, 250, 15), (1080, 170, 22)):
        s.disc(x, y, r, PETROL)
        s.disc(x, y, r * 0.5, CREAM)
    for x, y in ((560, 180), (560, 212), (560, 244), (900, 420), (900, 452)):
        s.line(f"M{x} {y}h{n(s.random.uniform(90, 180))}", "#9fb4ad", 7)
    s.box(0, 600, 1600, 410, s.fade((0, "#c4a273"), (1, "#8a6a45")))
    s.shape(path([(90, 600), (350, 600), (760, 1010), (300, 1010)]), "#fff3d0", 'fill-opacity="0.35"')
    s.shape(
        path([(1250, 600), (1510, 600), (1640, 700), (1640, 1010), (1540, 1010)]),
        "#fff3d0",
        'fill-opacity="0.28"',
    )
    _trainer(s)
    for x, y, k in ((330, 740, 0.8), (1270, 740, 0.8), (800, 850, 1.05)):
        _table(s, x, y, k)
    return s


def _trainer(s: Sheet) -> None:
    s.oval(1206, 652, 60, 9, NIGHT, 'fill-opacity="0.25"')
    s.shape("M1170 650L1178 460Q1206 420 1234 460L1242 650Z", s.fade((0, "#1a6a73"), (1, DEEP)))
    s.oval(1206, 404, 25, 31, "#3b2620")
    s.line("M1184 470C1150 440 1130 400 1112 330", "#1a6a73", 22)
    s.disc(1110, 322, 11, "#6a4632")


def _table(s: Sheet, x: float, y: float, k: float) -> None:
    for i, dx in enumerate((-165, 0, 165)):
        seated(s, x + dx * k, y - 6 * k, 74 * k, COATS[(i * 4 + round(x)) % 9], HEADS[(i + round(y)) % 7])
    s.oval(x, y + 74 * k, 330 * k, 26 * k, NIGHT, 'fill-opacity="0.22"')
    s.oval(x, y + 30 * k, 300 * k, 62 * k, "#8b6238")
    s.oval(x, y + 18 * k, 300 * k, 62 * k, s.fade((0, "#f5e3bd"), (1, "#dcbd88")))
    for dx, dy in ((-180, 4), (-60, -14), (70, 20), (190, 8)):
        px, py = x + dx * k, y + (16 + dy) * k
        s.shape(
            path(
                [
                    (px - 34 * k, py + 9 * k),
                    (px - 24 * k, py - 10 * k),
                    (px + 34 * k, py - 10 * k),
                    (px + 26 * k, py + 9 * k),
                ]
            ),
            "#fffdf5",
        )
    for i, dx in enumerate((-225, 225)):
        seated(
            s,
            x + dx * k,
            y + 132 * k,
            96 * k,
            blend(COATS[(i * 5 + 2 + round(x)) % 9], NIGHT, 0.12),
            HEADS[(i + 3) % 7],
        )


def lights() -> Sheet:
    """Many small lights set out on dark water for a day of remembrance; one burns in the foreground."""
    s = Sheet(171)
    s.sky((0, "#031820"), (0.5, "#0c4451"), (0.75, "#2c6e74"))
    s.stars(120, 400)
    s.ridge(400, 50, "#0d3f49", "#124b55")
    s.ridge(450, 26, "#0a333d", "#0d3d47")
    s.sea(470, "#03161d", "#1d616a")
    spots = sorted(
        (470 + 22 + s.random.random() ** 1.9 * 420, s.random.uniform(20, 1580)) for _ in range(130)
    )
    for y, x in spots:
        share = (y - 470) / 440
        if share > 0.45 and abs(x - 800) < 240:
            continue
        _float(s, x, y, 3 + 15 * share)
    s.shimmer(800, 880, 1010, 130, STRAW, 0.8)
    s.glow(800, 700, 520, "#f5bf6a", 0.5)
    _float(s, 800, 872, 76)
    return s


def _float(s: Sheet, x: float, y: float, size: float) -> None:
    s.glow(x, y - size * 0.5, size * 5, "#f6c270", 0.55)
    s.oval(x, y + size * 0.9, size * 0.5, size * 1.1, STRAW, 'fill-opacity="0.22"')
    if size < 30:
        s.oval(x, y, size, size * 0.3, "#8b4a2a")
        s.shape(
            path(
                [
                    (x - size * 0.7, y),
                    (x - size * 0.55, y - size * 1.2),
                    (x + size * 0.55, y - size * 1.2),
                    (x + size * 0.7, y),
                ]
            ),
            s.fade((0, "#f7cf86"), (0.6, "#fff1c9"), (1, "#f0a954")),
        )
        return
    s.oval(x, y + 4, size * 1.5, size * 0.3, "#2c1f1d")
    s.shape(
        path(
            [
                (x - size * 1.45, y),
                (x - size * 1.05, y + size * 0.3),
                (x + size * 1.05, y + size * 0.3),
                (x + size * 1.45, y),
            ]
        ),
        s.fade((0, "#a9683c"), (1, "#4c2d20")),
    )
    paper = s.fade((0, "#eeb866"), (0.62, "#fff0c4"), (1, "#ee9d46"))
    s.shape(
        path(
            [
                (x - size, y),
                (x - size * 0.82, y - size * 1.9),
                (x + size * 0.82, y - size * 1.9),
                (x + size, y),
            ]
        ),
        paper,
    )
    for share in (-0.5, 0, 0.5):
        s.line(
            f"M{n(x + share * size * 1.15)} {n(y)}L{n(x + share * size * 0.98)} {n(y - size * 1.9)}",
            "#c9803c",
            2,
            'stroke-opacity="0.6"',
        )
    tip, foot = f"{n(x)} {n(y - size * 1.3)}", f"{n(x)} {n(y - size * 0.42)}"
    wide, low = n(y - size * 0.85), n(y - size * 0.45)
    right = f"C{n(x + size * 0.34)} {wide} {n(x + size * 0.22)} {low} {foot}"
    left = f"C{n(x - size * 0.22)} {low} {n(x - size * 0.34)} {wide} {tip}"
    s.shape(f"M{tip}{right}{left}Z", s.fade((0, "#fff6dc"), (1, EMBER)))


def door() -> Sheet:
    """A door that stands open onto morning light; outside, a path leads away over the hills."""
    s = Sheet(181)
    s.box(0, 0, 1600, 1000, s.fade((0, "#0a323d"), (1, "#061f28")))
    for i in range(9):
        s.line(f"M0 {i * 92 + 40}H1600", "#0f4350", 2, 'stroke-opacity="0.5"')
    s.box(0, 800, 1600, 210, s.fade((0, "#17343a"), (1, "#08191f")))
    s.shape(
        path([(610, 800), (990, 800), (1360, 1010), (380, 1010)]),
        s.fade((0, "#fbe0a8", 0.85), (1, "#fbe0a8", 0.1)),
    )
    s.glow(800, 480, 720, "#f7cf8f", 0.4)
    s.box(590, 150, 420, 654, "#c8a06a")
    s.box(612, 172, 376, 632, s.fade((0, "#7fb5b1"), (0.5, "#f6e3b6"), (0.62, "#f9cf92"), (1, "#e9c58b")))
    s.inside("M612 172H988V804H612Z")
    s.sun(850, 440, 44, "#f7b765", 5)
    for y, tone in ((500, "#9bb79d"), (560, "#6f9f8b"), (630, "#4b8678")):
        s.shape(
            flow([(600, y), (700, y - 30), (800, y + 6), (900, y - 22), (1000, y + 4)]) + "V810H600Z", tone
        )
    s.thread([(800, 810), (770, 740), (850, 680), (790, 620), (850, 570), (830, 530), (845, 492)], EMBER, 6)
    s.outside()
    s.shape(
        path([(612, 172), (430, 120), (430, 866), (612, 804)]),
        s.fade((0, "#8b4f35"), (1, "#b9714a"), across=True),
    )
    for top, bottom in ((200, 440), (490, 770)):
        s.shape(path([(580, top + 14), (465, top - 14), (465, bottom + 14), (580, bottom)]), "#7a422d")
    s.disc(458, 500, 10, OCHRE)
    s.line("M1196 690C1196 640 1264 640 1264 690", "#5f3a28", 9)
    s.shape(
        "M1140 748C1128 700 1140 680 1168 680H1292C1320 680 1332 700 1320 748Z",
        s.fade((0, "#d08a52"), (1, "#7d4a30")),
    )
    s.box(1222, 680, 16, 68, "#6b3f2b")
    s.box(1120, 250, 240, 190, "#134a55")
    s.box(1132, 262, 216, 166, s.fade((0, "#e9d8b4"), (1, "#c3ad82")))
    s.shape(flow([(1132, 392), (1190, 350), (1250, 380), (1300, 340), (1348, 372)]) + "V428H1132Z", "#5b8f86")
    s.box(1060, 748, 320, 22, "#7d5738")
    for x in (1084, 1344):
        s.box(x, 770, 14, 96, "#553a28")
    return s


SCENES = {"conference": conference, "lecture": lecture, "training": training, "lights": lights, "door": door}
