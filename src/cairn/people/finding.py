"""Finding people: by what a colleague types, and by what they are about to register. Each begins with who asks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from cairn.people.index import index_key, record_of
from cairn.people.matching.questions import Question, asked
from cairn.people.matching.records import Record
from cairn.people.matching.search import find
from cairn.people.matching.tokens import code_of, digits_of
from cairn.people.models import Person
from cairn.people.reads import people_of, with_parts

AT_MOST = 50
# Below this a likeness is chance: whoever registers would learn to look past it.
LIKELY = 0.6
VERY_LIKELY = 0.85


@dataclass(frozen=True, slots=True)
class Answer:
    """A person whom somebody may mean, how much speaks for it, and what."""

    person: Person
    score: float
    reasons: tuple[str, ...]

    @property
    def in_words(self) -> str:
        if self.score >= VERY_LIKELY:
            return _("very likely")
        return _("likely") if self.score >= LIKELY else _("possible")


def find_people(user: Any, text: str) -> list[Answer]:
    """The people within a scope whom a text may mean, the likeliest first."""
    return _answers(user, asked(text))[:AT_MOST]


def likely_matches(record: Record, user: Any) -> list[Answer]:
    """People within the scope who may be the one that is about to be registered."""
    question = asked(f"{record.full_name} {' '.join(record.other_names)} {record.born[:4]}")
    return [answer for answer in _answers(user, question) if answer.score >= LIKELY][:AT_MOST]


def _answers(user: Any, question: Question) -> list[Answer]:
    opened: dict[int, tuple[Person, Record]] = {}
    found = find(
        connection,
        index_key(),
        question,
        within=people_of(user).values("number"),
        open_records=_opener(user, opened),
    )
    return [
        Answer(opened[one.id][0], one.score, tuple(reasons(question, opened[one.id][1]))) for one in found
    ]


def _opener(user: Any, opened: dict[int, tuple[Person, Record]]) -> Callable[..., Iterable[Record]]:
    """Opens candidates through the one door, and keeps them for the answer."""

    def open_records(numbers: Sequence[int]) -> Iterable[Record]:
        people = with_parts(people_of(user).filter(number__in=numbers))
        for person in people.select_related("data_key", "office", "team", "worker"):
            opened[person.number] = (person, record_of(person))
        return [record for _person, record in opened.values()]

    return open_records


def reasons(question: Question, record: Record) -> Iterable[str]:
    """What in the record answers the question, in words that hold no value of it."""
    numbers = {*question.numbers, *question.codes}
    if code_of(record.reference) in question.references:
        yield _("this is the reference")
    if any(digits_of(phone).endswith(number[-7:]) for phone in record.phones for number in question.numbers):
        yield _("telephone number")
    if any(code_of(document).endswith(number) for document in record.documents for number in numbers):
        yield _("number of a document")
    if question.parts:
        yield _("name written or sounding alike")
    if question.born and question.born == record.born:
        yield _("born on the same day")
    elif question.year and record.born[:4] == str(question.year):
        yield _("born in the same year")
