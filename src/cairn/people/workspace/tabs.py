"""The tabs of a person's page. Each has an address of its own, so that it works without scripts and can be shared."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cairn.guard.rights import Can
from cairn.guard.scope import may


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab: where it stands, what it is called, whose it is, and how many things it holds where that helps."""

    name: str
    label: Any
    address: str
    order: int
    right: Can = Can.PERSON_READ
    count: Callable[[Any, Any], int] | None = None


_TABS: dict[str, Tab] = {}


def register_tab(tab: Tab) -> None:
    """Add a tab; a name is taken once."""
    if _TABS.setdefault(tab.name, tab) != tab:
        raise ValueError(f"There is a tab “{tab.name}” already.")


def tabs_of(person: Any, user: Any, current: str) -> list[dict[str, Any]]:
    return as_drawn(_TABS.values(), person, user, current)


def as_drawn(tabs: Iterable[Tab], row: Any, user: Any, current: str) -> list[dict[str, Any]]:
    """Those that this colleague may open, in their order."""
    return [
        {
            "url": reverse(tab.address, args=[row.pk]),
            "label": tab.label,
            "is_current": tab.name == current,
            "count": tab.count(row, user) if tab.count else None,
        }
        for tab in sorted(tabs, key=lambda tab: tab.order)
        if may(user, tab.right, row)
    ]
