"""One publish at a time: the second waits, and says for whom."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cairn.publish.errors import AnotherPublishRuns

PATIENCE = 600.0
_one_thread = threading.Lock()


@contextmanager
def only_one(folder: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the site for one publish; a killed holder lets go of it by dying.

    A record lock belongs to the process and not to what it forks, so that a renderer which outlives a killed
    publish for a moment does not keep the next one waiting. It knows no threads, hence the lock in memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + patience
    if not _one_thread.acquire(timeout=patience):
        raise _refusal(folder, patience)
    try:
        with (folder / ".lock").open("a") as file:
            while not _taken(file.fileno()):
                if time.monotonic() > deadline:
                    raise _refusal(folder, patience)
                time.sleep(0.05)
            _note(folder).write_text(f"process {os.getpid()}, since {datetime.now().astimezone():%H:%M:%S}")
            yield
    finally:
        _one_thread.release()


def _taken(descriptor: int) -> bool:
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _note(folder: Path) -> Path:
    """Who holds the lock; a file of its own, because to close the locked file is to let go of the lock."""
    return folder / ".publishing"


def _refusal(folder: Path, patience: float) -> AnotherPublishRuns:
    try:
        holder = _note(folder).read_text() or "unknown"
    except OSError:
        holder = "unknown"
    return AnotherPublishRuns(
        f"Another publish ({holder}) still runs after {patience:.0f} seconds of waiting. Nothing was changed.",
        "Wait for it to end, or end that process, and publish again.",
    )
