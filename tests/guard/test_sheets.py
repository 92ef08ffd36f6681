"""Sheets leave with cells that are nobody's formula, and in the same bytes for the same rows."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cairn.guard.sheets import workbook
from cairn.guard.sheets.harmless import STARTS_A_FORMULA, harmless
from cairn.guard.sheets.workbook import Sheet, write_sheets, write_workbook

UNSEEN = ["", " ", "\t", "\n", "\u200b", "\ufeff", "\u202e", "\u00a0", "\x00", "\u2028"]


def opened(content: bytes):
    return load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("start", sorted(STARTS_A_FORMULA))
def test_no_cell_begins_as_a_formula_also_behind_letters_that_nobody_sees(unseen, start):
    assert harmless(f"{unseen}{start}HYPERLINK()").startswith("'")


@given(st.text())
def test_a_harmless_cell_keeps_its_words(text):
    assert harmless(text) in (text, f"'{text}")


# A test of the whole range of texts needs no mission of its own for each of them.
@pytest.fixture(autouse=True, scope="module")
def mission():
    return None


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
    read_back = [
        [cell or "" for cell in row] for row in opened(out.getvalue()).active.iter_rows(values_only=True)
    ]
    assert [row for row in read_back[1:] if any(row)] == [row for row in rows if any(row)]


def test_a_workbook_of_many_rows_goes_on_in_the_next_sheet(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    out = io.BytesIO()
    assert write_workbook(out, ["n"], ([str(n)] for n in range(5)), title="List") == 5
    book = opened(out.getvalue())
    assert book.sheetnames == ["List", "List 2", "List 3"]
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["n", "0", "1"],
        ["n", "2", "3"],
        ["n", "4"],
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_sheets_stand_side_by_side_with_their_numbers_and_their_direction(packed):
    out = io.BytesIO()
    sheets = [
        Sheet(
            'Deaths [2015]: "all" & more, far too long for a tab',
            ["n", "of"],
            [[5, "a"], [None, "b"], [-0.5, "=1"]],
        ),
        Sheet("حول", ["x"], [["نص"]], right_to_left=True),
    ]
    assert write_sheets(out, sheets, packed=packed) == 4
    deaths, about = opened(out.getvalue())
    assert [cell.value for cell in deaths["A"]] == ["n", 5, None, -0.5]
    assert deaths["B4"].data_type == "s", "a text that looks like a formula is a text"
    assert (deaths.title, about.title) == ('Deaths  2015   "all" & more, fa', "حول")
    assert (deaths.sheet_view.rightToLeft, about.sheet_view.rightToLeft) == (None, True)


def test_the_same_rows_are_the_same_bytes():
    one, other = io.BytesIO(), io.BytesIO()
    for out in (one, other):
        write_sheets(out, [Sheet("Data", ["n"], [[1]])], packed=False)
    assert one.getvalue() == other.getvalue()
    assert b"<v>1</v>" in one.getvalue(), "not packed"
