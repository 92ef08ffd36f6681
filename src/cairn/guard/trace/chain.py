"""How entries hang together: what is hashed, and what is signed. No database, no keys of ours.

An entry's hash is SHA-256 over the hash before it and its own fields in this order, joined by the unit
separator, which no field may contain. The head signs the number of entries, the last hash and the time.
"""

from datetime import UTC, datetime
from hashlib import sha256

NOTHING = bytes(32)  # What the first entry follows on.
SEPARATOR = "\x1f"
FIELDS = ("sequence", "at", "who", "role", "event", "subject_model", "subject_id", "data")


def material(*fields: object) -> str:
    """The fields of an entry as they are hashed; `None` is an empty one."""
    return SEPARATOR.join("" if field is None else str(field) for field in fields)


def link(previous: bytes, written: str) -> bytes:
    return sha256(previous + written.encode()).digest()


def moment(at: datetime) -> str:
    """A time with its microseconds, in UTC and in digits that sort."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def head_message(count: int, last: bytes, at: str) -> bytes:
    return f"cairn audit 1\n{count}\n{last.hex()}\n{at}".encode()
