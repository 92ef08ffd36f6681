"""What this machine remembers of its backups: the last one, the last drill, and the last drill that was good.

A file beside the database, not a table in it: what is said about backups must not come out of one, and a drill has
its say also when the database is what is broken.
"""

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cairn.mission.config import MissionConfig, load_mission

RESTORING = ".restoring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The newest backup that was made here."""

    at: str
    file: str
    size: int

    @property
    def when(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One rehearsal: which backup, what came back, and every sentence about what did not."""

    at: str
    made_at: str
    file: str
    tables: int = 0
    rows: int = 0
    files: int = 0
    opened: int = 0
    trace: int = 0
    seconds: float = 0.0
    troubles: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.troubles

    @property
    def when(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)


def last_made(mission: MissionConfig | None = None) -> Made | None:
    words = _known(mission or load_mission()).get("made")
    return Made(**words) if words else None


def last_drill(mission: MissionConfig | None = None, *, good: bool = True) -> Drill | None:
    """The last drill that was good; with good=False the last one, however it ended."""
    words = _known(mission or load_mission()).get("good_drill" if good else "drill")
    return Drill(**words) if words else None


def remember_made(mission: MissionConfig, made: Made) -> None:
    _write(mission, {"made": asdict(made)})


def remember_drill(mission: MissionConfig, drill: Drill) -> None:
    words = asdict(drill)
    _write(mission, {"drill": words} | ({"good_drill": words} if drill.is_good else {}))


def is_half_restored(mission: MissionConfig) -> bool:
    """A restore was killed here, or is under way."""
    return (mission.storage_path / RESTORING).exists()


def _file(mission: MissionConfig) -> Path:
    return mission.storage_path / "backups.json"


def _known(mission: MissionConfig) -> dict[str, dict]:
    try:
        return dict(json.loads(_file(mission).read_text()))
    except (OSError, ValueError):
        return {}


def _write(mission: MissionConfig, news: dict[str, dict]) -> None:
    fresh = _file(mission).with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(_known(mission) | news, indent=1))
    fresh.replace(_file(mission))
