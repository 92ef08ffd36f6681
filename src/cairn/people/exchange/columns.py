"""What a sheet of people can say: each column with its field, how it is read, and how it is written."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.people.exchange import parsing


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `belongs_to` is the person, or the kind of part that a cell makes."""

    name: str
    label: Any
    parse: Callable[..., Any]
    synonyms: tuple[str, ...] = ()
    belongs_to: str = "person"


COLUMNS: tuple[Column, ...] = (
    Column("given_name", _("given names"), parsing.parse_text, ("first name", "prénom", "prenom", "الاسم الأول", "name")),
    Column("father_name", _("father's or middle name"), parsing.parse_text, ("middle name", "father", "nom du père", "اسم الأب")),
    Column("family_name", _("family name"), parsing.parse_text, ("last name", "surname", "nom", "nom de famille", "اسم العائلة", "second name")),
    Column("own_script_name", _("whole name in their own script"), parsing.parse_text, ("arabic name", "الاسم", "الاسم الكامل")),
    Column("other_names", _("other names"), parsing.parse_names, ("nickname", "alias", "autres noms")),
    Column("born", _("born"), parsing.parse_birth, ("date of birth", "dob", "birth date", "birthdate", "year of birth", "date de naissance", "تاريخ الميلاد")),
    Column("birth_place", _("place of birth"), parsing.parse_text, ("birth place", "lieu de naissance", "مكان الميلاد")),
    Column("birth_country", _("country of birth"), parsing.parse_country, ("pays de naissance",)),
    Column("sex", _("sex"), parsing.parse_sex, ("gender", "sexe", "الجنس")),
    Column("nationalities", _("nationalities"), parsing.parse_countries, ("nationality", "citizenship", "nationalité", "الجنسية")),
    Column("is_stateless", _("is stateless"), parsing.parse_yes, ("stateless", "apatride")),
    Column("languages", _("languages"), parsing.parse_languages, ("language", "langue", "langues", "اللغة")),
    Column("needs_interpreter", _("needs an interpreter"), parsing.parse_yes, ("interpreter", "interprète")),
    Column("phone", _("telephone"), parsing.parse_text, ("phone number", "mobile", "téléphone", "رقم الهاتف"), "phone"),
    Column("email", _("e-mail"), parsing.parse_text, ("mail", "email address", "courriel"), "email"),
    Column("address", _("address"), parsing.parse_text, ("adresse", "العنوان"), "address"),
    Column("document_number", _("number of a document"), parsing.parse_text, ("passport", "passport number", "id number", "numéro de passeport", "رقم الجواز"), "document"),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}


def guessed_mapping(header: Sequence[str]) -> dict[str, str]:
    """Which column of the register each column of a sheet seems to be; those that match nothing are left out."""
    known = {
        _plain(word): column.name
        for column in COLUMNS
        for word in (column.name, column.label, *column.synonyms)
    }
    mapping: dict[str, str] = {}
    for name in header:
        guess = known.get(_plain(name))
        if guess and guess not in mapping.values():
            mapping[name] = guess
    return mapping


def _plain(word: object) -> str:
    decomposed = unicodedata.normalize("NFKD", str(word).casefold())
    return re.sub(r"[\W_]+", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


def written(value: Any) -> str:
    """How a value stands in a sheet that leaves."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, list | tuple):
        return "; ".join(written(each) for each in value)
    return str.__str__(value) if isinstance(value, str) else str(value)


def labels(names: Iterable[str]) -> list[str]:
    return [str(BY_NAME[name].label) for name in names]
