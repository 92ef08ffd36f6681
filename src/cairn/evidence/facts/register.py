"""The tables that programmes offer, by name."""

from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts.tables import FactTable

_TABLES: dict[str, FactTable] = {}


def register_facts(table: FactTable) -> FactTable:
    """Offer a table from now on; a name is taken once."""
    if _TABLES.setdefault(table.name, table) is not table:
        raise WrongFacts(f"There is a fact table “{table.name}” already.")
    return table


def fact_table(name: str) -> FactTable:
    if name not in _TABLES:
        known = ", ".join(sorted(_TABLES)) or "none"
        raise WrongFacts(f"There is no fact table “{name}”.", f"Programmes offer {known}.")
    return _TABLES[name]


def fact_tables() -> list[FactTable]:
    """All of them, in the order of their names."""
    return [_TABLES[name] for name in sorted(_TABLES)]
