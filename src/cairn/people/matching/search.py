"""From what was typed to the people it may mean: candidates by blind tokens, then an exact comparison of their names."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from cairn.people.matching.candidates import Found, Searcher
from cairn.people.matching.questions import Question, asked
from cairn.people.matching.ranking import rank
from cairn.people.matching.records import Record

OpenRecords = Callable[[Sequence[int]], Iterable[Record]]


def find(
    connection: Any,
    key: bytes,
    text: Question | str,
    *,
    open_records: OpenRecords,
    within: QuerySet | None = None,
) -> list[Found]:
    """The people whom the text may mean, the likeliest first: by name, birth, telephone, document or reference.

    `within` holds the numbers of those who may be found, as `visible_to(user).values("number")`; None is everybody.
    `open_records` is given the numbers of at most `CANDIDATES` of them, and answers what it can open, in any order.
    """
    question = asked(text) if isinstance(text, str) else text
    places = {
        found.id: place
        for place, found in enumerate(Searcher(connection, key).candidates(question, within=within))
    }
    records = sorted(open_records(list(places)), key=lambda record: places[record.id]) if places else []
    return rank(question, records)
