"""What lies in a backup: a tar of plain members, and at its end the list of what there should be.

The database comes in pieces, compressed one by one, because nobody knows beforehand how long a dump will be. All
else stands as it is: pictures and sealed files would not become smaller.
"""

import io
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from cairn.mission.backups.errors import BackupDamaged
from cairn.mission.backups.tables import Table

SETTINGS, DATABASE, LIST = "mission.toml", "database", "list.jsonl"
AUDIT, MEDIA, SEALED, SECRETS = "audit", "media", "sealed", "secrets"
CHECKPOINTS = (
    f"{AUDIT}/checkpoints.jsonl"  # As guard.trace.checkpoints names it, which needs Django to be asked.
)
FOLDERS = (AUDIT, MEDIA, SEALED, SECRETS)
PIECE = 8 << 20
BLOCK = 1 << 16
IN_MEMORY = 1 << 20

# Called with the bytes done so far and the name of what is being done.
Told = Callable[[int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup says is in it: the rows of each table at the moment it was taken, and how many members."""

    tables: dict[str, Table]
    members: int
    files: int  # Of the members those that colleagues brought: pictures, documents, sealed files.

    def as_line(self) -> bytes:
        return _line(asdict(self))

    @classmethod
    def from_line(cls, line: bytes) -> "Contents":
        words = json.loads(line)
        return cls(**words | {"tables": {name: Table(**table) for name, table in words["tables"].items()}})


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
        self._list.write(_line([name, size, heard.digest]))
        self._members += 1
        self._files += name.startswith((f"{MEDIA}/", f"{SEALED}/"))
        self._done += size
        self._told(self._done, name.partition("/")[0])

    def _write(self, name: str, file: Any, size: int, *, mode: int, mtime: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, mode, mtime
        self._tar.addfile(info, file)
        # It would otherwise remember every member until the end.
        self._tar.members.clear()  # type: ignore[attr-defined]


def first_member(body: BinaryIO) -> bytes:
    """The mission's settings, which come before all else."""
    with tarfile.open(fileobj=body, mode="r|", bufsize=BLOCK) as tar:
        member = tar.next()
        file = tar.extractfile(member) if member and member.name == SETTINGS else None
        if file is None:
            raise out_of_order()
        return file.read()


def unpack(body: BinaryIO, into: Path, told: Told) -> Contents:
    """Write every member below a folder, and hold what came against the list at the end."""
    done = members = 0
    with (
        tarfile.open(fileobj=body, mode="r|", bufsize=BLOCK) as tar,
        tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(into)) as found,
    ):
        while (member := tar.next()) is not None:
            file = tar.extractfile(member)
            if file is None:
                raise out_of_order()
            if member.name == LIST:
                return _held_against(file, found, members)
            heard = Hashing(file)
            _place(member, heard, into)
            found.write(_line([member.name, member.size, heard.digest]))
            members, done = members + 1, done + member.size
            tar.members.clear()  # type: ignore[attr-defined]
            told(done, member.name.partition("/")[0])
    raise out_of_order()


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


class _Chain:
    """Some bytes, then a file, read as one."""

    def __init__(self, first: bytes, rest: Any) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def read(self, size: int) -> bytes:
        part = self._first.read(size)
        return part + self._rest.read(size - len(part)) if len(part) < size else part


def _place(member: tarfile.TarInfo, file: Any, into: Path) -> None:
    path = PurePosixPath(member.name)
    known = path.parts[0] in FOLDERS if len(path.parts) > 1 else member.name == SETTINGS
    if path.parts[0] == DATABASE:
        with _private(into / DATABASE, os.O_APPEND) as out:
            out.write(zlib.decompress(file.read()))
    elif not known or path.is_absolute() or ".." in path.parts:
        raise out_of_order()
    else:
        _write_file(into, path, file, member)


def _write_file(into: Path, path: PurePosixPath, file: Any, member: tarfile.TarInfo) -> None:
    target, is_public = into / path, path.parts[0] == MEDIA
    for folder in reversed(path.parents[:-1]):
        (into / folder).mkdir(mode=0o755 if is_public else 0o700, exist_ok=True)
    with _private(target, os.O_EXCL) as out:
        while block := file.read(1 << 20):
            out.write(block)
    if is_public:
        target.chmod(member.mode & 0o664)
    os.utime(target, (member.mtime, member.mtime))


def _private(path: Path, how: int) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600), "wb")


def _held_against(listed: Any, found: Any, members: int) -> Contents:
    """Both were written in the order of the members, so they are equal line by line or not at all."""
    contents = Contents.from_line(listed.readline())
    found.seek(0)
    same = contents.members == members
    while same and (block := listed.read(BLOCK)):
        same = block == found.read(len(block))
    if not same or found.read(1):
        raise out_of_order()
    return contents


def _read_fully(stream: IO[bytes], size: int) -> bytes:
    """A pipe gives less than it is asked for."""
    parts, left = [], size
    while left and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _line(words: Any) -> bytes:
    return json.dumps(words, separators=(",", ":")).encode() + b"\n"
