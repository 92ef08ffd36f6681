"""Pages of long lists by where the last one ended: the first page of a million rows costs what it shows."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db.models import Q, QuerySet

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the way to those after them; empty where there are none."""

    rows: list[Any]
    after: str


def page_of(rows: QuerySet, *, order: tuple[str, ...], after: str = "", size: int = SIZE) -> Page:
    """The rows after a place in an order that ends with a unique column, such as `("-registered_at", "pk")`.

    Columns of the order hold no null.
    """
    if after:
        try:
            rows = rows.filter(_after(order, _place(after, len(order))))
        except (ValidationError, ValueError):
            raise _unknown() from None
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    return Page(found[:size], _mark(found[size - 1], order) if more else "")


def _after(order: tuple[str, ...], place: list[str]) -> Q:
    """All rows beyond the place: later in the first column, or equal in it and later in the second, and so on."""
    beyond, equal = Q(pk__in=[]), Q()
    for name, value in zip(order, place, strict=True):
        column = name.lstrip("-")
        step = "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{column}__{step}": value})
        equal &= Q(**{column: value})
    return beyond


def _mark(row: Any, order: tuple[str, ...]) -> str:
    values = [_text(getattr(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _place(mark: str, length: int) -> list[str]:
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or len(values) != length or not all(isinstance(v, str) for v in values):
        raise _unknown()
    return values


def _unknown() -> SuspiciousOperation:
    return SuspiciousOperation("A page of a list was asked for in a form that this list does not give out.")
