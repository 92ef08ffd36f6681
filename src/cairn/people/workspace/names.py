"""Countries and languages by the names that a colleague knows them by, and back to their codes."""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

_TERRITORY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
# Not places where somebody can be a national: unions, test codes, “unknown”.
_NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_NO_LANGUAGE = {"mul", "root", "und", "zxx"}


def countries() -> dict[str, str]:
    """Code and name, by name, in the language of the page."""
    return _countries(_language())


def languages() -> dict[str, str]:
    return _languages(_language())


def country_name(code: str) -> str:
    return countries().get(code, code)


def language_name(code: str) -> str:
    return languages().get(code, code)


def country_code(text: str) -> str:
    """The code of a country that somebody typed by its name in their language, in English, or as a code; or empty."""
    return _code(text, _countries(_language()), _countries("en"), text.strip().upper())


def language_code(text: str) -> str:
    return _code(text, _languages(_language()), _languages("en"), text.strip().lower())


def _code(text: str, own: dict[str, str], english: dict[str, str], code: str) -> str:
    wanted = text.strip().casefold()
    for names in (own, english):
        for each, name in names.items():
            if name.casefold() == wanted:
                return each
    return code if code in english else ""


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except UnknownLocaleError:
        return Locale("en")


@lru_cache(maxsize=8)
def _countries(language: str) -> dict[str, str]:
    names = _locale(language).territories
    return _by_name(
        {code: names[code] for code in names if _TERRITORY.fullmatch(code) and code not in _NO_COUNTRY}
    )


@lru_cache(maxsize=8)
def _languages(language: str) -> dict[str, str]:
    names = _locale(language).languages
    return _by_name(
        {code: names[code] for code in names if _LANGUAGE.fullmatch(code) and code not in _NO_LANGUAGE}
    )


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))
