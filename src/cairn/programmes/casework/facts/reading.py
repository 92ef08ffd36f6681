"""How sealed rows become facts: a stream, opened one at a time, of which nothing that names anybody is kept.

Nobody reads here: a snapshot is an act of the machine, ordered by whoever may build a release. So the door that asks
whose rows a colleague sees is not asked; what leaves is codes from closed lists, and the trace keeps how many rows were
opened for it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from babel import Locale

from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.models import Merge

AT_ONCE = 2_000
Column = Callable[[Any], Any]
# CTDC's age bands, by the first age of each.
AGE_BANDS = {
    0: "0-8", 9: "9-17", 18: "18-20", 21: "21-23", 24: "24-26", 27: "27-29", 30: "30-38", 39: "39-47", 48: "48+",
}  # fmt: skip


def in_slices(
    rows: Iterable[Any], columns: Mapping[str, Column], *, of: type
) -> Iterator[dict[str, list[Any]]]:
    """Rows in columns; at the end the trace is told how many were read."""
    waiting: list[Any] = []
    count = 0
    for row in rows:
        waiting.append(row)
        count += 1
        if len(waiting) == AT_ONCE:
            yield _in_columns(waiting, columns)
            waiting.clear()
    if waiting:
        yield _in_columns(waiting, columns)
    record(Event.FACTS_READ, of, by=None, data={"rows": count})


def remaining_records() -> dict[Any, Any]:
    """Of each record that was joined to another, the one that remains in the end: a person counts once."""
    into = dict(Merge.objects.filter(undone_at=None).values_list("absorbed_id", "person_id"))
    for absorbed, person in into.items():
        while person in into:
            person = into[person]
        into[absorbed] = person
    return into


def age_band(age: int | None) -> str | None:
    if age is None:
        return None
    return AGE_BANDS[max(first for first in AGE_BANDS if first <= age)]


def all_countries() -> tuple[str | None, ...]:
    """Every code that a record may hold: a list read from the records would open all of them twice."""
    codes = sorted(code for code in Locale("en").territories if len(code) == 2 and code.isalpha())
    return (*codes, None)


def _in_columns(rows: list[Any], columns: Mapping[str, Column]) -> dict[str, list[Any]]:
    return {name: [value(row) for row in rows] for name, value in columns.items()}
