"""Where backups are written: their names, the hidden file before the name, and how many of them stay."""

import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cairn.mission.backups.errors import BackupFailed
from cairn.mission.progress import Report

ENDING = ".cairn-backup"


def named_in(target: Path, now: dt.datetime, keep: int | None) -> Path:
    """The file to write, which is not there yet."""
    file = target / f"{now:%Y-%m-%d-%H%M%S}{ENDING}" if target.is_dir() else target
    if keep is not None and (keep < 1 or not target.is_dir()):
        raise BackupFailed(
            "--keep counts the backups in a folder, at least one.", "Name a folder instead of a file."
        )
    if file.exists():
        raise BackupFailed(f"{file} exists already.", "Choose another name: a backup never replaces one.")
    if not file.parent.is_dir():
        raise BackupFailed(f"There is no folder {file.parent}.", "Make it first.")
    return file


def drop_older(folder: Path, keep: int, report: Report) -> None:
    """Keep the newest ones of this folder; only what Cairn itself named by its moment is ever removed."""
    ours = sorted(folder.glob(f"[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]-[0-9]*{ENDING}"))
    for old in ours[:-keep]:
        old.unlink()
        report.say(f"{old} is removed: {keep} are kept.")


class Out:
    """The file as it is written, with its hash."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self.size = file, sha256(), 0

    def write(self, part: bytes) -> None:
        self._file.write(part)
        self._hash.update(part)
        self.size += len(part)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def unfinished_name(file: Path) -> Path:
    return file.with_name(f".{file.name}.unfinished")


@contextmanager
def unfinished(file: Path) -> Iterator[Out]:
    """A hidden file beside the name; what a killed backup left there is written over."""
    path = unfinished_name(file)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as raw:
        try:
            fcntl.flock(raw, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed(f"Another backup is writing {file}.", "Let it end.") from None
        try:
            raw.truncate()
            yield Out(raw)
            raw.flush()
            os.fsync(raw.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            raise BackupFailed(
                f"The backup could not be written: {error.strerror}. Nothing is left of it.",
                "Make room, or write to another disk.",
            ) from error
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
