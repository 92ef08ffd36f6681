"""Scenes of what is written and signed: an agreement on a table, and the covers of the publications."""

from __future__ import annotations

from .maps import sea_map
from .sheet import CLAY, CREAM, DEEP, EMBER, NIGHT, OCHRE, PETROL, SAND, STRAW, Sheet, blend, flow, n, path
from .things import cairn, house


def signing() -> Sheet:
    """A table seen from above: two copies of an agreement, two pens, and one thread that runs through both."""
    s = Sheet(191)
    s.box(0, 0, 1600, 1000, s.fade((0, "#8f5f3c"), (1, "#5f3b28")))
    for _ in range(46):
        y, bend = s.random.uniform(0, 1000), s.random.uniform(-18, 18)
        tone, width = s.random.choice(("#4a2c1e", "#a87650")), s.random.uniform(1, 3)
        s.line(f"M-10 {n(y)}Q800 {n(y + bend)} 1610 {n(y)}", tone, width, 'stroke-opacity="0.22"')
    s.shape(
        path([(620, -10), (1000, -10), (1240, 1010), (260, 1010)]),
        s.fade((0, "#ffe9bd", 0.3), (1, "#ffe9bd", 0.05)),
    )
    s.box(90, 96, 1420, 808, "#123f49", 'rx="16" fill-opacity="0.95"')
    s.box(112, 118, 1376, 764, "none", 'rx="8" stroke="#d7a95c" stroke-width="3" fill-opacity="0.7"')
    for x, turn in ((288, -2.5), (812, 2.5)):
        _agreement(s, x, 190, turn)
    s.thread(
        [(-20, 900), (260, 858), (520, 846), (800, 862), (1080, 846), (1340, 858), (1620, 896)], EMBER, 6
    )
    _pen(s, 668, 500, -34, "#0b2c35")
    _pen(s, 1196, 500, -28, "#7b2f22")
    s.disc(800, 150, 40, NIGHT, 'fill-opacity="0.3"')
    s.disc(800, 142, 40, s.fade((0, "#f7e6c2"), (1, "#d8b67c")))
    cairn(s, 800, 164, 20, CREAM, PETROL)
    return s


def _agreement(s: Sheet, x: float, y: float, turn: float) -> None:
    s.add(f'<g transform="rotate({n(turn)} {n(x + 250)} {n(y + 310)})">')
    s.box(x + 10, y + 16, 500, 620, NIGHT, 'fill-opacity="0.35" rx="4"')
    s.box(x, y, 500, 620, s.fade((0, "#fffaf0"), (1, "#efe3cb")), 'rx="4"')
    s.box(x + 50, y + 60, 240, 18, PETROL)
    s.box(x + 50, y + 90, 150, 10, OCHRE)
    for i in range(13):
        width = (400, 388, 396, 250, 0, 400, 380, 394, 300, 0, 400, 392, 180)[i]
        if width:
            s.box(x + 50, y + 134 + i * 20, width, 7, "#b9b7a6")
    for dx, curve in ((50, 1), (280, -1)):
        s.line(f"M{n(x + dx)} {n(y + 560)}h170", "#8d8f83", 2)
        left = x + dx + 14
        s.line(
            f"M{n(left)} {n(y + 548)}c14 {n(-46 * curve)} 30 {n(-40 * curve)} 26 -8c-4 26 22 16 30 -14c6 -20 20 20 8 24"
            "c14 4 26 -34 36 -20c8 12 -8 20 18 10c10 -4 14 -6 22 -4",
            "#173f63",
            4,
        )
    s.add("</g>")


def _pen(s: Sheet, x: float, y: float, turn: float, colour: str) -> None:
    s.add(f'<g transform="rotate({n(turn)} {n(x)} {n(y)})">')
    s.box(x - 6, y + 12, 250, 24, NIGHT, 'fill-opacity="0.35" rx="12"')
    s.box(x, y, 240, 22, s.fade((0, blend(colour, "#ffffff", 0.35)), (0.4, colour), (1, NIGHT)), 'rx="11"')
    s.box(x + 96, y, 10, 22, OCHRE)
    s.shape(path([(x + 4, y + 3), (x - 40, y + 11), (x + 4, y + 19)]), "#e3bd73")
    s.box(x + 150, y - 4, 80, 5, OCHRE)
    s.add("</g>")


