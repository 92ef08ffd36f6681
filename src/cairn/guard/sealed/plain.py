"""Opened values: they work as what they are, and say nothing of themselves in `repr`, logs or pickles.

A word that a colleague reads on the screen passes through many local variables on its way there. Whatever
prints those, a debugger or an error page, prints the mask.
"""

import copy
from datetime import date
from typing import Any, NoReturn

MASK = "‹sealed›"
# What stands before a sealed value in a dump; nothing that anybody writes may begin so.
DUMPED = "cairn-sealed:"


class Masked:
    """Shows itself to nobody who only looks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return MASK

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("A sealed value is neither pickled nor cached; pass the id of its row.")


class SealedStr(Masked, str):
    __slots__ = ()

    def __copy__(self) -> "SealedStr":
        return self

    def __deepcopy__(self, memo: object) -> "SealedStr":
        return self


class SealedDay(Masked, date):
    __slots__ = ()

    def __copy__(self) -> "SealedDay":
        return self

    def __deepcopy__(self, memo: object) -> "SealedDay":
        return self


class SealedDict(Masked, dict):
    def __copy__(self) -> "SealedDict":
        return SealedDict(self)

    def __deepcopy__(self, memo: dict) -> "SealedDict":
        return SealedDict({key: copy.deepcopy(value, memo) for key, value in self.items()})


class SealedList(Masked, list):
    def __copy__(self) -> "SealedList":
        return SealedList(self)

    def __deepcopy__(self, memo: dict) -> "SealedList":
        return SealedList([copy.deepcopy(value, memo) for value in self])


def masked(value: Any) -> Any:
    """The value in a form that does not show itself; numbers and yes or no stay as they are."""
    if type(value) is str:
        return SealedStr(value)
    if type(value) is date:
        return SealedDay(value.year, value.month, value.day)
    if type(value) is dict:
        return SealedDict(value)
    if type(value) is list:
        return SealedList(value)
    return value
