"""Days, hours and numbers as each language writes them."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language

# Readers from the Maghreb to Iraq name the months differently; the United Nations writes both names.
ARABIC_MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)


def babel_locale(language: str | None = None) -> Locale:
    """The conventions of `language`, or English where the field has none to offer."""
    try:
        return Locale.parse(language or get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def day_in_words(day: dt.date, language: str | None = None, *, weekday: bool = False) -> str:
    """“21 October 2015”, “21 octobre 2015”, “21 تشرين الأول/أكتوبر 2015”."""
    locale = babel_locale(language)
    text = f"{_day_number(day, locale)} {month_in_words(day, language)}"
    if locale.language not in {"ar", "en", "fr"}:
        text = format_date(day, "long", locale=locale)
    if not weekday:
        return text
    name = format_date(day, "EEEE", locale=locale)
    return f"{name} {text}" if locale.language in {"ar", "en", "fr"} else f"{name}, {text}"


def _day_number(day: dt.date, locale: Locale) -> str:
    return "1er" if locale.language == "fr" and day.day == 1 else str(day.day)


def month_in_words(day: dt.date, language: str | None = None) -> str:
    """Month and year, as an archive is headed."""
    locale = babel_locale(language)
    if locale.language == "ar":
        return f"{ARABIC_MONTHS[day.month - 1]} {day.year}"
    return format_date(day, "LLLL y" if locale.language not in {"en", "fr"} else "MMMM y", locale=locale)


def month_alone(day: dt.date, language: str | None = None) -> str:
    locale = babel_locale(language)
    if locale.language == "ar":
        return ARABIC_MONTHS[day.month - 1]
    return format_date(day, "MMMM", locale=locale)


def days_in_words(first: dt.date, last: dt.date, language: str | None = None) -> str:
    """One day with its weekday, or two with a dash between."""
    if first == last:
        return day_in_words(first, language, weekday=True)
    return f"{day_in_words(first, language)} – {day_in_words(last, language)}"


def hour_in_words(moment: dt.time, language: str | None = None) -> str:
    """Twenty-four hours everywhere: nobody misses an event by half a day."""
    if babel_locale(language).language == "fr":
        return f"{moment.hour} h {moment:%M}" if moment.minute else f"{moment.hour} h"
    return f"{moment:%H:%M}"


def city_of_zone(name: str, language: str | None = None) -> str:
    """The place whose clock is meant: “London”, “Londres”, “لندن”."""
    return get_timezone_location(ZoneInfo(name), locale=babel_locale(language), return_city=True)


def number_in_words(value: int | float, language: str | None = None) -> str:
    return format_decimal(value, locale=babel_locale(language))


def money_in_words(amount: Decimal, currency: str, language: str | None = None) -> str:
    """“£490.00”, “490,00 £GB”; whole amounts without their empty cents."""
    whole = amount == amount.to_integral_value()
    return format_currency(
        int(amount) if whole else amount,
        currency,
        locale=babel_locale(language),
        currency_digits=not whole,
        decimal_quantization=not whole,
    )


def language_in_words(code: str, language: str | None = None) -> str:
    """“Arabic”, “arabe”, “العربية”; the code itself if nobody has a name for it."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(babel_locale(language))
    except (UnknownLocaleError, ValueError):
        return code
    return name or code


def list_in_words(names: list[str], language: str | None = None) -> str:
    locale = babel_locale(language)
    # British usage has no comma before “and”; American usage is what plain “en” means to CLDR.
    return format_list(names, locale=Locale("en", "GB") if locale.language == "en" else locale)
