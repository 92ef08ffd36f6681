"""Days, hours and names as each language writes them."""

import datetime as dt

import pytest

from cairn.newsroom import dates

DAY = dt.date(2015, 10, 21)
IN_WORDS = {"en": "21 October 2015", "fr": "21 octobre 2015", "ar": "21 تشرين الأول/أكتوبر 2015"}


@pytest.mark.parametrize(("language", "words"), IN_WORDS.items())
def test_a_day_in_words(language, words):
    assert dates.day_in_words(DAY, language) == words


def test_the_first_of_a_month_is_counted_in_french():
    assert dates.day_in_words(dt.date(2015, 6, 1), "fr") == "1er juin 2015"


def test_arabic_months_have_both_names_that_readers_know():
    assert dates.month_in_words(dt.date(2015, 7, 1), "ar") == "تموز/يوليه 2015"


def test_a_language_without_rules_of_ours_follows_its_own():
    assert dates.day_in_words(DAY, "de") == "21. Oktober 2015"


@pytest.mark.parametrize(
    ("language", "words"),
    {"en": "Monday 14 December 2015", "fr": "lundi 14 décembre 2015"}.items(),
)
def test_one_day_of_an_event_names_its_weekday(language, words):
    day = dt.date(2015, 12, 14)
    assert dates.days_in_words(day, day, language) == words


def test_several_days_have_a_dash_between():
    words = dates.days_in_words(dt.date(2015, 10, 26), dt.date(2015, 10, 27), "en")
    assert words == "26 October 2015 – 27 October 2015"


@pytest.mark.parametrize(("language", "words"), {"en": "12:45", "fr": "12 h 45", "ar": "12:45"}.items())
def test_hours_count_to_twenty_four(language, words):
    assert dates.hour_in_words(dt.time(12, 45), language) == words


@pytest.mark.parametrize(("language", "city"), {"en": "London", "fr": "Londres", "ar": "لندن"}.items())
def test_a_clock_is_named_by_its_city(language, city):
    assert dates.city_of_zone("Europe/London", language) == city


@pytest.mark.parametrize(
    ("language", "words"),
    {"en": "English, French and Arabic", "ar": "الإنجليزية والفرنسية والعربية"}.items(),
)
def test_languages_are_joined_as_the_reader_joins_words(language, words):
    names = [dates.language_in_words(code, language) for code in ("en", "fr", "ar")]
    assert dates.list_in_words(names, language) == words


def test_a_language_that_nobody_names_is_told_by_its_code():
    assert dates.language_in_words("xx-unknown", "en") == "xx-unknown"
