"""What must be true of a person before they are saved."""

import re
import unicodedata
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed.letters import without_controls
from cairn.people.codes import Flag

MOST_NAMES = 20
LONGEST_NAME = 200
_TERRITORY = re.compile(r"[A-Z]{2}")
_NAMES = ("given_name", "father_name", "family_name", "own_script_name")


def clean_person(person: Any) -> None:
    """Tidy what was typed, and refuse what cannot be; every reason stands beside its field."""
    wrong: dict[str, Any] = {
        name: _("Write this name in letters.") for name in _NAMES if not _has_letters(getattr(person, name))
    }
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


def _has_letters(name: str) -> bool:
    """Whether a name, where there is one, has a letter of any script."""
    return not name or any(unicodedata.category(letter).startswith("L") for letter in name)
