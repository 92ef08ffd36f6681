"""The forms of this mission, read once. Older versions stay beside the newer, because records were made on them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from cairn.mission.errors import CairnError
from cairn.programmes.casework.forms.declaration import Form

_FOLDERS: list[Path] = []


class WrongForm(CairnError):
    """A declared form cannot be used."""

    exit_code = 2


def register_folder(folder: Path) -> None:
    if folder not in _FOLDERS:
        _FOLDERS.append(folder)
        forms.cache_clear()


@cache
def forms() -> Mapping[tuple[str, int], Form]:
    """Every form by its code and version."""
    found: dict[tuple[str, int], Form] = {}
    for path in sorted(path for folder in _FOLDERS for path in folder.glob("*.toml")):
        one = read_form(path)
        if (one.code, one.version) in found:
            raise WrongForm(f"{path.name}: “{one.code}” version {one.version} is declared twice.")
        found[one.code, one.version] = one
    return found


def form(code: str, version: int | None = None) -> Form:
    """A form in a version, or in its latest."""
    known = [number for name, number in forms() if name == code]
    if not known or (version is not None and version not in known):
        raise WrongForm(f"There is no form “{code}”{f' in version {version}' if version else ''}.")
    return forms()[code, version or max(known)]


def read_form(path: Path) -> Form:
    try:
        return Form.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise WrongForm(f"{path.name}: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the form"
        raise WrongForm(
            f"{path.name}: {where}: {first['msg'].removeprefix('Value error, wants ')}."
        ) from None
