"""Which column of a file is which: each is known by several names, because publishers change theirs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

from cairn.people.exchange.sheets import NoSheet, header_of, read_sheet

Names = Mapping[str, tuple[str, ...]]
Tag = tuple[str, frozenset[str]]
Tags = Mapping[Tag, str]


class Tagged(Protocol):
    """A column as we write it ourselves, with its name and its tag."""

    @property
    def name(self) -> str: ...

    @property
    def tag(self) -> str: ...


def named_cells(
    file: BinaryIO, names: Names, needed: tuple[str, ...], tags: Tags
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number, and its cells by field. Where a row of tags stands below the header, it says what the
    columns are, in whatever language they are headed."""
    header = header_of(file)
    with closing(read_sheet(file)) as rows:
        next(rows, None)
        first = next(rows, None)
        tagged = first[1] if first and _is_tags(first[1]) else []
        places = _places(header, names, tagged, tags)
        if absent := [field for field in needed if field not in places]:
            raise NoSheet(
                _("This file has no column “%(name)s”.") % {"name": names[absent[0]][0]},
                _("Check that it is the right file, and that its first row names the columns."),
            )
        for line, cells in chain([first] if first else [], rows):
            if not _is_tags(cells):
                yield line, {f: cells[at] if at < len(cells) else "" for f, at in places.items()}


def tags_of(columns: Iterable[Tagged], names: Names) -> Tags:
    """What each tag stands for, from the tags of the files that leave."""
    fields = _fields(names)
    return {_tag(each.tag): fields[_plain(each.name)] for each in columns if _plain(each.name) in fields}


def _places(header: list[str], names: Names, tagged: list[str], tags: Tags) -> dict[str, int]:
    """Where each field stands; a tag that is known is believed before the name above it."""
    by_name = _fields(names)
    by_tag = {place: tags.get(_tag(tag), "") for place, tag in enumerate(tagged)}
    places: dict[str, int] = {}
    for place, field in by_tag.items():
        if field:
            places.setdefault(field, place)
    for place, name in enumerate(header):
        if (field := by_name.get(_plain(name), "")) and not by_tag.get(place):
            places.setdefault(field, place)
    return places


def _fields(names: Names) -> dict[str, str]:
    return {_plain(name): field for field, several in names.items() for name in several}


def _tag(text: str) -> Tag:
    """“#affected +Adult+f” as its tag and its attributes, which may come in any order."""
    tag, *attributes = "".join(text.split()).casefold().split("+")
    return tag, frozenset(attributes)


def _plain(name: str) -> str:
    """“numPresentIdpInd”, “Number_Dead” and “number dead” each as one row of small letters."""
    return re.sub(r"[\W_]+", "", name).casefold()


def _is_tags(cells: list[str]) -> bool:
    return any(cells) and all(cell.startswith("#") or not cell for cell in cells)
