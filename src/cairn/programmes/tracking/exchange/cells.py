"""From what stands in a cell to what tracking keeps. Nothing is guessed: what cannot be read is refused with a reason."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cairn.guard.sheets.harmless import harmless
from cairn.people.exchange.parsing import parse_country

MOST_DIGITS = 9
NOTHING_KNOWN = frozenset({"", "-", "–", "?", "n/a", "na", "none", "null", "nan", "unknown", "not known"})
# As the statistics division of the United Nations writes countries that other lists shorten.
LONG_NAMES = {
    "bolivia (plurinational state of)": "BO",
    "cote d'ivoire": "CI",
    "côte d'ivoire": "CI",
    "democratic republic of the congo": "CD",
    "iran (islamic republic of)": "IR",
    "lao people's democratic republic": "LA",
    "republic of moldova": "MD",
    "russian federation": "RU",
    "state of palestine": "PS",
    "syrian arab republic": "SY",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "venezuela (bolivarian republic of)": "VE",
    "viet nam": "VN",
}
_MONTHS = {name.casefold(): number for number, name in Locale("en").months["format"]["wide"].items()}
_MONTHS |= {
    name.casefold().rstrip("."): n for n, name in Locale("en").months["format"]["abbreviated"].items()
}
_MONTHS["sept"] = 9
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)\.?,?[ -](\d{4})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.I)
_POINT = re.compile(r"POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)", re.I)


def words(text: str) -> str:
    """A text on one line, as it was before a sheet that we wrote made it harmless."""
    plain = " ".join(text.split())
    return plain[1:] if plain.startswith("'") and harmless(plain[1:]) == plain else plain


def is_nothing(text: str) -> bool:
    return text.strip().casefold() in NOTHING_KNOWN


def whole_number(text: str) -> int | None:
    """How many; nothing where nobody knows."""
    if is_nothing(text):
        return None
    plain = re.sub(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3}\b)", "", text.strip())
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise ValidationError(_("“%(cell)s” is no whole number.") % {"cell": text[:40]}) from None
    # Before anything is reckoned with it: written out, “1e999999999” would have a thousand million digits.
    if number.is_finite() and number.adjusted() > MOST_DIGITS:
        raise ValidationError(_("“%(cell)s” is too large a number.") % {"cell": text[:40]})
    if number.is_finite() and number < 0:
        raise ValidationError(_("“%(cell)s” is below zero.") % {"cell": text[:40]})
    if not number.is_finite() or number != number.to_integral_value():
        raise ValidationError(_("“%(cell)s” is no whole number.") % {"cell": text[:40]})
    return int(number)


def day(text: str, *, month: int | None = None) -> dt.date:
    """A day in one of the forms in which files say it; of 5/6/2015 only a month told elsewhere can say which it is."""
    plain = _WEEKDAY.sub("", " ".join(text.split())).casefold()
    found = {each for each in _readings(plain) if month in (None, each.month)}
    if len(found) > 1:
        raise ValidationError(
            _("“%(cell)s” can be read as two days. Write it as 2015-10-16.") % {"cell": text[:40]}
        )
    if not found:
        raise ValidationError(
            _("“%(cell)s” is no day that can be read. Write it as 2015-10-16.") % {"cell": text[:40]}
        )
    return found.pop()


def _readings(plain: str) -> Iterator[dt.date]:
    for year, month, of_month in _numbers(plain):
        try:
            yield dt.date(year, month, of_month)
        except ValueError:
            continue


def _numbers(plain: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day, as each form that fits would have it."""
    if found := _ISO.fullmatch(plain):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _MONTH_FIRST.fullmatch(plain):
        yield int(found[3]), _MONTHS.get(found[1], 0), int(found[2])
    elif found := _DAY_FIRST.fullmatch(plain):
        yield int(found[3]), _MONTHS.get(found[2], 0), int(found[1])
    elif found := _NUMBERS.fullmatch(plain):
        # The project has published the month first, and in other years the day.
        yield int(found[3]), int(found[1]), int(found[2])
        yield int(found[3]), int(found[2]), int(found[1])


def month_named(text: str) -> int | None:
    plain = text.strip().casefold().rstrip(".")
    return _MONTHS.get(plain) or (int(plain) if plain.isdecimal() and 1 <= int(plain) <= 12 else None)


def position(text: str) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude, as “50.92, 1.81”; the notation of maps has them the other way round."""
    if is_nothing(text):
        return None
    if found := _POINT.fullmatch(text.strip()):
        return degrees(found[2], 90), degrees(found[1], 180)
    parts = re.split(r"\s*[,;]\s*|\s+", text.strip())
    if len(parts) != 2:
        raise ValidationError(_("“%(cell)s” is no position. Write it as 50.92, 1.81.") % {"cell": text[:40]})
    return degrees(parts[0], 90), degrees(parts[1], 180)


def degrees(text: str, most: int) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > most:
        raise ValidationError(
            _("“%(cell)s” are no degrees up to %(most)d.") % {"cell": text[:40], "most": most}
        )
    return found.quantize(Decimal("0.000001"))


def country(text: str) -> str:
    """A code of two letters, from a code or a name; nothing where nobody knows."""
    plain = words(text).replace("’", "'")
    return "" if is_nothing(plain) else LONG_NAMES.get(plain.casefold()) or parse_country(plain)


def one_of(choices: Any, text: str) -> str:
    """The code of a list, written as code or in words."""
    said = words(text).casefold()
    for code, label in choices.choices:
        if said in (str(code).casefold(), str(label).casefold()):
            return str(code)
    raise ValidationError(
        _("“%(cell)s” is not in the list: %(codes)s.")
        % {"cell": text[:40], "codes": ", ".join(choices.values)}
    )
