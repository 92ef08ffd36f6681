"""How wrong settings are refused: the key, what was found, what is allowed, and where it stands."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_settings import SettingsError

from cairn.mission.errors import WrongSettings

LOOKS_SECRET = re.compile(r"secret|passw(or)?d|token|private_?key|api_?key|credential", re.IGNORECASE)
# Read elsewhere, each by the module named: the mission file (config), secrets, tests and measurements.
OTHER_VARIABLES = re.compile(r"CAIRN_(MISSION_FILE|CHROMIUM|PUBLISHES|SITE_FOLDER|(SECRET|TEST|BENCH)_\w+)")

ALLOWED_FOR = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "date_from_datetime_parsing": "a day such as “2015-11-16”, or nothing for the real day",
    "date_parsing": "a day such as “2015-11-16”, or nothing for the real day",
    "dict_type": "a table",
    "model_attributes_type": "a table",
    "model_type": "a table",
    "string_type": "words in quotation marks",
    "too_short": "at least one",
    "tuple_type": "a list",
}


def refuse_unreadable(path: Path) -> dict[str, Any]:
    """The file's own words, or the reason why they cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WrongSettings(
            f"There is no {path.name} in {path.parent}.",
            "Start Cairn in the folder that holds it, or say where it is with CAIRN_MISSION_FILE.",
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(
            f"{path.name} is not valid TOML: {error}.",
            "Text stands in quotation marks, lists in square brackets, and each key on a line of its own.",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(
            f"{path} cannot be read: {error}.", "Check the file's permissions and encoding (UTF-8)."
        ) from None


def refuse_secrets(stated: dict[str, Any], path: Path) -> None:
    """The settings file is copied, mailed and committed, so nothing secret may stand in it."""
    for key, value in _leaves(stated):
        name = key.rpartition(".")[2]
        if LOOKS_SECRET.search(name):
            raise WrongSettings(
                f"{path.name}: “{key}” looks like a secret, and no secret may live in this file.",
                f"Remove the line and give it in the environment as CAIRN_SECRET_{name.upper()}.",
            )
        if key == "database" and isinstance(value, str) and urlsplit(value).password:
            raise WrongSettings(
                f"{path.name}: the database address carries a password, and no secret may live in this file.",
                "Remove the password from the address and give it as CAIRN_SECRET_DATABASE_PASSWORD, "
                "or keep it in PostgreSQL's own ~/.pgpass.",
            )


def refuse_misspelt_variables(keys: Iterable[str]) -> None:
    """A slip in a variable's name must not pass in silence: the mission would run on the wrong value."""
    known = {f"CAIRN_{key.upper()}" for key in keys}
    for variable in sorted(os.environ):
        if not variable.startswith("CAIRN_") or OTHER_VARIABLES.fullmatch(variable):
            continue
        stem = variable.partition("__")[0]
        near = get_close_matches(stem, known, n=1, cutoff=0.8)
        if stem not in known and near:
            raise WrongSettings(
                f"The environment sets {variable}, which Cairn does not know.",
                f"Did you mean {near[0]}? Otherwise remove the variable.",
            )


def refuse_invalid(error: ValidationError | SettingsError, path: Path) -> NoReturn:
    if isinstance(error, SettingsError):
        raise WrongSettings(
            f"A CAIRN_ variable cannot be read: {error}.", "A table or a list of tables is given as JSON."
        ) from None
    sentences = [_sentence(fault, path) for fault in error.errors(include_url=False)]
    raise WrongSettings("\n".join(sentences), "Correct this and start again.") from None


def _sentence(fault: Any, path: Path) -> str:
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
    variable = "CAIRN_" + "__".join(str(part) for part in fault["loc"]).upper()
    where = variable if variable in os.environ else path.name
    if fault["type"] == "missing":
        return f"{where}: “{key}” is missing; every mission needs it."
    if fault["type"] == "extra_forbidden":
        return f"{where}: “{key}” is not a setting that Cairn knows; found {_shown(fault['input'])}."
    allowed = str(fault.get("ctx", {}).get("error", "")) if fault["type"] == "value_error" else ""
    allowed = allowed or ALLOWED_FOR.get(fault["type"], fault["msg"])
    return f"{where}: “{key}” found {_shown(fault['input'])}; allowed is {allowed.removesuffix('.')}."


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"“{value}”" if value else "nothing"
    return str(value) if isinstance(value, int | float) else f"a {type(value).__name__}: {value!r}"[:120]


def _leaves(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        yield before + key, value
        inner = (
            [value]
            if isinstance(value, dict)
            else [v for v in value if isinstance(v, dict)]
            if isinstance(value, list)
            else []
        )
        for part in inner:
            yield from _leaves(part, f"{before}{key}.")
