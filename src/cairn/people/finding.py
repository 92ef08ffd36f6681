"""Finding people: by what a colleague types, and by what they are about to register. Each begins with who asks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from cairn.people.index import index_key, record_of
from cairn.people.linking.pairs import matches_for
from cairn.people.matching.questions import Question, asked
from cairn.people.matching.records import Record
from cairn.people.matching.search import find
from cairn.people.matching.tokens import code_of, digits_of
from cairn.people.models import Person
from cairn.people.opening import records_of
from cairn.people.reads import few_people_of, people_of, with_parts

AT_MOST = 50
PLACED = ("data_key", "office", "team", "worker")
# What a line of answers shows; whatever else is asked of one of them is read when it is.
SHOWN = ("number", "reference", "given_name", "father_name", "family_name", "own_script_name", "born")
# Below this a likeness is chance: whoever registers would learn to look past it.
LIKELY = 0.6
VERY_LIKELY = 0.85
# So much of a name must be alike before everything else is compared.
NEAR = 0.3


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
    return _answers(user, asked(text))


def likely_matches(record: Record, user: Any) -> list[Answer]:
    """People within the scope who may be the one that is about to be registered, weighed as the review of doubles does.

    Names alone find them; whatever else both records say then speaks for one person or against it.
    """
    question = asked(f"{record.full_name} {' '.join(record.other_names)}")
    near = {answer.person.number: answer.person for answer in _answers(user, question, least=NEAR)}
    known = [record_of(person) for person in with_parts(few_people_of(user, near))]
    if not known:
        return []
    registered = Person.objects.aggregate(last=Max("number"))["last"]
    return [
        Answer(near[pair.other], pair.probability, tuple(str(reason.sentence) for reason in pair.reasons))
        for pair in matches_for(record, known, people=registered, threshold=LIKELY)
        if pair.other in near
    ]


def _answers(user: Any, question: Question, least: float = 0.0) -> list[Answer]:
    """Hundreds are opened as far as they are compared; only those who are shown become rows, with what a line shows."""
    opened: dict[int, Record] = {}
    found = find(
        connection,
        index_key(),
        question,
        within=people_of(user).values("number"),
        open_records=_opener(user, question, opened),
    )
    best = [one for one in found if one.score >= least][:AT_MOST]
    shown = few_people_of(user, [one.id for one in best]).select_related(*PLACED)
    people = {person.number: person for person in shown.only(*PLACED, *SHOWN)}
    return [
        Answer(people[one.id], one.score, tuple(reasons(question, opened[one.id])))
        for one in best
        if one.id in people
    ]


def _opener(user: Any, question: Question, opened: dict[int, Record]) -> Callable[..., Iterable[Record]]:
    """Opens candidates through the one door, and keeps them for the reasons."""

    def open_records(numbers: Sequence[int]) -> Iterable[Record]:
        people = few_people_of(user, numbers)
        with_numbers = bool(question.numbers or question.codes)
        opened.update((record.id, record) for record in records_of(people, with_numbers=with_numbers))
        return opened.values()

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
