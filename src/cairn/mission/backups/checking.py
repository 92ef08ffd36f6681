"""Whether what came back is what was backed up: rows, files, sealed values, the trace."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from cairn.mission.backups import postgresql
from cairn.mission.backups.errors import RestoreFailed
from cairn.mission.backups.snapshots import opened_read_only
from cairn.mission.backups.tables import Table, postgresql_tables, sqlite_tables
from cairn.mission.progress import Advance

ATTACHMENTS = "SELECT stored_name, digest FROM guard_attachment ORDER BY stored_name"
BATCH = 1000


def restore_postgresql(dump: Path, words: str) -> None:
    """Everything or nothing, in one transaction. Through a pipe: if we are killed, it breaks, and nothing stands."""
    options = ("--single-transaction", "--no-owner", "--no-privileges", "--no-comments")
    with tempfile.TemporaryFile() as errors:
        restoring = postgresql.start("pg_restore", words, *options, stdin=-1, stderr=errors)
        assert restoring.stdin
        try:
            with dump.open("rb") as file, restoring.stdin as pipe:
                while block := file.read(1 << 16):
                    pipe.write(block)
        except BrokenPipeError:
            pass  # It has said why it stopped.
        if restoring.wait():
            raise RestoreFailed("pg_restore failed, and nothing was restored.", postgresql.end_of(errors))


def tables_of_sqlite(path: Path, advance: Advance) -> dict[str, Table]:
    with closing(opened_read_only(path)) as connection:
        return sqlite_tables(connection, advance)


def tables_of_postgresql(words: str, advance: Advance) -> dict[str, Table]:
    with postgresql.connected(words) as connection:
        connection.read_only = True
        return postgresql_tables(connection, advance)


def faults_of_sqlite(path: Path) -> list[str]:
    """What SQLite itself finds wrong with a file: pages, indexes, and rows that point to nothing."""
    with closing(opened_read_only(path)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
        loose = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
    return [f"SQLite says: {said}." for said in found] + [
        f"A row of {table} points to a row of {parent} that is not there."
        for table, _row, parent, _key in loose
    ]


def faults_of_files(attachments: Iterator[tuple[str, str]], sealed: Path) -> list[str]:
    """Rows whose sealed file is missing or is not the one that was stored."""
    missing = changed = 0
    for name, digest in attachments:
        path = sealed / name[:2] / name[2:]
        if not path.exists():
            missing += 1
        elif _digest(path) != digest:
            changed += 1
    return [f"{missing} sealed files are missing that rows speak of."] * bool(missing) + [
        f"{changed} sealed files are not the ones that their rows speak of."
    ] * bool(changed)


def attachments_in_sqlite(path: Path) -> Iterator[tuple[str, str]]:
    with closing(opened_read_only(path)) as connection:
        try:
            yield from connection.execute(ATTACHMENTS)
        except sqlite3.OperationalError:
            return  # A database from before there were any.


def attachments_in_postgresql(words: str) -> Iterator[tuple[str, str]]:
    with postgresql.connected(words) as connection:
        if connection.execute("SELECT to_regclass('guard_attachment')").fetchone() == (None,):
            return
        with connection.cursor(name="attachments") as cursor:
            cursor.itersize = BATCH
            yield from cursor.execute(ATTACHMENTS)


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
