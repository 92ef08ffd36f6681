"""People who do not live: how names, ages and days are drawn, and how many records are written in few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TypeVar

from django.db import connection
from django.utils import timezone

from cairn.guard.models import DataKey
from cairn.people.index import index_key, record_of
from cairn.people.matching import tables
from cairn.people.matching.tokens import blinder, index_tokens
from cairn.people.models import Person, RegisterNumber
from cairn.people.references import free_references
from cairn.programmes.casework.acts.cases import PREFIX
from cairn.programmes.casework.models import Case

SYLLABLES = [f"{first}{last}" for first in "bdfghjklmnprstvwyz" for last in "aeo"]
One = TypeVar("One")


def names(chance: Random) -> Iterator[tuple[str, str]]:
    """Names of syllables, of which no two families are the same."""
    known: set[str] = set()
    while True:
        given, family = (
            "".join(chance.choices(SYLLABLES, k=parts)).capitalize() for parts in (chance.choice((2, 3)), 4)
        )
        if family not in known:
            known.add(family)
            yield given, family


def days_old(is_child: bool, chance: Random) -> int:
    """Never on the very birthday, where the leap years between would decide."""
    least, most = (3, 17) if is_child else (18, 55)
    years = min(chance.choices(range(least, most + 1), k=1 if is_child else 3))
    return int(years * 365.25) + chance.randrange(5, 355)


def one_of(shares: Mapping[One, int], chance: Random) -> One:
    return chance.choices(list(shares), list(shares.values()))[0]


def some_of(shares: Mapping[One, int], most: int, chance: Random) -> list[One]:
    """From one to so many of them, each once, in the order of the list."""
    drawn = set(chance.choices(list(shares), list(shares.values()), k=chance.randint(1, most)))
    return [each for each in shares if each in drawn]


def noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def register_many(people: Sequence[Person]) -> None:
    """As an import does it; the acts would ask and trace each of them by itself."""
    people = list(people)
    codes = free_references(Person, len(people))
    numbers = RegisterNumber.objects.bulk_create(RegisterNumber() for _person in people)
    keys = DataKey.objects.make_many(len(people))
    for person, code, key, number in zip(people, codes, keys, numbers, strict=True):
        person.reference, person.data_key, person.number = code, key, number.pk
    Person.objects.bulk_create(people)
    blind = blinder(index_key())
    tables.add(
        connection, [(person.number, index_tokens(record_of(person, (), ()), blind)) for person in people]
    )


def open_many(cases: Sequence[Case]) -> None:
    """The cases of people who are registered; what is known in them opens with the person's own key."""
    for case, code in zip(cases, free_references(Case, len(cases), PREFIX), strict=True):
        case.reference, case.data_key = code, case.person.data_key
    Case.objects.bulk_create(cases)
