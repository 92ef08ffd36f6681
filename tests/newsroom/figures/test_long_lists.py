"""Of a long list readers see where somebody stands; in time every count stays, also of nobody."""

import datetime as dt

import pytest
from django.utils import translation

from cairn.evidence.releases.results import PERIOD, Category, Cell, Division, Result
from cairn.newsroom.data.cuts import LONG, Cut, cuts

from .conftest import DEATHS, LAST

pytestmark = pytest.mark.django_db


def cut_by(name: str, codes: list[str], values: dict[str, int]) -> Cut:
    division = Division(name, {"en": name}, "", tuple(Category(code, {"en": code}) for code in codes))
    counted = {code: values.get(code, 0) for code in codes}
    cells = [Cell({}, sum(values.values()), None, None, headline=True)]
    cells += [Cell({name: code}, count, count, count) for code, count in counted.items()]
    result = Result(DEATHS, "test.deaths", False, dt.date(2014, 1, 1), LAST, (division,), tuple(cells))
    with translation.override("en"):
        [cut] = cuts(result, "en")
    return cut


def test_places_where_nobody_was_counted_are_one_line_of_a_long_list():
    cut = cut_by("place", [f"p{number}" for number in range(LONG)], {"p3": 7, "p5": 2})
    assert [line.label for line in cut.lines][:3] == ["p3", "p5", f"each of {LONG - 2} others"]
    assert cut.chart
    assert [mark.label for mark in cut.chart.marks] == ["p3", "p5"]


def test_a_short_list_is_shown_whole():
    cut = cut_by("place", [f"p{number}" for number in range(LONG - 1)], {"p3": 7})
    assert len(cut.chart.marks) == LONG - 1


def test_a_month_without_anybody_stays_in_its_line():
    months = [f"2014-{month:02}" for month in range(1, 13)] + [f"2015-{month:02}" for month in range(1, 10)]
    cut = cut_by(PERIOD, months, {"2014-03": 7, "2015-05": 2})
    assert len(cut.chart.marks) == len(months) >= LONG


def test_a_single_line_has_no_drawing_and_says_what_it_counts_all_the_same():
    cut = cut_by("place", [f"p{number}" for number in range(LONG)], {"p3": 7})
    assert (cut.chart, cut.unit) == (None, "people")
