"""From what stands in a cell to what the register keeps; every reason for a refusal is a sentence."""

import re
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed.letters import without_controls
from cairn.people.births import checked_birth
from cairn.people.codes import Sex

_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_SEVERAL = re.compile(r"[;|\n،؛]+|,\s")
_SEXES = {
    Sex.FEMALE: ("f", "female", "femme", "féminin", "w", "woman", "girl", "أنثى", "انثى", "زن"),
    Sex.MALE: ("m", "male", "homme", "masculin", "man", "boy", "ذكر", "مرد"),
    Sex.OTHER: ("x", "other", "autre"),
    Sex.UNKNOWN: ("u", "unknown", "inconnu", "?", "غير معروف"),
}
_YES = frozenset({"1", "j", "ja", "o", "oui", "true", "y", "yes", "نعم"})
_NO = frozenset({"0", "false", "n", "nein", "no", "non", "لا"})


def parse_text(text: str) -> str:
    return without_controls(text)


def parse_birth(text: str, *, day_first: bool = True) -> str:
    """ISO, or a day in three numbers; in which order those stand is settled once for a file."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return checked_birth(text.strip().removesuffix(" 00:00:00"))
    first, second, year = (int(part) for part in found.groups())
    day, month = (first, second) if day_first else (second, first)
    return checked_birth(f"{year}-{month:02d}-{day:02d}")


def parse_sex(text: str) -> str:
    said = text.strip().casefold().rstrip(".")
    for sex, words in _SEXES.items():
        if said in words:
            return sex
    raise ValidationError(_("Write female, male, other or unknown."))


def parse_countries(text: str) -> list[str]:
    return [parse_country(part) for part in _SEVERAL.split(text) if part.strip()]


def parse_country(text: str) -> str:
    """A code of two or three letters, or a name in a language of the mission."""
    said = " ".join(text.split()).casefold()
    code = _territories().get(said)
    if code is None:
        raise ValidationError(_("This country is not known. Write its code of two letters, such as SY."))
    return code


def parse_languages(text: str) -> list[str]:
    found = []
    for part in filter(None, (each.strip() for each in _SEVERAL.split(text))):
        code = _tongues().get(part.casefold())
        if code is None:
            raise ValidationError(_("This language is not known. Write its code, such as ar or ti."))
        found.append(code)
    return found


def parse_names(text: str) -> list[str]:
    return [name for name in map(without_controls, _SEVERAL.split(text)) if name]


def parse_yes(text: str) -> bool:
    said = text.strip().casefold()
    if said not in _YES | _NO:
        raise ValidationError(_("Write yes or no."))
    return said in _YES


@cache
def _territories() -> dict[str, str]:
    known: dict[str, str] = {}
    aliases: dict[str, Any] = get_global("territory_aliases")
    for old, new in aliases.items():
        if len(old) == 3 and old.isalpha() and len(new) == 1:
            known[old.casefold()] = new[0]
    for locale in _locales():
        for code, name in locale.territories.items():
            if len(code) == 2:
                known[name.casefold()] = code
    for code in Locale("en").territories:
        if len(code) == 2:
            known[code.casefold()] = code
    return known


@cache
def _tongues() -> dict[str, str]:
    known: dict[str, str] = {}
    for locale in _locales():
        known.update({name.casefold(): code for code, name in locale.languages.items()})
    known.update({code.casefold(): code for code in Locale("en").languages})
    return known


def _locales() -> list[Locale]:
    found = []
    for code in ("en", *(code for code, _name in settings.LANGUAGES)):
        try:
            found.append(Locale.parse(code, sep="-"))
        except (UnknownLocaleError, ValueError):
            continue
    return found
