"""What a browser asks for, read as the standard says (RFC 9110): which coding, which part, whether it has it already."""

import re
from functools import lru_cache
from typing import NamedTuple

# In the order in which they are preferred, with the suffix of the file that holds them.
CODINGS = (("br", ".br"), ("gzip", ".gz"))
_RANGE = re.compile(r"bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*", re.ASCII)


class Part(NamedTuple):
    """The bytes from `first` up to and including `last`."""

    first: int
    last: int


@lru_cache(maxsize=512)
def accepted(accept_encoding: str) -> tuple[str, ...]:
    """The codings that a browser takes, best first, by the suffix of their files."""
    weights: dict[str, float] = {}
    for entry in accept_encoding.split(","):
        coding, *parameters = (part.strip().lower() for part in entry.split(";"))
        weights[coding] = _weight(parameters)
    anything = weights.get("*", 0.0)
    return tuple(suffix for coding, suffix in CODINGS if weights.get(coding, anything) > 0)


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def has_already(if_none_match: str, etag: str) -> bool:
    """Whether one of the tags is ours; weak and strong compare alike here, as the standard asks."""
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in (etag, "*") for tag in tags)


class NoSuchPart(Exception):
    """What is asked for lies outside the file (416)."""


def part_of(requested: str, size: int) -> Part | None:
    """The one part that is asked for, or None to send the whole.

    Several parts at once, other units and nonsense get the whole, which the standard allows.
    """
    found = _RANGE.fullmatch(requested)
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return _suffix(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise NoSuchPart
    return Part(int(first), min(int(last), size - 1) if last else size - 1)


def _suffix(length: int, size: int) -> Part:
    if not length or not size:
        raise NoSuchPart
    return Part(max(size - length, 0), size - 1)
