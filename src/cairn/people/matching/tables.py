"""The two tables of the blind index, on SQLite and on PostgreSQL.

`people_blindindex` says which person bears which token. `people_blindcount` says how many people share a token, for
those that many share: a search takes the rarest first. Counts are refreshed in the background; between two refreshes
a search may be a little slower, and finds the same people.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

INDEX = "people_blindindex"
COUNTS = "people_blindcount"
COMMON = 64  # People who share a token before its count is worth a row.


def create(connection: Any) -> None:
    """Empty tables; what a migration runs."""
    # SQLite keeps such a table as one sorted tree, without a second copy of every row.
    sorted_tree = " WITHOUT ROWID" if connection.vendor == "sqlite" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {INDEX} (token integer NOT NULL, person integer NOT NULL, PRIMARY KEY (token, person)){sorted_tree}"
        )
        cursor.execute(f"CREATE TABLE {COUNTS} (token integer NOT NULL PRIMARY KEY, people integer NOT NULL)")


def drop(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
        cursor.execute(f"DROP TABLE IF EXISTS {COUNTS}")


def add(connection: Any, person: int, tokens: Iterable[int]) -> None:
    """The person can be found by these tokens from now on."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {INDEX} (token, person) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(token, person) for token in sorted(tokens)],
        )


def remove(connection: Any, person: int, tokens: Iterable[int]) -> None:
    """The person can no longer be found by these tokens."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {INDEX} WHERE token = %s AND person = %s",
            [(token, person) for token in sorted(tokens)],
        )


def change(connection: Any, person: int, before: set[int], after: set[int]) -> None:
    """What an edit does: only tokens that differ are touched."""
    remove(connection, person, before - after)
    add(connection, person, after - before)


def rebuild(connection: Any, rows: Iterable[tuple[int, set[int]]]) -> int:
    """The whole index anew, from every person's tokens: after an import, or a change of key. Returns its rows.

    Rows are written as they come and put in order once at the end, which is ten times faster than keeping order.
    """
    pairs = ((token, person) for person, tokens in rows for token in tokens)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {COUNTS}")
        cursor.execute(f"DELETE FROM {INDEX}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {INDEX}_new (token integer NOT NULL, person integer NOT NULL)"
        )
        count = _fill(connection, cursor, pairs)
        cursor.execute(f"INSERT INTO {INDEX} SELECT token, person FROM {INDEX}_new ORDER BY token, person")
        cursor.execute(f"DROP TABLE {INDEX}_new")
    recount(connection)
    return count


def _fill(connection: Any, cursor: Any, pairs: Iterator[tuple[int, int]]) -> int:
    count = 0
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {INDEX}_new (token, person) FROM STDIN") as copy:
            while some := list(islice(pairs, 10_000)):
                copy.write("".join(f"{token}\t{person}\n" for token, person in some))
                count += len(some)
        return count
    while some := list(islice(pairs, 10_000)):
        cursor.executemany(f"INSERT INTO {INDEX}_new VALUES (%s, %s)", some)
        count += len(some)
    return count


def recount(connection: Any) -> None:
    """How many people share each common token, as of now."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {COUNTS}")
        cursor.execute(
            f"INSERT INTO {COUNTS} SELECT token, COUNT(*) FROM {INDEX} GROUP BY token HAVING COUNT(*) >= {COMMON}"
        )
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {COUNTS}")
