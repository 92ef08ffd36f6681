"""The tables that programmes offer, by name."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts.tables import FactTable

_BUILDERS: dict[str, Callable[[], FactTable]] = {}


def register_facts(name: str, build: Callable[[], FactTable]) -> None:
    """Offer a table from now on; a name is taken once.

    It is built whenever it is asked for, because some of its lists grow: the sites of a mission, its countries.
    """
    if _BUILDERS.setdefault(name, build) is not build:
        raise WrongFacts(f"There is a fact table “{name}” already.")


def fact_table(name: str) -> FactTable:
    if name not in _BUILDERS:
        known = ", ".join(sorted(_BUILDERS)) or "–"
        raise WrongFacts(
            _("There is no fact table “%(name)s”.") % {"name": name},
            _("Programmes offer %(known)s.") % {"known": known},
        )
    return _BUILDERS[name]()


def fact_tables() -> list[FactTable]:
    """All of them, in the order of their names."""
    return [fact_table(name) for name in sorted(_BUILDERS)]
