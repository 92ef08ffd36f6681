"""Which column of a file is which: each is known by several names, because publishers change theirs."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import BinaryIO

from django.utils.translation import gettext as _

from cairn.people.exchange.sheets import NoSheet, header_of, read_sheet

Names = Mapping[str, tuple[str, ...]]


def named_cells(
    file: BinaryIO, names: Names, needed: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number, and its cells by field; a row of tags below the header is passed over."""
    places = _places(header_of(file), names)
    if absent := [field for field in needed if field not in places]:
        raise NoSheet(
            _("This file has no column “%(name)s”.") % {"name": names[absent[0]][0]},
            _("Check that it is the right file, and that its first row names the columns."),
        )
    with closing(read_sheet(file)) as rows:
        next(rows, None)
        for line, cells in rows:
            if not _is_tags(cells):
                yield line, {f: cells[at] if at < len(cells) else "" for f, at in places.items()}


def _places(header: list[str], names: Names) -> dict[str, int]:
    known = {_plain(name): field for field, several in names.items() for name in several}
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        if field := known.get(_plain(name)):
            places.setdefault(field, place)
    return places


def _plain(name: str) -> str:
    """“numPresentIdpInd”, “Number_Dead” and “number dead” each as one row of small letters."""
    return re.sub(r"[\W_]+", "", name).casefold()


def _is_tags(cells: list[str]) -> bool:
    return any(cells) and all(cell.startswith("#") or not cell for cell in cells)
