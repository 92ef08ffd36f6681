"""Private folders for what must lie on the disk for a moment; none of them outlives its process for long."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cairn.mission.config import MissionConfig


@contextmanager
def scratch_folder(mission: MissionConfig) -> Iterator[Path]:
    """A folder that nobody else may read, gone afterwards; what a killed process left goes first."""
    sweep_scratch(mission)
    with _alone(_shelf(mission)):
        folder = Path(tempfile.mkdtemp(dir=_shelf(mission)))  # Made with mode 0700.
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def sweep_scratch(mission: MissionConfig) -> int:
    """Remove folders whose process has ended without doing so; answer how many there were."""
    shelf, gone = _shelf(mission), 0
    with _alone(shelf):
        for folder in shelf.iterdir():
            with suppress(BlockingIOError), is_mine(folder):
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
    return gone


@contextmanager
def is_mine(folder: Path) -> Iterator[None]:
    """Hold a folder, or raise BlockingIOError: a lock ends with its process, whatever ended that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def drop_later(mission: MissionConfig, folder: Path) -> None:
    """Take a folder out of sight at once, and away; if this process is killed, the next sweep does it."""
    unseen = _shelf(mission) / f"dropped-{os.getpid()}"
    folder.rename(unseen)
    shutil.rmtree(unseen, ignore_errors=True)


def _shelf(mission: MissionConfig) -> Path:
    shelf = mission.storage_path / "scratch"
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shelf


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
