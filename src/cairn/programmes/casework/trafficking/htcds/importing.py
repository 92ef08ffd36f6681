"""Cases of other organisations, read with patience: the published toolkit itself spells its fields in several ways.

Nothing that is read becomes a case. It becomes a proposal, with every liberty that was taken in reading it.
"""

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from cairn.guard.sheets.harmless import harmless
from cairn.mission.errors import CairnError
from cairn.programmes.casework.trafficking.htcds.exporting import BETWEEN
from cairn.programmes.casework.trafficking.htcds.languages import THREE, three_letters
from cairn.programmes.casework.trafficking.htcds.standard import Field, standard

MOST_CASES = 1_000
MOST_BYTES = 10_000_000
# How a folder of sheets begins, and the column that joins its rows.
ZIP, NUMBER = b"PK\x03\x04", "ID"
PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the toolkit's own files write for a value, beside blanks and capitals.
SPELLINGS = {
    "threatoflawenforcement": "ThreatsLawEnforcement",
    "threats": "PhysicalThreats",
    "psychoactivesubstances": "PsychoactiveSubstance",
    "unacquainted": "Unaquainted",
}
# Labels that stand where a name of a field should; “prs_Title” is labelled “Second Name” in one file.
LABELS = {"secondname": "prs_SecondName", "firstname": "prs_FirstName"}
_BETWEEN = re.compile(r"\s*[;|]\s*")


class CannotRead(CairnError):
    """A file that holds no cases of the standard."""


@dataclass(slots=True)
class Read:
    """One case as it was read: fields by table, what was read otherwise than it was written, and what was not."""

    record: dict[str, Any] = field(default_factory=dict)
    taken_as: list[tuple[str, str, str]] = field(default_factory=list)
    not_read: list[tuple[str, str]] = field(default_factory=list)


def read_cases(content: bytes) -> list[Read]:
    """The cases of a file as Cairn writes it, JSON or a folder of sheets, or of one sheet with a case to a row."""
    if len(content) > MOST_BYTES:
        raise _too_large()
    found = [_read(rows) for rows in (_of_folder(content) if content.startswith(ZIP) else _of_text(content))]
    found = [one for one in found if one.record or one.not_read]
    if not found or not any(one.record for one in found):
        raise CannotRead(_("No field of the standard was found."), _("Fields are named as “prs_FirstName”."))
    if len(found) > MOST_CASES:
        raise CannotRead(_("The file holds more than 1,000 cases."), _("Bring it in parts."))
    return found


Given = list[tuple[str, list[dict[str, Any]]]]


def _too_large() -> CannotRead:
    return CannotRead(_("The file is larger than 10 MB."), _("Bring it in parts."))


def _of_text(content: bytes) -> Iterator[Given]:
    text = _decoded(content)
    return _of_json(text) if text.lstrip().startswith(("{", "[")) else _of_csv(text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead(_("The file is not written in UTF-8."), _("Save it as CSV in UTF-8.")) from None


def _of_folder(content: bytes) -> Iterator[Given]:
    """A sheet a table, as Cairn writes them: rows of one number are one case."""
    cases: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for table, text in _sheets(content):
        for row in _rows_of(text):
            values = {name: _out_of_cell(name, value) for name, value in row.items() if name != NUMBER}
            cases.setdefault(row.get(NUMBER, ""), {}).setdefault(table, []).append(values)
    for tables in cases.values():
        yield list(tables.items())


def _sheets(content: bytes) -> list[tuple[str, str]]:
    """Only the sheets of the standard are unpacked, and no more of them than a file may be large."""
    left, found = MOST_BYTES, []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            for table in standard().tables:
                if f"{table}.csv" not in folder.namelist():
                    continue
                if folder.getinfo(f"{table}.csv").compress_type not in PACKED_AS:
                    raise zipfile.BadZipFile
                with folder.open(f"{table}.csv") as file:
                    held = file.read(left + 1)
                left -= len(held)
                if left < 0:
                    raise _too_large()
                found.append((table, _decoded(held)))
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError):
        raise CannotRead(_("The folder of sheets is broken."), _("Bring it as it was made.")) from None
    return found


def _rows_of(text: str) -> Iterator[dict[str, str]]:
    """The cells of each row that are filled in."""
    try:
        for row in csv.DictReader(io.StringIO(text)):
            yield {
                name: cell for name, cell in row.items() if name and isinstance(cell, str) and cell.strip()
            }
    except csv.Error:
        raise CannotRead(_("A sheet cannot be read."), _("Save it as CSV in UTF-8.")) from None


