"""People who were identified as victims of trafficking, each once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactColumn, FactTable, Kind, fact_keys
from cairn.evidence.words import countries
from cairn.people.births import age_on
from cairn.people.codes import Sex
from cairn.people.models import Person
from cairn.programmes.casework.facts.reading import (
    AGE_BANDS,
    age_band,
    all_countries,
    in_slices,
    remaining_records,
)
from cairn.programmes.casework.models import Identification
from cairn.programmes.casework.trafficking.codes import (
    FORM_OF,
    Exploitation,
    FormOfExploitation,
    IdentifiedBy,
    TraffickingStatus,
)

NAME = "casework.identified"
OF_AGE = 18
SEXES = (Sex.FEMALE, Sex.MALE, Sex.OTHER)
COUNTED = (TraffickingStatus.POSSIBLE, TraffickingStatus.ACTUAL)
MAJORITY = {"child": _("children (under 18)"), "adult": _("adults")}


@dataclass(frozen=True, slots=True)
class Identified:
    """One person with all that was said of them, the earliest first."""

    person: Person
    said: tuple[Identification, ...]

    @property
    def counts(self) -> bool:
        """The latest word decides: whoever was found not to be a victim is none in the figures either."""
        return self.said[-1].status in COUNTED

    @property
    def day(self) -> dt.date:
        return self.said[0].identified_on

    @property
    def age(self) -> int | None:
        return age_on(self.person.born, self.day)

    @property
    def exploitation(self) -> set[str]:
        return {code for each in self.said for code in each.exploitation}


def identified() -> FactTable:
    """Each person whom an organisation recognised as a victim of trafficking, or as possibly one."""
    codes = all_countries()
    columns = (
        FactColumn(name="identified_on", kind=Kind.DAY, title=_("identified on"), hxl="#date+identified"),
        _code("nationality", _("nationality"), codes, "#country+origin+code", countries(codes)),
        _code("sex", _("sex"), (*SEXES, None), "#affected+gender", {sex: sex.label for sex in SEXES}),
        _code("majority", _("child or adult when identified"), (*MAJORITY, None), "#affected+age", MAJORITY),
        _code("age_group", _("age group when identified"), (*AGE_BANDS.values(), None), "#affected+age+band"),
        _choices("exploitation", _("exploitation"), Exploitation, "#affected+exploitation", Kind.SEVERAL),
        _choices("form", _("form of exploitation"), FormOfExploitation, "#affected+form", Kind.SEVERAL),
        _code("country", _("country of exploitation"), codes, "#country+exploitation+code", countries(codes)),
        _choices("identified_by", _("identified by"), IdentifiedBy, "#org+type"),
        _code("status", _("status"), COUNTED, "#status", {each: each.label for each in COUNTED}),
    )
    return FactTable(
        name=NAME,
        title=_("People identified as victims of trafficking"),
        grain=_("One person, from the day on which an organisation first recognised them as a victim."),
        columns=columns,
        programme="casework",
        is_person=True,
        read=_read,
    )


def _read() -> Iterator[dict[str, list[Any]]]:
    keyed = fact_keys(NAME)
    columns = {
        "identified_on": lambda one: one.day,
        "nationality": lambda one: next(iter(one.person.nationalities), None),
        "sex": lambda one: one.person.sex if one.person.sex in SEXES else None,
        "majority": lambda one: _majority(one.age),
        "age_group": lambda one: age_band(one.age),
        "exploitation": lambda one: one.exploitation,
        "form": lambda one: {FORM_OF[code] for code in one.exploitation},
        "country": lambda one: one.said[-1].country or None,
        "identified_by": lambda one: one.said[0].identified_by,
        "status": lambda one: one.said[-1].status,
        "key": lambda one: keyed(one.person.pk),
    }
    return in_slices((one for one in _people() if one.counts), columns, of=Identification)


def _people() -> Iterator[Identified]:
    """All rows of a person together. Those on a record that was joined to another are few, and wait at hand."""
    remaining = remaining_records()
    rows = (
        Identification.objects.filter(data_key__destroyed_at=None)
        .select_related("data_key", "case__person__data_key")
        .order_by("case__person_id", "identified_on", "made_at", "pk")
    )
    waiting: dict[Any, list[Identification]] = defaultdict(list)
    for row in rows.filter(case__person_id__in=list(remaining)):
        waiting[remaining[row.case.person_id]].append(row)
    others = rows.exclude(case__person_id__in=list(remaining)).iterator(1_000)
    for pk, group in groupby(others, key=lambda row: row.case.person_id):
        own = list(group)
        yield _identified(own[0].case.person, chain(own, waiting.pop(pk, ())))
    for person in Person.objects.filter(pk__in=list(waiting)).select_related("data_key"):
        yield _identified(person, waiting[person.pk])


def _identified(person: Person, rows: Any) -> Identified:
    return Identified(person, tuple(sorted(rows, key=lambda row: (row.identified_on, row.made_at))))


def _majority(age: int | None) -> str | None:
    if age is None:
        return None
    return "child" if age < OF_AGE else "adult"


def _code(name: str, title: Any, codes: Any, hxl: str, labels: Any = ()) -> FactColumn:
    return FactColumn(
        name=name, kind=Kind.CODE, title=title, codes=tuple(codes), hxl=hxl, labels=dict(labels)
    )


def _choices(name: str, title: Any, choices: Any, hxl: str, kind: Kind = Kind.CODE) -> FactColumn:
    return FactColumn(
        name=name, kind=kind, title=title, codes=tuple(choices.values), hxl=hxl, labels=dict(choices.choices)
    )