def _desk(s: Sheet, wall: str, table: str) -> None:
    """A wall, a table and morning light for a book to stand in."""
    s.box(0, 0, 1600, 1000, s.halo((0, blend(wall, "#ffffff", 0.3)), (1, wall)))
    s.shape(path([(120, 0), (520, 0), (1180, 800), (700, 800)]), "#fff6df", 'fill-opacity="0.16"')
    s.shape(path([(620, 0), (760, 0), (1420, 800), (1240, 800)]), "#fff6df", 'fill-opacity="0.12"')
    s.box(0, 800, 1600, 210, s.fade((0, blend(table, "#ffffff", 0.12)), (1, blend(table, NIGHT, 0.35))))


def _book(s: Sheet, x: float, top: float, w: float, h: float, cloth: str) -> str:
    """A standing book with its pages to the right; gives the outline of its front for a picture."""
    foot = top + h
    s.shape(
        path([(x + 20, foot + 6), (x + w + 30, foot + 6), (x + w + 230, foot + 64), (x + 190, foot + 64)]),
        s.fade((0, NIGHT, 0.42), (1, NIGHT, 0)),
    )
    s.shape(
        path([(x + w, top + 4), (x + w + 34, top + 20), (x + w + 34, foot - 6), (x + w, foot)]),
        s.fade((0, "#fffaf0"), (1, "#cdbf9f"), across=True),
    )
    for i in range(5):
        s.line(
            f"M{n(x + w + 6 + i * 6)} {n(top + 9 + i * 3)}V{n(foot - 3 - i)}",
            "#b3a68a",
            1,
            'stroke-opacity="0.6"',
        )
    s.box(x, top, w, h, cloth)
    return path([(x, top), (x + w, top), (x + w, foot), (x, foot)])


def _finish(s: Sheet, x: float, top: float, w: float, h: float, band: str, mark: str) -> None:
    """The title band of a cover (bars for words, since a picture carries no language) and the light on its edge."""
    s.box(x, top + h * 0.08, w, h * 0.2, band)
    s.box(x + w * 0.1, top + h * 0.115, w * 0.62, h * 0.026, mark)
    s.box(x + w * 0.1, top + h * 0.16, w * 0.74, h * 0.026, mark)
    s.box(x + w * 0.1, top + h * 0.215, w * 0.36, h * 0.015, EMBER)
    s.box(x, top, w * 0.035, h, NIGHT, 'fill-opacity="0.28"')
    s.box(x + w * 0.035, top, w * 0.012, h, "#ffffff", 'fill-opacity="0.25"')
    s.box(x, top, w, h, s.fade((0, "#ffffff", 0.16), (0.5, "#ffffff", 0), (1, NIGHT, 0.14), across=True))


def cities_report() -> Sheet:
    """A large report on a table; on its cover a city of people's houses climbs towards the sun."""
    s = Sheet(201)
    _desk(s, "#d9c9a6", "#8a6038")
    x, top, w, h = 520, 110, 520, 716
    s.inside(_book(s, x, top, w, h, "#e9c48d"))
    s.box(x, top, w, h, s.fade((0, "#1c6571"), (0.42, "#8fb3a4"), (0.6, "#f4cf96")))
    s.sun(880, 440, 40, "#f7b765", 5)
    for row in range(5):
        left = x - 20.0
        while left < x + w + 20:
            wide, tall = s.random.uniform(38, 70), s.random.uniform(70, 190) * (0.7 + row * 0.1)
            wall = blend(
                s.random.choice(("#c9744f", "#f0e0bd", "#2f7078", "#d9b48a", "#5f9490", "#e7a86f")),
                "#0f4450",
                0.08 + row * 0.1,
            )
            house(
                s,
                left,
                560 + row * 70,
                wide,
                tall,
                wall,
                s.random.choice(("gable", "flat", "dome", "slope")),
                0.45,
            )
            left += wide * 1.03
    s.outside()
    _finish(s, x, top, w, h, "#f8f0df", PETROL)
    return s


