"""Whose time is over: nobody has worked with them for as long as their category is kept."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db.models import DateTimeField, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from cairn.guard.models import Glass
from cairn.guard.retention import OF_PEOPLE, months_after, months_kept
from cairn.guard.sealed import Protected
from cairn.people.holdings import kinds, links_to_people, records_of, rows_of
from cairn.people.models import (
    DisclosedPart,
    Disclosure,
    LegalHold,
    Merge,
    Person,
    RetentionReview,
)
from cairn.people.models.privacy import Fate

# To look at a record, to pack it for its person or to weigh its end is no work with the person.
NO_WORK = (DisclosedPart, Disclosure, Glass, LegalHold, RetentionReview)

AT_ONCE = 500


def people_due(category: str, today: dt.date) -> Iterator[Person]:
    """The people of a category with whom nobody has worked since its period, and about whom nobody decided."""
    since = start_of(months_after(today, -months_kept(category)))
    people, last = _perhaps_due(category, today, since).select_related("data_key"), UUID(int=0)
    while some := list(people.filter(pk__gt=last)[:AT_ONCE]):
        busy = _worked_with(some, since)
        yield from (person for person in some if person.pk not in busy)
        last = some[-1].pk


def _perhaps_due(category: str, today: dt.date, since: dt.datetime) -> QuerySet[Person]:
    """As the database tells quickly: by work under the person's own key."""
    decided = RetentionReview.objects.filter(person=OuterRef("pk")).filter(
        Q(fate__in=(Fate.OPEN, Fate.ERASE)) | Q(keep_until__gte=today)
    )
    due = Person.objects.filter(_of(category), registered_at__lt=since).exclude(Exists(decided))
    due = due.exclude(Exists(Merge.objects.filter(absorbed=OuterRef("pk"), undone_at=None)))
    for model, name in moments():
        later = model._base_manager.filter(**{"data_key": OuterRef("data_key"), f"{name}__gte": since})
        due = due.exclude(Exists(later))
    return due.order_by("pk")


def _worked_with(people: list[Person], since: dt.datetime) -> set[UUID]:
    """Of some people those with whom somebody worked lately, on their record or on any that was joined into it."""
    whose = _whose(people)
    records = list(Person.objects.filter(pk__in=whose))
    busy: set[UUID] = set()
    for model, name in moments():
        ties = ["data_key", *(field.name for field in links_to_people(model) if field.name == "person")]
        lately = rows_of(model, records).filter(**{f"{name}__gte": since}).order_by()
        busy.update(whose[tie] for row in lately.values_list(*ties) for tie in row if tie in whose)
    return busy


def _whose(people: list[Person]) -> dict[UUID, UUID]:
    """The person behind each record and each key: their own, and those of what was joined to them, step by step."""
    whose = {each.pk: each.pk for each in people}
    keys, edge = {each.data_key_id: each.pk for each in people}, set(whose)
    while edge:
        joined = Merge.objects.filter(person__in=edge, undone_at=None)
        edge = set()
        for into, record, key in joined.values_list("person", "absorbed", "absorbed__data_key"):
            whose[record] = keys[key] = whose[into]
            edge.add(record)
    return whose | keys


def last_worked_on(person: Person) -> dt.date:
    """The day on which somebody last wrote anything about them, or with them."""
    latest = person.registered_at
    records = records_of(person)
    for model, name in moments():
        found = rows_of(model, records).aggregate(latest=Max(name))["latest"]
        latest = max(latest, found or latest)
    return timezone.localdate(latest)


def due_on(person: Person) -> dt.date:
    return months_after(last_worked_on(person), months_kept(person.retention_category))


def moments() -> Iterator[tuple[type[Protected], str]]:
    """Every time that a row keeps in the open, when something was done with the person whose key it has."""
    for model in kinds():
        for field in model._meta.concrete_fields if model not in NO_WORK else ():
            if isinstance(field, DateTimeField) and not field.name.startswith(("expires", "closes")):
                yield model, field.name


def _of(category: str) -> Q:
    known = Q(retention_category=category)
    # A category that nobody declares is kept as short as the shortest: looked for together with it.
    if category == min(OF_PEOPLE, key=months_kept):
        known |= ~Q(retention_category__in=OF_PEOPLE)
    return known


def start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
