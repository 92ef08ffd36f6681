"""Numbers, days and names as a chart says them, in the language of its readers."""

import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor, log10

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils import translation
from django.utils.translation import pgettext

from cairn.evidence.charts.chart import Mark, Number
from cairn.evidence.phrases.wording import number_in

ROUND = 100  # From here on a part of one says nothing.


def locale_of(language: str) -> Locale:
    """That of the language, or of English where the field has none to offer."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def is_right_to_left(language: str) -> bool:
    return locale_of(language).text_direction == "rtl"


def number(value: Number, language: str, unit: str = "") -> str:
    """The digits that the site uses, with the marks of the language; a share of a hundred carries its sign."""
    shown, locale = _rounded(Fraction(value)), locale_of(language)
    if unit == "%":
        return format_percent(shown / 100, locale=locale, numbering_system="latn", decimal_quantization=False)
    if shown == int(shown):
        return number_in(language, int(shown))
    return format_decimal(shown, locale=locale, numbering_system="latn", decimal_quantization=False)


def _rounded(value: Fraction) -> Decimal:
    """To a tenth at most, but for what is less: nothing is shown as zero that is not."""
    if value.denominator == 1 or abs(value) >= ROUND:
        return Decimal(round(value))
    places = max(1, -floor(log10(abs(value))))
    return round(value * 10**places) / Decimal(10**places)


def value_of(mark: Mark, language: str, unit: str = "") -> str:
    """The value, or in a word why there is none."""
    if mark.value is not None:
        return number(mark.value, language, unit)
    with translation.override(language):
        return pgettext("chart", "hidden") if mark.is_hidden else pgettext("chart", "not known")


def range_of(mark: Mark, language: str, unit: str = "") -> str:
    if mark.span is None or not mark.has_range:
        return ""
    low, high = (number(each, language, unit) for each in mark.span)
    with translation.override(language):
        return pgettext("chart", "%(low)s to %(high)s") % {"low": low, "high": high}


def day(when: date, language: str, form: str = "d MMMM y") -> str:
    return format_date(when, form, locale=locale_of(language))


def name_of(mark: Mark, language: str) -> str:
    """What the mark is called; a country without a label by its name, a day without one by its date."""
    if mark.label:
        return plain(mark.label)
    if mark.country:
        return country(mark.country, language)
    return day(mark.day, language) if mark.day else ""


def country(code: str, language: str) -> str:
    return locale_of(language).territories.get(code, code)


def plain(text: str) -> str:
    """On one line, and without the control characters that a drawing cannot hold."""
    kept = "".join(" " if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} else each for each in text)
    return " ".join(part for part in kept.split(" ") if part)
