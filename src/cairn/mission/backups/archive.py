"""What lies in a backup: a tar of plain members, and at its end the list of what there should be.

The database comes in pieces, compressed one by one, because nobody knows beforehand how long a dump will be. All
else stands as it is: pictures and sealed files would not become smaller.
"""

import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from cairn.mission.backups.errors import BackupDamaged
from cairn.mission.backups.tables import Table

SETTINGS, DATABASE, LIST = "mission.toml", "database", "list.jsonl"
AUDIT, EVIDENCE, MEDIA, SEALED, SECRETS = "audit", "evidence", "media", "sealed", "secrets"
# As guard.trace.checkpoints names it, which cannot be asked before Django has started.
CHECKPOINTS = f"{AUDIT}/checkpoints.jsonl"
FOLDERS = (AUDIT, EVIDENCE, MEDIA, SEALED, SECRETS)
BLOCK = 1 << 16
IN_MEMORY = 1 << 20

# Called with the bytes done so far and the name of what is being done.
Told = Callable[[int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup says is in it: the rows of each table at the moment it was taken, and how many members."""

    tables: dict[str, Table]
    members: int
    files: int  # Of the members pictures, documents, sealed files, releases and what they are made from.

    def as_line(self) -> bytes:
        return line_of(asdict(self))

    @classmethod
    def from_line(cls, line: bytes) -> "Contents":
        words = json.loads(line)
        return cls(**words | {"tables": {name: Table(**table) for name, table in words["tables"].items()}})


def out_of_order() -> BackupDamaged:
    return BackupDamaged(
        "This backup opens, and what is in it is not what its list says.",
        "It was not written as it should be: use another one, and tell whoever looks after Cairn.",
    )


class Hashing(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, file: Any) -> None:
        super().__init__()
        self._file, self._hash = file, sha256()

    def read(self, size: int | None = -1) -> bytes:
        part = self._file.read(size)
        self._hash.update(part)
        return part

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def line_of(words: Any) -> bytes:
    return json.dumps(words, separators=(",", ":")).encode() + b"\n"
