"""Setting a document: plain data and a shape, in any script that a font at hand can draw."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import Image, UnidentifiedImageError

SHAPES = Path(__file__).parent
NASKH = "node_modules/@fontsource-variable/noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2"
WIDEST = 1600  # Dots: enough to read a scan on paper, and small enough to carry many.
LARGEST = 60_000_000  # Dots of a picture that is opened at all.


def set_paper(
    shape: str | Path, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """A tagged PDF in one of our shapes, or in that of another app.

    Nothing of it stands on the disk longer than that takes, and only its owner can read it.
    """
    with tempfile.TemporaryDirectory(prefix="cairn-paper-") as name:
        folder = Path(name)
        source = shape if isinstance(shape, Path) else SHAPES / f"{shape}.typ"
        shutil.copy(source, folder / "paper.typ")
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for picture, content in (pictures or {}).items():
            (folder / picture).write_bytes(content)
        # The system's own fonts help out with scripts that ours do not draw.
        return typst.compile(folder / "paper.typ", root=folder, font_paths=[str(font_folder())])


def as_picture(content: Any) -> bytes | None:
    """A scan or a photograph as paper takes it; None if it is neither, or not what it says."""
    try:
        with Image.open(content) as opened:
            if opened.width * opened.height > LARGEST:
                return None
            picture = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    picture.thumbnail((WIDEST, WIDEST))
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def font_folder() -> Path:
    """Where the fonts lie that typst does not bring; Arabic letters come from the package of the public site."""
    folder = settings.STORAGE / "paper-fonts"
    source = settings.PACKAGE.parents[1] / NASKH
    ready = folder / "naskh.ttf"
    folder.mkdir(parents=True, exist_ok=True)
    if source.exists() and not ready.exists():
        _make_font(source, ready)
    return folder


def _make_font(source: Path, ready: Path) -> None:
    face = instancer.instantiateVariableFont(TTFont(source), {"wght": 400.0})
    face.flavor = None
    # typst passes over files without a PostScript name, which the web does without.
    for number, name in {1: "Cairn Naskh", 4: "Cairn Naskh", 6: "Cairn-Naskh", 16: "Cairn Naskh"}.items():
        face["name"].setName(name, number, 3, 1, 0x409)
    with tempfile.NamedTemporaryFile(dir=ready.parent, suffix=".unfinished", delete=False) as file:
        face.save(file)
    Path(file.name).replace(ready)
