"""Columns that several tables of casework have, and how they are read from a person and a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactColumn, Kind
from cairn.evidence.words import countries
from cairn.people.births import age_on
from cairn.people.codes import Sex
from cairn.people.models import Person
from cairn.programmes.casework.facts.origins import REGION_OF, REGIONS
from cairn.programmes.casework.facts.reading import all_countries
from cairn.programmes.casework.forms.library import forms

OF_AGE = 18
SEXES = (Sex.FEMALE, Sex.MALE, Sex.OTHER)
MAJORITY = {"child": _("children (under 18)"), "adult": _("adults")}
# UNHCR's age groups, by the first age of each.
AGE_GROUPS = {0: "0-4", 5: "5-11", 12: "12-17", 18: "18-59", 60: "60+"}


@dataclass(frozen=True, slots=True)
class Counted:
    """Somebody, on the day for which they count."""

    person: Person
    day: date

    @property
    def age(self) -> int | None:
        return age_on(self.person.born, self.day)

    @property
    def nationality(self) -> str | None:
        return next(iter(self.person.nationalities), None)


def traits() -> tuple[FactColumn, ...]:
    """Who somebody is, as coarse as a figure may say it; `TRAITS` reads them."""
    every, names = all_countries(), dict.fromkeys(AGE_GROUPS.values())
    return (
        code("nationality", _("nationality"), every, "#country+origin+code", countries(every)),
        code("region", _("region of origin"), (*REGIONS, None), "#region+origin+code", countries(REGIONS)),
        code("sex", _("sex"), (*SEXES, None), "#affected+gender", {sex: sex.label for sex in SEXES}),
        code("majority", _("child or adult"), (*MAJORITY, None), "#affected+age", MAJORITY),
        code("age_group", _("age group"), (*names, None), "#affected+age+band"),
    )


TRAITS: Mapping[str, Callable[[Any], Any]] = {
    "nationality": lambda one: one.nationality,
    "region": lambda one: REGION_OF.get(one.nationality),
    "sex": lambda one: one.person.sex if one.person.sex in SEXES else None,
    "majority": lambda one: majority(one.age),
    "age_group": lambda one: band(one.age, AGE_GROUPS),
}


def majority(age: int | None) -> str | None:
    if age is None:
        return None
    return "child" if age < OF_AGE else "adult"


def band(number: int | None, bands: Mapping[int, str]) -> str | None:
    """The band that begins at or before a number."""
    return None if number is None else bands[max(first for first in bands if first <= number)]


def day(name: str, title: Any, hxl: str) -> FactColumn:
    return FactColumn(name=name, kind=Kind.DAY, title=title, hxl=hxl)


def code(name: str, title: Any, codes: Iterable[Any], hxl: str, labels: Any = ()) -> FactColumn:
    return FactColumn(
        name=name, kind=Kind.CODE, title=title, codes=tuple(codes), hxl=hxl, labels=dict(labels)
    )


def several(name: str, title: Any, codes: Iterable[str], hxl: str, labels: Any = ()) -> FactColumn:
    """Any number of the codes of one person, which do not add up to people."""
    return FactColumn(
        name=name, kind=Kind.SEVERAL, title=title, codes=tuple(codes), hxl=hxl, labels=dict(labels)
    )


def choices(name: str, title: Any, known: Any, hxl: str, kind: Kind = Kind.CODE) -> FactColumn:
    """One of a list of codes, or with `Kind.SEVERAL` any number of them."""
    return FactColumn(
        name=name, kind=kind, title=title, codes=tuple(known.values), hxl=hxl, labels=dict(known.choices)
    )


def answers(
    name: str, title: Any, asked: tuple[str, str], hxl: str, kind: Kind = Kind.CODE, but: Iterable[str] = ()
) -> FactColumn:
    """What a question of a form offers, in whichever version somebody answered it."""
    form, question = asked
    labels: dict[str, Any] = {}
    for (known, _version), declared in forms().items():
        if known == form:
            for found in (each for each in declared.questions() if each.name == question):
                labels |= {choice.code: found.label_of(choice.code) for choice in found.choices}
    codes = [each for each in labels if each not in but]
    return FactColumn(
        name=name,
        kind=kind,
        title=title,
        codes=(*codes, None) if kind is Kind.CODE else tuple(codes),
        hxl=hxl,
        labels={each: labels[each] for each in codes},
    )
