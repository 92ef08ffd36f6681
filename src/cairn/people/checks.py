"""What must be true of a person before they are saved."""

import re
import unicodedata
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cairn.people.codes import Flag

MOST_NAMES = 20
LONGEST_NAME = 200
_TERRITORY = re.compile(r"[A-Z]{2}")
_TEXTS = ("given_name", "father_name", "family_name", "own_script_name", "birth_place", "interpreter_notes")


def clean_person(person: Any) -> None:
    """Tidy what was typed, and refuse what cannot be; every reason stands beside its field."""
    wrong: dict[str, Any] = {}
    for name in _TEXTS:
        _tidy(person, name, wrong)
    if not (person.given_name or person.family_name or person.own_script_name):
        wrong["given_name"] = _("Write at least one name. If nobody knows it, write “unknown”.")
    for name, check in (
        ("other_names", tidy_names),
        ("nationalities", checked_countries),
        ("languages", checked_languages),
        ("flags", checked_flags),
    ):
        try:
            setattr(person, name, check(getattr(person, name)))
        except ValidationError as error:
            wrong[name] = error
    if person.birth_country and not _TERRITORY.fullmatch(person.birth_country):
        wrong["birth_country"] = _("Choose a country from the list.")
    if person.team_id and person.team.office_id != person.office_id:
        wrong["team"] = _("This team belongs to another office.")
    if wrong:
        raise ValidationError(wrong)


def without_controls(text: str) -> str:
    """One line, without letters that nobody sees or that turn the direction of what follows."""
    kept = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") else letter
        for letter in text
    )
    # Invisible joiners are part of how Persian and Indic scripts are written; other format letters are not.
    kept = "".join(
        letter for letter in kept if unicodedata.category(letter) != "Cf" or letter in "\u200c\u200d"
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def tidy_names(names: Any) -> list[str]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValidationError(_("Write other names one to a line."))
    tidy = list(dict.fromkeys(filter(None, map(without_controls, names))))
    if len(tidy) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in tidy):
        raise ValidationError(_("Write at most 20 other names of at most 200 letters."))
    return tidy


def checked_countries(codes: Any) -> list[str]:
    known = Locale("en").territories
    if not isinstance(codes, list) or not all(
        isinstance(c, str) and _TERRITORY.fullmatch(c) and c in known for c in codes
    ):
        raise ValidationError(_("Choose countries from the list."))
    return list(dict.fromkeys(codes))


def checked_languages(codes: Any) -> list[str]:
    known = Locale("en").languages
    if not isinstance(codes, list) or not all(isinstance(code, str) and code in known for code in codes):
        raise ValidationError(_("Choose languages from the list."))
    return list(dict.fromkeys(codes))


def checked_flags(codes: Any) -> list[str]:
    if not isinstance(codes, list) or not set(codes) <= set(Flag.values):
        raise ValidationError(_("Choose from the list."))
    return [flag for flag in Flag.values if flag in codes]


def _tidy(person: Any, name: str, wrong: dict[str, Any]) -> None:
    """A name needs a letter, and only tidy ones are kept."""
    value = getattr(person, name)
    if not value:
        return
    tidy = without_controls(value)
    if name.endswith("_name") and not any(unicodedata.category(letter).startswith("L") for letter in tidy):
        wrong[name] = _("Write this name in letters.")
    elif tidy != value:
        setattr(person, name, tidy)
