"""An XLSX workbook written as a stream: no row is kept, and no plain word touches the disk.

Libraries that write large workbooks do so by temporary files. This one writes the few parts that the format asks
for (ECMA-376) straight into whatever takes bytes; a cell is a text or a number, so no program takes one for a formula.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

MOST_ROWS = 1_048_576  # In one sheet; more go on in the next.
LONGEST_NAME = 31
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# The same bytes for the same rows: the archive carries no time of its own.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_NOT_IN_NAMES = str.maketrans("[]:*?/\\", "       ")

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands under one name."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    right_to_left: bool = False


def write_workbook(
    out: BinaryIO,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str,
    right_to_left: bool = False,
) -> int:
    """Write header and rows; answer how many rows there were. `out` needs no `seek`."""
    return write_sheets(out, [Sheet(title, header, rows, right_to_left)])


def write_sheets(out: BinaryIO, sheets: Iterable[Sheet], *, packed: bool = True) -> int:
    """Write one after the other; answer how many rows there were.

    Packed bytes are as the zip library of the machine makes them; where every machine has to write the same, they are
    left as they are.
    """
    how, names, count = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED, list[str](), 0
    with zipfile.ZipFile(out, "w", how) as archive:

        def entry(name: str) -> zipfile.ZipInfo:
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type, info.create_system = how, 3  # As on Unix, wherever it is written.
            return info

        for sheet in sheets:
            counted, part = _Counted(sheet.rows), 0
            while part == 0 or counted.has_more():
                part += 1
                names.append(_name(sheet.name, part))
                path = f"xl/worksheets/sheet{len(names)}.xml"
                with archive.open(entry(path), "w", force_zip64=True) as file:
                    for piece in _sheet(sheet.header, counted.some(MOST_ROWS - 1), sheet.right_to_left):
                        file.write(piece.encode())
            count += counted.count
        for path, text in _frame(names):
            archive.writestr(entry(path), text)
    return count


def _name(name: str, part: int) -> str:
    """As sheet programs allow it: short, and without the signs by which they name cells of other sheets."""
    number = f" {part}" if part > 1 else ""
    return name.translate(_NOT_IN_NAMES)[: LONGEST_NAME - len(number)].strip("' ") + number


class _Counted:
    """Rows with a look ahead, so that a sheet is begun only when there is something for it."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows, self.count = iter(rows), 0
        self._next: Sequence[Cell] | None = None
        self._look()

    def _look(self) -> None:
        self._next = next(self._rows, None)

    def has_more(self) -> bool:
        return self._next is not None

    def some(self, most: int) -> Iterator[Sequence[Cell]]:
        for _place in range(most):
            if self._next is None:
                return
            yield self._next
            self.count += 1
            self._look()


def _sheet(header: Sequence[str], rows: Iterable[Sequence[Cell]], right_to_left: bool) -> Iterator[str]:
    direction = ' rightToLeft="1"' if right_to_left else ""
    view = f'<sheetViews><sheetView workbookViewId="0"{direction}/></sheetViews>'
    yield f'{_HEAD}<worksheet xmlns="{_SHEET}">{view}<sheetData>'
    yield _row(header)
    for row in rows:
        yield _row(row)
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return "<c/>"
        case str():
            return f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
        case _:
            return f"<c><v>{cell}</v></c>"


def _text(cell: str) -> str:
    """XML knows no control letters but tab and line ends."""
    return escape("".join(letter for letter in cell if letter >= " " or letter in "\t\n\r"))


def _frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(names) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEETML}.worksheet+xml"/>'
        for n in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETML}.sheet.main+xml"/>{parts}</Types>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    named = "".join(f'<sheet name={quoteattr(names[n - 1])} sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    yield (
        "xl/workbook.xml",
        (f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>'),
    )
    linked = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    yield "xl/_rels/workbook.xml.rels", f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{linked}</Relationships>'
