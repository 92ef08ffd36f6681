"""Sheets that lie here unwritten. They hold people whom the mission has not taken in, and whom no erasure can look for.

What is known of one is who brought it, for which office, and since when. So it stays three days and not longer: over
a weekend, until its columns are named and it is written, or forgotten.
"""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from cairn.guard.checks import Problem, Problems
from cairn.people.models import Import
from cairn.people.models.exchange import ImportState

KEPT_UNWRITTEN = dt.timedelta(days=3)
# The worker looks every few minutes. What is an hour late was not looked at.
LATE = dt.timedelta(hours=1)


def unwritten() -> QuerySet[Import]:
    """Sheets of which nothing is being written, the oldest first."""
    return Import.objects.exclude(state__in=(ImportState.DONE, ImportState.RUNNING)).order_by("made_at")


def overdue(late: dt.timedelta = dt.timedelta()) -> QuerySet[Import]:
    return unwritten().filter(made_at__lt=timezone.now() - KEPT_UNWRITTEN - late)


def ends_at(sheet: Import) -> dt.datetime:
    """When a sheet is forgotten by itself, unless it is written before."""
    return sheet.made_at + KEPT_UNWRITTEN


def sheets_left_lying() -> Problems:
    """For the doctor: sheets whose time is over and that nobody came to forget."""
    found = list(overdue(LATE).select_related("by", "office"))
    if found:
        first = found[0]
        yield Problem(
            f"{len(found)} sheets of people wait for longer than {KEPT_UNWRITTEN.days} days, the oldest since "
            f"{first.made_at:%d %B}, brought by {first.by.get_username()} for {first.office}.",
            "The worker forgets them by itself: see that it runs.",
            is_grave=False,
        )
