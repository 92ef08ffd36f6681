"""Data as CSV: for programs, and once more with the tags of HXL in a second row, for those who mix sheets."""

import csv
import io
from collections.abc import Iterator

from cairn.evidence.releases.formats.lines import Table
from cairn.guard.sheets.harmless import harmless


def as_csv(table: Table, *, with_tags: bool = False) -> bytes:
    """UTF-8 with one line of names; a number is a number, and no word is a formula."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(column.name for column in table.columns)
    if with_tags:
        sheet.writerow(column.hxl for column in table.columns)
    sheet.writerows(_rows(table))
    return text.getvalue().encode()


def _rows(table: Table) -> Iterator[list[str]]:
    for line in table.lines():
        yield [_written(table.cell(line, column)) for column in table.columns]


def _written(value: str | int | float | None) -> str:
    """A number below nought begins like a formula and is none."""
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else repr(value)
