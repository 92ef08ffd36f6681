"""The trace: who did or read what, and why, in one chain that nobody can change unseen.

Names are looked up when they are asked for, so that a copy of the trace can be verified without a database.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cairn.guard.trace.acts import record as record
    from cairn.guard.trace.details import Code as Code
    from cairn.guard.trace.details import Count as Count
    from cairn.guard.trace.details import Day as Day
    from cairn.guard.trace.details import Digest as Digest
    from cairn.guard.trace.details import Fields as Fields
    from cairn.guard.trace.details import Flag as Flag
    from cairn.guard.trace.details import OneOf as OneOf
    from cairn.guard.trace.details import Opaque as Opaque
    from cairn.guard.trace.details import Tokens as Tokens
    from cairn.guard.trace.details import register_detail as register_detail
    from cairn.guard.trace.events import Event as Event
    from cairn.guard.trace.tokens import trace_tokens as trace_tokens

_WHERE = {
    "Code": "details",
    "Count": "details",
    "Day": "details",
    "Digest": "details",
    "Event": "events",
    "Fields": "details",
    "Flag": "details",
    "OneOf": "details",
    "Opaque": "details",
    "Tokens": "details",
    "record": "acts",
    "register_detail": "details",
    "trace_tokens": "tokens",
}


def __getattr__(name: str) -> object:
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
