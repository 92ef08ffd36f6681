"""One heading font per script, cut down to the letters and the one weight that the site uses.

Body text is set in the reader's own fonts and costs nothing. A heading font costs one request of about 20 KB;
until it has come, a system font stretched to the same measure stands in, so that nothing jumps.
"""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.merge import Options as MergeOptions
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib import instancer


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


ASCII = _span(0x20, 0x7E)
ALPHANUMERIC = _span(0x30, 0x39) + _span(0x41, 0x5A) + _span(0x61, 0x7A) + " :.,-–/%’()"
LATIN = (
    ASCII + "\u00a0¡§«°·»¿" + _span(0xC0, 0xD6) + _span(0xD8, 0xF6) + _span(0xF8, 0xFF) + "ŒœŸ–—‘’‚“”„…‹›€"
)
LATIN_EXTENDED = _span(0x100, 0x17F) + "ȘșȚțƏə" + _span(0x1EA0, 0x1EF9)
ARABIC = (
    _span(0x621, 0x63A) + _span(0x640, 0x652) + "،؛؟٪" + _span(0x660, 0x669) + "پچژڤگکیھہےۀ" + "\u200c\u200d"
)
SHAPING = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "init", "medi", "fina", "isol", "rlig"]

NEWSREADER = "@fontsource-variable/newsreader/files/newsreader-{}-standard-normal.woff2"
NASKH = "@fontsource-variable/noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2"
HEADLINE = {"wght": 560, "opsz": 44}


@dataclass(frozen=True)
class Cut:
    """The letters taken from one npm package's font, at one point of its axes."""

    file: str
    letters: str
    at: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class HeadingFont:
    """One file the site serves; `reach` limits it to the characters that need it."""

    name: str
    family: str
    cuts: tuple[Cut, ...]
    reach: str = ""


HEADING_FONTS = (
    HeadingFont(
        "heading-latin",
        "Cairn",
        (Cut(NEWSREADER.format("latin"), LATIN, HEADLINE),),
        "U+0-FF,U+152-153,U+178,U+2013-2026,U+2039-203A,U+20AC",
    ),
    HeadingFont(
        "heading-latin-ext",
        "Cairn",
        (Cut(NEWSREADER.format("latin-ext"), LATIN_EXTENDED, HEADLINE),),
        "U+100-151,U+154-177,U+179-17F,U+18F,U+218-21B,U+259,U+1EA0-1EF9",
    ),
    # Arabic headlines hold numerals and Latin acronyms; they come in the same request.
    HeadingFont(
        "heading-arabic",
        "Cairn Naskh",
        (Cut(NASKH, ARABIC, {"wght": 650}), Cut(NEWSREADER.format("latin"), ALPHANUMERIC, HEADLINE)),
    ),
)


def make_font(font: HeadingFont, modules: Path) -> bytes:
    """The WOFF2 file, the same bytes from the same packages."""
    parts = [_cut(cut, modules) for cut in font.cuts]
    for other in parts[1:]:
        scale_upem(other, parts[0]["head"].unitsPerEm)
    return _woff2(parts[0] if len(parts) == 1 else _merge(parts))


def _cut(cut: Cut, modules: Path) -> TTFont:
    whole = TTFont(modules / cut.file, recalcTimestamp=False)
    face = instancer.instantiateVariableFont(whole, cut.at) if cut.at else whole
    options = subset.Options(
        layout_features=SHAPING, hinting=False, notdef_outline=True, name_IDs=[1, 2, 13, 14]
    )
    options.drop_tables += ["STAT", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=cut.letters)
    cutter.subset(face)
    return face


def _merge(parts: list[TTFont]) -> TTFont:
    files = [_plain(part) for part in parts]
    merged = Merger(options=MergeOptions(drop_tables=["vhea", "vmtx"])).merge(files)
    # The merger stamps the moment of merging; the age of the first part is the age of the whole.
    merged["head"].created = merged["head"].modified = parts[0]["head"].modified
    merged.recalcTimestamp = False
    return merged


def _plain(part: TTFont) -> BytesIO:
    part.flavor = None
    file = BytesIO()
    part.save(file)
    file.seek(0)
    return file


def _woff2(face: TTFont) -> bytes:
    face.flavor = "woff2"
    file = BytesIO()
    face.save(file)
    return file.getvalue()


# Widths of running text and heights, as shares of the em, of fonts that are on most machines.
STAND_INS = {
    "Cairn": (
        ("Georgia", 0.4458),
        ("Times New Roman", 0.4026),
        ("Liberation Serif", 0.4026),
        ("Noto Serif", 0.4886),
    ),
}
# About as often as in English text.
COMMON_LETTERS = (
    "eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrr"
    "ddddlllluuucccmmmwwffggyyppbbvk     "
)


def stand_in_css(family: str, woff2: bytes) -> str:
    """@font-face rules that stretch a system font to the measure of `family` while that one is on its way."""
    face = TTFont(BytesIO(woff2))
    em, letters, widths = face["head"].unitsPerEm, face.getBestCmap(), face["hmtx"]
    width = sum(widths[letters[ord(letter)]][0] for letter in COMMON_LETTERS) / len(COMMON_LETTERS) / em
    rules = []
    for local, own_width in STAND_INS[family]:
        size = width / own_width
        up, down = face["hhea"].ascent / em / size, -face["hhea"].descent / em / size
        rules.append(
            f'@font-face{{font-family:"{family} {local}";src:local("{local}");size-adjust:{size:.1%};'
            f"ascent-override:{up:.1%};descent-override:{down:.1%};line-gap-override:0%}}"
        )
    return "\n".join(rules) + "\n"


def font_face_css(font: HeadingFont, file: str) -> str:
    reach = f"unicode-range:{font.reach};" if font.reach else ""
    return (
        f'@font-face{{font-family:"{font.family}";src:url("{file}") format("woff2");'
        f"font-weight:100 900;font-style:normal;font-display:swap;{reach}}}\n"
    )
