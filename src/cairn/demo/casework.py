"""Some hundreds of invented people with whom the demonstration mission worked in 2014 and 2015, and what came of it.

The releases on assistance, screening, decisions, returns, reintegration and legal ways are counted from these records.
Nobody here lives: all is drawn by chance with a seed, so that every machine invents the same. They belong to an office of
their own, and their cases are closed, so that the everyday lists of the demonstration's colleagues stay short.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from cairn.demo import advice, journeys, screenings
from cairn.demo.cast import MARK
from cairn.demo.inventing import days_old, names, noon, one_of, open_many, register_many, some_of
from cairn.guard.models import Office
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.models import Person
from cairn.programmes.casework.codes import CaseState, ClosingReason, ServiceKind, What, Work
from cairn.programmes.casework.models import (
    Case,
    CaseRecord,
    Happening,
    NationalReferral,
    ReferralStep,
    ScreeningDecision,
    Service,
)
from cairn.programmes.casework.ways import ways

OFFICE = ("CASEWORK", f"Archive of casework {MARK}")
SEED = 20151231
FIRST, LAST = dt.date(2014, 1, 6), dt.date(2015, 12, 31)
# Whoever came later than this is not in the figures of 2015.
DAYS = (LAST - FIRST).days - 30
ABOUT = f"Nobody: this person, this case and what it tells were made up {MARK}."
WEST_AFRICA = {"GM": 30, "SN": 22, "GN": 20, "NG": 20, "ML": 16, "CI": 12, "GH": 12, "SL": 3, "TG": 2}
ELSEWHERE = {
    "SD": 24,
    "ER": 20,
    "ET": 12,
    "AF": 22,
    "PK": 14,
    "BD": 9,
    "SY": 14,
    "IQ": 12,
    "AL": 16,
    "VN": 11,
    "BR": 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many had one kind of work, who they were, what they were given, and what else their cases hold."""

    people: int
    female: float
    children: float
    origins: Mapping[str, int]
    given: Mapping[ServiceKind, int]
    rows: Callable[[Case, Random], Iterable[Any]]


GROUPS: Mapping[Work, Group] = {
    Work.RETURN: Group(
        people=300,
        female=0.34,
        children=0.14,
        origins=WEST_AFRICA,
        given={
            ServiceKind.CASH: 30, ServiceKind.LIVELIHOOD: 22, ServiceKind.TRANSPORT: 20, ServiceKind.TRAINING: 12,
            ServiceKind.HEALTH: 9, ServiceKind.COUNSELLING: 7,
        },
        rows=journeys.rows,
    ),
    Work.TRAFFICKING: Group(
        people=200,
        female=0.58,
        children=0.22,
        origins=ELSEWHERE | {"NG": 22},
        given={
            ServiceKind.SAFETY: 26, ServiceKind.ACCOMMODATION: 24, ServiceKind.LEGAL_ADVICE: 20,
            ServiceKind.MENTAL_HEALTH: 18, ServiceKind.CHILD_PROTECTION: 12,
        },
        rows=screenings.rows,
    ),
    Work.PATHWAYS: Group(
        people=190,
        female=0.47,
        children=0.08,
        origins=ELSEWHERE,
        given={ServiceKind.LEGAL_ADVICE: 46, ServiceKind.INFORMATION: 34, ServiceKind.DOCUMENTS: 20},
        rows=advice.rows,
    ),
}  # fmt: skip
# What hangs on what stands after it.
ORDER = (CaseRecord, NationalReferral, ReferralStep, ScreeningDecision, Service, Happening)


def record_casework() -> int:
    """Record all of them, unless the archive holds somebody already; answer how many are new."""
    office, _is_new = Office.objects.get_or_create(code=OFFICE[0], defaults={"name": OFFICE[1]})
    if Person.objects.filter(office=office).exists():
        return 0
    cases = list(_cases(office, chance := Random(SEED)))
    register_many([case.person for case in cases])
    open_many(cases)
    rows = [row for case in cases for row in _rows(case, chance)]
    for row in rows:
        row.data_key = row.case.data_key
    for model in ORDER:
        model.objects.bulk_create([row for row in rows if type(row) is model], batch_size=500)
    record(Event.PEOPLE_IMPORTED, Person, by=None, data={"rows": len(cases)})
    return len(cases)


def _cases(office: Office, chance: Random) -> Iterator[Case]:
    drawn = names(chance)
    for kind, group in GROUPS.items():
        for _number in range(group.people):
            opened = FIRST + dt.timedelta(days=chance.randrange(DAYS))
            yield _case(_person(office, kind, opened, next(drawn), chance), kind, opened)


def _person(office: Office, kind: Work, opened: dt.date, named: tuple[str, str], chance: Random) -> Person:
    group = GROUPS[kind]
    born = opened - dt.timedelta(days=days_old(chance.random() < group.children, chance))
    return Person(
        office=office,
        registered_at=noon(opened),
        retention_category=ways()[kind].retention,
        given_name=named[0],
        family_name=named[1],
        sex="female" if chance.random() < group.female else "male",
        born=born.isoformat(),
        nationalities=[one_of(group.origins, chance)],
    )


def _case(person: Person, kind: Work, opened: dt.date) -> Case:
    return Case(
        person=person,
        kind=kind,
        office=person.office,
        stage="closed",
        state=CaseState.CLOSED,
        closing_reason=ClosingReason.GOALS_REACHED,
        opened_at=noon(opened),
        stage_since=noon(LAST),
        closed_at=noon(LAST),
        about=ABOUT,
    )


def _rows(case: Case, chance: Random) -> Iterator[Any]:
    """What was given in the months after, what the kind of work brings, and the first line of the timeline."""
    kind = Work(case.kind)
    opened = case.opened_at.date()
    for service in some_of(GROUPS[kind].given, 3, chance):
        on = min(opened + dt.timedelta(days=chance.randrange(1, 120)), LAST)
        yield Service(case=case, kind=service, given_on=on, made_at=noon(on), note=ABOUT)
    yield from GROUPS[kind].rows(case, chance)
    yield Happening(case=case, what=What.OPENED, code=kind, made_at=case.opened_at)
