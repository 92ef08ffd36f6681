"""The sealed file: a line that anybody may read, then pieces that open with a key of this backup's own.

That key is random and stands in the first line, sealed by the master key; the line is bound to the key and to
every piece, so that neither can be exchanged for another backup's.
"""

import base64
import io
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from cairn.guard.keys.errors import CannotOpen, KeysMissing, WrongMasterKey
from cairn.guard.keys.ring import Ring
from cairn.guard.keys.sealing import new_key
from cairn.guard.keys.vault import open_with_master, seal_for_master
from cairn.guard.sealed.stream import PIECE, SealingWriter, open_stream
from cairn.mission.backups.errors import BackupDamaged

MAGIC = b"CAIRN BACKUP\n"
FORMAT = 1
LONGEST_HEAD = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a backup says to everybody: how to open it, and nothing about anybody."""

    cairn: str
    made_at: str
    database: str
    size: int  # Bytes that it needs when it is restored, before anything is compressed.
    master_key: int  # The version that seals this file.
    master_keys: list[int]  # Every version that the keys in its database are wrapped with.
    check: str  # Tells another key of the same version from the right one.
    format: int = FORMAT
    key: str = ""

    @property
    def context(self) -> str:
        """What the key and the pieces are bound to: every word of the line but the key itself."""
        words = {name: value for name, value in asdict(self).items() if name != "key"}
        return f"backup/{json.dumps(words, sort_keys=True)}"

    @property
    def needed(self) -> list[int]:
        return sorted({self.master_key, *self.master_keys})


def sealed_with(ring: Ring, **words: Any) -> Head:
    """A head whose check fits the master key that new things are sealed with."""
    return Head(master_key=ring.current, check=ring.check_of(ring.current).hex(), **words)


def begin(out: BinaryIO, head: Head, ring: Ring) -> SealingWriter:
    """Write the first line; what goes into the answer is sealed piece by piece."""
    key = new_key()
    blob = seal_for_master(key, head.context, ring)
    line = json.dumps(asdict(replace(head, key=base64.b64encode(blob).decode())), sort_keys=True)
    out.write(MAGIC + line.encode() + b"\n")
    return SealingWriter(out, key, head.context)


def read_head(file: BinaryIO) -> Head:
    """The first line; the file then stands where the sealed pieces begin."""
    if file.read(len(MAGIC)) != MAGIC:
        raise BackupDamaged(
            "This is not a backup of Cairn's, or its first bytes were changed.", "Name another."
        )
    try:
        words = json.loads(file.readline(LONGEST_HEAD))
        known = int(words["format"]) <= FORMAT
        head = Head(**words) if known else None
    except (ValueError, TypeError, KeyError):
        raise BackupDamaged(
            "The first line of this backup cannot be read: it was changed.", "Use another copy."
        ) from None
    if head is None:
        raise BackupDamaged(
            f"This backup was written by a newer Cairn ({words.get('cairn', 'unknown')}).",
            "Restore it with that version or a later one.",
        )
    return head


def open_body(file: BinaryIO, head: Head, ring: Ring) -> io.BufferedReader:
    """What was sealed, as a stream; a file that was cut is refused here, before its first byte."""
    refuse_wrong_ring(head, ring)
    try:
        key = open_with_master(base64.b64decode(head.key), head.context, ring)
        return open_stream(_Rest(file), key, head.context)  # type: ignore[arg-type]
    except (CannotOpen, ValueError):
        raise damaged() from None


def refuse_wrong_ring(head: Head, ring: Ring) -> None:
    """Name the version that is needed, and tell a missing key from a wrong one."""
    if missing := [version for version in head.needed if version not in ring.keys]:
        held = ", ".join(str(version) for version in ring.versions)
        raise KeysMissing(
            f"This backup of {head.made_at[:10]} needs master key version {missing[0]}; at hand is {held}.",
            "Bring it with --key-file: a copy of master_key, or for an older backup of master_key.retired.",
        )
    if ring.check_of(head.master_key).hex() != head.check:
        raise WrongMasterKey(
            f"Master key version {head.master_key} at hand is not the one that sealed this backup.",
            "Bring the one that the mission had then with --key-file; another key of that number opens nothing.",
        )


def damaged() -> BackupDamaged:
    return BackupDamaged(
        "This backup was changed or cut since it was written; nothing of it was put in place.",
        "Use another copy of it, or the backup before. If no copy is whole, ask what the disk has.",
    )


class _Rest(io.RawIOBase):
    """The file from where it stands now, as if it began there."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file, self._start = file, file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        ahead = self._start if whence == os.SEEK_SET else 0
        return self._file.seek(offset + ahead, whence) - self._start

    def readinto(self, buffer: Any) -> int:
        part = self._file.read(min(len(buffer), PIECE * 2))
        buffer[: len(part)] = part
        return len(part)

    def read(self, size: int | None = -1) -> bytes:
        return self._file.read(-1 if size is None else size)


def head_of(path: Path) -> Head:
    with path.open("rb") as file:
        return read_head(file)
