"""Work of the worker that goes wrong, for tests."""

from django_tasks_db.models import DBTaskResult

from cairn.guard.turns import TRIES
from cairn.mission.worker import LONG, do_waiting_tasks, take_up_what_stands_still


def tasks():
    return DBTaskResult.objects.filter(queue_name="long")


def breaks(*_told, **_more):
    raise ZeroDivisionError


def until_given_up() -> None:
    """As many rounds as it has tries, and the one in which it is found to fail only."""
    for _round in range(TRIES + 1):
        take_up_what_stands_still()
        do_waiting_tasks(LONG)
