"""From what was typed to the people it may mean: candidates by blind tokens, then an exact comparison of their names."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from cairn.people.matching.candidates import CANDIDATES, Found, Searcher
from cairn.people.matching.questions import Question, asked
from cairn.people.matching.ranking import rank
from cairn.people.matching.records import Record

EVERYBODY = CANDIDATES  # As many people as are all compared with the beginning of one name.
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
    sharing = [found.id for found in Searcher(connection, key).candidates(question, within=within)]
    places = {
        number: place for place, number in enumerate(dict.fromkeys([*sharing, *_few(question, within)]))
    }
    records = sorted(open_records(list(places)), key=lambda record: places[record.id]) if places else []
    return rank(question, records)


def _few(question: Question, within: QuerySet | None) -> list[int]:
    """Everybody of a small scope, where one name was typed that may not be finished.

    The index knows a name alone by its whole sound only: a token for the beginning of each would tell a thief who
    shares one, and would be read by hundreds of thousands in a large register.
    """
    if within is None or not question.is_one_name:
        return []
    numbers = list(within.order_by().values_list(*within.query.values_select, flat=True)[: EVERYBODY + 1])
    return numbers if len(numbers) <= EVERYBODY else []
