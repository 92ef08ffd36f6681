"""`cairn restore`: a mission from a backup on an empty machine, whole or not at all.

Everything is unpacked and verified in `<storage>/.restoring` first. Only then does it move into place, what is
looked for first last: files, then the database, then mission.toml. Killed before, the next restore starts anew;
killed while it moves, it goes on where it stood. While that folder is there, nothing starts on it.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cairn.guard.keys.ring import Ring
from cairn.mission.backups import archive, checking, container, opening, postgresql
from cairn.mission.backups.errors import RestoreFailed, RestoreRefused
from cairn.mission.backups.placing import (
    bring_master_key,
    place_database,
    place_files,
    place_settings,
    refuse_differences,
    write_down,
)
from cairn.mission.backups.scratch import drop_later, is_mine
from cairn.mission.backups.state import RESTORING
from cairn.mission.config import MissionConfig, load_mission, mission_file
from cairn.mission.disk import ensure_room_for
from cairn.mission.django_start import start_django
from cairn.mission.errors import CairnError
from cairn.mission.peek import postgresql_words
from cairn.mission.progress import Report

ENVIRONMENT = "CAIRN_MISSION_FILE"
HARMLESS = {RESTORING, "lost+found", "secrets", "scratch"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What stands now, and what is left for people to do."""

    head: container.Head
    mission: MissionConfig
    tables: int
    rows: int
    notes: list[str]


def restore(
    file: Path, report: Report, *, into: Path | None = None, key_file: Path | None = None
) -> Restored:
    """Bring a mission back; refuse a place that is not empty, and leave it as it was."""
    head = container.head_of(opening.reachable(file))
    known = load_mission() if mission_file().exists() else None
    keys = opening.needed_keys(head, opening.keys_at_hand(key_file, known, into))
    with _settings(file, keys.ring, into) as mission:
        refuse_wrong_place(head, mission)
        with _staging(mission, head) as staging:
            ready = staging / "ready"
            if not (staging / "contents").exists():
                _unpack_and_check(file, head, keys.ring, mission, staging, report)
            contents = archive.Contents.from_line((staging / "contents").read_bytes())
            notes = bring_master_key(keys, ready, mission)
            notes += place_files(ready, mission)
            place_database(ready, mission, contents, report)
            notes += place_settings(ready, mission, into)
    rows = sum(table.rows for table in contents.tables.values())
    return Restored(head=head, mission=mission, tables=len(contents.tables), rows=rows, notes=notes)


def tell_the_trace(restored: Restored) -> list[str]:
    """The restored trace goes on with saying where it comes from: what was written after the backup is not in it."""
    os.environ["CAIRN_STORAGE"] = str(restored.mission.storage_path)
    load_mission.cache_clear()
    start_django()
    from django.db import DatabaseError, transaction

    from cairn.guard.trace import Event, record

    try:
        with transaction.atomic():
            record(Event.BACKUP_RESTORED, by=None)
    except (CairnError, DatabaseError):
        return ["The trace could not take a note of this restore; cairn doctor says what keeps it from that."]
    return []


def refuse_wrong_place(head: container.Head, mission: MissionConfig) -> None:
    """Before a byte is written: the right kind of database, an empty place, a restore of this very backup at most."""
    kind = "sqlite" if mission.sqlite_path else "postgresql"
    if kind != head.database:
        raise RestoreRefused(
            f"This backup holds a database of {head.database}, and “database” in mission.toml names one of {kind}.",
            "Restore it into the same kind: CAIRN_DATABASE may name it for this command.",
        )
    storage = mission.storage_path
    if (storage / RESTORING / "head").exists():
        return _refuse_another(head, storage)
    lying = sorted(path.name for path in storage.iterdir()) if storage.exists() else []
    if strange := [name for name in lying if name not in HARMLESS]:
        raise RestoreRefused(
            f"{storage} is not empty: it holds {', '.join(strange[:5])}.",
            "Restore into an empty folder, named with --into; nothing was changed here.",
        )
    path = mission.sqlite_path
    if path.exists() if path else postgresql.has_tables(postgresql_words(mission)):
        raise RestoreRefused(
            "The database that mission.toml names is not empty.",
            "Name another, or move this one away; nothing was changed in it.",
        )


def _refuse_another(head: container.Head, storage: Path) -> None:
    if json.loads((storage / RESTORING / "head").read_text()) != asdict(head):
        raise RestoreRefused(
            f"A restore of another backup was stopped in {storage} while it moved things into place.",
            "Restore that one again, which finishes it, or empty the folder.",
        )


def _mission(into: Path | None) -> MissionConfig:
    """The mission as its settings say, with another folder for all that it keeps if one is named."""
    mission = load_mission()
    return MissionConfig(storage=str(into.absolute())) if into else mission  # type: ignore[call-arg]


@contextmanager
def _settings(file: Path, ring: Ring, into: Path | None) -> Iterator[MissionConfig]:
    """The mission as mission.toml here describes it; where there is none, as the backup's does."""
    wanted = mission_file()
    if wanted.exists():
        yield _mission(into)
        return
    waiting = wanted.with_name(f".{wanted.name}{RESTORING}")
    waiting.write_bytes(opening.settings_in(file, ring))
    before = os.environ.get(ENVIRONMENT)
    os.environ[ENVIRONMENT] = str(waiting)
    load_mission.cache_clear()
    try:
        mission = _mission(into)
        assert mission.root, mission.storage_path  # Read now, while the variable says where.
        yield mission
    finally:
        os.environ.pop(ENVIRONMENT)
        if before is not None:
            os.environ[ENVIRONMENT] = before
        load_mission.cache_clear()
        waiting.unlink(missing_ok=True)


@contextmanager
def _staging(mission: MissionConfig, head: container.Head) -> Iterator[Path]:
    """The private folder; what a restore left that was killed before it moved anything goes first."""
    folder = mission.storage_path / RESTORING
    ensure_room_for(
        head.size * 2 if head.database == "postgresql" else head.size, folder, mission, "The restore"
    )
    mission.storage_path.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        with is_mine(folder):
            if not (folder / "head").exists():
                for left in folder.iterdir():
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
            try:
                yield folder
            except BaseException:
                # Once things move, what is left to do stays written down.
                if not (folder / "head").exists():
                    shutil.rmtree(folder)
                raise
            drop_later(mission, folder)  # By one rename: from here on this is a mission.
    except BlockingIOError:
        raise RestoreRefused("Another restore is under way here.", "Let it end.") from None


def _unpack_and_check(
    file: Path, head: container.Head, ring: Ring, mission: MissionConfig, staging: Path, report: Report
) -> None:
    """After this, all that is needed lies on this disk, and is what was backed up."""
    ready = staging / "ready"
    ready.mkdir(mode=0o700)
    try:
        contents = opening.unpack(file, ring, ready, report)
    except OSError as error:
        raise RestoreFailed(
            f"The backup could not be unpacked: {error.strerror}. Nothing was restored.",
            "Make room, or restore into another folder with --into.",
        ) from error
    if mission.sqlite_path:
        with report.step("Comparing every table") as advance:
            refuse_differences(contents, checking.tables_of_sqlite(ready / archive.DATABASE, advance))
    write_down(staging / "contents", contents.as_line())
    write_down(staging / "head", json.dumps(asdict(head)).encode())
