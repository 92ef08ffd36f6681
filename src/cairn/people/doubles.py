"""Looking through the whole register for records that may be one person, in the background and with progress."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.roles import Role
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.index import record_of
from cairn.people.linking.pairs import likely_pairs
from cairn.people.matching.records import Record
from cairn.people.models import DoubleSearch, Person, PossibleDouble
from cairn.people.reads import with_parts

AT_ONCE = 2000


def search_for_doubles(search: DoubleSearch) -> DoubleSearch:
    """Compare everybody with everybody who may be them; new pairs go into the queue.

    A machine reads the register here: that is one entry of the trace, with the number of people.
    """
    with transaction.atomic():
        total = Person.objects.filter(is_archived=False).count()
        record(Event.DOUBLES_SEARCHED, Person, by=None, data={"rows": total})
    _progress(search, 0, total, "")
    known = set(PossibleDouble.objects.values_list("one__number", "other__number"))
    try:
        for pair in likely_pairs(open_register(), progress=lambda *told: _progress(search, *told)):
            found = (min(pair.one, pair.other), max(pair.one, pair.other))
            if found not in known:
                search.found += _remember(found, pair)
    except Exception as error:
        search.failed = type(error).__name__
        raise
    finally:
        search.finished_at = timezone.now()
        search.save()
    if search.found:
        tell(Kind.DUPLICATES_FOUND, role=Role.INFORMATION)
    return search


def give_up_search(search: DoubleSearch) -> None:
    """The end of a look whose worker ended each time, so that another can be ordered."""
    DoubleSearch.objects.filter(pk=search.pk).update(failed="WorkerEnded", finished_at=timezone.now())


def open_register() -> Iterator[Record]:
    """What matching may know of everybody, opened a slice at a time."""
    last = 0
    while some := list(_slice(last)):
        yield from (record_of(person) for person in some)
        last = some[-1].number


def _slice(last: int) -> Any:
    people = Person.objects.filter(is_archived=False, number__gt=last).order_by("number")
    return with_parts(people)[:AT_ONCE]


def _remember(numbers: tuple[int, int], pair: Any) -> int:
    """The pair in the queue; one of whom was erased or joined meanwhile is not."""
    people = Person.objects.filter(number__in=numbers, is_archived=False).in_bulk(field_name="number")
    if len(people) < 2:
        return 0
    one, other = (people[number] for number in numbers)
    told = {"probability": pair.probability, "reasons": [str(reason) for reason in pair.reasons]}
    _pair, is_new = PossibleDouble.objects.get_or_create(one=one, other=other, defaults=told)
    return int(is_new)


def _progress(search: DoubleSearch, done: int, total: int, step: str = "") -> None:
    search.done, search.total, search.step = done, total, step[:80]
    DoubleSearch.objects.filter(pk=search.pk).update(done=done, total=total, step=search.step)
