"""2,340 invented people of 2014, identified as victims of trafficking: 96 nationalities, 61 % female, 29 % children.

The story of the training says “over 2,300 people … from 96 countries”; these records are what it is computed from. The
totals are those of a public summary. Nobody here lives: names are made of syllables, and all else is drawn by chance with
a seed, so that every loading of every machine invents the same. They belong to an office of their own, so that the
everyday lists of the demonstration's colleagues stay short.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from cairn.demo.cast import MARK
from cairn.demo.inventing import days_old, names, noon, one_of, open_many, register_many
from cairn.guard.models import Office
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.models import Person
from cairn.programmes.casework.codes import CaseState, ClosingReason, What, Work
from cairn.programmes.casework.models import Case, Happening, Identification
from cairn.programmes.casework.ways import ways

OFFICE = ("ARCHIVE", f"Archive {MARK}")
PEOPLE, FEMALE, CHILDREN, YEAR = 2_340, 1_427, 679, 2014
AT_ONCE = 500
SEED = 20140612
ABOUT = f"Nobody: this person, this case and what it tells were made up {MARK}."
ORGANISATION = f"An invented organisation {MARK}"
# From the most frequent to the rarest; how many come from each is invented.
NATIONALITIES = (
    "AL", "VN", "NG", "RO", "SK", "GB", "PL", "LT", "ET", "CN", "ER", "SD", "PK", "HU", "GH", "IN", "CZ", "PH", "AF", "BD",
    "LK", "UG", "ZW", "SO", "SL", "BG", "GM", "CM", "MA", "JM", "IR", "IQ", "SY", "LV", "TH", "KE", "CD", "ZA", "TZ", "MY",
    "UA", "BR", "RW", "GN", "CI", "SN", "DZ", "EG", "MW", "ZM", "TR", "PT", "ES", "IT", "FR", "DE", "NL", "RU", "BY", "MD",
    "GE", "AM", "KZ", "UZ", "KG", "NP", "MM", "KH", "LA", "ID", "MN", "BO", "PE", "CO", "EC", "VE", "CU", "DO", "HT", "TT",
    "GY", "AO", "BI", "BJ", "BF", "BW", "LR", "LS", "MG", "ML", "MZ", "NE", "RS", "KW", "SV", "LB",
)  # fmt: skip
# Of a thousand things that are said of people.
EXPLOITED = {
    "ForcedLabour": 330, "SexualExploitation": 385, "Servitude": 130, "ChildLabour": 30, "ForcedBegging": 55,
    "ForcedMarriage": 14, "OrganRemoval": 2, "Other": 54,
}  # fmt: skip
IDENTIFIED_BY = {"police": 30, "government": 35, "ngo": 20, "local-authority": 15}
DECIDED_BY = {"Police": 30, "NonPoliceGovernmentalOrganization": 70}
STATUSES = {"PossibleVictimOfTrafficking": 62, "ActualVictimOfTrafficking": 38}


@dataclass(frozen=True, slots=True)
class Invented:
    """One of them."""

    given: str
    family: str
    sex: str
    born: dt.date
    nationality: str
    day: dt.date
    said: dict[str, object]


def record_identified() -> int:
    """Record all of them, unless the archive holds somebody already; answer how many are new."""
    office, _is_new = Office.objects.get_or_create(code=OFFICE[0], defaults={"name": OFFICE[1]})
    if Person.objects.filter(office=office).exists():
        return 0
    everybody = list(invented())
    for start in range(0, len(everybody), AT_ONCE):
        _register(everybody[start : start + AT_ONCE], office)
    record(Event.PEOPLE_IMPORTED, Person, by=None, data={"rows": len(everybody)})
    return len(everybody)


def invented(seed: int = SEED) -> Iterator[Invented]:
    """The same people whenever they are asked for."""
    chance = Random(seed)
    nationalities = list(_long_tail(PEOPLE, NATIONALITIES))
    sexes = ["female"] * FEMALE + ["male"] * (PEOPLE - FEMALE)
    are_children = [True] * CHILDREN + [False] * (PEOPLE - CHILDREN)
    for drawn in (nationalities, sexes, are_children):
        chance.shuffle(drawn)
    syllables = names(chance)
    for nationality, sex, is_child in zip(nationalities, sexes, are_children, strict=True):
        day = dt.date(YEAR, 1, 1) + dt.timedelta(days=chance.randrange(365))
        given, family = next(syllables)
        born = day - dt.timedelta(days=days_old(is_child, chance))
        yield Invented(given, family, sex, born, nationality, day, _said(chance))


def _long_tail(people: int, codes: Sequence[str]) -> Iterator[str]:
    """Many from a few countries and a few from many, at least one from each."""
    weights = [1 / (place + 4) ** 1.6 for place in range(len(codes))]
    left = people - len(codes)
    shares = [int(left * weight / sum(weights)) for weight in weights]
    shares[0] += left - sum(shares)
    for code, share in zip(codes, shares, strict=True):
        yield from [code] * (share + 1)


def _said(chance: Random) -> dict[str, object]:
    """What an organisation said of one of them; one in eight was exploited in two ways."""
    first, second = (one_of(EXPLOITED, chance) for _each in range(2))
    return {
        "identified_by": one_of(IDENTIFIED_BY, chance),
        "status": one_of(STATUSES, chance),
        "decided_by": one_of(DECIDED_BY, chance),
        "exploitation": sorted({first, second} if chance.random() < 0.125 else {first}),
        "country": "GB",
    }


def _register(some: list[Invented], office: Office) -> None:
    """Many in few queries, as an import does; the acts would ask and trace each of them by itself."""
    people = [_person(one, office) for one in some]
    register_many(people)
    cases = [_case(one, person) for one, person in zip(some, people, strict=True)]
    open_many(cases)
    Identification.objects.bulk_create(
        _identification(one, case) for one, case in zip(some, cases, strict=True)
    )
    Happening.objects.bulk_create(
        Happening(case=case, data_key=case.data_key, what=What.OPENED, code=case.kind) for case in cases
    )


def _person(one: Invented, office: Office) -> Person:
    return Person(
        office=office,
        registered_at=noon(one.day),
        retention_category=ways()[Work.TRAFFICKING].retention,
        given_name=one.given,
        family_name=one.family,
        sex=one.sex,
        born=one.born.isoformat(),
        nationalities=[one.nationality],
    )


def _case(one: Invented, person: Person) -> Case:
    return Case(
        person=person,
        kind=Work.TRAFFICKING,
        office=person.office,
        stage="referred",
        state=CaseState.CLOSED_REFERRED,
        closing_reason=ClosingReason.REFERRED,
        opened_at=noon(one.day),
        stage_since=noon(one.day),
        closed_at=noon(one.day),
        about=ABOUT,
    )


def _identification(one: Invented, case: Case) -> Identification:
    return Identification(
        case=case,
        data_key=case.data_key,
        identified_on=one.day,
        made_at=noon(one.day),
        organisation=ORGANISATION,
        **one.said,
    )