def _plan(
    s: Sheet, x: float, top: float, k: float, band: str, mark: str, water: str, land: str, turn: float
) -> None:
    w, h = 470 * k, 650 * k
    s.add(f'<g transform="rotate({n(turn)} {n(x + w / 2)} {n(top + h)})">')
    s.inside(_book(s, x, top, w, h, water))
    sea_map(s, x - w * 0.62, top + h * 0.28, w * 2.1, h * 0.76, land, water, EMBER, 0.8 * k)
    s.box(x, top, w, h * 0.3, water)
    s.outside()
    _finish(s, x, top, w, h, band, mark)
    s.add("</g>")


def plan_june() -> Sheet:
    """The response plan of June: a booklet with the Mediterranean and three routes on its cover."""
    s = Sheet(211)
    _desk(s, "#8fb0a8", "#7a5636")
    _plan(s, 565, 166, 1, "#f8f0df", PETROL, "#15606b", "#e3cf9f", 0)
    return s


def plan_november() -> Sheet:
    """The updated plan in front of the plan it replaces; both show the Mediterranean and its routes."""
    s = Sheet(221)
    _desk(s, "#c4a884", "#5b4331")
    _plan(s, 420, 176, 0.95, "#e9e2cf", "#3b6c72", "#3b7a80", "#d3c6a4", -3)
    _plan(s, 690, 158, 1.03, "#7d3522", "#f8e7c4", "#0c4a56", "#efdcae", 1.5)
    return s


def crisis_study() -> Sheet:
    """A study lying open beside a lamp; on its cover, small lights cross dark water."""
    s = Sheet(231)
    _desk(s, "#17505a", "#4b3325")
    s.glow(1240, 330, 620, STRAW, 0.55)
    s.line("M1330 800V420", "#0a2a33", 14)
    s.line("M1330 424L1250 330", "#0a2a33", 12)
    s.shape(path([(1180, 350), (1270, 262), (1312, 308), (1250, 404)]), "#b9522f")
    s.oval(1330, 806, 84, 12, "#0a2a33")
    x, top, w, h = 500, 130, 500, 696
    s.inside(_book(s, x, top, w, h, "#0a323d"))
    s.box(x, top, w, h, s.fade((0, "#0b3a45"), (0.55, "#2a7078"), (0.56, "#0f4a55"), (1, "#04202a")))
    s.shape(flow([(480, 520), (620, 486), (760, 514), (900, 478), (1020, 506)]) + "V540H480Z", "#0d414c")
    for _ in range(46):
        share = s.random.random() ** 1.5
        px, py = x + s.random.uniform(10, w - 10), 536 + share * 280
        r = 1.5 + 6 * share
        s.glow(px, py, r * 6, "#f6c270", 0.6)
        s.oval(px, py + r * 1.5, r * 0.5, r * 1.5, STRAW, 'fill-opacity="0.3"')
        s.disc(px, py, r, "#fff0c4")
    s.outside()
    _finish(s, x, top, w, h, "#efe4cb", DEEP)
    for i, tone in enumerate((CLAY, SAND, "#2b7b80")):
        s.box(
            190 - i * 12,
            768 - i * 34,
            250 + i * 8,
            34,
            s.fade((0, blend(tone, "#ffffff", 0.12)), (1, blend(tone, NIGHT, 0.25))),
            'rx="3"',
        )
        s.box(200, 776 - i * 34, 4, 18, CREAM, 'fill-opacity="0.5"')
    return s


SCENES = {
    "signing": signing,
    "cities-report": cities_report,
    "plan-june": plan_june,
    "plan-november": plan_november,
    "crisis-study": crisis_study,
}
