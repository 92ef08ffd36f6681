"""A birth is known to the day, to the month, to the year, or not at all."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cairn.people.births import age_on, checked_birth, is_child


@pytest.mark.parametrize("said", ["", "1990", "1990-05", "1990-05-12", "2000-02-29"])
def test_a_birth_is_taken_as_exact_as_it_is_known(said):
    assert checked_birth(said) == said


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("12.5.1990", "Write a year"),
        ("90", "Write a year"),
        ("1990-02-30", "no such day"),
        ("1990-13", "no such day"),
        ("1790", "known to be that old"),
        ("9999", "still to come"),
    ],
)
def test_what_cannot_be_a_birth_is_refused_with_the_reason(said, why):
    with pytest.raises(ValidationError, match=why):
        checked_birth(said)


def test_nobody_is_born_tomorrow():
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="still to come"):
        checked_birth(tomorrow.isoformat())


def test_whoever_may_be_a_child_is_treated_as_one():
    day = dt.date(2015, 6, 30)
    assert is_child("1997", day)
    assert is_child("1997-07-01", day)
    assert not is_child("1997-06-30", day)
    assert is_child("", day) is None


def test_an_age_counts_full_years():
    assert age_on("1991-05-12", dt.date(2015, 5, 11)) == 23
    assert age_on("1991-05-12", dt.date(2015, 5, 12)) == 24
