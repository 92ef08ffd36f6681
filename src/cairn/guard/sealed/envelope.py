"""A value as it lies on a row: sealed as the database gave it, opened, or fresh and not yet sealed."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from cairn.guard.sealed.plain import MASK, Masked

CLOSED: Any = object()
SMALL_STEP, LARGE_STEP, LARGE = 32, 1024, 1024
END = b"\x80"

_carrying: ContextVar[bool] = ContextVar("carrying", default=False)


class Envelope(Masked):
    """What stands in an instance's `__dict__` for a sealed field. It never shows what is in it.

    `stands_in` is the place and the key that its bytes were sealed for, if that is known. `as_read` are the
    bytes that were opened, by which a change inside a list or a table is noticed. One that came out of a dump is
    `carried`: it stays closed until its row is read from the database.
    """

    __slots__ = ("as_read", "carried", "plain", "sealed", "stands_in")

    def __init__(self, sealed: bytes | None = None, *, plain: Any = CLOSED, carried: bool = False) -> None:
        self.sealed = sealed
        self.plain = plain
        self.carried = carried
        self.as_read: bytes | None = None
        self.stands_in: tuple[str, object] | None = None

    def __str__(self) -> str:
        return MASK

    def __copy__(self) -> "Envelope":
        other = Envelope(self.sealed, plain=copy.deepcopy(self.plain), carried=self.carried)
        other.as_read, other.stands_in = self.as_read, self.stands_in
        return other

    def __deepcopy__(self, memo: object) -> "Envelope":
        return self.__copy__()

    @property
    def is_fresh(self) -> bool:
        return self.sealed is None


@contextmanager
def carrying() -> Iterator[None]:
    """While this lasts, fields hand over their envelopes and open none: a row is moved, not read."""
    before = _carrying.set(True)
    try:
        yield
    finally:
        _carrying.reset(before)


def is_carrying() -> bool:
    return _carrying.get()


def padded(plain: bytes) -> bytes:
    """Longer by up to a step, so that the length of what is sealed tells little about a name or a choice."""
    step = SMALL_STEP if len(plain) < LARGE else LARGE_STEP
    return plain + END + b"\0" * (-(len(plain) + 1) % step)


def unpadded(plain: bytes) -> bytes:
    return plain[: plain.rindex(END)]
