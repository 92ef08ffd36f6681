"""Reading the tar of a backup into a folder, and holding what came against the list."""

import os
import tarfile
import tempfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from cairn.mission.backups.archive import (
    BLOCK,
    DATABASE,
    FOLDERS,
    IN_MEMORY,
    LIST,
    MEDIA,
    SETTINGS,
    Contents,
    Hashing,
    Told,
    line_of,
    out_of_order,
)


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
            found.write(line_of([member.name, member.size, heard.digest]))
            members, done = members + 1, done + member.size
            tar.members.clear()  # type: ignore[attr-defined]
            told(done, member.name.partition("/")[0])
    raise out_of_order()


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
