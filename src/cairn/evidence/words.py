"""Words in several languages, as `{language: text}`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from django.conf import settings
from django.utils import translation
from django.utils.functional import lazy


def in_language(words: Mapping[str, str] | None, language: str | None = None) -> str:
    """The words in a language (today's, if none is named), else in the default one, in English, or in any."""
    words = words or {}
    for code in (language or translation.get_language() or "", settings.LANGUAGE_CODE, "en"):
        if words.get(code):
            return words[code]
    return next((text for text in words.values() if text), "")


def exactly_in(words: Mapping[str, str] | None, language: str | None = None) -> str:
    """The words in `language` (today's, if none is named) or none: for names that have a form of their own."""
    return (words or {}).get(language or translation.get_language() or "", "")


def in_all_languages(text: Any) -> dict[str, str]:
    """What a lazily translated text says in each language of the mission."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(text)
    return said


def countries(codes: Iterable[str | None]) -> dict[str, Any]:
    """The names of countries by their codes of two letters, in whatever language they are read."""
    return {code: _country_later(code) for code in codes if code}


def part_of_time(name: str, language: str) -> str:
    """2015, 2015-Q3, 2015-06 or 2015-06-16 as a reader says it."""
    # The day before the month, as the public pages have it.
    locale, year = conventions("en-GB" if language == "en" else language), name[:4]
    if "Q" in name:
        day = date(int(year), 3 * int(name[-1]) - 2, 1)
        return format_skeleton("yQQQ", day, locale=locale)
    match [int(part) for part in name.split("-")]:
        case [_year]:
            return year
        case [_year, month]:
            return format_skeleton("yMMMM", date(int(year), month, 1), locale=locale)
    return format_date(date.fromisoformat(name), "long", locale=locale)


def conventions(language: str) -> Locale:
    """Those of a language, or of English where the field has none to offer."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _country(code: str) -> str:
    return conventions(translation.get_language() or "en").territories.get(code, code)


# Made once: each call of `lazy` builds a class, and a list of countries would build hundreds.
_country_later = lazy(_country, str)
