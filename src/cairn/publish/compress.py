"""Compression at build time: the server only picks the variant that a browser accepts."""

import gzip
from pathlib import PurePosixPath

import brotli

# What a browser takes as text; pictures, fonts and PDF are compressed already.
TEXT = (
    *(".atom", ".css", ".csv", ".geojson", ".html", ".ics", ".js", ".json", ".mjs", ".pem", ".rss"),
    *(".svg", ".txt", ".wasm", ".webmanifest", ".xml", ".xsl"),
)
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
