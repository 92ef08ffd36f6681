"""What stands in a database, as a count and a hash for each table: equal before and after, or something was lost.

The hash of a table is the sum of the hashes of its rows. So the rows need no order, which would cost a sort of every
table and differ from one server's alphabet to another's; and a table of any size is read once, row by row. It finds
what was lost or mixed up on the way. Against somebody who changes it on purpose the backup is sealed as a whole.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cairn.mission.progress import Advance

MODULUS = 1 << 256
# What a session may be set to that changes how PostgreSQL writes a value.
PLAIN_WORDS = {
    "bytea_output": "hex",
    "client_encoding": "UTF8",
    "datestyle": "ISO, YMD",
    "extra_float_digits": "1",
    "intervalstyle": "iso_8601",
    "timezone": "UTC",
    "xmlbinary": "base64",
}
POSTGRESQL_TABLES = """
SELECT CASE schemaname WHEN 'public' THEN '' ELSE quote_ident(schemaname) || '.' END || quote_ident(tablename)
FROM pg_tables WHERE schemaname NOT IN ('information_schema', 'pg_catalog') ORDER BY 1
"""
# A virtual table keeps its rows in shadow tables, which are looked at instead.
SQLITE_TABLES = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name
"""


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows, and what all of them say."""

    rows: int
    hash: str


def sqlite_tables(connection: sqlite3.Connection, advance: Advance) -> dict[str, Table]:
    connection.text_factory = bytes
    names = [name.decode() for (name,) in connection.execute(SQLITE_TABLES)]
    found = {}
    for done, name in enumerate(names, start=1):
        rows = connection.execute(f'SELECT * FROM "{name}"')
        found[name] = fingerprint(repr(row).encode() for row in rows)
        advance(done, len(names), name)
    return found


def postgresql_tables(connection: Any, advance: Advance) -> dict[str, Table]:
    """As the transaction of this connection sees them."""
    for name, value in PLAIN_WORDS.items():
        connection.execute(f"SET LOCAL {name} = '{value}'")
    names = [name for (name,) in connection.execute(POSTGRESQL_TABLES).fetchall()]
    found = {}
    for done, name in enumerate(names, start=1):
        with connection.cursor() as cursor, cursor.copy(f"COPY {name} TO STDOUT") as rows:
            found[name] = fingerprint(rows)  # One row at a time, in PostgreSQL's own words.
        advance(done, len(names), name)
    return found


def fingerprint(rows: Iterable[Any]) -> Table:
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(sha256(row).digest())
    return Table(count, f"{total % MODULUS:064x}")


def differences(wanted: dict[str, Table], found: dict[str, Table]) -> list[str]:
    """A sentence for each table that is not as it was."""
    said = []
    for name in sorted(wanted.keys() | found.keys()):
        one, other = wanted.get(name), found.get(name)
        if one is None or other is None:
            said.append(f"Table {name} {'was not there' if one is None else 'is missing'}.")
        elif one.rows != other.rows:
            said.append(f"Table {name} has {other.rows} rows instead of {one.rows}.")
        elif one.hash != other.hash:
            said.append(f"Table {name} has as many rows, and they say something else.")
    return said
