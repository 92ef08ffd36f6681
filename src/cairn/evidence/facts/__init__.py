"""What programmes offer to evidence: tables of facts without identifiers, and snapshots of them.

A programme registers each of its tables when Cairn starts; evidence knows no programme.
"""

from cairn.evidence.facts.keys import fact_key, fact_keys
from cairn.evidence.facts.register import fact_table, fact_tables, register_facts
from cairn.evidence.facts.tables import FactColumn, FactTable, Kind

__all__ = [
    "FactColumn",
    "FactTable",
    "Kind",
    "fact_key",
    "fact_keys",
    "fact_table",
    "fact_tables",
    "register_facts",
]
