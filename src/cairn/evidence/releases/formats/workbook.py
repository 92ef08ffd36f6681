"""Data as a workbook for people: one in each language, with the lines in words and a sheet that says how it was made."""

import io
from collections.abc import Iterator

from babel import Locale
from django.utils import translation
from django.utils.translation import pgettext

from cairn.evidence.releases.formats.about import About
from cairn.evidence.releases.formats.lines import Column, Holds, Line, Table
from cairn.evidence.releases.formats.notes import of_indicator, of_release
from cairn.evidence.words import in_language
from cairn.guard.sheets.workbook import Cell, Sheet, write_sheets


def as_workbook(said: About, table: Table, language: str) -> bytes:
    """Not packed, so that every machine writes the same bytes."""
    out, turned = io.BytesIO(), Locale.parse(language, sep="-").text_direction == "rtl"
    with translation.override(language):
        columns = [column for column in table.columns if column.language in ("", language)]
        header = [_header(column, language) for column in columns]
        notes = [*of_indicator(said, table.result, language), *of_release(said, language)]
        sheets = [
            Sheet(pgettext("table", "Data"), header, _rows(table, columns), turned),
            Sheet(
                pgettext("table", "About"),
                [pgettext("table", "about"), pgettext("table", "what is said")],
                notes,
                turned,
            ),
        ]
        write_sheets(out, sheets, packed=False)
    return out.getvalue()


def _header(column: Column, language: str) -> str:
    told = in_language(column.title, language)
    return pgettext("table", "%(name)s (code)") % {"name": told} if column.holds is Holds.CODE else told


def _rows(table: Table, columns: list[Column]) -> Iterator[list[Cell]]:
    for line in table.lines():
        yield [_status(line, column) or table.cell(line, column) for column in columns]


def _status(line: Line, column: Column) -> str:
    """The statuses in words; of a value that is there nothing needs to be said."""
    if column.holds is not Holds.STATUS:
        return ""
    if column.name == "CONF_STATUS":
        return pgettext("table", "confidential") if line.conf_status == "C" else pgettext("table", "free")
    return {
        "A": pgettext("table", "there is one"),
        "Q": pgettext("table", "hidden, to protect people"),
        "L": pgettext("table", "not collected"),
    }[line.obs_status]
