"""A person is found again by a name that somebody else wrote down, and a brother is not taken for them."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cairn.people.matching import tables
from cairn.people.matching.likeness import name_likeness
from cairn.people.matching.names import names_of, parts_of
from cairn.people.matching.records import Record
from cairn.people.matching.search import Searcher, rank
from cairn.people.matching.sounds import skeleton_of
from cairn.people.matching.tokens import index_tokens

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
REGISTER = [
    Record(1, "Mohammed", "Ahmed", "Al-Hassan", born="1990-05-12", phones=("+447700900123",)),
    Record(2, "Yusuf", "Ahmed", "Al-Hassan", born="1993-02-01", phones=("+447700900123",)),
    Record(3, "Hodan", "Abdi", "Warsame", born="1988"),
    Record(4, "Selam", "Tesfay", "Gebremedhin", born="1999-11-30"),
    Record(5, "Nguyen", "Van", "Anh", born="1985-01-09"),
    Record(6, "محمد", "أحمد", "الحسن", born="1971-03-03"),
]


@pytest.fixture
def searcher(db):
    tables.create(connection)
    tables.rebuild(connection, ((record.id, index_tokens(record, KEY)) for record in REGISTER))
    yield Searcher(connection, KEY, people=len(REGISTER))
    tables.drop(connection)


def found(searcher: Searcher, text: str) -> list[int]:
    ids = {candidate.id for candidate in searcher.candidates(text)}
    return [match.id for match in rank(text, [record for record in REGISTER if record.id in ids])]


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("Muhammad Al Hasan", 1),
        ("Mohamed Hassan 1990", 1),
        ("محمد الحسن", 1),
        ("Hodaan Warsameh", 3),
        ("Warsame Hodan", 3),
        ("Selam Gebremedhn", 4),
        ("ሰላም", 4),
        ("Yousef Alhassan", 2),
    ],
)
def test_a_name_written_otherwise_finds_its_person(searcher, typed, person):
    assert person in found(searcher, typed)[:2]


def test_a_telephone_finds_everybody_who_answers_it(searcher):
    assert set(found(searcher, "07700 900123")) >= {1, 2}


def test_the_year_tells_two_people_of_one_name_apart(searcher):
    assert found(searcher, "Mohammed Hassan 1971")[0] == 6


def test_nobody_is_found_by_nothing(searcher):
    assert found(searcher, "") == []
    assert found(searcher, "   !!! ") == []


def test_who_left_the_register_is_not_found(searcher):
    tables.remove(connection, 3, index_tokens(REGISTER[2], KEY))
    assert 3 not in found(searcher, "Hodan Warsame")


def test_another_key_gives_other_tokens():
    mine, theirs = index_tokens(REGISTER[0], KEY), index_tokens(REGISTER[0], OTHER_KEY)
    assert mine == index_tokens(REGISTER[0], KEY)
    assert not mine & theirs


def test_what_one_office_joins_and_the_next_does_not_is_one_name():
    joined = name_likeness("Farid Alizada", "Farid Ali Zada")
    assert joined > 2 * name_likeness("Farid Alizada", "Farid Ahmadi")
    assert name_likeness("Noor Aldin Khalil", "نور الدين خليل") > 0.5


def test_a_given_name_and_a_fathers_are_not_read_as_one():
    servant_of_a_father = Record(7, "Abdul", "Rahman", "Hotak")
    assert names_of(servant_of_a_father)[0].parts == ("abdul", "rahman", "hotak")


def test_a_brother_is_less_alike_than_the_person_misspelt():
    misspelt = name_likeness("Mohammed Ahmed Al-Hassan", "Mohamad Ahmad Alhasan")
    brother = name_likeness("Mohammed Ahmed Al-Hassan", "Yusuf Ahmed Al-Hassan")
    assert misspelt > brother


@given(st.text(max_size=60))
def test_no_text_breaks_the_folding(text):
    for part in parts_of(text):
        skeleton_of(part)
    name_likeness(text, "Hodan Warsame")


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_does_not_ask_who_came_first(one, other):
    assert name_likeness(one, other) == pytest.approx(name_likeness(other, one))
