"""The pictures of the demonstration: drawn by code, the same bytes of SVG at every drawing, free of photographs.

A scene is a function that composes an SVG. It becomes a picture of 1600 by 1000 pixels with a fine grain, so that
large skies do not band. What somebody who cannot see it should know stands in `content/pictures.toml`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from random import Random

import resvg_py
from PIL import Image, ImageChops, ImageFilter

from cairn.demo.scenes import cities, coasts, maps, papers, rooms
from cairn.demo.scenes.sheet import HEIGHT, WIDTH, Sheet

# The same in every language, and the licence with it.
CREDIT = "Cairn, CC BY 4.0"
SCENES: dict[str, Callable[[], Sheet]] = {
    name: scene for module in (coasts, cities, maps, rooms, papers) for name, scene in module.SCENES.items()
}


def svg(name: str) -> str:
    """The scene as SVG; KeyError for a scene that nobody has drawn."""
    return SCENES[name]().svg()


def picture(name: str) -> bytes:
    """The scene as a JPEG of 1600 by 1000 pixels, ready for the library of pictures."""
    # No scene holds words, so no font of this machine can change how it looks.
    drawn = resvg_py.svg_to_bytes(svg_string=svg(name), skip_system_fonts=True)
    image = Image.open(io.BytesIO(bytes(drawn))).convert("RGB")
    grained = Image.blend(image, ImageChops.soft_light(image, _grain()), 0.22)
    file = io.BytesIO()
    grained.save(file, "JPEG", quality=85, progressive=True, optimize=True)
    return file.getvalue()


@cache
def _grain() -> Image.Image:
    """Fine paper grain: one tile of noise from a fixed seed, repeated."""
    size = 320
    noise = Image.frombytes("L", (size, size), Random(1951).randbytes(size * size))
    tile = noise.filter(ImageFilter.GaussianBlur(0.7))
    sheet = Image.new("L", (WIDTH, HEIGHT))
    for x in range(0, WIDTH, size):
        for y in range(0, HEIGHT, size):
            sheet.paste(tile, (x, y))
    return Image.merge("RGB", (sheet, sheet, sheet))
