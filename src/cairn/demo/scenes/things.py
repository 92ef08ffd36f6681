"""What stands in the scenes: stones, shelters, boats, houses, trees, lamps and people seen from afar."""

from __future__ import annotations

from .sheet import CREAM, DEEP, EMBER, NIGHT, OCHRE, PALE, PETROL, SAND, STRAW, Sheet, blend, n, path

STONES = (
    (0, 0, 1.0, 0.3),
    (0.05, -0.5, 0.8, 0.27),
    (-0.05, -0.95, 0.62, 0.24),
    (0.04, -1.34, 0.44, 0.2),
    (0, -1.66, 0.27, 0.15),
)


def cairn(sheet: Sheet, x: float, y: float, size: float, light: str = SAND, dark: str = DEEP) -> None:
    """Five stones, one on the other: the mark of the trail. `y` is the ground."""
    sheet.oval(x + size * 0.35, y + size * 0.02, size * 1.5, size * 0.13, NIGHT, 'fill-opacity="0.28"')
    for dx, dy, w, h in STONES:
        face = sheet.fade((0, light), (0.55, blend(light, dark, 0.45)), (1, blend(light, dark, 0.85)))
        cx, cy, rx, ry = x + dx * size, y - size * 0.28 + dy * size, w * size, h * size
        sheet.shape(
            f"M{n(cx - rx)} {n(cy + ry * 0.3)}C{n(cx - rx)} {n(cy - ry * 1.1)} {n(cx - rx * 0.3)} {n(cy - ry * 1.15)} "
            f"{n(cx + rx * 0.2)} {n(cy - ry)}C{n(cx + rx * 0.8)} {n(cy - ry * 0.9)} {n(cx + rx * 1.05)} {n(cy)} "
            f"{n(cx + rx * 0.9)} {n(cy + ry * 0.6)}C{n(cx + rx * 0.6)} {n(cy + ry * 1.1)} {n(cx - rx * 0.8)} "
            f"{n(cy + ry * 1.1)} {n(cx - rx)} {n(cy + ry * 0.3)}Z",
            face,
        )


def tent(sheet: Sheet, x: float, y: float, size: float, cloth: str, lit: float = 0.0) -> None:
    """A small shelter on the ground at `y`; `lit` is how much lamp light shines through its cloth."""
    w, h = size, size * 0.62
    if lit:
        sheet.glow(x, y - h * 0.4, size * 1.7, STRAW, 0.5 * lit)
    sheet.oval(x, y, w * 0.75, h * 0.09, NIGHT, 'fill-opacity="0.35"')
    warm = blend(cloth, STRAW, 0.75 * lit)
    side = sheet.fade((0, blend(warm, NIGHT, 0.15)), (1, blend(cloth, NIGHT, 0.55)))
    front = sheet.fade((0, blend(warm, NIGHT, 0.05)), (0.75, warm), (1, blend(warm, CREAM, 0.35 * lit)))
    sheet.shape(
        path([(x - w * 0.12, y - h), (x + w * 0.36, y - h * 0.93), (x + w * 0.68, y), (x + w * 0.18, y)]),
        side,
    )
    sheet.shape(path([(x - w * 0.55, y), (x - w * 0.12, y - h), (x + w * 0.2, y)]), front)
    door = blend(cloth, NIGHT, 0.7) if not lit else blend(OCHRE, CREAM, 0.35)
    sheet.shape(path([(x - w * 0.2, y), (x - w * 0.12, y - h * 0.62), (x + w * 0.02, y)]), door)


def tunnel_tent(sheet: Sheet, x: float, y: float, size: float, cloth: str, lit: float = 0.0) -> None:
    """A rounded shelter under a tarpaulin."""
    if lit:
        sheet.glow(x, y - size * 0.2, size * 1.5, STRAW, 0.45 * lit)
    sheet.oval(x, y, size * 0.72, size * 0.05, NIGHT, 'fill-opacity="0.35"')
    w, h = size * 0.62, size * 0.46
    warm = blend(cloth, STRAW, 0.7 * lit)
    fill = sheet.fade((0, blend(warm, CREAM, 0.12)), (1, blend(warm, NIGHT, 0.4)))
    sheet.shape(
        f"M{n(x - w)} {n(y)}C{n(x - w)} {n(y - h * 1.25)} {n(x + w)} {n(y - h * 1.25)} {n(x + w)} {n(y)}Z",
        fill,
    )
    d = w * 0.26
    door = blend(OCHRE, CREAM, 0.3) if lit else blend(cloth, NIGHT, 0.65)
    sheet.shape(
        f"M{n(x - d)} {n(y)}C{n(x - d)} {n(y - h * 0.85)} {n(x + d)} {n(y - h * 0.85)} {n(x + d)} {n(y)}Z",
        door,
    )


