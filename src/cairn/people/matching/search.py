"""From what was typed to the people it may mean: candidates by blind tokens, then an exact comparison of a few hundred."""

from collections.abc import Iterable
from math import log2
from typing import Any, NamedTuple

from cairn.people.matching import tables
from cairn.people.matching.likeness import Ear
from cairn.people.matching.names import in_parts, names_of
from cairn.people.matching.questions import Question, asked
from cairn.people.matching.records import Record
from cairn.people.matching.tokens import blinder, code_of, digits_of, tokens_of

CANDIDATES = 400  # As many names as are opened for one search.
ROWS = 16_000  # As many rows of the index as one search may read.


class Found(NamedTuple):
    """A person whom the search may mean, and how much speaks for it."""

    id: int
    score: float


class Searcher:
    """Finds candidates in the blind index; sees tokens and numbers of people, never a name."""

    def __init__(self, connection: Any, key: bytes, *, people: int = 1_000_000) -> None:
        self.connection = connection
        self.blind = blinder(key, remembered=4096)
        self.people = people

    def candidates(self, question: Question | str, limit: int = CANDIDATES) -> list[Found]:
        """The people who share most of the rare tokens of the question, best first."""
        question = asked(question) if isinstance(question, str) else question
        return self.sharing(tokens_of(question.facets(), self.blind), limit)

    def sharing(self, tokens: set[int], limit: int = CANDIDATES) -> list[Found]:
        """The people who share most of these tokens, weighed by how rare each is."""
        weights = self._rarest(tokens)
        if not weights:
            return []
        rows = ", ".join(["(CAST(%s AS integer), CAST(%s AS integer))"] * len(weights))
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"WITH wanted (token, weight) AS (VALUES {rows}) "
                f"SELECT person, SUM(weight) FROM wanted CROSS JOIN {tables.INDEX} AS held "
                "WHERE held.token = wanted.token GROUP BY person ORDER BY 2 DESC, 1 LIMIT %s",
                [number for pair in weights.items() for number in pair] + [limit],
            )
            return [Found(person, float(weight)) for person, weight in cursor.fetchall()]

    def _rarest(self, tokens: set[int]) -> dict[int, int]:
        """Tokens to look up and what each is worth: the rarest, for as many rows as one search may read."""
        if not tokens:
            return {}
        with self.connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(tokens))
            cursor.execute(
                f"SELECT token, people FROM {tables.COUNTS} WHERE token IN ({places})", list(tokens)
            )
            common = dict(cursor.fetchall())
        chosen: dict[int, int] = {}
        rows = 0
        for people, token in sorted((common.get(token, tables.COMMON // 2), token) for token in tokens):
            if chosen and rows + people > ROWS:
                break
            chosen[token] = round(100 * log2(max(2.0, self.people / people)))
            rows += people
        return chosen


def rank(question: Question | str, candidates: Iterable[Record]) -> list[Found]:
    """The candidates by how well their open records answer the question, best first; equals keep their order."""
    question = asked(question) if isinstance(question, str) else question
    ear = Ear(in_parts(question.name), may_be_unfinished=True)
    found = [Found(record.id, _answer(question, ear, record)) for record in candidates]
    return sorted((one for one in found if one.score > 0), key=lambda one: -one.score)


def _answer(question: Question, ear: Ear, record: Record) -> float:
    """How well the record answers the question, 0 to 1: by its name and birth, or by a number alone."""
    number = _number_answer(question, record) if question.codes or question.numbers else 0.0
    if not question.parts:
        return number
    name = max(ear.evidence(held) for held in names_of(record))
    best = ear.best + (_SAME_DAY if question.born else _BY_YEARS_APART[0] if question.year else 0.0)
    return max(number, (name + _birth_evidence(question, record.born)) / best)


# In bits, as in `likeness`: by how many years the births lie apart.
_BY_YEARS_APART = (4.0, -1.0, -2.0, -5.0)
_SAME_DAY = 9.0


def _birth_evidence(question: Question, born: str) -> float:
    if question.year is None or not born:
        return 0.0
    if question.born and question.born == born:
        return _SAME_DAY
    return _BY_YEARS_APART[min(abs(question.year - int(born[:4])), 3)]


def _number_answer(question: Question, record: Record) -> float:
    codes = {code_of(code) for code in (*question.codes, *question.numbers)}
    held = {code_of(code) for code in (*record.documents, record.reference) if code}
    if not codes.isdisjoint(held):
        return 1.0
    for number in question.numbers:
        if len(number) >= 4 and any(digits_of(phone).endswith(number[-7:]) for phone in record.phones):
            return 1.0
        if len(number) >= 6 and any(digits_of(document).endswith(number) for document in record.documents):
            return 0.99
    return 0.0
