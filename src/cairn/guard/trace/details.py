"""What an entry may say besides who, what and whose: codes, counts, opaque ids, blind tokens. Never words.

A detail is registered once, with its kind, beside the models it speaks of. A key that nobody registered, or a
value that its kind does not know, stops the act: it is easier to add a line here than to take a name out of a
trace that nobody can change.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from cairn.guard.trace.errors import NotForTheTrace

MOST = 1 << 53  # Beyond it, JSON readers round.
MANY = 100
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
HEX_DIGEST = re.compile(r"[0-9a-f]{64}")
TOKEN = re.compile(r"[0-9a-f]{32}")


class Kind(Protocol):
    """Turns a value into what the trace may hold; None where it may not hold it."""

    def allowed(self, value: object, model: type[Model] | None) -> object: ...


@dataclass(frozen=True, slots=True)
class Count:
    """How many: a whole number from 0 upwards."""

    def allowed(self, value: object, model: type[Model] | None) -> object:
        return value if type(value) is int and 0 <= value < MOST else None


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def allowed(self, value: object, model: type[Model] | None) -> object:
        return value if isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the values of an enumeration in code: a reason, a purpose, a format."""

    choices: type[StrEnum]

    def allowed(self, value: object, model: type[Model] | None) -> object:
        return str(value) if isinstance(value, str) and value in set(self.choices) else None


@dataclass(frozen=True, slots=True)
class Code:
    """A short code from a register that names no person: an office, a form, a release."""

    def allowed(self, value: object, model: type[Model] | None) -> object:
        return value if isinstance(value, str) and CODE.fullmatch(value) else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the mission's work, as ISO 8601 writes it: from when on, until when. Nobody's birthday."""

    def allowed(self, value: object, model: type[Model] | None) -> object:
        try:
            is_day = isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
        except ValueError:
            return None
        return value if is_day else None


@dataclass(frozen=True, slots=True)
class Opaque:
    """The id of a row; what stands in that row, such as a typed reason, stays there."""

    def allowed(self, value: object, model: type[Model] | None) -> object:
        if isinstance(value, UUID):
            return str(value)
        return value if type(value) is int and 0 <= value < MOST else None


@dataclass(frozen=True, slots=True)
class Digest:
    """SHA-256 of a file that was made, in hexadecimal digits."""

    def allowed(self, value: object, model: type[Model] | None) -> object:
        return value if isinstance(value, str) and HEX_DIGEST.fullmatch(value) else None


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words that somebody searched for, blind: see `trace_tokens`."""

    def allowed(self, value: object, model: type[Model] | None) -> object:
        if not isinstance(value, list | tuple | set | frozenset) or len(value) > MANY:
            return None
        fit = all(isinstance(token, str) and TOKEN.fullmatch(token) for token in value)
        return sorted(value) if fit else None


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of fields of the model that the entry is about, or of another one; their values never."""

    of: str = ""

    def allowed(self, value: object, model: type[Model] | None) -> object:
        model = apps.get_model(self.of) if self.of else model
        if model is None or not isinstance(value, list | tuple | set | frozenset):
            return None
        known = {field.name for field in model._meta.get_fields()}
        return sorted(value) if known.issuperset(value) else None


class Format(StrEnum):
    """The forms in which data leaves."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PDF = "pdf"
    XLSX = "xlsx"


_DETAILS: dict[str, Kind] = {
    "approved": Flag(),
    "attachment": Opaque(),
    "case": Opaque(),
    "colleague": Opaque(),
    "conflicts": Count(),
    "consent": Opaque(),
    "corrected": Opaque(),
    "count": Count(),
    "digest": Digest(),
    "disclosure": Opaque(),
    "erasure": Opaque(),
    "exemption": Opaque(),
    "fields": Fields(),
    "format": OneOf(Format),
    "from_version": Count(),
    "glass": Opaque(),
    "hold": Opaque(),
    "household": Opaque(),
    "office": Code(),
    "person": Opaque(),
    "rows": Count(),
    "team": Code(),
    "to": Opaque(),
    "to_version": Count(),
    "tokens": Tokens(),
}


def register_detail(name: str, kind: Kind) -> None:
    """Let entries say this from now on; the same name never means two kinds of thing."""
    if not re.fullmatch(r"[a-z][a-z_]{1,39}", name):
        raise ValueError(f"A detail has a short name in small letters; found “{name}”.")
    if _DETAILS.setdefault(name, kind) != kind:
        raise ValueError(f"The detail “{name}” is registered already, as {_DETAILS[name]}.")


def registered() -> Mapping[str, Kind]:
    """All that entries may say, by name."""
    return _DETAILS


def checked(data: Mapping[str, object] | None, model: type[Model] | None) -> dict[str, object]:
    """The details as the trace will hold them, or a refusal that does not repeat what was given."""
    allowed: dict[str, object] = {}
    for name, value in (data or {}).items():
        kind = _DETAILS.get(name)
        if kind is None:
            raise NotForTheTrace(
                "The trace holds registered details only, and one was given that is not.",
                f"Known are {', '.join(sorted(_DETAILS))}; others are added with register_detail().",
            )
        allowed[name] = kind.allowed(value, model)
        if allowed[name] is None:
            raise NotForTheTrace(
                f"The trace cannot hold this as “{name}”: it is not a {type(kind).__name__}.",
                "It keeps codes, counts, opaque ids and blind tokens; words stay in a protected row.",
            )
    return allowed
