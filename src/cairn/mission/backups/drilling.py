"""`cairn backup --drill`: bring a backup back in a scratch place, and look whether everything is there.

It goes the way of a restore, with the keys of today: a backup that nobody has ever opened is a hope. What it found is
remembered beside the database and shown in the workspace.
"""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cairn.guard.keys.ring import Ring
from cairn.mission.backups import archive, checking, container, opening, postgresql, values
from cairn.mission.backups.errors import DrillFailed
from cairn.mission.backups.scratch import scratch_folder
from cairn.mission.backups.state import Drill, last_made, remember_drill
from cairn.mission.backups.tables import differences
from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.databases import database_settings
from cairn.mission.disk import ensure_room_for
from cairn.mission.errors import CairnError
from cairn.mission.progress import Report


@dataclass(slots=True)
class Findings:
    """What a drill counted, and every sentence about what is not as it should be."""

    counted: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def drill(file: Path | None, report: Report, *, key_file: Path | None = None) -> Drill:
    """Rehearse with a backup, or with the newest one made here; remember how it went, well or ill."""
    mission, begun = load_mission(), time.monotonic()
    file = file or newest(mission)
    head, found = None, Findings()
    try:
        head = container.head_of(opening.reachable(file))
        _rehearse(file, head, mission, key_file, report, found)
    except (CairnError, OSError) as error:
        found.troubles.append(error.message if isinstance(error, CairnError) else f"{error.strerror}.")
    done = Drill(
        at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        made_at=head.made_at if head else "",
        file=file.name,
        seconds=round(time.monotonic() - begun, 1),
        troubles=found.troubles,
        **found.counted,
    )
    remember_drill(mission, done)
    return done


def newest(mission: MissionConfig) -> Path:
    made = last_made(mission)
    if made is None:
        raise DrillFailed("No backup was made here yet.", "Make one with: cairn backup FILE")
    if not Path(made.file).exists():
        raise DrillFailed(f"The newest backup is not at {made.file} any more.", "Name where it is now.")
    return Path(made.file)


def _rehearse(
    file: Path,
    head: container.Head,
    mission: MissionConfig,
    key_file: Path | None,
    report: Report,
    found: Findings,
) -> None:
    ring = opening.needed_keys(head, opening.keys_at_hand(key_file, mission)).ring
    ensure_room_for(head.size, mission.storage_path, mission, "The drill")
    with scratch_folder(mission) as scratch:
        contents = opening.unpack(file, ring, scratch, report)
        found.counted |= {"files": contents.files}
        with _database(head, mission, scratch, report) as copy:
            with report.step("Comparing every table") as advance:
                tables = copy.tables(advance)
            found.counted |= {
                "tables": len(tables),
                "rows": sum(table.rows for table in tables.values()),
            }
            found.troubles += differences(contents.tables, tables) + copy.faults
            with report.step("Looking into sealed values, sealed files and the trace"):
                found.troubles += checking.faults_of_files(copy.attachments(), scratch / archive.SEALED)
                _look_inside(copy, scratch, ring, found)


def _look_inside(copy: "_Copy", scratch: Path, ring: Ring, found: Findings) -> None:
    with values.as_database(copy.settings):
        opened, troubles = values.open_some(ring, scratch / archive.SEALED)
        trace, faults = values.verify_trace(ring, copy.trace(), scratch / archive.CHECKPOINTS)
    found.counted |= {"opened": opened, "trace": trace}
    found.troubles += troubles + faults


class _Copy:
    """A restored database in its scratch place."""

    def __init__(self, place: Any, settings: dict[str, Any], faults: list[str]) -> None:
        self.place, self.settings, self.faults = place, settings, faults
        self.is_file = isinstance(place, Path)

    def tables(self, advance: Any) -> dict[str, Any]:
        look = checking.tables_of_sqlite if self.is_file else checking.tables_of_postgresql
        return look(self.place, advance)

    def attachments(self) -> Iterator[tuple[str, str]]:
        look = checking.attachments_in_sqlite if self.is_file else checking.attachments_in_postgresql
        return look(self.place)

    def trace(self) -> Any:
        from cairn.guard.trace.copies import postgresql_copy, sqlite_copy

        return sqlite_copy(self.place) if self.is_file else postgresql_copy(self.place)


@contextmanager
def _database(head: container.Head, mission: MissionConfig, scratch: Path, report: Report) -> Iterator[_Copy]:
    dump = scratch / archive.DATABASE
    if head.database == "sqlite":
        settings = database_settings(f"sqlite:///{dump}", scratch)
        yield _Copy(dump, settings, checking.faults_of_sqlite(dump))
        return
    if mission.sqlite_path:
        raise DrillFailed(
            "This backup holds a database of PostgreSQL, and this mission has no server to restore it into.",
            "Hold the drill where the backup was made.",
        )
    with postgresql.scratch_database(mission) as words:
        with report.step("Restoring into a scratch database"):
            checking.restore_postgresql(dump, words)
        yield _Copy(words, values.settings_of(words), [])
