"""Beside each drawing the same in a table and in words."""

from datetime import date
from fractions import Fraction

import pytest

from cairn.evidence.charts import Mark, in_words, svg, table
from cairn.evidence.charts.saying import number
from evidence.drawn import ARRIVALS, Drawn, bars, countries, line


def test_the_table_says_what_the_chart_says():
    chart = bars(("Vietnam", 1204), ("Ghana", 0), ("Not told", None), category="Nationality")
    rows = table(chart)
    assert rows == [
        ["Nationality", "People"],
        ["Vietnam", "1,204"],
        ["Ghana", "0"],
        ["Not told", "not known"],
    ]
    drawn = Drawn(svg(chart))
    assert sorted(row[1] for row in rows[1:]) == sorted(each.text for each in drawn.said("value"))
    assert [row[0] for row in rows[1:]] == [each.text for each in drawn.said("name")]


def test_a_hidden_value_says_so_and_a_range_has_its_column():
    marks = [
        Mark(label="A", value=5, low=4, group="x"),
        Mark(label="A", value=None, is_hidden=True, group="y"),
    ]
    assert table(bars(marks=marks)) == [
        ["Category", "Group", "People", "Range"],
        ["A", "x", "5", "4 to 5"],
        ["A", "y", "hidden", ""],
    ]


def test_days_and_countries_are_written_in_the_language():
    assert table(line((date(2015, 10, 16), 6000), language="fr"))[1] == ["16 octobre 2015", "6\u202f000"]
    assert table(countries(*ARRIVALS, language="ar"))[1] == ["اليونان", "801,919"]


def test_words_tell_the_course_of_a_line():
    said = in_words(line((date(2015, 6, 1), 2400), (date(2015, 10, 16), 6000), (date(2015, 11, 2), 5700)))
    assert (
        "From 2,400 on 1 June 2015 to 5,700 on 2 November 2015; the highest is 6,000 on 16 October 2015."
        in said
    )


def test_words_never_tell_what_is_hidden():
    said = in_words(countries(*ARRIVALS))
    assert "A map of 7 countries." in said
    assert "1 value is hidden, so that nobody can be recognised." in said
    assert "Croatia" not in said


def test_words_of_the_maker_are_kept():
    assert in_words(bars(("A", 1), alternative="One bar,\nand no more.")) == "One bar, and no more."


@pytest.mark.parametrize(
    ("value", "language", "unit", "said"),
    [
        (66.7, "en", "%", "66.7%"),
        (Fraction(1, 3), "fr", "%", "0,3\xa0%"),
        (1_234_567, "fr", "", "1\u202f234\u202f567"),
        (1234, "ar", "", "1,234"),
        (Fraction(1, 2000), "en", "", "0.0005"),
        (99.96, "en", "", "100"),
        (2.0, "en", "", "2"),
        (12345.6, "en", "", "12,346"),
    ],
)  # fmt: skip
def test_numbers_are_round_and_never_a_zero_that_is_none(value, language, unit, said):
    assert number(value, language, unit) == said
