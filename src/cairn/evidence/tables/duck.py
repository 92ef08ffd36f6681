"""The embedded engine: DuckDB over the Parquet files of a snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager

import ibis
from ibis.expr.types import Table

from cairn.evidence.facts.snapshots import Snapshot

MEMORY = "2GB"


@contextmanager
def facts_in(
    snapshot: Snapshot, table: str, *, memory: str = MEMORY, in_order: bool = False
) -> Iterator[Table]:
    """A table of a snapshot, ready for an expression; nothing is installed, fetched or written.

    Numbers with fractions sum to the same last digit only if they are added in the same order, by one hand.
    """
    engine = ibis.duckdb.connect(
        memory_limit=memory,
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
        **({"threads": 1} if in_order else {}),
    )
    try:
        yield engine.read_parquet(snapshot.path(table), table_name="facts")
    finally:
        engine.disconnect()
