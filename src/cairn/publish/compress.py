"""Compression at build time: the server only picks the variant that a browser accepts."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import brotli

# What a browser takes as text; pictures, fonts and PDF are compressed already.
TEXT = (
    *(".atom", ".css", ".csv", ".geojson", ".html", ".ics", ".js", ".json", ".mjs", ".pem", ".rss"),
    *(".svg", ".txt", ".wasm", ".webmanifest", ".xml", ".xsl"),
)
# Files of releases besides: a workbook that is not packed, so that all machines write the same, is a fifth as large so.
UNPACKED = (*TEXT, ".jsonld", ".md", ".xlsx")
BLOCK = 1 << 20
# Below this the headers weigh more than what is saved.
SMALLEST = 256
# Measured on pages of this site: 5 costs about 0.5 ms a page and 11 thirty times that for a tenth fewer
# bytes. Files with their hash in the name are made once and fetched by everybody, so they may cost more.
QUICK, THOROUGH = 5, 11
THOROUGH_BELOW = ("assets/",)


def variants(path: str, content: bytes) -> dict[str, bytes]:
    """`{".br": …, ".gz": …}` for text that gets smaller; the same bytes on every run."""
    if PurePosixPath(path).suffix not in TEXT or len(content) < SMALLEST:
        return {}
    quality = THOROUGH if path.startswith(THOROUGH_BELOW) else QUICK
    made = {
        ".br": brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality),
        ".gz": gzip.compress(content, compresslevel=9, mtime=0),
    }
    return {suffix: small for suffix, small in made.items() if len(small) < len(content)}


def pack(source: Path, suffix: str, target: Path) -> None:
    """The same of a file that may be larger than the memory: block by block, into a new file."""
    packer = _PACKERS[suffix]()
    with source.open("rb") as file, target.open("xb") as small:
        while block := file.read(BLOCK):
            small.write(packer.process(block))
        small.write(packer.finish())


def may_be_packed(path: str, size: int) -> bool:
    return PurePosixPath(path).suffix in UNPACKED and size >= SMALLEST


class _Gzip:
    """Without a name and a time, as `variants` writes it."""

    def __init__(self) -> None:
        deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
        self.process, self.finish = deflate.compress, deflate.flush


def _brotli() -> Any:
    return brotli.Compressor(mode=brotli.MODE_TEXT, quality=QUICK)


_PACKERS: dict[str, Callable[[], Any]] = {".br": _brotli, ".gz": _Gzip}
PACKED = tuple(_PACKERS)
