"""Sealed fields: ordinary in forms and in Python, and never plain in the database, in logs or on error pages."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cairn.guard.sealed.errors import SealedFieldError as SealedFieldError
    from cairn.guard.sealed.fields import SealedBoolean as SealedBoolean
    from cairn.guard.sealed.fields import SealedDate as SealedDate
    from cairn.guard.sealed.fields import SealedInteger as SealedInteger
    from cairn.guard.sealed.fields import SealedJSON as SealedJSON
    from cairn.guard.sealed.fields import SealedText as SealedText
    from cairn.guard.sealed.protected import Protected as Protected
    from cairn.guard.sealed.protected import ProtectedQuerySet as ProtectedQuerySet

_WHERE = {
    "Protected": "protected",
    "ProtectedQuerySet": "protected",
    "SealedBoolean": "fields",
    "SealedDate": "fields",
    "SealedFieldError": "errors",
    "SealedInteger": "fields",
    "SealedJSON": "fields",
    "SealedText": "fields",
}


def __getattr__(name: str) -> object:
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
