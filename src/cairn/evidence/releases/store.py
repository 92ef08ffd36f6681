"""Where releases lie: each in a folder that is named by its digest, whole or not there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cairn.evidence.errors import ReleaseInHand
from cairn.mission.config import load_mission


def releases_folder() -> Path:
    folder = load_mission().storage_path / "evidence" / "releases"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def folder_of(digest: str) -> Path:
    return releases_folder() / digest


def work_folder(name: str) -> Path:
    """Where a build lays down what it has done, so that a stopped one goes on; nobody takes it for a release."""
    folder = releases_folder() / f".work-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def in_hand(name: str) -> Iterator[None]:
    """One process at a time builds a release; the lock ends with the process, however it ends."""
    with (releases_folder() / f".lock-{name}").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ReleaseInHand(
                f"{name} is being built by another process.", "Wait until it has ended."
            ) from None
        yield


def write_whole(path: Path, content: bytes) -> None:
    """A file that is there is whole: written beside its name, flushed to the disk, then renamed."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
