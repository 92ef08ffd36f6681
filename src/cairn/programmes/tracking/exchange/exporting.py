"""Writing tables of tracking, as CSV or as a workbook, with a row of HXL tags where it is wanted."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from cairn.guard.sheets.harmless import harmless
from cairn.guard.sheets.workbook import write_workbook

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Out:
    """A column of a file that leaves: its name, its tag, and what stands in it."""

    name: str
    tag: str
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that leaves: what it is called, its columns and its rows."""

    name: str
    title: Any
    columns: Sequence[Out]
    rows: Callable[[], Any]


def write_table(out: BinaryIO, table: Table, *, as_workbook: bool = False, with_tags: bool = False) -> int:
    """Header, tags and rows; answer how many rows there were."""
    header = [column.name for column in table.columns]
    rows = _lines(table, with_tags)
    if as_workbook:
        return write_workbook(out, header, rows, title=table.name) - with_tags
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    sheet, count = csv.writer(text), 0
    sheet.writerow(header)
    for count, cells in enumerate(rows, start=1):  # noqa: B007
        sheet.writerow(cells)
    text.detach()
    return count - with_tags


def _lines(table: Table, with_tags: bool) -> Iterator[list[str]]:
    if with_tags:
        yield [column.tag for column in table.columns]
    for row in table.rows().iterator(AT_ONCE):
        yield [_cell(column.value(row)) for column in table.columns]


def _cell(value: Any) -> str:
    """Words are made harmless; a number below zero is a number and stays one."""
    if value is None:
        return ""
    return harmless(str(value)) if isinstance(value, str) else str(value)
