"""What another organisation told of somebody, field by field in words, beside what the register has of a person."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.people.matching.records import Record
from cairn.people.models import Person
from cairn.people.workspace.showing import in_words, label_of
from cairn.programmes.casework.codes import CaseState
from cairn.programmes.casework.forms.declaration import Question
from cairn.programmes.casework.forms.library import forms
from cairn.programmes.casework.models import Case, Identification
from cairn.programmes.casework.trafficking.codes import DecisionMaker, Exploitation, TraffickingStatus
from cairn.programmes.casework.trafficking.htcds.languages import THREE
from cairn.programmes.casework.trafficking.htcds.standard import Field, standard
from cairn.programmes.casework.workspace.filling import answer_in_words

PERSON = "person."
# Lists of the standard that casework has as its own, with words in every language.
LISTS: dict[str, Any] = {
    "CaseStatus": CaseState,
    "DecisionMakingOrg": DecisionMaker,
    "TraffickingStatus": TraffickingStatus,
    "TypeOfExploitation": Exploitation,
}
TABLES = {
    "org": _("Organisation"),
    "prs": _("Person"),
    "vic": _("Context of the victim"),
    "per": _("Context of a perpetrator"),
    "cas": _("Case"),
    "cco": _("Comment on the case"),
    "hte": _("Historic event"),
    "spl": _("Support plan"),
    "con": _("Consent"),
}
ROWS: dict[str, Any] = {"case": Case, "identification": Identification}
TWO = {three: two for two, three in THREE.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One field: by its name in the standard, what was told, and what the register has where it has such a thing."""

    name: str
    label: str
    told: str
    ours: str = ""
    is_ours: bool = False

    @property
    def is_same(self) -> bool:
        return self.is_ours and self.told.casefold() == self.ours.casefold()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One table of the standard, with each of its rows."""

    title: str
    rows: tuple[tuple[Line, ...], ...]


def chapters(
    content: Mapping[str, Any], person: Person | None = None, seen: frozenset[str] = frozenset()
) -> Iterator[Chapter]:
    """What was told, in the order of the standard; of the person only fields that the reader may see."""
    for code, table in standard().tables.items():
        held = content.get(code)
        rows = [row for row in (held if isinstance(held, list) else [held]) if isinstance(row, dict) and row]
        if rows:
            lines = (
                tuple(_line(field, row[field.name], person, seen) for field in _told(code, row))
                for row in rows
            )
            yield Chapter(str(TABLES.get(code, table.name)), tuple(lines))


def as_record(content: Mapping[str, Any]) -> Record:
    """Whom the register is asked about."""
    prs = content.get("prs", {})
    phones = (prs.get("prs_MobilePhone", ""), prs.get("prs_HomePhone", ""))
    return Record(
        id=0,
        given_name=prs.get("prs_FirstName", ""),
        father_name=prs.get("prs_MiddleName", ""),
        family_name=prs.get("prs_SecondName", ""),
        born=prs.get("prs_Birthdate", ""),
        nationality=next(iter(prs.get("prs_Citizenship", [])), ""),
        phones=tuple(filter(None, phones)),
    )


def _told(table: str, row: Mapping[str, Any]) -> list[Field]:
    return [field for field in standard().of_table(table) if field.name in row]


def _line(field: Field, value: Any, person: Person | None, seen: frozenset[str]) -> Line:
    column, _colon, place = field.origin.removeprefix(PERSON).partition(":")
    is_of_person = field.origin.startswith(PERSON)
    told = in_words(Person, column, _as_ours(column, value)) if is_of_person else _words(field, value)
    label = label_of(Person, column) if is_of_person else _label(field)
    if person is None or not is_of_person or column not in seen:
        return Line(field.name, label, told)
    ours = getattr(person, column)
    if place:
        ours = ours[int(place) - 1 : int(place)]
    return Line(field.name, label, told, in_words(Person, column, ours), is_ours=True)


def _as_ours(column: str, value: Any) -> Any:
    """Languages are written with two letters in the register."""
    return [TWO.get(value, value)] if column == "languages" else value


def _words(field: Field, value: Any) -> str:
    question = _questions().get(field.name)
    if question is not None and not question.trouble(value):
        return answer_in_words(question, value)
    known = dict(LISTS[field.list].choices) if field.list in LISTS else {}
    return "\n".join(str(known.get(one, one)) for one in (value if isinstance(value, list) else [value]))


def _label(field: Field) -> str:
    """As our own form or row calls it; by the name in the standard where we have no such thing."""
    if question := _questions().get(field.name):
        return str(question.label)
    row, _dot, column = field.origin.partition(".")
    model = ROWS.get(row)
    if model is not None and column in {one.name for one in model._meta.get_fields()}:
        return label_of(model, column)
    return " ".join(re.findall(r"[A-Z][a-z]*", field.name))


@cache
def _questions() -> dict[str, Question]:
    """The questions of our own forms that ask for a field of the standard: they have its words in every language."""
    return {one.standard: one for form in forms().values() for one in form.questions() if one.standard}
