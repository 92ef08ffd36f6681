"""The fonts of the cards: the site's own heading fonts, with all letters of their scripts, as files typst reads.

They come from the npm packages that package-lock.json names and never from the system, so that a card is the same
picture on every machine. Making them takes three seconds, once for each state of those packages.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from cairn.newsroom import asset_build, fonts
from cairn.newsroom.fonts import HEADLINE, NASKH, NEWSREADER, Cut, HeadingFont, make_font
from cairn.publish.targets import fingerprint


def _letters(*spans: tuple[int, int]) -> str:
    return "".join(chr(code) for first, last in spans for code in range(first, last + 1))


_SIGNS = ((0x2000, 0x206F), (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193))
LATIN = _letters((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF), *_SIGNS)
ARABIC = _letters((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF), *_SIGNS)


def _latin(part: str) -> HeadingFont:
    cut = Cut(NEWSREADER.format(part), LATIN, dict[str, float](HEADLINE))
    return HeadingFont(f"card-{part}", f"Card {part}", (cut,))


FONTS = (
    _latin("latin"),
    _latin("latin-ext"),
    _latin("vietnamese"),
    HeadingFont("card-arabic", "Card arabic", (Cut(NASKH, ARABIC, {"wght": 650.0}),)),
)
LETTERS = "letters.json"


@cache
def fonts_digest() -> str:
    """One hash of what decides how the fonts look."""
    lock = json.loads((asset_build.PACKAGES / "package-lock.json").read_text())["packages"]
    packages = {name: part.get("version") for name, part in lock.items() if "@fontsource" in name}
    sources = [Path(__file__).read_bytes(), Path(fonts.__file__).read_bytes()]
    return fingerprint(packages, sources, version("fonttools"))


def font_folder(storage: Path) -> Path:
    """The folder that holds the fonts, made now if nobody has made it; two makers do not disturb each other."""
    folder = storage / "card-fonts" / fonts_digest()[:16]
    if not folder.is_dir():
        asset_build.fetch_packages()
        folder.parent.mkdir(parents=True, exist_ok=True)
        _appear(folder, _make)
    return folder


def letters_in(folder: Path) -> frozenset[int]:
    """Every letter and sign that the fonts can draw."""
    return frozenset(json.loads((folder / LETTERS).read_text()))


def _appear(folder: Path, make: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as name:
        fresh = Path(name) / "fonts"
        fresh.mkdir()
        make(fresh)
        try:
            fresh.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    for old in folder.parent.iterdir():
        if old != folder and not old.name.startswith("."):
            shutil.rmtree(old, ignore_errors=True)


def _make(folder: Path) -> None:
    letters: set[int] = set()
    for font in FONTS:
        face = TTFont(BytesIO(make_font(font, asset_build.PACKAGES / "node_modules")), recalcTimestamp=False)
        face.flavor = None
        _rename(face, font)
        face.save(folder / f"{font.name}.ttf")
        letters |= set(face.getBestCmap())
    (folder / LETTERS).write_text(json.dumps(sorted(letters)))


def _rename(face: TTFont, font: HeadingFont) -> None:
    """Each part under a name of its own: typst takes one file of a family and leaves the others.

    It also passes over files without a PostScript name, which the web does without.
    """
    names = {1: font.family, 4: font.family, 6: font.family.replace(" ", "-"), 16: font.family}
    for number, name in names.items():
        face["name"].setName(name, number, 3, 1, 0x409)
