"""A whole copy of what cannot be made again: the database, the media and the mission's settings, in one file."""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from cairn.mission.config import MissionConfig, load_mission, mission_file
from cairn.mission.errors import CairnError
from cairn.mission.peek import postgresql_words
from cairn.mission.progress import Advance, Report


class BackupFailed(CairnError):
    """Nothing was written under the name asked for."""


def back_up(file: Path, report: Report) -> None:
    """Write the backup beside its name first, so that a name always stands for a whole backup."""
    mission = load_mission()
    if file.exists():
        raise BackupFailed(f"{file} exists already.", "Choose another name: a backup never replaces one.")
    if not file.parent.is_dir():
        raise BackupFailed(f"There is no folder {file.parent}.", "Make it first.")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        with report.step("Copying the database") as advance:
            database = copy_database(mission, Path(folder), advance)
        unfinished = Path(folder) / "unfinished"
        with report.step("Packing database, media and settings") as advance:
            _pack(unfinished, mission, database, advance)
        unfinished.chmod(0o600)
        unfinished.rename(file)
    report.say(f"{file} holds {file.stat().st_size / (1 << 20):.1f} MB. The secrets are not in it.")


def copy_database(mission: MissionConfig, folder: Path, advance: Advance) -> Path:
    """A consistent copy as of one moment, while others go on writing."""
    if mission.sqlite_path:
        return _copy_sqlite(mission.sqlite_path, folder / "cairn.sqlite3", advance)
    return _dump_postgresql(mission, folder / "cairn.pgdump")


def _copy_sqlite(source: Path, target: Path, advance: Advance) -> Path:
    if not source.is_file():
        raise BackupFailed(f"There is no database at {source}.", "Nothing has been written yet: cairn setup")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=5000, progress=lambda _, left, total: advance(total - left, total, "pages"))
        # One file that opens anywhere, without a journal beside it.
        new.execute("PRAGMA journal_mode=DELETE")
    return target


def _dump_postgresql(mission: MissionConfig, target: Path) -> Path:
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    program = shutil.which("pg_dump")
    if not program:
        raise BackupFailed("pg_dump is not installed.", "Install it with: apt install postgresql-client")
    # The password goes by the environment: other people can see a program's arguments.
    words = conninfo_to_dict(postgresql_words(mission))
    password = str(words.pop("password", "") or "")
    done = subprocess.run(
        [program, "--format=custom", f"--file={target}", f"--dbname={make_conninfo('', **words)}"],
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed("pg_dump failed.", done.stderr.strip()[-600:])
    return target


def _pack(target: Path, mission: MissionConfig, database: Path, advance: Advance) -> None:
    media = mission.storage_path / "media"
    contents = [(database, database.name), (mission_file(), "mission.toml")]
    contents += [(p, f"media/{p.relative_to(media)}") for p in sorted(media.rglob("*")) if p.is_file()]
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        for done, (path, name) in enumerate(contents, start=1):
            archive.add(path, arcname=name, recursive=False)
            advance(done, len(contents), name)
