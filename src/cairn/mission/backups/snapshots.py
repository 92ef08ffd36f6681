"""The database as of one moment, while others go on writing: its bytes as a stream, and what its tables say."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cairn.mission.backups import postgresql
from cairn.mission.backups.errors import BackupFailed
from cairn.mission.backups.tables import Table, postgresql_tables, sqlite_tables
from cairn.mission.config import MissionConfig
from cairn.mission.peek import postgresql_words
from cairn.mission.progress import Report

PAGES = 5000  # Between two words about how far the copy is: 20 MB.
MASTER_KEYS = "SELECT version FROM guard_masterkey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One moment of a database."""

    kind: str
    size: int
    tables: dict[str, Table]
    master_keys: list[int]
    stream: IO[bytes]

    @property
    def has_trace(self) -> bool:
        return "guard_auditentry" in self.tables


@contextmanager
def snapshot_of(mission: MissionConfig, folder: Path, report: Report) -> Iterator[Snapshot]:
    taken = _of_sqlite(mission.sqlite_path, folder, report) if mission.sqlite_path else None
    with taken or _of_postgresql(postgresql_words(mission), report) as snapshot:
        yield snapshot


@contextmanager
def _of_sqlite(source: Path, folder: Path, report: Report) -> Iterator[Snapshot]:
    """A plain copy that loses its name as soon as it is open, so that no kill leaves it behind from then on."""
    if not source.is_file():
        raise BackupFailed(f"There is no database at {source}.", "Nothing has been written yet: cairn setup")
    copy = folder / "snapshot.sqlite3"
    with report.step("Copying the database") as advance:
        _copy_sqlite(source, copy, lambda _, left, total: advance(total - left, total, "pages"))
    with copy.open("rb") as stream, closing(opened_read_only(copy)) as connection:
        with report.step("Counting and hashing its tables") as advance:
            tables = sqlite_tables(connection, advance)
        versions = [row[0] for row in connection.execute(MASTER_KEYS)] if "guard_masterkey" in tables else []
        copy.unlink()
        size = os.fstat(stream.fileno()).st_size
        yield Snapshot(kind="sqlite", size=size, tables=tables, master_keys=versions, stream=stream)


def _copy_sqlite(source: Path, copy: Path, told: Any) -> None:
    """SQLite's own online copy. Inside one reading it never starts anew, however much others write meanwhile."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(sqlite3.connect(source, isolation_level=None, timeout=20)) as old,
        closing(sqlite3.connect(copy)) as new,
    ):
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        old.backup(new, pages=PAGES, progress=told, sleep=0)
        # One file that opens anywhere, without a journal beside it.
        new.execute("PRAGMA journal_mode=DELETE")


def opened_read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


@contextmanager
def _of_postgresql(words: str, report: Report) -> Iterator[Snapshot]:
    """pg_dump and we look through one window: a snapshot that our transaction keeps open."""
    from psycopg import IsolationLevel

    with postgresql.connected(words) as connection, tempfile.TemporaryFile() as errors:
        connection.isolation_level, connection.read_only = IsolationLevel.REPEATABLE_READ, True
        (window,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
        with report.step("Counting and hashing the tables") as advance:
            tables = postgresql_tables(connection, advance)
        versions = [row[0] for row in connection.execute(MASTER_KEYS)] if "guard_masterkey" in tables else []
        size = connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]
        options = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={window}")
        dump = postgresql.start("pg_dump", words, *options, stdout=-1, stderr=errors)
        assert dump.stdout
        try:
            yield Snapshot(
                kind="postgresql", size=size, tables=tables, master_keys=versions, stream=dump.stdout
            )
            if dump.wait():
                raise BackupFailed("pg_dump failed.", postgresql.end_of(errors))
        finally:
            dump.stdout.close()
            dump.kill()
            dump.wait()
