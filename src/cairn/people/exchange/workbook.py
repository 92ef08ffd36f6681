"""An XLSX workbook written as a stream: no row is kept, and no plain word touches the disk.

Libraries that write large workbooks do so by temporary files. This one writes the few parts that the format asks
for (ECMA-376) straight into whatever takes bytes; every cell is text, so no program takes one for a formula.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape

MOST_ROWS = 1_048_576  # In one sheet; more go on in the next.
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# The same bytes for the same rows: the archive carries no time of its own.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_workbook(
    out: BinaryIO,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str,
    right_to_left: bool = False,
) -> int:
    """Write header and rows; answer how many rows there were. `out` needs no `seek`."""
    counted = _Counted(rows)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        sheets = 0
        while sheets == 0 or counted.has_more():
            sheets += 1
            with archive.open(_entry(f"xl/worksheets/sheet{sheets}.xml"), "w", force_zip64=True) as sheet:
                for piece in _sheet(header, counted.some(MOST_ROWS - 1), right_to_left):
                    sheet.write(piece.encode())
        for name, text in _frame(sheets, title):
            archive.writestr(_entry(name), text)
    return counted.count


class _Counted:
    """Rows with a look ahead, so that a sheet is begun only when there is something for it."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._rows, self._next, self.count = iter(rows), None, 0
        self._look()

    def _look(self) -> None:
        self._next = next(self._rows, None)

    def has_more(self) -> bool:
        return self._next is not None

    def some(self, most: int) -> Iterator[Sequence[str]]:
        for _place in range(most):
            if self._next is None:
                return
            yield self._next
            self.count += 1
            self._look()


def _sheet(header: Sequence[str], rows: Iterable[Sequence[str]], right_to_left: bool) -> Iterator[str]:
    direction = ' rightToLeft="1"' if right_to_left else ""
    view = f'<sheetViews><sheetView workbookViewId="0"{direction}/></sheetViews>'
    yield f'{_HEAD}<worksheet xmlns="{_SHEET}">{view}<sheetData>'
    yield _row(header)
    for row in rows:
        yield _row(row)
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[str]) -> str:
    written = "".join(
        f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>' for cell in cells
    )
    return f"<row>{written}</row>"


def _text(cell: str) -> str:
    """XML knows no control letters but tab and line ends."""
    return escape("".join(letter for letter in cell if letter >= " " or letter in "\t\n\r"))


def _frame(sheets: int, title: str) -> Iterator[tuple[str, str]]:
    numbers = range(1, sheets + 1)
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
    named = "".join(f'<sheet name="{escape(title[:25])} {n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    yield (
        "xl/workbook.xml",
        (f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>'),
    )
    linked = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    yield "xl/_rels/workbook.xml.rels", f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{linked}</Relationships>'


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