def walker(sheet: Sheet, x: float, y: float, height: float, coat: str, step: float = 0.12) -> None:
    """A person on their way, far off: a coat, a head, a stride; never a face."""
    h = height
    sheet.oval(x, y, h * 0.2, h * 0.025, NIGHT, 'fill-opacity="0.3"')
    for foot in (-step, step):
        sheet.line(f"M{n(x)} {n(y - h * 0.45)}L{n(x + foot * h)} {n(y)}", blend(coat, NIGHT, 0.55), h * 0.085)
    sheet.shape(
        f"M{n(x - h * 0.1)} {n(y - h * 0.8)}Q{n(x)} {n(y - h * 0.88)} {n(x + h * 0.1)} {n(y - h * 0.8)}"
        f"L{n(x + h * 0.15)} {n(y - h * 0.3)}L{n(x - h * 0.15)} {n(y - h * 0.3)}Z",
        coat,
    )
    sheet.disc(x, y - h * 0.91, h * 0.082, blend(coat, NIGHT, 0.45))


def ferry(sheet: Sheet, x: float, y: float, length: float, hull: str = DEEP, house: str = CREAM) -> None:
    """A channel ferry on the waterline `y`, seen from the side, bow to the right."""
    u = length / 100

    def part(points: list[tuple[float, float]], fill: str) -> None:
        sheet.shape(path([(x + px * u, y - py * u) for px, py in points]), fill)

    part([(-46, 0), (-49, 9), (52, 9), (45, 0)], sheet.fade((0, blend(hull, CREAM, 0.12)), (1, hull)))
    part([(-47, 2.2), (-47.6, 3.6), (47.7, 3.6), (46.6, 2.2)], EMBER)
    wall = sheet.fade((0, house), (1, blend(house, PETROL, 0.3)))
    part([(-46, 9), (-46, 15), (40, 15), (46, 9)], wall)
    part([(-40, 15), (-40, 20), (33, 20), (37, 15)], wall)
    part([(14, 20), (14, 24), (29, 24), (32, 20)], wall)
    part([(-24, 20), (-22, 29), (-14, 29), (-13, 20)], sheet.fade((0, blend(hull, CREAM, 0.1)), (1, hull)))
    part([(-23.1, 24), (-22.6, 26.2), (-13.7, 26.2), (-13.5, 24)], EMBER)
    for row, (start, end) in ((11.4, (-42, 36)), (17, (-36, 30))):
        for i in range(start, end, 4):
            sheet.box(x + i * u, y - (row + 1.5) * u, 2.1 * u, 1.5 * u, blend(STRAW, CREAM, 0.2))
    sheet.box(x + 16 * u, y - 22.9 * u, 13 * u, 1.6 * u, PETROL)
    sheet.oval(x, y + 1.2 * u, 56 * u, 1.5 * u, CREAM, 'fill-opacity="0.4"')


def sail(sheet: Sheet, x: float, y: float, size: float, cloth: str = CREAM) -> None:
    """A dhow with one slanting sail."""
    sheet.shape(
        f"M{n(x - size * 0.5)} {n(y - size * 0.14)}Q{n(x)} {n(y + size * 0.1)} {n(x + size * 0.62)} {n(y - size * 0.2)}"
        f"L{n(x + size * 0.42)} {n(y)}L{n(x - size * 0.38)} {n(y)}Z",
        DEEP,
    )
    fill = sheet.fade((0, cloth), (1, blend(cloth, EMBER, 0.35)), across=True)
    sheet.shape(
        f"M{n(x - size * 0.42)} {n(y - size * 0.24)}L{n(x + size * 0.3)} {n(y - size * 1.05)}"
        f"Q{n(x + size * 0.34)} {n(y - size * 0.5)} {n(x + size * 0.22)} {n(y - size * 0.2)}Z",
        fill,
    )
    sheet.oval(x, y + size * 0.02, size * 0.62, size * 0.03, PALE, 'fill-opacity="0.4"')


def house(
    sheet: Sheet, x: float, y: float, w: float, h: float, wall: str, roof: str = "gable", lit: float = 0.5
) -> None:
    """A house whose ground line is `y`; `lit` is the share of windows where somebody is at home."""
    face = sheet.fade((0, wall), (1, blend(wall, NIGHT, 0.28)))
    sheet.box(x, y - h, w, h, face)
    sheet.box(x + w * 0.82, y - h, w * 0.18, h, NIGHT, 'fill-opacity="0.12"')
    dark = blend(wall, NIGHT, 0.5)
    if roof == "gable":
        sheet.shape(path([(x - w * 0.06, y - h), (x + w / 2, y - h - w * 0.48), (x + w * 1.06, y - h)]), dark)
    elif roof == "dome":
        sheet.shape(f"M{n(x)} {n(y - h)}A{n(w / 2)} {n(w / 2)} 0 0 1 {n(x + w)} {n(y - h)}Z", dark)
        sheet.box(x + w * 0.485, y - h - w * 0.66, w * 0.03, w * 0.18, dark)
    elif roof == "slope":
        sheet.shape(
            path([(x - w * 0.04, y - h), (x - w * 0.04, y - h - w * 0.3), (x + w * 1.04, y - h)]), dark
        )
    else:
        sheet.box(x - w * 0.03, y - h - w * 0.05, w * 1.06, w * 0.06, dark)
    _windows(sheet, x, y, w, h, wall, lit)


