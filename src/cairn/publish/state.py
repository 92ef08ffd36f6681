"""What a generation remembers about its files, so that the next one can carry over what has not changed.

It lies beside the generations and is never served: fingerprints say nothing secret, but they are nobody's business.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cairn.publish.manifest import Listed

FORMAT = 1
# The state that this process knew last, with its file: a publish asks for the one before it several times over.
_known: tuple[Path, tuple[int, ...], "State"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One file of a generation: what it showed, what it is, its compressed siblings, the media it needs."""

    fingerprint: str
    sha256: str
    size: int
    variants: Mapping[str, Listed] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def listed(self, path: str) -> dict[str, Listed]:
        """The file and its siblings, as the manifest names them."""
        siblings = {path + suffix: listed for suffix, listed in self.variants.items()}
        return {path: Listed(self.sha256, self.size), **siblings}

    def packed(self) -> list[object]:
        variants = {suffix: [listed.sha256, listed.size] for suffix, listed in self.variants.items()}
        return [self.fingerprint, self.sha256, self.size, variants, list(self.needs)]

    @classmethod
    def unpacked(cls, packed: list) -> Self:
        known, sha256, size, variants, needs = packed
        return cls(
            fingerprint=known,
            sha256=sha256,
            size=size,
            variants={suffix: Listed(*listed) for suffix, listed in variants.items()},
            needs=tuple(needs),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All files of a generation by path, and what else the next publish wants to know."""

    files: Mapping[str, Made] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        files = {name: made.packed() for name, made in sorted(self.files.items())}
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"format": FORMAT, "notes": dict(self.notes), "files": files}
        path.write_text(json.dumps(content, separators=(",", ":")))
        _remember(path, self)

    @classmethod
    def read(cls, path: Path) -> "State":
        """The state in `path`; an unreadable one is an empty one, and everything is rendered again."""
        if _known and _known[:2] == (path, _stamp(path)):
            return _known[2]
        state = cls._read(path)
        _remember(path, state)
        return state

    @classmethod
    def _read(cls, path: Path) -> Self:
        try:
            found = json.loads(path.read_bytes())
            if found["format"] != FORMAT:
                return cls()
            files = {name: Made.unpacked(packed) for name, packed in found["files"].items()}
            return cls(files=files, notes=found["notes"])
        except (OSError, ValueError, KeyError, TypeError):
            return cls()


def _remember(path: Path, state: State) -> None:
    global _known
    _known = (path, _stamp(path), state)


def _stamp(path: Path) -> tuple[int, ...]:
    """What changes with a file, however it is changed; nothing for one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
