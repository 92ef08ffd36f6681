"""People who were identified as victims of trafficking, each once."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactTable, Kind, fact_keys
from cairn.evidence.words import countries
from cairn.people.births import age_on
from cairn.people.models import Person
from cairn.programmes.casework.facts.columns import (
    MAJORITY,
    SEXES,
    band,
    choices,
    code,
    day,
    majority,
    several,
)
from cairn.programmes.casework.facts.reading import all_countries, beside, by_person, in_slices
from cairn.programmes.casework.models import CaseRecord, Identification
from cairn.programmes.casework.trafficking.codes import (
    FORM_OF,
    Exploitation,
    FormOfExploitation,
    IdentifiedBy,
    TraffickingStatus,
)
from cairn.programmes.casework.trafficking.htcds.ctdc import Group, in_ctdc
from cairn.programmes.casework.trafficking.htcds.ctdc import codes as ctdc_codes

NAME, CONTEXT = "casework.identified", "victim-context"
COUNTED = (TraffickingStatus.POSSIBLE, TraffickingStatus.ACTUAL)
# CTDC's age bands, by the first age of each.
AGE_BANDS = {
    0: "0-8", 9: "9-17", 18: "18-20", 21: "21-23", 24: "24-26", 27: "27-29", 30: "30-38", 39: "39-47", 48: "48+",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identified:
    """One person with all that was said of them, the earliest first."""

    person: Person
    said: tuple[Identification, ...]
    # What the finished forms on the context of their cases answer.
    context: tuple[Mapping[str, Any], ...] = ()

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

    def in_ctdc(self, group: Group, question: str) -> set[str]:
        """By the crosswalk, from an answer of one code or of several."""
        told = [answers.get(question) or () for answers in self.context]
        held = {code for each in told for code in ([each] if isinstance(each, str) else each)}
        return in_ctdc(group, held)

    @property
    def recruiter(self) -> str | None:
        """The latest that was said: one person stands to another in one relation."""
        told = [answers["relationship"] for answers in self.context if answers.get("relationship")]
        return next(iter(in_ctdc(Group.RECRUITER, told[-1:])), None)


def identified() -> FactTable:
    """Each person whom an organisation recognised as a victim of trafficking, or as possibly one."""
    codes = all_countries()
    controls, labour, recruiters = map(ctdc_codes, (Group.CONTROL, Group.LABOUR, Group.RECRUITER))
    columns = (
        day("identified_on", _("identified on"), "#date+identified"),
        code("nationality", _("nationality"), codes, "#country+origin+code", countries(codes)),
        code("sex", _("sex"), (*SEXES, None), "#affected+gender", {sex: sex.label for sex in SEXES}),
        code("majority", _("child or adult when identified"), (*MAJORITY, None), "#affected+age", MAJORITY),
        code("age_group", _("age group when identified"), (*AGE_BANDS.values(), None), "#affected+age+band"),
        choices("exploitation", _("exploitation"), Exploitation, "#affected+exploitation", Kind.SEVERAL),
        choices("form", _("form of exploitation"), FormOfExploitation, "#affected+form", Kind.SEVERAL),
        several("means_of_control", _("means of control"), controls, "#affected+control", controls),
        several("type_of_labour", _("type of labour"), labour, "#affected+labour", labour),
        code(
            "recruiter",
            _("who recruited them"),
            (*recruiters, None),
            "#affected+recruiter",
            recruiters,
        ),
        code("country", _("country of exploitation"), codes, "#country+exploitation+code", countries(codes)),
        choices("identified_by", _("identified by"), IdentifiedBy, "#org+type"),
        code("status", _("status"), COUNTED, "#status", {each: each.label for each in COUNTED}),
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
        "majority": lambda one: majority(one.age),
        "age_group": lambda one: band(one.age, AGE_BANDS),
        "exploitation": lambda one: one.exploitation,
        "form": lambda one: {FORM_OF[code] for code in one.exploitation},
        "means_of_control": lambda one: one.in_ctdc(Group.CONTROL, "methods_of_control"),
        "type_of_labour": lambda one: one.in_ctdc(Group.LABOUR, "industry"),
        "recruiter": lambda one: one.recruiter,
        "country": lambda one: one.said[-1].country or None,
        "identified_by": lambda one: one.said[0].identified_by,
        "status": lambda one: one.said[-1].status,
        "key": lambda one: keyed(one.person.pk),
    }
    return in_slices((one for one in _people() if one.counts), columns, of=Identification)


def _people() -> Iterator[Identified]:
    contexts = CaseRecord.objects.filter(form=CONTEXT, is_finished=True)
    for person, rows, told in beside(by_person(Identification.objects.all()), contexts):
        said = tuple(sorted(rows, key=lambda row: (row.identified_on, row.made_at)))
        yield Identified(person, said, tuple(row.answers for row in told))