def _out_of_cell(name: str, cell: str) -> Any:
    """What a sheet of ours can only say as text, as it was before; anything else stays, to be read with patience."""
    known = standard().field(name)
    match known.type if known else "":
        case "codes" | "countries":
            return cell.split(BETWEEN)
        case "yes-no":
            return {"true": True, "false": False}.get(cell, cell)
        case "count" | "number" if known is not None:
            return _number(known, cell)
        case "text" if cell.startswith("'") and harmless(cell[1:]) == cell:
            return cell[1:]
    return cell


def _of_json(text: str) -> Iterator[Given]:
    try:
        told = json.loads(text)
    except ValueError:
        raise CannotRead(_("The file is no JSON.")) from None
    cases = told.get("cases", [told]) if isinstance(told, dict) else told
    for case in cases if isinstance(cases, list) else []:
        if isinstance(case, dict):
            yield [(table, _rows(held)) for table, held in case.items()]


def _rows(held: Any) -> list[dict[str, Any]]:
    return [row for row in (held if isinstance(held, list) else [held]) if isinstance(row, dict)]


def _of_csv(text: str) -> Iterator[Given]:
    for filled in _rows_of(text):
        if filled:
            yield [("", [filled])]


def _read(given: Given) -> Read:
    read = Read()
    for _table, rows in given:
        for number, row in enumerate(rows):
            for name, value in row.items():
                _take(read, name, value, number)
    return read


def _take(read: Read, name: str, value: Any, number: int) -> None:
    known = _named(name)
    if known is None:
        read.not_read.append((name, _("The standard has no such field.")))
        return
    if known.name != name:
        read.taken_as.append((name, name, known.name))
    fitted = _KINDS.get(known.type, _text)(known, value)
    for trouble in [standard().trouble(known, fitted)] if not _is_beyond(known, fitted) else []:
        if trouble:
            read.not_read.append((known.name, trouble))
            return
    if fitted != value:
        read.taken_as.append((known.name, str(value), _said(fitted)))
    _put(read, known, fitted, number)


def _put(read: Read, known: Field, value: Any, number: int) -> None:
    if not standard().tables[known.table].many:
        read.record.setdefault(known.table, {})[known.name] = value
        return
    rows = read.record.setdefault(known.table, [])
    while len(rows) <= number:
        rows.append({})
    rows[number][known.name] = value


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _is_beyond(known: Field, value: Any) -> bool:
    """Codes that the definitions have and the list has not are kept: they say more than “Other”."""
    beyond = standard().only_in_definitions.get(known.list, [])
    return (
        isinstance(value, list)
        and bool(value)
        and set(value) <= {*standard().lists.get(known.list, []), *beyond}
    )


def _named(name: str) -> Field | None:
    plain = _plain(name)
    return _by_plain_name().get(plain) or standard().field(LABELS.get(plain, ""))


@cache
def _by_plain_name() -> dict[str, Field]:
    return {_plain(one.name): one for one in standard().fields}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", str(text).casefold())


def _code(known: Field, value: Any) -> str:
    codes = [*standard().lists[known.list], *standard().only_in_definitions.get(known.list, [])]
    by_plain = {_plain(code): code for code in codes}
    # Industries are told by the letter of their section as well: “A”, “A_Agriculture”.
    by_plain |= {code[0].casefold(): code for code in codes if code[1:2] == "_"}
    plain = _plain(value)
    return by_plain.get(plain) or SPELLINGS.get(plain) or str(value).strip()


def _codes(known: Field, value: Any) -> list[str]:
    parts = value if isinstance(value, list) else _BETWEEN.split(str(value).strip())
    parts = parts if len(parts) > 1 or isinstance(value, list) else str(value).split()
    return list(dict.fromkeys(_code(known, part) for part in parts if str(part).strip()))


def _countries(_known: Field, value: Any) -> list[str]:
    parts = value if isinstance(value, list) else re.split(r"[\s;|,]+", str(value).strip())
    return [str(part).upper() for part in parts if part]


def _language(_known: Field, value: Any) -> str:
    """The standard says ISO 639-2 and “two-letter” in one breath: both are read."""
    code = str(value).strip().casefold()
    return three_letters(code) if code in THREE else code


def _yes_no(_known: Field, value: Any) -> Any:
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
        str(value).strip().casefold(), value
    )


def _number(known: Field, value: Any) -> Any:
    try:
        return int(str(value)) if known.type == "count" else float(str(value))
    except ValueError:
        return value


def _phone(_known: Field, value: Any) -> str:
    return re.sub(r"[^\d+]", "", re.sub(r"^00", "+", str(value).strip()))


def _text(_known: Field, value: Any) -> str:
    return str(value).strip()


_KINDS: dict[str, Callable[[Field, Any], Any]] = {
    "code": _code,
    "codes": _codes,
    "count": _number,
    "countries": _countries,
    "country": lambda known, value: str(value).strip().upper(),
    "language": _language,
    "number": _number,
    "phone": _phone,
    "yes-no": _yes_no,
}
