"""Work that the worker does in turns: taken up again where its task was lost, and ended where it only fails.

Whoever waits for it looks at a row that says “at work”. Such a row is true only as long as a task stands behind it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

TRIES = 3


def is_waiting(task: Task[Any, Any], *args: Any) -> bool:
    """Whether the worker has this to do, or is doing it."""
    return _of(task, *args).filter(status__in=("READY", "RUNNING")).exists()


def take_up(task: Task[Any, Any], rows: Iterable[Any], give_up: Callable[[Any], object]) -> None:
    """Give each row at work that no task stands behind a task again, or give it up where the last ones all failed.

    A task receives the number of its row alone: as it is, where it is a whole number, and as text otherwise.
    """
    for row in rows:
        number = row.pk if isinstance(row.pk, int) else str(row.pk)
        if is_waiting(task, number):
            continue
        ended = _of(task, number).order_by("-finished_at").values_list("status", flat=True)[:TRIES]
        if list(ended).count("FAILED") < TRIES:
            task.enqueue(number)
        else:
            give_up(row)
            _of(task, number).filter(status="FAILED").delete()  # Whoever orders it anew has as many tries.


def given_up() -> str:
    """What is said of work that was given up, in the language that is spoken."""
    said = _("Cairn tried several times and could not go on: the fault is in Cairn, not in what you brought.")
    return f"{said} {_('What was done so far stands. Tell whoever looks after the machine, then try again.')}"


def _of(task: Task[Any, Any], *args: Any) -> Any:
    return DBTaskResult.objects.filter(task_path=task.module_path, args_kwargs__args=list(args))
