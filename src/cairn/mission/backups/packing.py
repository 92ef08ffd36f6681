"""Writing members into the tar of a backup, in constant memory, and the list of them at its end."""

import io
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from cairn.mission.backups.archive import (
    BLOCK,
    DATABASE,
    EVIDENCE,
    IN_MEMORY,
    LIST,
    MEDIA,
    SEALED,
    Contents,
    Hashing,
    Told,
    line_of,
)
from cairn.mission.backups.tables import Table

PIECE = 8 << 20


@contextmanager
def packing(out: Any, folder: Path, told: Told) -> Iterator["Packer"]:
    with (
        tarfile.open(fileobj=out, mode="w|", bufsize=BLOCK, format=tarfile.PAX_FORMAT) as tar,
        tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(folder)) as listing,
    ):
        yield Packer(tar, listing, told)


class Packer:
    """Writes members one after the other, and remembers the hash of each outside of memory."""

    def __init__(self, tar: tarfile.TarFile, listing: Any, told: Told) -> None:
        self._tar, self._list = tar, listing
        self._told, self._done, self._members, self._files = told, 0, 0, 0

    def add(self, name: str, plain: bytes) -> None:
        self._add(name, io.BytesIO(plain), len(plain), mode=0o600, mtime=0)

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            self._add(name, file, stat.st_size, mode=stat.st_mode & 0o777, mtime=int(stat.st_mtime))

    def add_database(self, stream: IO[bytes]) -> None:
        number = 0
        while piece := _read_fully(stream, PIECE):
            number += 1
            self.add(f"{DATABASE}/{number:06}", zlib.compress(piece, 1))

    def finish(self, tables: dict[str, Table]) -> Contents:
        contents = Contents(tables=tables, members=self._members, files=self._files)
        size = self._list.tell()
        self._list.seek(0)
        line = contents.as_line()
        self._write(LIST, _Chain(line, self._list), len(line) + size, mode=0o600, mtime=0)
        return contents

    def _add(self, name: str, file: BinaryIO, size: int, *, mode: int, mtime: int) -> None:
        heard = Hashing(file)
        self._write(name, heard, size, mode=mode, mtime=mtime)
        self._list.write(line_of([name, size, heard.digest]))
        self._members += 1
        self._files += name.startswith((f"{EVIDENCE}/", f"{MEDIA}/", f"{SEALED}/"))
        self._done += size
        self._told(self._done, name.partition("/")[0])

    def _write(self, name: str, file: Any, size: int, *, mode: int, mtime: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, mode, mtime
        self._tar.addfile(info, file)
        # It would otherwise remember every member until the end.
        self._tar.members.clear()  # type: ignore[attr-defined]


class _Chain:
    """Some bytes, then a file, read as one."""

    def __init__(self, first: bytes, rest: Any) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def read(self, size: int) -> bytes:
        part = self._first.read(size)
        return part + self._rest.read(size - len(part)) if len(part) < size else part


def _read_fully(stream: IO[bytes], size: int) -> bytes:
    """A pipe gives less than it is asked for."""
    parts, left = [], size
    while left and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
