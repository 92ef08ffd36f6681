"""People who returned by their own wish, each journey once it has ended: by which route, of what kind, and when."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactTable, Kind, fact_keys
from cairn.evidence.words import countries
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.facts.columns import TRAITS, Counted, answers, code, day, traits
from cairn.programmes.casework.facts.origins import REGION_OF, REGIONS
from cairn.programmes.casework.facts.reading import all_countries, by_person, in_slices
from cairn.programmes.casework.models import CaseRecord

NAME = "casework.returned"
COUNSELLING, ELIGIBILITY, ARRIVAL = "return-counselling", "return-eligibility", "arrival"


@dataclass(frozen=True, slots=True)
class Returned(Counted):
    """Somebody on the day of arrival, with what the forms of the journey say."""

    said: Mapping[str, Any]


def returned() -> FactTable:
    """Each return that ended with an arrival which somebody wrote down."""
    codes = all_countries()
    columns = (
        day("arrived_on", _("arrived on"), "#date+arrived"),
        *traits(),
        answers("kind", _("kind of return"), (ELIGIBILITY, "kind"), "#activity+return+code"),
        code("departure", _("country of departure"), codes, "#country+departure+code", countries(codes)),
        # Two lists of all countries beside each other are more than an attack can hold.
        code(
            "departure_region",
            _("region of departure"),
            (*REGIONS, None),
            "#region+departure+code",
            countries(REGIONS),
        ),
        code("transit", _("country of transit"), codes, "#country+transit+code", countries(codes)),
        code("destination", _("country of return"), codes, "#country+return+code", countries(codes)),
        answers("came_by", _("how it began"), (COUNSELLING, "met_by"), "#cause+code"),
        answers("needs", _("special needs"), (ELIGIBILITY, "extra"), "#affected+needs", Kind.SEVERAL),
    )
    return FactTable(
        name=NAME,
        title=_("Voluntary returns"),
        grain=_("One return of one person, on the day on which they arrived."),
        columns=columns,
        programme="casework",
        is_person=True,
        read=_read,
    )


def arrival_day(said: Mapping[str, Any]) -> dt.date | None:
    """The day that the form on the arrival tells; forms keep days as text."""
    told = said.get("arrived_on")
    return dt.date.fromisoformat(told) if told else None


def of_cases(rows: Iterable[CaseRecord]) -> Iterator[list[CaseRecord]]:
    """The finished forms of each case, the earliest first."""
    cases: dict[Any, list[CaseRecord]] = {}
    for row in rows:
        cases.setdefault(row.case_id, []).append(row)
    yield from cases.values()


def finished(*forms: str) -> Any:
    return CaseRecord.objects.filter(form__in=forms, is_finished=True, case__kind=Work.RETURN)


def _read() -> Iterator[dict[str, list[Any]]]:
    keyed = fact_keys(NAME)
    columns = TRAITS | {
        "arrived_on": lambda one: one.day,
        "kind": lambda one: one.said.get("kind"),
        "departure": lambda one: one.said.get("leaves_country"),
        "departure_region": lambda one: REGION_OF.get(one.said.get("leaves_country")),
        "transit": lambda one: one.said.get("through_country"),
        "destination": lambda one: one.said.get("destination"),
        "came_by": lambda one: one.said.get("met_by"),
        "needs": lambda one: one.said.get("extra") or (),
        "key": lambda one: keyed(one.person.pk),
    }
    return in_slices(_returns(), columns, of=CaseRecord)


def _returns() -> Iterator[Returned]:
    for person, rows in by_person(finished(COUNSELLING, ELIGIBILITY, ARRIVAL)):
        for forms in of_cases(rows):
            said: dict[str, Any] = {}
            for row in forms:
                said |= row.answers
            arrived = arrival_day(said)
            if arrived is not None:
                yield Returned(person, arrived, said)
