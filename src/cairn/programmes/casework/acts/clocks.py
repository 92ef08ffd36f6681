"""Clocks of national mechanisms: whoever answers for the task is told once, the day before it runs out."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils import timezone

from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.casework.models import Task

AHEAD = dt.timedelta(days=1)


def tell_of_clocks(today: dt.date | None = None) -> int:
    """Tell of every clock that runs out by tomorrow, or has; answer of how many."""
    today = today or timezone.localdate()
    due = Task.objects.filter(done_at=None, told_on=None, due_on__lte=today + AHEAD).exclude(clock="")
    return sum(_tell(number, today) for number in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _tell(number: object, today: dt.date) -> bool:
    task = (
        Task.objects.select_for_update(of=("self",))
        .filter(pk=number, done_at=None, told_on=None)
        .select_related("case", "to")
        .first()
    )
    if task is None:
        return False
    Task.objects.filter(pk=number).update(told_on=today)
    record(Event.CASE_PART_CHANGED, task, by=None, data={"case": task.case_id})
    transaction.on_commit(
        partial(
            tell,
            Kind.CLOCK_RUNS_OUT,
            to=task.to,
            reference=str(task.case),
            subject_id=str(task.case_id),
        )
    )
    return True
