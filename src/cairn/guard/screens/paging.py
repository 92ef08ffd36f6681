"""Pages of long lists by where the last one ended: the first page of a million rows costs what it shows."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from cairn.guard.scope import NOTHING

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the ways to those after and before them; empty where there are none."""

    rows: list[Any]
    after: str
    before: str = ""


def page_of(
    rows: QuerySet, *, order: tuple[str, ...], after: str = "", before: str = "", size: int = SIZE
) -> Page:
    """The rows after a place, or before one, in an order that ends with a unique column: `("-registered_at", "pk")`.

    Columns of the order hold no null.
    """
    walked, ways = _turned(order) if before else order, getattr(rows, "ways", ())
    if after or before:
        rows = rows.filter(_beyond(walked, _place(after or before, rows, order)))
    found = _first(rows, ways, walked, size + 1)
    more, shown = len(found) > size, found[:size]
    if before:
        shown.reverse()
    first, last = (_mark(shown[0], order), _mark(shown[-1], order)) if shown else ("", "")
    return Page(shown, last if more or before else "", first if after or (more and before) else "")


def place_in(request: HttpRequest) -> dict[str, str]:
    """Where in a list an address stands, as `page_of` takes it."""
    return {name: request.GET[name] for name in ("after", "before") if request.GET.get(name)}


def _first(rows: QuerySet, ways: tuple[Q, ...], order: tuple[str, ...], many: int) -> list[Any]:
    """The first rows in an order. Where several ways lead through the door, each is asked alone, by its own index.

    Asked for all of them at once a database sorts a whole office for the fifty rows of a page. Each answer has passed
    the door as well as its way, and the database itself says how they follow each other.
    """
    if len(ways) < 2:
        return list(rows.order_by(*order)[:many])
    found = {row.pk: row for way in ways for row in rows.filter(way).order_by(*order)[:many]}
    in_order = rows.model._base_manager.filter(pk__in=found).order_by(*order).values_list("pk", flat=True)
    return [found[pk] for pk in in_order[:many]]


def _beyond(order: tuple[str, ...], place: list[Any]) -> Q:
    """All rows beyond the place: later in the first column, or equal in it and later in the second, and so on.

    That none comes before the place in the first column is said once more, in the form by which an index is entered.
    """
    beyond, equal = NOTHING, Q()
    for name, value in zip(order, place, strict=True):
        column = name.lstrip("-")
        step = "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{column}__{step}": value})
        equal &= Q(**{column: value})
    leading = order[0].lstrip("-")
    return Q(**{f"{leading}__{'lte' if order[0].startswith('-') else 'gte'}": place[0]}) & beyond


def _turned(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _mark(row: Any, order: tuple[str, ...]) -> str:
    values = [_text(getattr(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _place(mark: str, rows: QuerySet, order: tuple[str, ...]) -> list[str]:
    """What a mark says, if this list can have given it out."""
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (binascii.Error, ValueError):
        values = None
    if (
        not isinstance(values, list)
        or len(values) != len(order)
        or not all(isinstance(v, str) for v in values)
    ):
        raise _unknown()
    try:
        rows.filter(_beyond(order, values))
    except (ValidationError, ValueError):
        raise _unknown() from None
    return values


def _unknown() -> SuspiciousOperation:
    return SuspiciousOperation("A page of a list was asked for in a form that this list does not give out.")
