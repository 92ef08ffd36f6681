"""A person is found again by whatever somebody else wrote down, and a brother is not taken for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.people.matching.likeness import name_likeness
from cairn.people.matching.names import names_of, parts_of
from cairn.people.matching.questions import asked
from cairn.people.matching.records import Record
from cairn.people.matching.sounds import skeleton_of


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
def test_a_name_written_otherwise_finds_its_person(found, typed, person):
    assert person in found(typed)[:2]


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900-123", "٠٧٧٠٠٩٠٠١٢٣"])
def test_a_telephone_finds_everybody_who_answers_it(found, typed):
    assert set(found(typed)) == {1, 2}


@pytest.mark.parametrize("typed", ["7KMQ-4XCP", "7kmq4xcp", "7KMQ 4XCP"])
def test_a_reference_finds_its_person_however_it_is_read_out(found, typed):
    assert found(typed) == [1]


@pytest.mark.parametrize("typed", ["SO0123456", "so 0123456", "SO-O123456", "0123456"])
def test_a_document_finds_its_person(found, typed):
    assert found(typed) == [3]


def test_a_day_of_birth_alone_finds_who_was_born_on_it_and_a_year_who_was_born_in_it(found):
    assert found("12.05.1990") == [1]
    assert found("1990-05-12") == [1]
    assert found("1988") == [3]


def test_the_year_tells_two_people_of_one_name_apart(found):
    assert found("Mohammed Hassan 1971")[0] == 6
    assert found("Mohammed Hassan 1990")[0] == 1


def test_nobody_is_found_by_nothing(found):
    assert found("") == []
    assert found("   !!! ") == []


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
    list(asked(text).facets())
    name_likeness(text, "Hodan Warsame")


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_does_not_ask_who_came_first(one, other):
    assert name_likeness(one, other) == pytest.approx(name_likeness(other, one))
