"""Keys: the mission's master key opens the data keys, and each data key opens what is sealed about one person.

Names are looked up when they are asked for, so that the parts which need no database (the ring, the checker
of the trace) can be used before Django has started.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cairn.guard.keys.acts import destroy_data_key as destroy_data_key
    from cairn.guard.keys.blind import blind_token as blind_token
    from cairn.guard.keys.derive import Purpose as Purpose
    from cairn.guard.keys.errors import CannotOpen as CannotOpen
    from cairn.guard.keys.errors import KeyDestroyed as KeyDestroyed
    from cairn.guard.keys.models import DataKey as DataKey
    from cairn.guard.keys.root import derived_key as derived_key

_WHERE = {
    "CannotOpen": "errors",
    "DataKey": "models",
    "KeyDestroyed": "errors",
    "Purpose": "derive",
    "blind_token": "blind",
    "derived_key": "root",
    "destroy_data_key": "acts",
}


def __getattr__(name: str) -> object:
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
