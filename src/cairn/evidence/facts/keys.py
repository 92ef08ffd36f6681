"""The number that each person-row carries: by it the same people get the same noise, and nobody is found by it."""

import hmac
from collections.abc import Callable
from hashlib import sha256

from cairn.guard.keys.derive import Purpose
from cairn.guard.keys.root import derived_key

BYTES = 4


def fact_key(table: str, identity: object) -> int:
    """32 keyed bits for a row of a table: the same in every snapshot, and without the mission's key like chance."""
    return fact_keys(table)(identity)


def fact_keys(table: str) -> Callable[[object], int]:
    """The same for many rows of a table, for which the mission's key is fetched once."""
    key = derived_key(Purpose.FACT_KEYS, table)

    def keyed(identity: object) -> int:
        return int.from_bytes(hmac.digest(key, str(identity).encode(), sha256)[:BYTES], "big")

    return keyed
