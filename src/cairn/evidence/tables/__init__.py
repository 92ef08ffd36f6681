"""The table of an indicator, as one expression that DuckDB, PostgreSQL and Spark all run."""

from cairn.evidence.tables.cells import cells, held_to
from cairn.evidence.tables.duck import facts_in

__all__ = ["cells", "facts_in", "held_to"]
