"""How answers in the terms of HTCDS are told in those of CTDC: for figures, which others compare with its dataset."""

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from cairn.programmes.casework.forms.declaration import said

FILE = Path(__file__).parent / "ctdc.toml"
REST = "*"


class Group(StrEnum):
    """What CTDC tells of an exploitation in a list of its own."""

    CONTROL = "means_of_control"
    LABOUR = "type_of_labour"
    RECRUITER = "recruiter_relation"


def codes(group: Group) -> dict[str, Any]:
    """Its codes with their words."""
    return {code: said(told["words"]) for code, told in _declared()[group].items()}


def in_ctdc(group: Group, held: Iterable[str]) -> set[str]:
    """What CTDC has for some codes of HTCDS."""
    held = set(held)
    behind = {code: set(told["from"].split()) for code, told in _declared()[group].items()}
    rest = held.difference(*behind.values())
    return {code for code, known in behind.items() if held & known or (REST in known and rest)}


@cache
def _declared() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
