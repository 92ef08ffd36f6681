"""Reference codes: what stands for a person wherever a name is not needed.

Eight letters and digits in two groups, such as 7KMQ-4XCP, from 23 that are not taken for one another when they are
read aloud or written by hand: no vowels, so that no word is spelt, and none of B D I L N O S U Z. Seven are drawn
by chance and tell nothing; the last is a check over them in the field of 23 elements, which finds every single
wrong letter and every two that changed places.
"""

import secrets
from typing import Any

LETTERS = "23456789CFGHJKMPQRTVWXY"
LENGTH = 8
HALF = LENGTH // 2
_VALUE = {letter: value for value, letter in enumerate(LETTERS)}
_SPACERS = str.maketrans("", "", " -–—\u00a0.")


def new_reference() -> str:
    """A fresh code; whether somebody has it already is for the database to say."""
    return with_check("".join(secrets.choice(LETTERS) for _place in range(LENGTH - 1)))


def free_reference(model: Any, prefix: str = "") -> str:
    """A code that no row of this model bears; it stands in the column `reference`."""
    return free_references(model, 1, prefix)[0]


def free_references(model: Any, many: int, prefix: str = "") -> list[str]:
    """As many as are asked for. Three thousand million are enough, but among thousands two drawn ones may meet."""
    found: set[str] = set()
    while len(found) < many:
        drawn = {f"{prefix}{new_reference()}" for _each in range(many - len(found))}
        # Of every row, also of those that whoever asks may not see.
        known = model._base_manager.filter(reference__in=drawn)
        found |= drawn - set(known.values_list("reference", flat=True))
    return list(found)  # In no order, so that a code does not tell when its row was made.


def with_check(drawn: str) -> str:
    """The drawn letters with their check, grouped for the eye."""
    code = drawn + LETTERS[-_weighed(drawn) * pow(LENGTH, -1, len(LETTERS)) % len(LETTERS)]
    return f"{code[:HALF]}-{code[HALF:]}"


def tidy_reference(text: str) -> str:
    """The code that somebody typed or read out, in its one form; empty where it cannot be one."""
    code = text.upper().translate(_SPACERS)
    if len(code) != LENGTH or not set(code) <= _VALUE.keys() or _weighed(code) % len(LETTERS):
        return ""
    return f"{code[:HALF]}-{code[HALF:]}"


def _weighed(code: str) -> int:
    return sum(place * _VALUE[letter] for place, letter in enumerate(code, start=1))
