"""Where a file lies until it is read to its end: under a name that tells nothing, readable by its owner only."""

import os
import secrets
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

from cairn.mission.config import load_mission
from cairn.people.exchange.sheets import NoSheet

A_DAY = 24 * 60 * 60


class Upload(Protocol):
    """What Django calls an uploaded file, and any file that comes in chunks."""

    def chunks(self) -> Iterable[bytes]: ...


def keep(upload: Upload) -> str:
    """Write a file as it comes in, a chunk at a time; answer the name by which it is found again."""
    name = secrets.token_hex(20)
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path_of(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        drop(name)
        raise
    return name


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """The file from its start. A mission that was restored from a backup has the row and not the file."""
    try:
        file = path_of(name).open("rb")
    except FileNotFoundError:
        raise NoSheet(
            _("This file is not there any more."),
            _("Bring it in again: what is recorded is passed over."),
        ) from None
    with file:
        yield file


def drop(name: str) -> None:
    path_of(name).unlink(missing_ok=True)


def sweep(standing: Collection[str], older_than: float = A_DAY) -> int:
    """Remove what no row names, such as files of requests that broke off; answer how many there were."""
    young, gone = time.time() - older_than, 0
    for path in _folder().glob("*"):
        if path.name not in standing and path.stat().st_mtime < young:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def path_of(name: str) -> Path:
    return _folder() / name


def _folder() -> Path:
    return load_mission().storage_path / "tracking"
