"""By what charts are drawn besides our own code: another library, font or outline draws them anew."""

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cairn.evidence.charts.letters import part
from cairn.evidence.charts.outlines import DETAILS
from cairn.mission.config import MissionConfig
from cairn.mission.errors import CairnError
from cairn.publish.targets import fingerprint

LIBRARIES = ("babel", "fonttools", "numpy", "resvg-py", "vl-convert-python")


def drawn_with(mission: MissionConfig) -> str:
    return fingerprint({name: _version(name) for name in LIBRARIES}, _outlines(mission))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _outlines(mission: MissionConfig) -> list[str]:
    """What the outlines say, and not when they were put there; a package that is missing draws no map."""
    own = mission.outlines_path
    if own:
        return [_digest_now(own)]
    try:
        return [_digest_now(part(f"world-atlas/countries-{name}.json")) for name, _most in DETAILS]
    except CairnError:
        return []


def _digest_now(path: Path) -> str:
    found = path.stat()
    return _digest(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=8)
def _digest(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
