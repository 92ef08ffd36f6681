"""The kinds of value a mission may set, each refusing what it does not know in one sentence."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers
from pydantic import AfterValidator, BeforeValidator

# CLDR lists groupings and test regions beside the countries of ISO 3166.
NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
# Open ones: what is published is there to be used.
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-3.0-IGO": "https://creativecommons.org/licenses/by/3.0/igo/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
}
KEY_SOURCES = ("file", "environment", "command")
SCENES = ("mission", "neighbour")
UNITS = {"MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3: text of normal size.


def _nearest(found: str, known: frozenset[str] | set[str]) -> str:
    """A hint for the commonest fault, a slip of the finger."""
    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(found.lower(), by_lower, n=1, cutoff=0.75)
    return f"; did you mean “{by_lower[near[0]]}”?" if near else ""


@cache
def known_languages() -> frozenset[str]:
    """Every language that CLDR names, written as on the web: “en”, “fa-AF”, “zh-Hans”."""
    return frozenset(name.replace("_", "-") for name in locale_identifiers())


@cache
def known_countries() -> frozenset[str]:
    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes if len(code) == 2 and code not in NOT_COUNTRIES)


def language(code: str) -> str:
    """Accept a language that has a name and a direction; answer it in lower case, as addresses write it."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        raise ValueError(
            f"a language code such as “en”, “fr”, “ar” or “fa-AF”{_nearest(code, known_languages())}"
        ) from None
    return code.lower()


def country(code: str) -> str:
    if code not in known_countries():
        hint = _nearest(code, known_countries()) if len(code) == 2 else ""
        raise ValueError(f"a country code of two capital letters (ISO 3166), such as “GB”{hint}")
    return code


def time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(
            f"a time zone of the IANA list, such as “Europe/London”{_nearest(name, available_timezones())}"
        )
    return name


def brightness(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0 for black and 1 for white."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    return 1.05 / (brightness(colour) + 0.05)


def colour(value: str) -> str:
    """A colour that white words can stand on, and that can be read on white."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError("a colour written as # and six hexadecimal digits, such as “#0b5563”")
    if (contrast := contrast_with_white(value)) < LEAST_CONTRAST:
        raise ValueError(
            f"a darker colour: against white this one has a contrast of {contrast:.1f} to 1, "
            f"and readers need {LEAST_CONTRAST} to 1"
        )
    return value.lower()


def site_address(value: str) -> str:
    """The origin of a site: scheme, host and perhaps a port."""
    try:
        parts = urlsplit(value)
        well_formed = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        well_formed = False
    if not well_formed or parts.path.strip("/") or parts.query or parts.username:
        raise ValueError("the address of a site, without a path, such as “https://www.example.org”")
    return f"{parts.scheme}://{parts.netloc}"


def database_address(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return value
    if scheme == "postgresql" and urlsplit(value).path.strip("/"):
        return value
    raise ValueError("“sqlite:///cairn.sqlite3” or “postgresql://user@host:5432/name”")


def email(value: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", value):
        raise ValueError("an e-mail address, such as “press@example.org”")
    return value


def words(value: str) -> str:
    if not value.strip():
        raise ValueError("a few words; it was left empty")
    return value.strip()


def licence(value: str) -> str:
    if value not in LICENCES:
        raise ValueError("one of " + ", ".join(f"“{name}”" for name in LICENCES))
    return value


def key_source(value: str) -> str:
    if value not in KEY_SOURCES:
        raise ValueError("“file”, “environment” or “command”")
    return value


def scene(value: str) -> str:
    if value not in SCENES:
        raise ValueError("“mission” or “neighbour”")
    return value


def size(value: object) -> int:
    """How many bytes “2 GB” are; a number without a unit leaves open what it counts, and is refused."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([A-Z]B)", str(value).strip().upper())
    if not found or found[2] not in UNITS:
        raise ValueError("a size with its unit, such as “500 MB”, “2 GB” or “1.5 TB”")
    return int(float(found[1]) * UNITS[found[2]])


def or_empty(check: Callable[[str], str]) -> Callable[[str], str]:
    return lambda value: check(value) if value else ""


Colour = Annotated[str, AfterValidator(colour)]
Country = Annotated[str, AfterValidator(country)]
DatabaseAddress = Annotated[str, AfterValidator(database_address)]
Email = Annotated[str, AfterValidator(email)]
OptionalEmail = Annotated[str, AfterValidator(or_empty(email))]
Licence = Annotated[str, AfterValidator(licence)]
Scene = Annotated[str, AfterValidator(scene)]
KeySource = Annotated[str, AfterValidator(key_source)]
Language = Annotated[str, AfterValidator(language)]
SiteAddress = Annotated[str, AfterValidator(site_address)]
Size = Annotated[int, BeforeValidator(size)]
TimeZone = Annotated[str, AfterValidator(time_zone)]
Words = Annotated[str, AfterValidator(words)]
