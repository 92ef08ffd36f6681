"""Where sealed files lie: under names that tell nothing, readable by their owner only."""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from cairn.mission.config import load_mission

INCOMING = "incoming"
A_DAY = 24 * 60 * 60
AN_HOUR = 60 * 60

Answer = TypeVar("Answer")


def store_folder() -> Path:
    return load_mission().storage_path / "sealed"


def path_of(stored_name: str) -> Path:
    """The file of a name; the first letters are a folder, so that none grows too large."""
    return store_folder() / stored_name[:2] / stored_name[2:]


def new_name() -> str:
    return secrets.token_hex(20)


def write_whole(stored_name: str, fill: Callable[[BinaryIO], Answer]) -> Answer:
    """Let `fill` write a file, and put it in place only when all of it is on the disk; answer what it answers."""
    path = path_of(stored_name)
    private_folder(path.parent)
    unfinished = path.with_suffix(".unfinished")
    try:
        with private_file(unfinished) as file:
            answer = fill(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        _sync(path.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return answer


def private_folder(folder: Path) -> Path:
    for each in (store_folder(), folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def private_file(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def files_not_in(known: Callable[[list[str]], set[str]], older_than: float = A_DAY) -> Iterator[Path]:
    """Files that no row knows: of acts that were rolled back."""
    for folder in sorted(store_folder().glob("*")):
        if folder.name != INCOMING:
            files = list(_old_in(folder, older_than))
            standing = known([folder.name + path.name for path in files])
            yield from (path for path in files if folder.name + path.name not in standing)


def broken_off(older_than: float = AN_HOUR) -> Iterator[Path]:
    """Uploads that never arrived. Their keys were in the memory of a request, and no request lasts an hour."""
    folder = store_folder() / INCOMING
    yield from _old_in(folder, older_than) if folder.exists() else ()


def _old_in(folder: Path, older_than: float) -> Iterator[Path]:
    young = time.time() - older_than
    yield from (path for path in folder.iterdir() if path.stat().st_mtime < young)


def _sync(folder: Path) -> None:
    """The name of a file must be on the disk before its row says that it is there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
