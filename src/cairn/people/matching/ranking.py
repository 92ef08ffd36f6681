"""An exact comparison of a few hundred open records with the question: by name and birth, or by a number alone."""

from collections.abc import Iterable

from cairn.people.matching.candidates import Found
from cairn.people.matching.likeness import Ear
from cairn.people.matching.names import in_parts, names_of
from cairn.people.matching.questions import Question, asked
from cairn.people.matching.records import Record
from cairn.people.matching.tokens import code_of, digits_of

# In bits, as in `likeness`: by how many years the births lie apart.
_BY_YEARS_APART = (4.0, -1.0, -2.0, -5.0)
_SAME_DAY = 9.0


def rank(question: Question | str, candidates: Iterable[Record]) -> list[Found]:
    """The candidates by how well their open records answer the question, best first; equals keep their order."""
    question = asked(question) if isinstance(question, str) else question
    ear = Ear(in_parts(question.name), may_be_unfinished=True)
    found = [Found(record.id, _answer(question, ear, record)) for record in candidates]
    return sorted((one for one in found if one.score > 0), key=lambda one: -one.score)


def _answer(question: Question, ear: Ear, record: Record) -> float:
    """How well the record answers the question, 0 to 1: by its name and birth, or by a number alone."""
    by_birth = _SAME_DAY if question.born else _BY_YEARS_APART[0] if question.year else 0.0
    best = ear.best + by_birth
    name = max(map(ear.evidence, names_of(record))) if ear.parts else 0.0
    score = (name + _birth_evidence(question, record.born)) / best if best else 0.0
    return max(score, _number_answer(question, record))


def _birth_evidence(question: Question, born: str) -> float:
    if question.year is None or not born:
        return 0.0
    if question.born and question.born == born:
        return _SAME_DAY
    return _BY_YEARS_APART[min(abs(question.year - int(born[:4])), 3)]


def _number_answer(question: Question, record: Record) -> float:
    """Whole numbers are sure; the end of one is what several people may share."""
    if record.reference and code_of(record.reference) in question.references:
        return 1.0
    if not question.codes and not question.numbers:
        return 0.0
    if not {code_of(document) for document in record.documents}.isdisjoint(
        (*question.codes, *question.numbers)
    ):
        return 1.0
    return max((_end_answer(number, record) for number in question.numbers), default=0.0)


def _end_answer(number: str, record: Record) -> float:
    if len(number) >= 4 and any(digits_of(phone).endswith(number[-7:]) for phone in record.phones):
        return 0.99 if len(number) >= 7 else 0.9
    if len(number) >= 6 and any(digits_of(document).endswith(number) for document in record.documents):
        return 0.98
    return 0.0