def _windows(sheet: Sheet, x: float, y: float, w: float, h: float, wall: str, lit: float) -> None:
    columns, rows = max(2, round(w / 34)), max(1, round(h / 52))
    cell_w, cell_h = w / (columns + 0.4), h / (rows + 0.35)
    for row in range(rows):
        for column in range(columns):
            shine = sheet.random.random() < lit
            colour = blend(STRAW, CREAM, sheet.random.random() * 0.7) if shine else blend(wall, NIGHT, 0.42)
            wx = x + cell_w * (column + 0.2) + cell_w * 0.26
            wy = y - h + cell_h * (row + 0.3)
            sheet.box(wx, wy, cell_w * 0.48, cell_h * 0.5, colour, 'rx="1.5"')


def tree(sheet: Sheet, x: float, y: float, size: float, leaf: str) -> None:
    """A round tree."""
    sheet.line(f"M{n(x)} {n(y)}L{n(x)} {n(y - size * 0.6)}", blend(leaf, NIGHT, 0.55), size * 0.07)
    fill = sheet.fade((0, blend(leaf, CREAM, 0.16)), (1, blend(leaf, NIGHT, 0.3)))
    sheet.oval(x, y - size * 0.78, size * 0.34, size * 0.42, fill)


def palm(sheet: Sheet, x: float, y: float, size: float, leaf: str) -> None:
    """A coconut palm, leaning with the wind from the sea."""
    top_x, top_y = x + size * 0.16, y - size
    trunk = f"M{n(x)} {n(y)}Q{n(x + size * 0.02)} {n(y - size * 0.6)} {n(top_x)} {n(top_y)}"
    sheet.line(trunk, blend(leaf, NIGHT, 0.4), size * 0.05)
    for dx, dy, bend in (
        (-0.5, 0.12, -0.18),
        (-0.36, -0.18, -0.3),
        (0.02, -0.3, -0.2),
        (0.4, -0.16, -0.3),
        (0.52, 0.14, -0.16),
    ):
        tip = (top_x + dx * size, top_y + (dy + 0.1) * size)
        mid = (top_x + dx * size * 0.5, top_y + (dy + bend) * size * 0.6)
        low = (top_x + dx * size * 0.5, top_y + (dy + bend) * size * 0.6 + size * 0.1)
        sheet.shape(
            f"M{n(top_x)} {n(top_y)}Q{n(mid[0])} {n(mid[1])} {n(tip[0])} {n(tip[1])}"
            f"Q{n(low[0])} {n(low[1])} {n(top_x)} {n(top_y)}Z",
            leaf,
        )


def lamp(sheet: Sheet, x: float, y: float, size: float, reach: float = 7) -> None:
    """A point of light with its halo."""
    sheet.glow(x, y, size * reach, STRAW, 0.6)
    sheet.disc(x, y, size, CREAM)


def column(sheet: Sheet, x: float, top: float, bottom: float, width: float, stone: str, shade: str) -> None:
    """A column of a portico, lit from the left."""
    body = sheet.fade((0, blend(stone, "#ffffff", 0.25)), (0.35, stone), (1, shade), across=True)
    sheet.box(x - width / 2, top + width * 0.3, width, bottom - top - width * 0.6, body)
    for y, spread in (
        (top, 1.5),
        (top + width * 0.16, 1.25),
        (bottom - width * 0.16, 1.25),
        (bottom - width * 0.3, 1.45),
    ):
        sheet.box(x - width * spread / 2, y, width * spread, width * 0.17, body)


def seated(sheet: Sheet, x: float, y: float, size: float, coat: str, head: str) -> None:
    """Somebody in a row of seats, seen from behind."""
    left, right, top = n(x - size * 0.62), n(x + size * 0.62), n(y - size * 0.8)
    side, neck = n(y - size * 0.75), size * 0.3
    rise = f"C{left} {side} {n(x - neck)} {top} {n(x)} {top}"
    fall = f"C{n(x + neck)} {top} {right} {side} {right} {n(y)}"
    shoulders = f"M{left} {n(y)}{rise}{fall}Z"
    sheet.shape(shoulders, sheet.fade((0, blend(coat, CREAM, 0.14)), (1, blend(coat, NIGHT, 0.35))))
    sheet.oval(x, y - size * 1.1, size * 0.27, size * 0.34, head)
