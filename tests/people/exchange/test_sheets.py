"""Sheets come as other offices save them, and cells leave as nobody's formula."""

import io

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cairn.people.exchange import parsing
from cairn.people.exchange.columns import guessed_mapping
from cairn.people.exchange.harmless import STARTS_A_FORMULA, harmless
from cairn.people.exchange.sheets import NoSheet, header_of, read_sheet
from cairn.people.exchange.workbook import write_workbook


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


UNSEEN = ["", " ", "\t", "\n", "\u200b", "\ufeff", "\u202e", "\u00a0", "\x00", "\u2028"]


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("start", sorted(STARTS_A_FORMULA))
def test_no_cell_begins_as_a_formula_also_behind_letters_that_nobody_sees(unseen, start):
    assert harmless(f"{unseen}{start}HYPERLINK()").startswith("'")


@given(st.text())
def test_a_harmless_cell_keeps_its_words(text):
    assert harmless(text) in (text, f"'{text}")


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))),
            min_size=2,
            max_size=2,
        )
    )
)
def test_a_workbook_says_what_was_written_into_it(rows):
    out = io.BytesIO()
    assert write_workbook(out, ["one", "two"], rows, title="List") == len(rows)
    book = load_workbook(io.BytesIO(out.getvalue()))
    read_back = [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert [row for row in read_back[1:] if any(row)] == [row for row in rows if any(row)]


def test_a_workbook_of_many_rows_goes_on_in_the_next_sheet(monkeypatch):
    from cairn.people.exchange import workbook

    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    out = io.BytesIO()
    assert write_workbook(out, ["n"], ([str(n)] for n in range(5)), title="List") == 5
    book = load_workbook(io.BytesIO(out.getvalue()))
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["n", "0", "1"],
        ["n", "2", "3"],
        ["n", "4"],
    ]
