"""A file of the public site, as a pure function of what it shows.

`plan()` yields every target of the site cheaply; only those whose fingerprint the last generation does not
know are rendered. Two targets with the same fingerprint must give the same bytes: whatever a render reads
(rows, settings, the day) goes into its fingerprint, and nothing else does.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

FINGERPRINT_LENGTH = 64
_NOWHERE = frozenset({"", ".", ".."})


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that lies somewhere else and goes out as it is, however large; and what it must be."""

    source: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One file of the site: where it lies, what it shows in one hash, and how to make its bytes.

    `render` is called at most once and only when the fingerprint is new, perhaps in a forked process,
    so it may read the database and must not rely on state that changes between plan and render.
    `about` names the file for people when it fails ("the story “On the trail in Calais” in French").
    `late` files may appear in a second generation a few seconds after the pages, when there are many of them.
    """

    path: str
    fingerprint: str
    render: Callable[[], bytes | Lying]
    about: str = ""
    late: bool = False

    def __post_init__(self) -> None:
        if not is_safe_path(self.path):
            raise ValueError(f"“{self.path}” is not a file inside the site, such as en/news/index.html.")
        if len(self.fingerprint) != FINGERPRINT_LENGTH:
            raise ValueError(f"The fingerprint of {self.path} is not a sha256 in hexadecimal.")

    @property
    def name(self) -> str:
        return self.about or self.path


def is_safe_path(path: str) -> bool:
    """Relative, normal, POSIX; nothing that could leave the site or end in a folder."""
    return "\0" not in path and not _NOWHERE.intersection(path.split("/"))


def fingerprint(*parts: object) -> str:
    """The sha256 of the parts, the same on every machine: order of dictionaries and sets does not matter."""
    return hashlib.sha256(_written(parts).encode()).hexdigest()


def page_file(address: str) -> str:
    """Where the page at `/en/news/` lies: `en/news/index.html`."""
    return f"{address.strip('/')}/index.html".lstrip("/")


def _plain(value: object) -> object:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
        case UUID():
            return value.hex
        case bytes():
            return hashlib.sha256(value).hexdigest()
        case Mapping():
            return dict(value)
        case Set():
            return sorted(value, key=repr)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return str(value)


# Made once: tens of thousands of fingerprints are taken at each publish.
_written = json.JSONEncoder(default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
