"""Backs up and restores a small mission, killing itself at the n-th step, for one n after the other.

A process of its own, for the same reason as the swapper's. Says how many steps there were, and how often it was killed.
"""

import io
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from rich.console import Console

from cairn.mission.backups.making import back_up
from cairn.mission.backups.restoring import restore
from cairn.mission.backups.shelf import unfinished_name
from cairn.mission.backups.state import RESTORING
from cairn.mission.config import load_mission
from cairn.mission.progress import Report
from cairn.mission.secrets import ensure_secrets

# What Python tells whoever listens, before it does it.
TOUCHES = ("fcntl", "open", "os.", "shutil", "sqlite3.connect", "tempfile")
PICTURES = {"quay.png": b"quay", "boat.png": b"boat"}


class Machine:
    """A folder with mission.toml and storage, or an empty one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.storage = folder / "kept"
        self.database = self.storage / "cairn.sqlite3"
        self.settings = folder / "mission.toml"

    def enter(self) -> None:
        self.folder.mkdir(exist_ok=True)
        os.environ["CAIRN_MISSION_FILE"] = str(self.settings)
        load_mission.cache_clear()

    def is_whole(self) -> bool:
        with closing(sqlite3.connect(self.database)) as database:
            rows = database.execute("SELECT said FROM notes").fetchall()
        media = self.storage / "media"
        pictures = {path.name: path.read_bytes() for path in media.iterdir()}
        return rows == [("long ago",)] and pictures == PICTURES

    def looks_like_a_mission(self) -> bool:
        """What starts: it has its settings, and nothing says that it is not over."""
        return self.settings.exists() and not (self.storage / RESTORING).exists()


def quietly() -> Report:
    return Report(Console(file=io.StringIO()))


def killed_at(step: int, deed: Callable[[], object]) -> bool:
    """Do it in a process that kills itself before it touches the disk for the n-th time; whether it died."""
    child = os.fork()
    if child == 0:
        touches = count(1)

        def die_at_the_step(event: str, _words: Any) -> None:
            if event.startswith(TOUCHES) and next(touches) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(die_at_the_step)
            deed()
        except BaseException as error:
            print(f"step {step}: {error!r}", file=sys.stderr)
            os._exit(1)
        os._exit(0)  # Never back into what this process is a copy of.
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, f"failed at step {step}"
    return os.WIFSIGNALED(status)


def backups_that_die(old: Machine, new: Machine, key: Path) -> int:
    """Under the name there is never half a backup, and the next one clears up behind the last."""
    old.enter()
    file = old.folder / "rivers.cairn-backup"
    for step in count(1):
        died = killed_at(step, lambda: back_up(file, quietly()))
        if file.exists():
            new.enter()
            restore(file, quietly(), key_file=key)
            assert new.is_whole()
            shutil.rmtree(new.folder)
            file.unlink()
            old.enter()
        assert old.is_whole()
        if not died:
            break
    back_up(file, quietly())
    assert list((old.storage / "scratch").iterdir()) == []
    assert not unfinished_name(file).exists()
    return step


def restores_that_die(file: Path, new: Machine, key: Path) -> int:
    """What looks like a mission is one; and the same command, given again, ends well from wherever it stood."""
    for step in count(1):
        new.enter()
        died = killed_at(step, lambda: restore(file, quietly(), key_file=key))
        if new.looks_like_a_mission():
            assert new.is_whole(), f"killed at step {step}"
        else:
            new.enter()
            restore(file, quietly(), key_file=key)
            assert new.is_whole(), f"killed at step {step}, and then restored"
        left = [path.name for path in new.folder.rglob(".*") if path.is_file()]
        assert left == [], f"killed at step {step}: {left}"
        shutil.rmtree(new.folder)
        if not died:
            break
    return step


def main() -> None:
    folder = Path(sys.argv[1])
    old, new = Machine(folder / "old"), Machine(folder / "new")
    old.folder.mkdir()
    old.settings.write_text(sys.stdin.read())
    old.enter()
    ensure_secrets(load_mission())
    with closing(sqlite3.connect(old.database)) as database:
        database.executescript("CREATE TABLE notes (said TEXT); INSERT INTO notes VALUES ('long ago');")
    (old.storage / "media").mkdir()
    for name, content in PICTURES.items():
        (old.storage / "media" / name).write_bytes(content)
    key = old.storage / "secrets" / "master_key"
    print(backups_that_die(old, new, key))
    print(restores_that_die(old.folder / "rivers.cairn-backup", new, key))


if __name__ == "__main__":
    main()
