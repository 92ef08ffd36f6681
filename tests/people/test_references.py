"""A reference is read out over a bad line, written on a hand, and typed by somebody tired."""

from itertools import pairwise

import pytest

from cairn.people import references
from cairn.people.models import Household
from cairn.people.references import LETTERS, free_references, new_reference, tidy_reference, with_check


def test_a_new_reference_is_whole_and_has_its_one_form():
    code = new_reference()
    assert tidy_reference(code) == code
    assert len(code) == 9


@pytest.mark.parametrize("typed", ["7kmq 4xcp", "7KMQ4XCP", " 7kmq–4xcp ", "7.KMQ.4XCP"])
def test_it_is_known_however_it_is_typed(typed):
    code = with_check("7KMQ4XC")
    assert tidy_reference(typed[:-1].replace("p", "").replace("P", "") + code[-1]) == code


def test_every_single_wrong_letter_is_found():
    code = new_reference().replace("-", "")
    for place, right in enumerate(code):
        for wrong in set(LETTERS) - {right}:
            assert not tidy_reference(code[:place] + wrong + code[place + 1 :])


def test_every_two_letters_that_changed_places_are_found():
    for _try in range(50):
        code = new_reference().replace("-", "")
        for (one, left), (other, right) in pairwise(enumerate(code)):
            if left != right:
                assert not tidy_reference(code[:one] + right + left + code[other + 1 :])


@pytest.mark.parametrize("typed", ["", "7KMQ", "OOOO-IIII", "Hawa Jallow", "7KMQ-4XCP-7KMQ"])
def test_what_cannot_be_a_reference_is_none(typed):
    assert tidy_reference(typed) == ""


@pytest.mark.django_db
def test_many_codes_at_once_meet_neither_each_other_nor_one_that_stands(monkeypatch):
    Household.objects.create(reference="C-taken")
    drawn = iter(["taken", "same", "same", "taken", "other", "third"])
    monkeypatch.setattr(references, "new_reference", lambda: next(drawn))
    assert set(free_references(Household, 3, "C-")) == {"C-same", "C-other", "C-third"}
