"""How sealed rows become facts: a stream, opened one at a time, of which nothing that names anybody is kept.

Nobody reads here: a snapshot is an act of the machine, ordered by whoever may build a release. So the door that asks
whose rows a colleague sees is not asked; what leaves is codes from closed lists, and the trace keeps how many rows were
opened for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

from babel import Locale
from django.db.models import QuerySet

from cairn.guard.purposes import Purpose
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.models import Merge, Person
from cairn.people.sharing import who_objects

AT_ONCE = 2_000
Column = Callable[[Any], Any]
Group = tuple[Person, list[Any]]


def by_person(rows: "QuerySet[Any]") -> Iterator[Group]:
    """Everybody with their parts of cases, the earliest first, but for those who object to being counted.

    Counting people rests on the mission's mandate and asks for no consent; whoever says no is left out all the same.
    """
    groups = _groups(rows)
    while some := list(islice(groups, AT_ONCE)):
        objecting = who_objects((person.pk for person, _rows in some), purpose=Purpose.STATISTICS)
        yield from (group for group in some if group[0].pk not in objecting)


def beside(groups: Iterable[Group], rows: "QuerySet[Any]") -> Iterator[tuple[Person, list[Any], list[Any]]]:
    """Those of `by_person` with other rows about the same people, the earliest first: a slice of people at a time."""
    remaining = remaining_records()
    joined: dict[Any, list[Any]] = defaultdict(list)
    for absorbed, person in remaining.items():
        joined[person].append(absorbed)
    groups, count = iter(groups), 0
    rows = rows.filter(data_key__destroyed_at=None).select_related("data_key", "case")
    while some := list(islice(groups, AT_ONCE)):
        found: dict[Any, list[Any]] = defaultdict(list)
        of_them = [pk for person, _own in some for pk in (person.pk, *joined.get(person.pk, ()))]
        for row in rows.filter(case__person_id__in=of_them).order_by("made_at", "pk"):
            found[remaining.get(row.case.person_id, row.case.person_id)].append(row)
            count += 1
        yield from ((person, own, found.get(person.pk, [])) for person, own in some)
    if count:
        record(Event.FACTS_READ, rows.model, by=None, data={"rows": count})


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


def all_countries() -> tuple[str | None, ...]:
    """Every code that a record may hold: a list read from the records would open all of them twice."""
    codes = sorted(code for code in Locale("en").territories if len(code) == 2 and code.isalpha())
    return (*codes, None)


def _groups(rows: "QuerySet[Any]") -> Iterator[Group]:
    """All rows of a person together. Those on a record that was joined to another are few, and wait at hand."""
    remaining = remaining_records()
    rows = rows.filter(data_key__destroyed_at=None).select_related("data_key", "case__person__data_key")
    rows = rows.order_by("case__person_id", "made_at", "pk")
    waiting: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.filter(case__person_id__in=list(remaining)):
        waiting[remaining[row.case.person_id]].append(row)
    others = rows.exclude(case__person_id__in=list(remaining)).iterator(AT_ONCE)
    for pk, group in groupby(others, key=lambda row: row.case.person_id):
        own = list(group)
        yield own[0].case.person, _in_order([*own, *waiting.pop(pk, ())])
    for person in Person.objects.filter(pk__in=list(waiting)).select_related("data_key"):
        yield person, _in_order(waiting[person.pk])


def _in_order(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.made_at)


def _in_columns(rows: list[Any], columns: Mapping[str, Column]) -> dict[str, list[Any]]:
    return {name: [value(row) for row in rows] for name, value in columns.items()}
