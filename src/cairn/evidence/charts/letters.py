"""How wide words are, so that none is cut and none lies on another.

In a page they are set in the reader's own font. Noto Sans is as wide as any that is likely there, and of Arabic letters
only those that join the next are taken as narrower: what is measured here is more than what is drawn.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from cairn.evidence.charts.errors import PartsMissing

MODULES = Path(__file__).parents[4] / "node_modules"  # Beside package.json.
LATIN = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese")
UNKNOWN = 1.0  # Of the size: as wide as a sign of Chinese.
CARE = 1.03
NARROWER = (
    0.3  # A letter that joins the next loses up to half of its width, and those below never less than this.
)
# A letter that is not one of those that never join the next, with one after it, whatever vowels stand between.
_JOINS = re.compile(r"[\u0626\u0628\u062a-\u062e\u0637-\u0647\u064a\u0678-\u0687\u069a-\u06bf\u06c1\u06cc\u06d0]"
                    r"(?=[\u064b-\u0652]*[\u0620-\u064a\u066e-\u06d3])")  # fmt: skip


def font_files(weight: int) -> list[Path]:
    """Noto Sans in every script that its packages bring; the first that has a letter gives it."""
    names = [f"@fontsource/noto-sans/files/noto-sans-{part}-{weight}-normal.woff2" for part in LATIN]
    names.append(f"@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-{weight}-normal.woff2")
    return [part(name) for name in names]


def part(name: str) -> Path:
    """A file of an npm package."""
    file = MODULES / name
    if not file.is_file():
        raise PartsMissing(f"Charts need “{name}”, which is not installed.", "Run: make setup")
    return file


def width(text: str, size: float, *, bold: bool = False) -> float:
    advances = _advances(600 if bold else 400)
    joined = sum(advances.get(ord(found[0]), UNKNOWN) for found in _JOINS.findall(text))
    return (sum(advances.get(ord(letter), UNKNOWN) for letter in text) - joined * NARROWER) * size * CARE


def widest(texts: Sequence[str], size: float, *, bold: bool = False) -> float:
    return max((width(text, size, bold=bold) for text in texts), default=0)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Lines that fit; a word that does not is broken, because cutting it would hide its end."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.extend(_broken(word, room, size, bold))
    return lines


def _broken(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@cache
def _advances(weight: int) -> dict[int, float]:
    """By letter, as a share of the size."""
    found: dict[int, float] = {}
    for file in font_files(weight):
        with TTFont(file, lazy=True) as face:
            em, widths = face["head"].unitsPerEm, face["hmtx"]
            for letter, glyph in face.getBestCmap().items():
                found.setdefault(letter, widths[glyph][0] / em)
    return found
