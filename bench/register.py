"""A register of invented people whose truth is known: who was registered twice, and who is only a brother.

Names come from eight naming cultures (bench/names), spelt as different offices spell them. Families share a father, a
family name, a place and mostly a telephone; brothers and sisters are different people. About one record in eight is a
second record of somebody: spelt otherwise, in other letters, mistyped, turned round, with a birth date that is missing,
rounded or wrong. The same seed gives the same register.

    python -m bench.register --people 100000 --out var/register.csv
"""

import argparse
import csv
import sys
import time
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench.mistakes import mistype

from cairn.people.matching.records import Record

NAMES = Path(__file__).parent / "names"
SAME_PERSON_AGAIN = 0.14
# Given names crowd on a few; family names spread, and real registers hold many more of them than these lists.
STEEPNESS = {"families": 0.6}
DAY_ONE = date(1950, 1, 1)
DAYS = (date(2015, 1, 1) - DAY_ONE).days


class Name(NamedTuple):
    """One name: its Latin spellings, and how it stands in its own letters (or nothing)."""

    latin: tuple[str, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Culture:
    """How names are made among one group of people."""

    code: str
    share: float
    own_letters: float
    nationalities: tuple[str, ...]
    # How families make a name of an ancestor's: "Ben -", "-zada".
    ancestors: tuple[tuple[str, str], ...] = ()


CULTURES = (
    Culture("arabic", 0.25, 0.20, ("SY", "IQ", "SD", "LY", "EG", "YE", "MA"), (
        ("-", "-"), ("-i", "-ي"), ("-awi", "-اوي"), ("-an", "-ان"),
        ("Al-", "ال-"), ("Al-i", "ال-ي"), ("Abu -", "أبو -"), ("Ben -", "بن -"),
    )),
    Culture("somali", 0.13, 0.03, ("SO", "ET", "DJ")),
    Culture("habesha", 0.15, 0.12, ("ER", "ET")),
    Culture("persian", 0.14, 0.20, ("AF", "IR"), (
        ("-i", "-ی"), ("-zada", "-زاده"), ("-pour", "-پور"), ("-khel", "-خیل"),
        ("-zai", "-زی"), ("-yar", "-یار"), ("-", "-"), ("-ian", "-یان"),
    )),
    Culture("kurdish", 0.07, 0.10, ("IQ", "SY", "TR", "IR"), (
        ("-", "-"), ("-i", "-ی"), ("-zade", "-زادە"), ("-oglu", "-ئۆغلو"),
    )),
    Culture("vietnamese", 0.07, 0.0, ("VN",)),
    Culture("albanian", 0.06, 0.0, ("AL", "XK"), (("-aj", "-"), ("-i", "-"), ("-", "-"), ("-ollari", "-"), ("-iu", "-"))),
    Culture("westafrican", 0.13, 0.0, ("GN", "ML", "GM", "SN", "CI", "NG", "BF")),
)  # fmt: skip


@dataclass(slots=True)
class Person:
    """The truth about somebody who does not exist."""

    number: int
    culture: Culture
    sex: str
    given: tuple[Name, ...]
    father: Name | None
    family: Name | None
    born: date
    place: Name
    nationality: str
    phone: str
    document: str
    own_letters: bool
    # Father, family and place as this family's first registrar spelt them for all.
    as_written: tuple[str, str, str]


class Drawn(NamedTuple):
    """A list of names with the chance of each, common ones first."""

    names: tuple[Name, ...]
    chances: list[float]

    def one(self, chance: Random) -> Name:
        return self.names[bisect(self.chances, chance.random() * self.chances[-1])]


def _name(line: str) -> Name:
    latin, own = [], []
    for word in line.split():
        (latin if ord(word[0]) < 0x0370 or 0x1E00 <= ord(word[0]) < 0x2000 else own).append(
            word.replace("_", " ")
        )
    return Name(tuple(latin), " ".join(own))


@cache
def names_of(code: str) -> dict[str, Drawn]:
    """The lists of one culture; the first ten given names are borne by two fifths of its people."""
    lists: dict[str, list[Name]] = {}
    for line in (NAMES / f"{code}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = lists.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            kind.append(_name(line))
    return {kind: _drawn(names, STEEPNESS.get(kind, 0.9)) for kind, names in lists.items()}


def _drawn(names: list[Name], steepness: float) -> Drawn:
    return Drawn(tuple(names), list(accumulate((place + 3) ** -steepness for place in range(len(names)))))


def _family_name(culture: Culture, lists: dict[str, Drawn], chance: Random) -> Name | None:
    """From the list, or made of an ancestor's name as families do; real registers hold far more than any list."""
    if "families" in lists and (not culture.ancestors or chance.random() < 0.4):
        return lists["families"].one(chance)
    if culture.ancestors:
        base, (latin, own) = lists["men"].one(chance), chance.choice(culture.ancestors)
        return Name(
            tuple(latin.replace("-", word) for word in base.latin),
            own.replace("-", base.own) if base.own else "",
        )
    return lists["men"].one(chance) if chance.random() < 0.85 else None


def _given(culture: Culture, lists: dict[str, Drawn], sex: str, chance: Random) -> tuple[Name, ...]:
    first = lists["men" if sex == "m" else "women"].one(chance)
    if culture.code == "vietnamese":
        return (lists["middles"].one(chance), first)
    double = {"persian": 0.2, "westafrican": 0.12, "arabic": 0.05}.get(culture.code, 0.0)
    if chance.random() < double:
        return (first, lists["men" if sex == "m" else "women"].one(chance))
    return (first,)


def _phone(chance: Random) -> str:
    return f"{chance.choice(('+39 3', '+20 1', '+49 15', '+218 9', '+90 5'))}{chance.randrange(10**8):08d}"


def families(seed: int) -> Iterator[list[Person]]:
    """Families without end: brothers and sisters, one alone, sometimes with their father."""
    chance = Random(seed)
    shares = list(accumulate(culture.share for culture in CULTURES))
    number = 0
    while True:
        culture = CULTURES[bisect(shares, chance.random() * shares[-1])]
        lists = names_of(culture.code)
        has_father = culture.code not in ("vietnamese", "westafrican", "albanian") or chance.random() < 0.25
        father = lists["men"].one(chance) if has_father else None
        family = _family_name(culture, lists, chance)
        place, nationality, shared_phone = (
            lists["places"].one(chance),
            chance.choice(culture.nationalities),
            _phone(chance),
        )
        born = int(DAYS * (chance.random() ** 0.6))
        own = chance.random() < culture.own_letters
        written = tuple(_spell(name, own, 0.5, chance) for name in (father, family, place))
        members: list[Person] = []
        for _ in range(chance.choices((1, 2, 3, 4, 5, 6), (45, 20, 14, 10, 7, 4))[0]):
            sex = "m" if chance.random() < 0.58 else "f"
            given = _given(culture, lists, sex, chance)
            while any(given[-1] == other.given[-1] for other in members):
                given = _given(culture, lists, sex, chance)
            if chance.random() > 0.02:  # else they are twins
                born += chance.randrange(300, 1500)
            number += 1
            members.append(
                Person(
                    number=number, culture=culture, sex=sex, given=given, father=father, family=family,
                    born=DAY_ONE + timedelta(days=born % DAYS),
                    place=place,
                    nationality=nationality,
                    phone=shared_phone if chance.random() < 0.75 else _phone(chance),
                    document=f"{nationality}{chance.randrange(10**7):07d}" if chance.random() < 0.4 else "",
                    own_letters=own, as_written=written,
                )
            )  # fmt: skip
        yield members


def _spell(name: Name | None, own: bool, usual: float, chance: Random) -> str:
    if name is None:
        return ""
    if own and name.own:
        return name.own
    if chance.random() < usual:
        return name.latin[0]
    return name.latin[int(chance.random() * len(name.latin))]


def first_record(person: Person, identity: int, chance: Random) -> Record:
    """As a careful registrar writes it down, who still rounds a birth date that nobody knows."""
    draw = chance.random()
    born = (
        str(person.born.year)
        if draw < 0.08
        else f"{person.born.year}-01-01"
        if draw < 0.2
        else person.born.isoformat()
    )
    return Record(
        id=identity,
        given_name=" ".join(_spell(name, person.own_letters, 0.5, chance) for name in person.given),
        father_name=person.as_written[0],
        family_name=person.as_written[1],
        born=born if chance.random() > 0.03 else "",
        sex=person.sex,
        nationality=person.nationality,
        birth_place=person.as_written[2] if chance.random() > 0.05 else "",
        phones=(person.phone,) if chance.random() < 0.8 else (),
        documents=(person.document,) if person.document else (),
        reference=f"R{identity:08d}",
    )


def wrong_date(born: date, chance: Random) -> str:
    """A birth date as the second registrar hears it: half of the time the right one."""
    draw = chance.random()
    if draw < 0.10:
        return ""
    if draw < 0.25:
        return str(born.year)
    if draw < 0.35:
        return f"{born.year}-01-01"
    if draw < 0.40 and born.day <= 12:
        return f"{born.year}-{born.day:02d}-{born.month:02d}"
    if draw < 0.46:
        return (
            f"{born.year}-{chance.randrange(1, 13):02d}-{born.day:02d}" if born.day < 29 else str(born.year)
        )
    if draw < 0.52:
        return f"{born.year + chance.choice((-2, -1, 1, 2))}-{born.month:02d}-{min(born.day, 28):02d}"
    return born.isoformat()


def second_record(person: Person, identity: int, chance: Random) -> Record:
    """The same person at another office, months later, tired, with another interpreter."""
    own = chance.random() < max(person.culture.own_letters, 0.04)
    parts = [
        " ".join(_spell(name, own, 0.3, chance) for name in person.given),
        _spell(person.father, own, 0.3, chance) if chance.random() > 0.2 else "",
        _spell(person.family, own, 0.3, chance) if chance.random() > 0.06 else "",
    ]
    for often in (0.35, 0.08):
        if chance.random() < often:
            which = chance.randrange(3)
            parts[which] = mistype(parts[which], chance)
    draw = chance.random()
    if draw < 0.07:
        parts = [parts[2], parts[1], parts[0]]
    elif draw < 0.11:
        parts = [" ".join(part for part in parts if part), "", ""]
    elif draw < 0.14:
        parts = [parts[1], parts[0], parts[2]]
    phone = person.phone if chance.random() < 0.56 else _phone(chance)
    document = person.document if chance.random() < 0.7 else ""
    return Record(
        id=identity,
        given_name=parts[0],
        father_name=parts[1],
        family_name=parts[2],
        born=wrong_date(person.born, chance),
        sex=person.sex if chance.random() > 0.04 else chance.choice(("", "m", "f")),
        nationality=person.nationality if chance.random() > 0.1 else "",
        birth_place="" if chance.random() < 0.2 else _spell(person.place, own, 0.3, chance),
        phones=(phone,) if chance.random() < 0.8 else (),
        documents=(mistype(document, chance) if chance.random() < 0.05 else document,) if document else (),
        reference=f"R{identity:08d}",
    )


def register(people: int, seed: int = 2015) -> Iterator[tuple[Record, Person]]:
    """Exactly so many records, each with the truth behind it; second records come later than the first."""
    chance = Random(seed + 1)
    waiting: list[Person] = []
    identity = 0
    for family in families(seed):
        for person in family:
            identity += 1
            if identity > people:
                return
            yield first_record(person, identity, chance), person
            if chance.random() < SAME_PERSON_AGAIN:
                waiting.append(person)
        if len(waiting) > people // 20 or (identity > people * 0.9 and waiting):
            chance.shuffle(waiting)
            while waiting and identity < people:
                again = waiting.pop()
                identity += 1
                yield second_record(again, identity, chance), again
                if chance.random() < 0.08:
                    waiting.append(again)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=2015)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    start = time.perf_counter()
    with given.out.open("w", newline="", encoding="utf-8") if given.out else sys.stdout as target:
        rows = csv.writer(target)
        rows.writerow(["person", *Record._fields])
        for record, person in register(given.people, given.seed):
            rows.writerow(
                [
                    person.number,
                    *record._replace(phones=" ".join(record.phones), documents=" ".join(record.documents)),
                ]
            )
    print(f"{given.people:,} records in {time.perf_counter() - start:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
