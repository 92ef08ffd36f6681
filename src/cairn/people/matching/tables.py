"""The three tables of the blind index, on SQLite and on PostgreSQL.

`people_blindindex` says who bears a token: that is what a search reads. `people_blindbearer` holds all tokens of one
person in one row, so that whoever leaves the register takes each of them along, also when nothing about them can be
opened any more. `people_blindcount` says how many people share a token, for those that many share: a search takes the
rarest first. Counts are refreshed in the background; between two refreshes a search may be a little slower, and finds
the same people.
"""

import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

INDEX = "people_blindindex"
BEARERS = "people_blindbearer"
COUNTS = "people_blindcount"
COMMON = 64  # People who share a token before its count is worth a row.
SLICE = 5_000  # People written at once.

Rows = Iterable[tuple[int, set[int]]]


def create(connection: Any) -> None:
    """Empty tables; what a migration runs, with the connection of its schema editor."""
    # SQLite keeps such a table as one sorted tree, without a second copy of every row.
    sorted_tree, blob = (" WITHOUT ROWID", "blob") if connection.vendor == "sqlite" else ("", "bytea")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {INDEX} (token integer NOT NULL, person integer NOT NULL, PRIMARY KEY (token, person)){sorted_tree}"
        )
        cursor.execute(
            f"CREATE TABLE {BEARERS} (person integer NOT NULL PRIMARY KEY, tokens {blob} NOT NULL)"
        )
        cursor.execute(f"CREATE TABLE {COUNTS} (token integer NOT NULL PRIMARY KEY, people integer NOT NULL)")


def drop(connection: Any) -> None:
    with connection.cursor() as cursor:
        for table in (INDEX, BEARERS, COUNTS):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def held_by(connection: Any, person: int) -> set[int]:
    """The tokens under which the person is found."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tokens FROM {BEARERS} WHERE person = %s", [person])
        row = cursor.fetchone()
    return _unpacked(row[0]) if row else set()


def change(connection: Any, person: int, tokens: set[int]) -> None:
    """The person is found by these tokens from now on and by no others; what stays the same is not touched."""
    before = held_by(connection, person)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {INDEX} WHERE token = %s AND person = %s",
            [(token, person) for token in sorted(before - tokens)],
        )
        cursor.executemany(
            f"INSERT INTO {INDEX} (token, person) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(token, person) for token in sorted(tokens - before)],
        )
        cursor.execute(
            f"INSERT INTO {BEARERS} (person, tokens) VALUES (%s, %s) "
            "ON CONFLICT (person) DO UPDATE SET tokens = excluded.tokens",
            [person, _packed(tokens)],
        )


def remove(connection: Any, person: int) -> None:
    """Nothing leads to the person any more. Asks for no key and opens nothing."""
    change(connection, person, set())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {BEARERS} WHERE person = %s", [person])


def add(connection: Any, rows: Rows) -> None:
    """Many people who are new to the register: what an import calls for each of its batches."""
    with connection.cursor() as cursor:
        for some in _slices(rows):
            pairs = sorted((token, person) for person, tokens in some for token in tokens)
            cursor.executemany(f"INSERT INTO {INDEX} (token, person) VALUES (%s, %s)", pairs)
            cursor.executemany(
                f"INSERT INTO {BEARERS} (person, tokens) VALUES (%s, %s)",
                [(person, _packed(tokens)) for person, tokens in some],
            )


def rebuild(connection: Any, rows: Rows) -> int:
    """The whole index anew from every person's tokens, while nobody edits: after a change of method. Returns its rows.

    Rows are written as they come and put in order once at the end, which is ten times faster than keeping order.
    """
    empty = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    with connection.cursor() as cursor:
        for table in (COUNTS, BEARERS, INDEX):
            cursor.execute(f"{empty} {table}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {INDEX}_new (token integer NOT NULL, person integer NOT NULL)"
        )
        count = 0
        for some in _slices(rows):
            pairs = [(token, person) for person, tokens in some for token in tokens]
            _pour(connection, cursor, f"{INDEX}_new (token, person)", pairs)
            packed = [(person, _packed(tokens)) for person, tokens in some]
            _pour(connection, cursor, f"{BEARERS} (person, tokens)", packed)
            count += len(pairs)
        cursor.execute(f"INSERT INTO {INDEX} SELECT token, person FROM {INDEX}_new ORDER BY token, person")
        cursor.execute(f"DROP TABLE {INDEX}_new")
    recount(connection)
    return count


def recount(connection: Any) -> None:
    """How many people share each common token, as of now. Counted first, so that nobody waits while it counts."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT token, COUNT(*) FROM {INDEX} GROUP BY token HAVING COUNT(*) >= %s", [COMMON])
        counts = cursor.fetchall()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {COUNTS}")
        _pour(connection, cursor, f"{COUNTS} (token, people)", counts)
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {COUNTS}")


def _pour(connection: Any, cursor: Any, into: str, rows: list[tuple[Any, ...]]) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        cursor.executemany(f"INSERT INTO {into} VALUES (%s, %s)", rows)


def _slices(rows: Rows) -> Iterator[list[tuple[int, set[int]]]]:
    rows = iter(rows)
    while some := list(islice(rows, SLICE)):
        yield some


def _packed(tokens: set[int]) -> bytes:
    return struct.pack(f"<{len(tokens)}i", *sorted(tokens))


def _unpacked(held: bytes) -> set[int]:
    return set(struct.unpack(f"<{len(held) // 4}i", held))
