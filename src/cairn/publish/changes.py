"""Word that something may have changed, passed from whichever process changed it to the one that publishes.

It is a hint and no more: what is published is read from the rows, and every `LOOK_AGAIN` seconds they are looked at
without any hint, for changes that gave none (a script, another machine).
"""

import os
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.mission.config import load_mission

LOOK_AGAIN = timedelta(seconds=120)


def mark_changed(**_signal: Any) -> None:
    """Say that the public site may be out of date; heard once the change is committed."""
    transaction.on_commit(partial(_mark, _file()), robust=True)


@dataclass(frozen=True, slots=True)
class Look:
    """When the rows were last looked at in full, after which word, and when they must be again."""

    mark: str = ""
    looked: str = ""
    until: str = ""

    @property
    def is_out_of_date(self) -> bool:
        if self.mark != current_mark() or not self.until:
            return True
        now = timezone.now()
        return (
            now >= datetime.fromisoformat(self.until)
            or now - datetime.fromisoformat(self.looked) > LOOK_AGAIN
        )


def last_look() -> Look:
    try:
        return Look(*_looked().read_text().split("\n"))
    except (OSError, TypeError):
        return Look()


def record_look(mark: str, until: datetime) -> None:
    """The rows were read after hearing `mark`; nothing changes by itself before `until`."""
    _write(_looked(), "\n".join((mark, timezone.now().isoformat(), until.isoformat())))


def current_mark() -> str:
    try:
        return _file().read_text()
    except OSError:
        return ""


def _mark(path: Path) -> None:
    _write(path, f"{time.time_ns()}-{os.getpid()}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(text)
    fresh.replace(path)


def _file() -> Path:
    return load_mission().storage_path / "site" / ".changed"


def _looked() -> Path:
    return load_mission().storage_path / "site" / ".looked"
