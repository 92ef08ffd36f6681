"""What drew the site: a change of the code, its templates, words or styles means that every page is drawn anew."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from cairn.mission.config import MissionConfig
from cairn.publish.targets import fingerprint

# Whatever these do differently shows in the bytes of a page, a picture or a compressed file.
LIBRARIES = ("brotli", "django", "pagefind", "pillow", "wagtail", "wagtail-localize", "willow")
DRAWS = ("evidence", "mission", "newsroom", "publish")
KINDS = frozenset({".css", ".html", ".js", ".json", ".py", ".svg", ".txt", ".xsl"})
UNPUBLISHED = frozenset({"assets.json", ".stamp"})


def code_digest(mission: MissionConfig) -> str:
    """One hash of everything that decides how the same rows look."""
    package = Path(str(files("cairn")))
    sources = {path.relative_to(package).as_posix(): _digest(path) for path in _sources(package)}
    words = {str(path): _digest(path) for path in sorted((mission.storage_path / "locale").rglob("*.mo"))}
    libraries = {name: version(name) for name in LIBRARIES}
    return fingerprint(sources, words, libraries, sorted(path.name for path in asset_files(mission)))


def asset_files(mission: MissionConfig) -> list[Path]:
    """Style sheets, fonts and scripts as they were built, each with its hash in its name."""
    folder = mission.storage_path / "assets"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.is_file() and path.name not in UNPUBLISHED)


def _sources(package: Path) -> Iterator[Path]:
    for room in DRAWS:
        for path in sorted((package / room).rglob("*")):
            if path.suffix in KINDS and "migrations" not in path.parts:
                yield path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
