"""Whose time is over: nobody has worked with them for as long as their category is kept."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import DateTimeField, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from cairn.guard.models import Glass
from cairn.guard.retention import Keeps, months_after, months_kept
from cairn.guard.sealed import Protected
from cairn.people.holdings import kinds, records_of, rows_of
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


def people_due(category: str, today: dt.date) -> QuerySet[Person]:
    """The people of a category with whom nobody has worked since its period, and about whom nobody decided."""
    since = start_of(months_after(today, -months_kept(category)))
    decided = RetentionReview.objects.filter(person=OuterRef("pk")).filter(
        Q(fate__in=(Fate.OPEN, Fate.ERASE)) | Q(keep_until__gte=today)
    )
    due = Person.objects.filter(_of(category), registered_at__lt=since).exclude(Exists(decided))
    due = due.exclude(Exists(Merge.objects.filter(absorbed=OuterRef("pk"), undone_at=None)))
    for model, name in moments():
        later = model._base_manager.filter(**{"data_key": OuterRef("data_key"), f"{name}__gte": since})
        due = due.exclude(Exists(later))
    return due.order_by("pk")


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
    if category == min(Keeps, key=months_kept):
        known |= ~Q(retention_category__in=list(Keeps))
    return known


def start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
