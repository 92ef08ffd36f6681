"""Entries as lines that somebody can read: numbers become names of colleagues, and codes of rows one may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext

from cairn.guard.references import address_of, kind_in_words, references_of
from cairn.guard.roles import ROLES, Role
from cairn.guard.trace.details import Fields, registered
from cairn.guard.trace.models import AuditEntry
from cairn.guard.trace.words import DETAIL_WORDS, EVENT_WORDS

SHORT = 8  # Of a row's number; enough to tell the rows of one page apart.


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry. `about` is a reference where the reader may see the row, else the beginning of its number."""

    number: int
    at: datetime
    who: str
    roles: str
    did: str
    kind: str
    about: str
    address: str
    details: str


def told(entries: Iterable[AuditEntry], *, to: Any) -> list[Line]:
    """The lines for a colleague, who learns no name from them that they may not see."""
    entries = list(entries)
    people = _colleagues(entries)
    references = references_of(to, {(entry.subject_model, entry.subject_id) for entry in entries})
    return [_line(entry, people, references) for entry in entries]


def event_in_words(event: str) -> str:
    return str(EVENT_WORDS.get(event, event))  # type: ignore[call-overload]


def detail_in_words(name: str) -> str:
    return str(DETAIL_WORDS.get(name, name))


def roles_in_words(roles: str) -> str:
    return ", ".join(
        str(ROLES[Role(role)].name) if role in set(Role) else role for role in roles.split(",") if role
    )


def _line(entry: AuditEntry, people: dict[int, str], references: dict[tuple[str, str], str]) -> Line:
    reference = references.get((entry.subject_model, entry.subject_id), "")
    return Line(
        number=entry.sequence,
        at=entry.at,
        who=people.get(entry.who, f"#{entry.who}") if entry.who else "",
        roles=roles_in_words(entry.role),
        did=event_in_words(entry.event),
        kind=kind_in_words(entry.subject_model) if entry.subject_model else "",
        about=reference or _about(entry, people),
        address=address_of(entry.subject_model, entry.subject_id) if reference else "",
        details=" · ".join(_details(entry, people)),
    )


def _about(entry: AuditEntry, people: dict[int, str]) -> str:
    if entry.subject_model == get_user_model()._meta.label_lower and entry.subject_id.isdigit():
        return people.get(int(entry.subject_id), entry.subject_id)
    return entry.subject_id[:SHORT]


def _details(entry: AuditEntry, people: dict[int, str]) -> Iterator[str]:
    for name, value in entry.details.items():
        yield f"{detail_in_words(name)}: {_value(entry, name, value, people)}"


def _value(entry: AuditEntry, name: str, value: Any, people: dict[int, str]) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(kind := registered().get(name), Fields):
        return fields_in_words(kind.of or entry.subject_model, value)
    match name:
        case "tokens":
            return str(len(value))
        case "colleague":
            return people.get(value, str(value))
        case "role":
            return roles_in_words(str(value))
        case "person" | "to":
            return str(value)[:SHORT]
    return str(value)


def fields_in_words(model_label: str, fields: Iterable[str]) -> str:
    return ", ".join(_field_in_words(model_label, field) for field in fields)


def _field_in_words(model_label: str, field: str) -> str:
    try:
        return str(getattr(apps.get_model(model_label)._meta.get_field(field), "verbose_name", field))
    except (LookupError, ValueError, FieldDoesNotExist):
        return field


def _colleagues(entries: list[AuditEntry]) -> dict[int, str]:
    """User names by number; accounts that are gone keep their number."""
    user, numbers = get_user_model(), {entry.who for entry in entries if entry.who}
    label = user._meta.label_lower
    numbers |= {int(e.subject_id) for e in entries if e.subject_model == label and e.subject_id.isdigit()}
    numbers |= {e.details["colleague"] for e in entries if '"colleague"' in e.data}
    return {each.pk: each.get_username() for each in user.objects.filter(pk__in=numbers)}
