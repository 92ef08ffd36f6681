"""Reading a declaration, and refusing a wrong one with the line on which it is wrong."""

import re
import tomllib
from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cairn.evidence.indicators.declaration import Indicator
from cairn.mission.errors import CairnError

_HEADER = re.compile(r"^\s*\[([^\[\]]+)\]\s*(#.*)?$")
_KEY = re.compile(r"^\s*[\"']?([\w-]+)[\"']?\s*=")
_AT_LINE = re.compile(r"line (\d+)")


class WrongIndicator(CairnError):
    """A declaration says something that cannot be counted."""

    exit_code = 2

    def __init__(self, name: str, line: int, said: str, what_to_do: str = "") -> None:
        super().__init__(f"{name}, line {line}: {said}", what_to_do)
        self.line, self.said = line, said


def parse_indicator(text: str, name: str = "indicator.toml") -> Indicator:
    """The indicator that a text declares; the first thing that is wrong is told with its line."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise WrongIndicator(
            name, line, "this is no TOML.", "Check quotes, brackets and the sign “=”."
        ) from None
    try:
        return Indicator.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = [part for part in first["loc"] if isinstance(part, str)]
        raise WrongIndicator(name, line_of(text, where), _said(where, first)) from None


def line_of(text: str, where: Sequence[str]) -> int:
    """The line on which a key is set; where it is missing, that of the table it belongs into."""
    best, depth, table = 1, 0, []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = [part.strip().strip("\"'") for part in header.group(1).split(".")]
            path = table
        elif key := _KEY.match(line):
            path = [*table, key.group(1)]
        else:
            continue
        common = _common(path, where)
        if common in (len(path), len(where)) and common > depth:
            best, depth = number, common
    return best


def _common(path: Sequence[str], where: Sequence[str]) -> int:
    length = 0
    for one, other in zip(path, where, strict=False):
        if one != other:
            break
        length += 1
    return length


def _said(where: Sequence[str], problem: ErrorDetails) -> str:
    key = ".".join(where) or "the declaration"
    match problem["type"]:
        case "missing":
            return f"“{key}” is missing."
        case "extra_forbidden":
            return f"“{key}” is no key of an indicator."
        case "value_error":
            wanted = str(problem["msg"]).removeprefix("Value error, ")
            return f"“{key}” wants {wanted}."
    return f"“{key}”: {problem['msg']}."
