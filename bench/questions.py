"""What colleagues type when they look for somebody: the same person, spelt by somebody else."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from bench.mistakes import mistype
from bench.register import Name, Person

from cairn.people.matching.records import Record


class Question(NamedTuple):
    """One search: what was typed, of which kind it is, and who was meant."""

    kind: str
    text: str
    person: int


def _names(person: Person) -> list[Name]:
    return [name for name in (*person.given, person.father, person.family) if name]


def _latin(person: Person, chance: Random) -> list[str]:
    return [chance.choice(name.latin) for name in _names(person)]


def _spelt_otherwise(person: Person, record: Record, chance: Random) -> str:
    if not record.full_name.isascii():
        return ""
    return " ".join(_latin(person, chance))


def _mistyped(person: Person, record: Record, chance: Random) -> str:
    parts = record.full_name.split()
    for _ in range(1 if chance.random() < 0.7 else 2):
        at = chance.randrange(len(parts))
        parts[at] = mistype(parts[at], chance)
    return " ".join(parts)


def _spelt_otherwise_and_mistyped(person: Person, record: Record, chance: Random) -> str:
    parts = _latin(person, chance)
    at = chance.randrange(len(parts))
    parts[at] = mistype(parts[at], chance)
    return " ".join(parts)


def _own_letters(person: Person, record: Record, chance: Random) -> str:
    """In Arabic or Ge'ez letters, for a record in Latin letters."""
    names = _names(person)
    return (
        " ".join(name.own for name in names)
        if not person.own_letters and all(name.own for name in names)
        else ""
    )


def _latin_for_own_letters(person: Person, record: Record, chance: Random) -> str:
    return " ".join(_latin(person, chance)) if person.own_letters else ""


def _turned_round(person: Person, record: Record, chance: Random) -> str:
    parts = _latin(person, chance)
    return " ".join([parts[-1], *parts[:-1]])


def _part_missing(person: Person, record: Record, chance: Random) -> str:
    """Two names and the year of birth, as somebody remembers a person."""
    parts = _latin(person, chance)
    if len(parts) < 3 or not record.born:
        return ""
    parts.pop(chance.randrange(len(parts)))
    return f"{' '.join(parts)} {record.born[:4]}"


def _beginnings(person: Person, record: Record, chance: Random) -> str:
    """The first letters of each name, as people type who hope for a list, and the year of birth."""
    parts = [part[: max(4, len(part) - 2)] for part in record.full_name.split()]
    return f"{' '.join(parts)} {record.born[:4]}" if record.born else ""


Asks = Callable[[Person, Record, Random], str]

KINDS: dict[str, Asks] = {
    "spelt otherwise": _spelt_otherwise,
    "mistyped": _mistyped,
    "spelt otherwise and mistyped": _spelt_otherwise_and_mistyped,
    "own letters for a Latin record": _own_letters,
    "Latin letters for own letters": _latin_for_own_letters,
    "turned round": _turned_round,
    "a part missing, with birth year": _part_missing,
    "beginnings, with birth year": _beginnings,
}


def _one_name(person: Person, record: Record, chance: Random) -> str:
    """As people type who know no more. Hundreds bear it, so that only the time tells something."""
    return chance.choice(_latin(person, chance))


def _telephone(person: Person, record: Record, chance: Random) -> str:
    """As it is dialled within the country. A family answers it."""
    return f"0{record.phones[0][3:]}" if record.phones else ""


def _document(person: Person, record: Record, chance: Random) -> str:
    return record.documents[0].lower() if record.documents else ""


def _reference(person: Person, record: Record, chance: Random) -> str:
    return f"{record.reference[:5]} {record.reference[5:]}"


def _day_of_birth(person: Person, record: Record, chance: Random) -> str:
    """With one of the names, spelt as it comes."""
    if len(record.born) < 10:
        return ""
    year, month, day = record.born.split("-")
    return f"{chance.choice(_latin(person, chance))} {day}.{month}.{year}"


OTHER_KINDS: dict[str, Asks] = {
    "one name alone": _one_name,
    "a telephone": _telephone,
    "a document, in small letters": _document,
    "a reference, in two pieces": _reference,
    "one name and the day of birth": _day_of_birth,
}


def questions(
    sample: list[tuple[Record, Person]], each: int, seed: int = 7, *, kinds: dict[str, Asks] = KINDS
) -> list[Question]:
    """So many questions of each kind, each about somebody in the sample and never spelt just as the record is."""
    chance = Random(seed)
    asked: list[Question] = []
    for kind, ask in kinds.items():
        found = 0
        for record, person in chance.sample(sample, len(sample)):
            text = ask(person, record, chance)
            if text and text.casefold() != record.full_name.casefold():
                asked.append(Question(kind, text, person.number))
                found += 1
            if found == each:
                break
    return asked
