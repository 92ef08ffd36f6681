"""The mechanisms that this mission knows, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from cairn.mission.errors import CairnError
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.trafficking.mechanisms.declaration import Mechanism

_FOLDERS: list[Path] = []


class WrongMechanism(CairnError):
    """A declared mechanism cannot be used."""

    exit_code = 2


def register_folder(folder: Path) -> None:
    if folder not in _FOLDERS:
        _FOLDERS.append(folder)
        mechanisms.cache_clear()


@cache
def mechanisms() -> Mapping[str, Mechanism]:
    """By code, each in its latest version."""
    found: dict[str, Mechanism] = {}
    for path in sorted(path for folder in _FOLDERS for path in folder.glob("*.toml")):
        one = read_mechanism(path)
        _ensure_fits(path, one)
        if one.code not in found or found[one.code].version < one.version:
            found[one.code] = one
    return found


def mechanism(code: str) -> Mechanism:
    if code not in mechanisms():
        raise WrongMechanism(
            f"There is no mechanism “{code}”.", f"Known are {', '.join(sorted(mechanisms()))}."
        )
    return mechanisms()[code]


def _ensure_fits(path: Path, one: Mechanism) -> None:
    """A mechanism speaks of questions that its form has."""
    asked = {question.name for question in form(one.form).questions()}
    if unknown := one.questions() - asked:
        raise WrongMechanism(
            f"{path.name}: “{sorted(unknown)[0]}” is no question of the form “{one.form}”.",
            "Name questions as the form does.",
        )


def read_mechanism(path: Path) -> Mechanism:
    try:
        return Mechanism.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise WrongMechanism(f"{path.name}: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the mechanism"
        raise WrongMechanism(f"{path.name}: {where}: {first['msg'].removeprefix('Value error, ')}.") from None
