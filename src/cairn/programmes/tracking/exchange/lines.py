"""A line of a file: what it becomes, or why it becomes nothing. There is no other way in than this one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cairn.programmes.tracking.acts import record_new
from cairn.programmes.tracking.codes import Outcome
from cairn.programmes.tracking.exchange.trying import Tried
from cairn.programmes.tracking.models import BroughtLine
from cairn.programmes.tracking.models.records import Record


def take_line(number: int, cells: Mapping[str, str], tried: Tried) -> BroughtLine:
    """Record what a line says and nobody has recorded yet; a line is taken whole or not at all."""
    brought, kind = tried.brought, tried.kind
    line = BroughtLine(of=brought, number=number, outcome=Outcome.NEW)
    tried.enter_place(cells)
    try:
        with transaction.atomic():
            row = kind.build(cells, brought.known_on)
            earlier = list(kind.earlier(row)) or tried.about_the_same(row)
            if not earlier:
                record_new(row, by=brought.by)
                tried.remember(line, cells, row)
    except ValidationError as error:
        line.outcome, line.reasons = Outcome.REFUSED, list(_reasons(error, kind.model))
        return line
    if earlier:
        line.outcome, line.reasons = _compared(earlier, row, kind.compared)
    return line


def _compared(earlier: list[Record], row: Record, names: tuple[str, ...]) -> tuple[Outcome, list[str]]:
    if any(all(getattr(each, name) == getattr(row, name) for name in names) for each in earlier):
        return Outcome.KNOWN, []
    return Outcome.DIFFERS, list(_differences(earlier[-1], row, names))


def _differences(held: Any, new: Any, names: tuple[str, ...]) -> Iterable[str]:
    """What stands in the file beside what is recorded: somebody corrects it with a reason, or leaves it."""
    for name in names:
        before, now = getattr(held, name), getattr(new, name)
        if before != now:
            yield f"{held._meta.get_field(name).verbose_name}: {_said(before)} → {_said(now)}"


def _said(value: Any) -> str:
    return "–" if value in (None, "") else str(value)


def _reasons(error: ValidationError, model: type[Record]) -> Iterable[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    fields = {each.name: each.verbose_name for each in model._meta.concrete_fields}
    for name, messages in error.message_dict.items():
        yield from (f"{fields[name]}: {said}" if name in fields else said for said in messages)
