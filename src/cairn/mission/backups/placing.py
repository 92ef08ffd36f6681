"""Putting what was unpacked and verified where it belongs, each step so that it may be taken again.

What is looked for first comes last: files, then the database, then mission.toml.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from cairn.mission.backups import archive, checking, opening, postgresql
from cairn.mission.backups.errors import RestoreFailed
from cairn.mission.backups.state import RESTORING
from cairn.mission.backups.tables import differences
from cairn.mission.config import MissionConfig, mission_file
from cairn.mission.peek import postgresql_words
from cairn.mission.progress import Report
from cairn.mission.secrets import Secret, variable


def bring_master_key(keys: opening.Keys, ready: Path, mission: MissionConfig) -> list[str]:
    """The one that opened the backup; without it the first start would make a new one, which opens nothing."""
    kept = mission.storage_path / archive.SECRETS / Secret.MASTER_KEY
    is_elsewhere = mission.keys.source != "file" or variable(Secret.MASTER_KEY) in os.environ
    if is_elsewhere or kept.exists() or not keys.text:
        return []
    (ready / archive.SECRETS).mkdir(mode=0o700, exist_ok=True)
    write_down(ready / archive.SECRETS / Secret.MASTER_KEY, keys.text.encode())
    return [f"The master key lies in {kept} now."]


def place_files(ready: Path, mission: MissionConfig) -> list[str]:
    notes = []
    secrets = mission.storage_path / archive.SECRETS
    secrets.mkdir(mode=0o700, exist_ok=True)
    for path in sorted((ready / archive.SECRETS).glob("[a-z]*")):
        kept = secrets / path.name
        if kept.exists() and kept.read_bytes() != path.read_bytes():
            notes.append(f"{kept} was here already and stays; the backup has another one.")
        elif not kept.exists():
            path.rename(kept)
    for name in (archive.AUDIT, archive.EVIDENCE, archive.MEDIA, archive.SEALED):
        if (ready / name).exists():
            (ready / name).rename(mission.storage_path / name)
    return notes


def place_database(ready: Path, mission: MissionConfig, contents: archive.Contents, report: Report) -> None:
    """One rename, or one transaction; a restore that goes on finds it done or not begun."""
    staged = ready / archive.DATABASE
    if mission.sqlite_path:
        mission.sqlite_path.parent.mkdir(parents=True, exist_ok=True)
        if staged.exists():
            _move_whole(staged, mission.sqlite_path)
        return
    words = postgresql_words(mission)
    was_empty = not postgresql.has_tables(words)
    if was_empty:
        with report.step("Restoring the database"):
            checking.restore_postgresql(staged, words)
    with report.step("Comparing every table") as advance:
        found = checking.tables_of_postgresql(words, advance)
    try:
        refuse_differences(contents, found)
    except RestoreFailed:
        if was_empty:
            postgresql.empty_again(words)
        raise


def _move_whole(staged: Path, target: Path) -> None:
    """Also to another disk, where a rename alone does not reach."""
    if staged.stat().st_dev == target.parent.stat().st_dev:
        staged.rename(target)
        return
    beside = target.with_name(f".{target.name}{RESTORING}")
    shutil.copy(staged, beside)
    beside.rename(target)
    staged.unlink()


def place_settings(ready: Path, mission: MissionConfig, into: Path | None) -> list[str]:
    """mission.toml comes last: without it nothing starts. One that is here already is the operator's word."""
    wanted, ours = mission.root / _settings_name(), ready / archive.SETTINGS
    if not wanted.exists():
        mission_file().rename(wanted)
        elsewhere = f" Its “storage” has to name {into.absolute()}." if into else ""
        return [f"{wanted} is the one from the backup: look at its addresses before you start.{elsewhere}"]
    if wanted.read_bytes() == ours.read_bytes():
        return []
    aside = mission.storage_path / "mission.toml.from-backup"
    write_settings(aside, ours.read_bytes())
    return [f"{wanted} was here already and stays; the backup's own is {aside}."]


def write_settings(path: Path, text: bytes) -> None:
    write_down(path, text)
    path.chmod(0o644)


def _settings_name() -> str:
    return mission_file().name.removeprefix(".").removesuffix(RESTORING)


def refuse_differences(contents: archive.Contents, found: dict) -> None:
    if said := differences(contents.tables, found):
        raise RestoreFailed(
            f"What came back is not what was backed up. {' '.join(said[:3])}",
            "Nothing starts on it. Restore another backup into an empty folder, and keep this one for whoever looks "
            "into it.",
        )


def write_down(path: Path, text: bytes) -> None:
    """Whole on the disk under its name, or not there."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
