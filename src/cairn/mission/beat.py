"""The sign of life of each worker: a small file that `cairn doctor` reads."""

import json
import os
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cairn.mission.config import MissionConfig

STALE_AFTER = 60.0
SWIFT, LONG = "worker", "long-worker"


@dataclass(slots=True)
class Beat:
    """Who works, when it was last alive, which of its duties fail, by the kind of failure, and the disk."""

    pid: int = field(default_factory=os.getpid)
    at: float = field(default_factory=time.time)
    failing: dict[str, str] = field(default_factory=dict)
    disk: str = ""  # How much room is left where there is least: enough, tight or none.

    @property
    def age(self) -> float:
        return time.time() - self.at


def beat_file(mission: MissionConfig, name: str = SWIFT) -> Path:
    return mission.storage_path / f"{name}.json"


def write_beat(mission: MissionConfig, beat: Beat, name: str = SWIFT) -> None:
    fresh = beat_file(mission, name).with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(asdict(beat)))
    fresh.replace(beat_file(mission, name))


def read_beat(mission: MissionConfig, name: str = SWIFT) -> Beat | None:
    try:
        return Beat(**json.loads(beat_file(mission, name).read_text()))
    except (OSError, ValueError, TypeError):
        return None
