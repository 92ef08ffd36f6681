"""Rows that colleagues name by a reference code. Their apps register them; the guard knows none of them by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Referable:
    """A kind of row with a reference: how a typed code is tidied, and which page shows the row."""

    model: type[Model]
    tidy: Callable[[str], str]
    page: str

    def address(self, identity: Any) -> str:
        return reverse(self.page, args=[identity])


_KNOWN: dict[str, Referable] = {}


def register_referable(model: type[Model], *, tidy: Callable[[str], str], page: str) -> None:
    """Let rows of this model be named by their code, for the trace and for breaking the glass."""
    _KNOWN[model._meta.label_lower] = Referable(model, tidy, page)


def row_named(text: str) -> Any:
    """The row that a typed code names, whoever may see it; None where the code is mistyped or nobody's.

    Only for acts that say nothing about the row to whoever typed the code.
    """
    for known in _KNOWN.values():
        code = known.tidy(text)
        if row := code and known.model._default_manager.filter(reference=code).first():
            return row
    return None


def address_of(model_label: str, identity: Any) -> str:
    """The page of a row; empty where no app has named one."""
    known = _KNOWN.get(model_label)
    return known.address(identity) if known else ""


def referable_models() -> list[Referable]:
    """All kinds of rows that have been named."""
    return list(_KNOWN.values())


def references_of(user: Any, rows: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The codes of those among these rows that a colleague may see, in one question for each kind."""
    found = {}
    for label, known in _KNOWN.items():
        numbers = {identity for model, identity in rows if model == label and _fits(known.model, identity)}
        seen = known.model._default_manager.visible_to(user).filter(pk__in=numbers)  # type: ignore[attr-defined]
        found.update({(label, str(row.pk)): str(row) for row in seen})
    return found


def _fits(model: type[Model], identity: str) -> bool:
    """Whether this can be the number of such a row; a list that was read has none."""
    try:
        return bool(identity) and model._meta.pk.to_python(identity) is not None
    except ValidationError:
        return False


def kind_in_words(model_label: str) -> str:
    """How a kind of row is called; its label where the code no longer has it."""
    try:
        return str(apps.get_model(model_label)._meta.verbose_name)
    except (LookupError, ValueError):
        return model_label
