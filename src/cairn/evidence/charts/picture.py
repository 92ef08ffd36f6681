"""A drawing as a picture: with the tones of one scheme, in fonts that came with Cairn and never in the machine's own."""

import json
import re
import tempfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import resvg_py
from fontTools import subset
from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib import instancer

from cairn.evidence.charts.letters import font_files, part
from cairn.evidence.charts.sheet import Sheet
from cairn.evidence.charts.tones import palette, settled
from cairn.mission.config import load_mission

MARGIN = 28
EM = 1000
SHAPING = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "init", "medi", "fina", "isol", "rlig"]
HEADING = (
    ("@fontsource-variable/newsreader/files/newsreader-latin-standard-normal.woff2", {"wght": 560, "opsz": 44}),
    ("@fontsource-variable/newsreader/files/newsreader-latin-ext-standard-normal.woff2", {"wght": 560, "opsz": 44}),
    ("@fontsource-variable/noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2", {"wght": 650}),
)  # fmt: skip
_TEXT = re.compile(r"(<text[^>]*>)([^<]*)(</text>)")
EMBEDDED = "\u202b{}\u202c"  # Right to left, for a program that reads each line from the left.


def pictured(drawing: str, sheet: Sheet, *, width: int, dark: bool) -> bytes:
    """A PNG of this width. The same drawing gives the same bytes on every machine."""
    zoom = width / (sheet.width + 2 * MARGIN)
    return resvg_py.svg_to_bytes(
        svg_string=_framed(drawing, sheet, dark),
        skip_system_fonts=True,
        font_files=[str(file) for file in fonts()],
        zoom=zoom,
    )


def _framed(drawing: str, sheet: Sheet, dark: bool) -> str:
    wide, tall = sheet.width + 2 * MARGIN, round(sheet.height + 2 * MARGIN)
    inner = settled(drawing, dark=dark)
    inner = inner.replace("var(--serif,serif)", "Chart Heading, Chart Words")
    inner = inner.replace("var(--sans,sans-serif)", "Chart Words")
    if sheet.is_mirrored:
        inner = _TEXT.sub(lambda found: found[1] + EMBEDDED.format(found[2]) + found[3], inner)
        inner = inner.replace('direction="rtl"', 'direction="ltr"', 1)
        inner = re.sub(r'text-anchor="(start|end)"', lambda f: f'text-anchor="{_other(f[1])}"', inner)
    inner = inner.replace(
        'width="100%"', f'x="{MARGIN}" y="{MARGIN}" width="{sheet.width}" height="{sheet.height}"', 1
    )
    paper = palette(dark=dark)["paper"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}">'
        f'<rect width="{wide}" height="{tall}" fill="{paper}"/>{inner}</svg>'
    )


def _other(anchor: str) -> str:
    return "end" if anchor == "start" else "start"


def fonts() -> list[Path]:
    """The fonts as files that any program reads, made once for each state of their packages."""
    sources = [*font_files(400), *font_files(600), *(part(name) for name, _at in HEADING)]
    digest = sha256(json.dumps([[file.name, file.stat().st_size] for file in sources]).encode()).hexdigest()[
        :16
    ]
    folder = font_home() / digest
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as name:
            fresh = Path(name) / "fonts"
            fresh.mkdir()
            _make(fresh)
            try:
                fresh.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
    return sorted(folder.glob("*.ttf"))


def font_home() -> Path:
    return load_mission().storage_path / "chart-fonts"


def _make(folder: Path) -> None:
    """One file for each weight, in all scripts: who draws takes the first file of a family and leaves the others."""
    for weight in (400, 600):
        faces = [_open(file) for file in font_files(weight)]
        _keep(faces, "Chart Words", folder / f"words-{weight}.ttf", weight)
    faces = [instancer.instantiateVariableFont(_open(part(name)), at) for name, at in HEADING]
    _keep(faces, "Chart Heading", folder / "heading.ttf", 600)


def _open(file: Path) -> TTFont:
    # Read at once: whoever reads later leaves the file open.
    return TTFont(BytesIO(file.read_bytes()), recalcTimestamp=False)


def _keep(faces: list[TTFont], family: str, file: Path, weight: int) -> None:
    merged = Merger(options=Options(drop_tables=["vhea", "vmtx"])).merge([_plain(face) for face in faces])
    # The merger stamps the moment of merging; the age of the first is the age of the whole.
    merged["head"].created = merged["head"].modified = faces[0]["head"].modified
    merged.recalcTimestamp = False
    merged["OS/2"].usWeightClass = weight
    for number in (1, 16):
        merged["name"].setName(family, number, 3, 1, 0x409)
    merged.save(file)


def _plain(face: TTFont) -> BytesIO:
    """With what shapes letters, and nothing that a merger stumbles over."""
    options = subset.Options(
        layout_features=SHAPING, hinting=False, notdef_outline=True, drop_tables=["STAT", "DSIG"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=face.getBestCmap())
    cutter.subset(face)
    scale_upem(face, EM)
    face.flavor = None
    file = BytesIO()
    face.save(file)
    file.seek(0)
    return file
