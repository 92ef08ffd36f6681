"""Where a trace can be read from: an SQLite file, a PostgreSQL database, or a file that was exported."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cairn.guard.trace.verify import Copy, Head, Row
from cairn.mission.errors import CairnError

SQLITE_MAGIC = b"SQLite format 3\0"
HEADS = {"The head": "guard_audithead", "The checkpoint": "guard_auditcheckpoint"}
# The database joins the fields itself, which is several times faster than to do it here.
SQLITE_ROWS = """
SELECT sequence,
  sequence || char(31) || CASE length(at) WHEN 19 THEN at || '.000000' ELSE at END || char(31) || COALESCE(who, '')
  || char(31) || role || char(31) || event || char(31) || subject_model || char(31) || subject_id || char(31) || data,
  previous, hash
FROM guard_auditentry ORDER BY sequence
"""
SQLITE_HEADS = """
SELECT count, hash, CASE length(at) WHEN 19 THEN at || '.000000' ELSE at END, public_key, signature FROM {table}
"""
POSTGRESQL_AT = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
POSTGRESQL_ROWS = f"""
SELECT sequence,
  concat_ws(chr(31), sequence, {POSTGRESQL_AT}, COALESCE(who::text, ''), role, event, subject_model, subject_id, data),
  previous, hash
FROM guard_auditentry ORDER BY sequence
"""
POSTGRESQL_HEADS = f"SELECT count, hash, {POSTGRESQL_AT}, public_key, signature FROM {{table}}"


class NoTraceHere(CairnError):
    """A file is neither a database with a trace nor an export of one."""

    exit_code = 2


def copy_in_file(path: Path) -> Copy:
    """The trace in a copy of the database or in an exported file, whichever this is."""
    try:
        with path.open("rb") as file:
            start = file.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise NoTraceHere(f"{path} cannot be read: {error.strerror}.", "Name a file that exists.") from None
    return sqlite_copy(path) if start == SQLITE_MAGIC else exported_copy(path)


def sqlite_copy(path: Path) -> Copy:
    connection = _opened(path)
    try:
        connection.execute("BEGIN")  # Rows, head and checkpoints of one moment.
        heads = _heads(lambda question: connection.execute(question).fetchall(), SQLITE_HEADS)
    except sqlite3.Error as error:
        connection.close()
        raise NoTraceHere(
            f"{path} holds no trace of Cairn ({error}).", "Name a copy of its database."
        ) from None
    return _copy(_rows_of_sqlite(connection), heads)


def postgresql_copy(address: str) -> Copy:
    """The trace in a PostgreSQL database, given by a connection string."""
    import psycopg

    connection = psycopg.connect(address)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    heads = _heads(lambda question: connection.execute(question).fetchall(), POSTGRESQL_HEADS)
    return _copy(_rows_of_postgresql(connection), heads)


def exported_copy(path: Path) -> Copy:
    """The trace in a file of `cairn audit export`: a line for each head first, then one for each entry."""
    lines = _lines(path, _heads_or_row)
    first = next(lines, None)
    if not isinstance(first, list):
        raise NoTraceHere(f"{path} is no exported trace.", "Name a file that cairn audit export has written.")
    return _copy(lines, first)


def remembered(path: Path) -> list[Head]:
    """The checkpoints in a file beside the database; none where there is no file."""
    if not path.exists():
        return []
    return list(_lines(path, lambda words: head_of(words, "The checkpoint beside the database")))


def head_of(words: dict[str, Any], where: str) -> Head:
    hexadecimal = {name: bytes.fromhex(words[name]) for name in ("hash", "public_key", "signature")}
    return Head(count=words["count"], at=words["at"], where=where, **hexadecimal)


def _opened(path: Path) -> sqlite3.Connection:
    for mode in (
        "mode=ro",
        "immutable=1",
    ):  # A copy on a medium that nobody can write to opens by the second.
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.Error:
            connection.close()
        else:
            return connection
    raise NoTraceHere(f"{path} cannot be opened as a database.", "It may be damaged; use another copy.")


def _rows_of_sqlite(connection: sqlite3.Connection) -> Iterator[Row]:
    try:
        yield from connection.execute(SQLITE_ROWS)
    finally:
        connection.close()


def _rows_of_postgresql(connection: Any) -> Iterator[Row]:
    try:
        with connection.cursor(name="trace") as cursor:
            cursor.itersize = 10_000
            yield from cursor.execute(POSTGRESQL_ROWS)
    finally:
        connection.close()


def _heads(ask: Any, question: str) -> list[Head]:
    names = ("count", "hash", "at", "public_key", "signature")
    return [
        Head(where=where, **dict(zip(names, row, strict=True)))
        for where, table in HEADS.items()
        for row in ask(question.format(table=table))
    ]


def _copy(rows: Iterable[Row], heads: list[Head]) -> Copy:
    end = [head for head in heads if head.where == "The head"]
    return Copy(
        rows=rows, head=end[0] if end else None, checkpoints=[head for head in heads if head not in end]
    )


def _lines(path: Path, meaning: Callable[[Any], Any]) -> Iterator[Any]:
    """What each line of a file means; a line that means nothing is named."""
    number, read = 0, json.JSONDecoder().raw_decode
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):  # noqa: B007
                words, end = read(line)
                if line[end:].strip():
                    raise ValueError("Something follows on the line.")
                yield meaning(words)
    except (ValueError, KeyError, TypeError, OSError):
        raise NoTraceHere(
            f"{path} is damaged at line {number}, or no file of Cairn's.", "Use another copy."
        ) from None


def _heads_or_row(words: Any) -> list[Head] | Row:
    if isinstance(words, dict):
        return [head_of(head, str(head["kept"])) for head in words["heads"] if words["cairn_audit"] == 1]
    sequence, at, who, role, event, model, row, data, previous, stored = words
    written = f"{sequence}\x1f{at}\x1f{'' if who is None else who}\x1f{role}\x1f{event}\x1f{model}\x1f{row}\x1f{data}"
    return sequence, written, bytes.fromhex(previous), bytes.fromhex(stored)
