"""Draws a card: 1200 by 630 pixels in fourteen colours, about 15 milliseconds and 20 KB.

Typst sets the words, because it shapes Arabic and orders mixed directions with nothing from the system: Pillow
would be as fast, but joins Arabic letters only where the machine has libfribidi, and a fresh Debian need not. The
scene is drawn once for each direction; words are laid on it by table look-up, which no quantising can blur.
"""

import json
import unicodedata
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import resvg_py
import typst
from PIL import Image

from cairn.mission import colours
from cairn.mission.colours import from_oklch, light_palette, to_oklch
from cairn.publish.outputs.card_fonts import font_folder, fonts_digest, letters_in
from cairn.publish.outputs.facts import carried
from cairn.publish.targets import fingerprint

HERE = Path(__file__).parent
SIZE = (1200, 630)
WORDS_AT = (72, 56)
WORDS_WIDTH = 800
# Longer titles would be too small to read in a preview on a phone.
LONGEST = 120
# Steps from the sky to white, which serve words, stones and all soft edges; and from the sky to the mark.
TO_WHITE, TO_MARK = 8, 3
STONES = {"stone-1": 4, "stone-2": 5, "stone-3": 6}
# Runs of one colour and little else: faster than zlib's search for matches, and smaller.
RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """All that a card shows; two equal faces are one picture."""

    title: str
    label: str = ""
    day: str = ""
    mission: str
    language: str
    right_to_left: bool
    colour: str
    accent: str


@cache
def drawn_by() -> str:
    """One hash of everything besides the face that decides the bytes of a card."""
    names = ("card.svg", "card.typ", "card_drawing.py")
    sources = [(HERE / name).read_bytes() for name in names]
    libraries = {name: version(name) for name in ("pillow", "resvg-py", "typst")}
    return fingerprint(sources, libraries, Path(colours.__file__).read_bytes(), fonts_digest())


def draw(face: Face, storage: Path) -> bytes:
    """The card as PNG."""
    folder = font_folder(storage)
    scene, palette = _ground(face.colour, face.accent, face.right_to_left)
    picture = scene.copy()
    left = SIZE[0] - WORDS_AT[0] - WORDS_WIDTH if face.right_to_left else WORDS_AT[0]
    picture.paste(_words(face, folder), (left, WORDS_AT[1]))
    picture.putpalette(palette)
    file = BytesIO()
    picture.save(file, "PNG", compress_type=RUNS)
    return file.getvalue()


# Words ----------------------------------------------------------------------------------------------


def _words(face: Face, folder: Path) -> Image.Image:
    """The words as numbers of the palette; 0 is sky."""
    said = asdict(face)
    for name in ("title", "label", "day", "mission"):
        said[name] = drawable(said[name], _letters(folder))
    said["title"] = shortened(said["title"])
    png = _typesetter(folder).compile(format="png", ppi=72, sys_inputs={"card": json.dumps(said)})
    assert isinstance(
        png, bytes
    )  # A list only if the words ran over to a second page, which place() never does.
    with Image.open(BytesIO(png)) as masks:
        red, _green, blue, _alpha = masks.convert("RGBA").split()
    words = red.point(_WHITE)
    marked = blue.point(_MARKED)
    words.paste(marked, mask=marked.point([0] + [255] * 255))
    return words


_WHITE = [round(share * TO_WHITE / 255) for share in range(256)]
_MARKED = [step and TO_WHITE + step for step in (round(share * TO_MARK / 255) for share in range(256))]


@cache
def _typesetter(folder: Path) -> typst.Compiler:
    return typst.Compiler(str(HERE / "card.typ"), font_paths=[str(folder)], ignore_system_fonts=True)


@cache
def _letters(folder: Path) -> frozenset[int]:
    return letters_in(folder)


def drawable(text: str, letters: frozenset[int]) -> str:
    """What the fonts can draw of `text`: signs they lack are left out, and a lacking letter takes all of it.

    A card without words is still the mission's; one with empty boxes in place of somebody's script is an insult.
    """
    lacking = {sign for sign in text if ord(sign) not in letters and not sign.isspace()}
    if any(unicodedata.category(sign)[0] in "LMN" for sign in lacking):
        return ""
    return carried("".join(sign for sign in text if sign not in lacking))


def shortened(title: str) -> str:
    if len(title) <= LONGEST:
        return title
    return title[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


# The scene ------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _ground(colour: str, accent: str, mirrored: bool) -> tuple[Image.Image, list[int]]:
    """Hills and cairn as numbers of a palette, and the palette: fourteen colours, all made from the mission's two."""
    tones = _tones(colour, accent)
    palette = Image.new("P", (1, 1))
    flat = [share for tone in tones for share in _shares(tone)]
    palette.putpalette(flat + flat[:3] * (256 - len(tones)))
    png = resvg_py.svg_to_bytes(svg_string=_scene(tones, mirrored), skip_system_fonts=True)
    with Image.open(BytesIO(png)) as drawn:
        numbers = drawn.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    return Image.frombytes("L", numbers.size, numbers.tobytes()), flat


def _tones(colour: str, accent: str) -> list[str]:
    lightness, chroma, hue = to_oklch(colour)
    mark = light_palette(colour, accent)["mark"]
    white = [_mixed(colour, "#ffffff", step / TO_WHITE) for step in range(TO_WHITE + 1)]
    marked = [_mixed(colour, mark, step / TO_MARK) for step in range(1, TO_MARK + 1)]
    hills = [from_oklch(max(lightness - depth, 0.02), chroma * 0.97, hue) for depth in (0.05, 0.1)]
    return [*white, *marked, *hills]


def _scene(tones: list[str], mirrored: bool) -> str:
    fills = {"sky": 0, "top": TO_WHITE + TO_MARK, "far": -2, "near": -1, **STONES}
    scene = (HERE / "card.svg").read_text()
    for name, number in fills.items():
        scene = scene.replace(f'class="{name}"', f'fill="{tones[number]}"')
    return scene.replace('id="scene"', f'transform="matrix(-1 0 0 1 {SIZE[0]} 0)"') if mirrored else scene


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_shares(one), _shares(other), strict=True)
    return "#" + "".join(f"{round(here + (there - here) * share):02x}" for here, there in pairs)


def _shares(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
