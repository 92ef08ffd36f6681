"""Every table of a fact file in one reading: counted with the key of each cell, in compiled code.

`count_tables` is the door. What it needs to know of a column stands in `columns`, how few passes serve all tables
in `cover`, and what is too wide to lie in memory goes to the query engine in `sparse`.
"""

from cairn.evidence.counting.columns import Dimension, several, single
from cairn.evidence.counting.count import count_tables
from cairn.evidence.counting.tables import Table

__all__ = ["Dimension", "Table", "count_tables", "several", "single"]
