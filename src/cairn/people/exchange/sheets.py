"""Sheets as offices send them: CSV in whatever encoding and with whatever separator, or XLSX."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from cairn.mission.errors import CairnError

MOST_COLUMNS = 200
LONGEST_CELL = 20_000
LARGEST_UNPACKED = 1 << 30
LOOK = 64 * 1024
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")

Row = tuple[int, list[str]]


class NoSheet(CairnError):
    """A file is neither CSV nor XLSX, or not one that can be read."""


def read_sheet(file: BinaryIO) -> Generator[Row, None, None]:
    """Every row that is not empty, with the number of its line; the first is the header. Held a row at a time."""
    start = file.read(4)
    file.seek(0)
    rows = _workbook(file) if start.startswith(b"PK") else _csv(file)
    for line, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells):
            raise NoSheet(
                _("Line %(line)d has more than a sheet of people can have.") % {"line": line},
                _("Check that this is the right file; a row has at most 200 columns."),
            )
        if cells:
            yield line, cells


def header_of(file: BinaryIO) -> list[str]:
    """The names of the columns; the file is left at its start."""
    header = next(read_sheet(file), None)
    file.seek(0)
    if header is None:
        raise NoSheet(_("This file is empty."), _("Send a sheet whose first row names its columns."))
    names = [
        name or _("column %(number)d") % {"number": place} for place, name in enumerate(header[1], start=1)
    ]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise NoSheet(
            _("Two columns have the same name: %(name)s.") % {"name": sorted(doubled)[0]},
            _("Give each column a name of its own."),
        )
    return names


def _csv(file: BinaryIO) -> Iterator[Row]:
    look = file.read(LOOK)
    file.seek(0)
    if b"\0" in look and not look.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoSheet(_("This file is no sheet."), _("Save it as CSV or XLSX, and send that."))
    encoding = _encoding(look)
    text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
    try:
        reader = csv.reader(text, _dialect(look.decode(encoding, errors="ignore")), strict=True)
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except (csv.Error, UnicodeError):
        raise NoSheet(
            _("This file breaks off or is damaged."), _("Save it again as CSV in UTF-8, or as XLSX.")
        ) from None
    finally:
        text.detach()


def _encoding(look: bytes) -> str:
    if look.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        look[: -4 or None].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "utf-8-sig" if error.end >= len(look) - 4 else "cp1252"
    return "utf-8-sig"


def _dialect(look: str) -> type[csv.Dialect]:
    first = look.split("\n", 1)[0]
    separator = max(",;\t|", key=first.count)

    class Found(csv.excel):
        delimiter = separator

    return Found


def _workbook(file: BinaryIO) -> Iterator[Row]:
    """The rows of the first sheet. A damaged archive shows itself only where it is read, and by the error of whichever
    layer met the damage (archive, decompression, XML, openpyxl), so that all of them mean the same here."""
    from openpyxl import load_workbook

    try:
        _refuse_bombs(file)
        with closing(load_workbook(file, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield line, [_cell(value) for value in cells]
    except CairnError:
        raise
    except Exception:
        raise NoSheet(
            _("This workbook cannot be opened."), _("Save it again as XLSX, and send that.")
        ) from None


def _refuse_bombs(file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
            raise NoSheet(_("This workbook unpacks to more than 1 GB."), _("Split it into smaller ones."))
    file.seek(0)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
