"""Sheets come as other offices save them."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from cairn.people.exchange import parsing
from cairn.people.exchange.columns import guessed_mapping
from cairn.people.exchange.sheets import NoSheet, header_of, read_sheet


def read(content: bytes) -> list[list[str]]:
    return [cells for _line, cells in read_sheet(io.BytesIO(content))]


def whole(content: bytes) -> tuple[list[str], list[list[str]]]:
    return header_of(io.BytesIO(content)), read(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_whatever_form_it_was_saved(encoding, separator):
    text = f"given{separator}family\nهوا{separator}Jallow\n\nMusa{separator}Bâ\n"
    assert read(text.encode(encoding)) == [["given", "family"], ["هوا", "Jallow"], ["Musa", "Bâ"]]


def test_a_sheet_of_an_older_windows_is_read():
    assert read("nom;prénom\nBâ;Aïssatou\n".encode("cp1252")) == [["nom", "prénom"], ["Bâ", "Aïssatou"]]


def test_a_workbook_is_read_with_its_days_and_numbers():
    import datetime as dt

    book = Workbook()
    book.active.append(["given", "born", "phone"])
    book.active.append(["Hawa", dt.datetime(1991, 5, 12), 447700900123.0])
    saved = io.BytesIO()
    book.save(saved)
    assert read(saved.getvalue())[1] == ["Hawa", "1991-05-12", "447700900123"]


def test_lines_are_counted_as_the_colleague_counts_them():
    lines = [line for line, _cells in read_sheet(io.BytesIO(b'a,b\n"two\nlines",x\n\n\nlast,y\n'))]
    assert lines == [1, 3, 6]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 100, "no sheet"),
        (b"PK\x03\x04 and then nothing", "cannot be opened"),
        (b"a,a\n1,2\n", "same name"),
        (b'a,b\n"never closed', "damaged"),
        (b"a" * 30_000, "more than a sheet"),
        (b"," * 500 + b"x", "more than a sheet"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(content, why):
    with pytest.raises(NoSheet, match=why):
        whole(content)


def a_workbook() -> bytes:
    book = Workbook()
    for number in range(400):
        book.active.append([f"given {number}", f"family {number}", number])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def packed_again(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The workbook with its parts changed, or left out where the change answers nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return out.getvalue()


def of_the_sheet(change: Callable[[bytes], bytes | None]) -> bytes:
    return packed_again(lambda name, part: change(part) if "sheet1.xml" in name else part)


def of_the_book(change: Callable[[bytes], bytes | None]) -> bytes:
    return packed_again(lambda name, part: change(part) if name == "xl/workbook.xml" else part)


def with_a_letter_changed() -> bytes:
    """What stands in the archive is no longer what its checksum says."""
    stored = of_the_sheet(lambda part: part)
    at = stored.index(b"<sheetData>") + 60
    return stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]


def with_broken_compression() -> bytes:
    whole_book = a_workbook()
    with zipfile.ZipFile(io.BytesIO(whole_book)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    return whole_book[:at] + b"\xff" * 40 + whole_book[at + 40 :]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: of_the_sheet(lambda part: part[: len(part) // 2]), id="sheet breaks off"),
        pytest.param(lambda: of_the_sheet(lambda part: b""), id="sheet is empty"),
        pytest.param(lambda: of_the_sheet(lambda part: None), id="sheet is gone"),
        pytest.param(
            lambda: of_the_sheet(lambda part: part.replace(b't="n"', b't="s"')), id="no such string"
        ),
        pytest.param(lambda: a_workbook()[:-500], id="cut"),
        pytest.param(with_a_letter_changed, id="wrong checksum"),
        pytest.param(with_broken_compression, id="broken compression"),
        pytest.param(lambda: of_the_book(lambda part: re.sub(b"<sheet .*?/>", b"", part)), id="no sheets"),
        pytest.param(lambda: of_the_book(lambda part: None), id="no workbook"),
    ],
)
def test_a_damaged_workbook_is_refused_in_words(content):
    with pytest.raises(NoSheet, match="cannot be opened"):
        whole(content())


def test_columns_are_recognised_in_three_languages():
    header = ["Date of Birth", "Prénom", "Nom de famille", "الجنسية", "remarks"]
    assert guessed_mapping(header) == {
        "Date of Birth": "born",
        "Prénom": "given_name",
        "Nom de famille": "family_name",
        "الجنسية": "nationalities",
    }


@pytest.mark.parametrize(
    ("parse", "said", "meant"),
    [
        (parsing.parse_sex, "Féminin", "female"),
        (parsing.parse_sex, "ذكر", "male"),
        (parsing.parse_countries, "SYR; Iraq | سوريا", ["SY", "IQ", "SY"]),
        (parsing.parse_country, "Éthiopie", "ET"),
        (parsing.parse_languages, "Arabic, ti", ["ar", "ti"]),
        (parsing.parse_birth, "5/12/1990", "1990-12-05"),
        (parsing.parse_birth, "1990", "1990"),
        (parsing.parse_yes, "oui", True),
        (parsing.parse_names, "Hawa; ; Haua", ["Hawa", "Haua"]),
    ],
)
def test_cells_are_understood(parse, said, meant):
    assert parse(said) == meant


def test_the_order_of_days_is_settled_once_for_a_file():
    assert parsing.parse_birth("5/12/1990", day_first=False) == "1990-05-12"


@pytest.mark.parametrize(
    ("parse", "said"),
    [(parsing.parse_sex, "blue"), (parsing.parse_country, "Atlantis"), (parsing.parse_birth, "31/31/1990")],
)
def test_what_is_not_understood_is_refused(parse, said):
    with pytest.raises(ValidationError):
        parse(said)
