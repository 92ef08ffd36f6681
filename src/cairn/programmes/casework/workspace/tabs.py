"""The tabs of a case's page; those of one kind of work stand on its cases only."""

from dataclasses import dataclass
from typing import Any

from cairn.guard.rights import Can
from cairn.people.workspace.tabs import Tab, as_drawn
from cairn.programmes.casework.codes import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTab(Tab):
    """One tab, of the cases of all kinds of work where it names none."""

    right: Can = Can.CASE_READ
    kinds: tuple[Work, ...] = tuple(Work)


_TABS: dict[str, CaseTab] = {}


def register_case_tab(tab: CaseTab) -> None:
    """Add a tab; a name is taken once."""
    if _TABS.setdefault(tab.name, tab) != tab:
        raise ValueError(f"There is a tab “{tab.name}” already.")


def tabs_of(case: Any, user: Any, current: str) -> list[dict[str, Any]]:
    return as_drawn((tab for tab in _TABS.values() if case.kind in tab.kinds), case, user, current)
