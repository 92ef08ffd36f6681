"""What works in the background: tasks that wait in the database, and what the clock asks for.

Two processes of it run. One does what colleagues wait for within seconds, such as publishing; the other does what
takes minutes, such as looking through the whole register. In each, duties take turns in one thread, so nothing runs
twice at once. A duty that fails is noted without a word of anybody's data and tried again a little later each time;
it never ends the worker.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from cairn.mission.beat import LONG, SWIFT, Beat, write_beat
from cairn.mission.children import GRACE
from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.disk import Room, fullest
from cairn.mission.django_start import start_django
from cairn.mission.logs import told_without_data

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

log = logging.getLogger("cairn.worker")
STOPPING = threading.Event()

ROUND = 0.1  # Seconds between two looks at what is due; somebody may wait to see a page that just went out.
LOOK = 0.5  # Between two questions to the database.
BEAT_EVERY = 5.0
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
AT_ONCE = 50  # Tasks done before the clock has its turn again.
ONCE = float("inf")
QUEUES = {SWIFT: "default", LONG: "long"}
# What notes a saved row in an index; each names the row by app, model and key.
INDEXING = ("modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task")
TRIES = 3


@dataclass(slots=True)
class Duty:
    """Something done again and again."""

    name: str
    every: float
    do: Callable[[], object]
    due_at: float = 0.0
    failures: int = 0
    trouble: str = field(default="")

    def take_turn(self, now: float) -> None:
        try:
            self.do()
        except Exception as error:
            self.failures += 1
            self.trouble = type(error).__name__
            wait = min(max(self.every, FIRST_WAIT) * 2**self.failures, LONGEST_WAIT)
            log.error("%s failed, next try in %.0f s: %s", self.name, wait, told_without_data(error))
        else:
            if self.failures:
                log.warning("%s works again", self.name)
            self.failures, self.trouble, wait = 0, "", self.every
        self.due_at = now + wait


@dataclass(slots=True)
class DiskWatch:
    """Says once that the disk is filling, once that it is full, and once that there is room again."""

    room: Room = Room.ENOUGH

    def look(self, mission: MissionConfig) -> Room:
        disk = fullest(mission)
        if disk.room is not self.room:
            log.warning("%s %s", disk.said, disk.what_to_do or "There is room again.")
        self.room = disk.room
        return disk.room


def work(duties: Iterable[Duty], stopping: threading.Event = STOPPING, name: str = SWIFT) -> None:
    """Give every duty its turn until told to stop."""
    duties, mission, beaten_at = list(duties), load_mission(), 0.0
    watcher = DiskWatch()
    while not stopping.is_set():
        for duty in duties:
            if time.monotonic() >= duty.due_at and not stopping.is_set():
                duty.take_turn(time.monotonic())
        if time.monotonic() - beaten_at >= BEAT_EVERY:
            failing = {duty.name: duty.trouble for duty in duties if duty.trouble}
            write_beat(mission, Beat(failing=failing, disk=watcher.look(mission)), name)
            beaten_at = time.monotonic()
        stopping.wait(ROUND)


def do_waiting_tasks(name: str = SWIFT) -> None:
    """Run what colleagues' deeds left to do: search index, references, and what Cairn enqueues itself."""
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=[],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"cairn-{name}",
    )
    for _ in range(AT_ONCE):
        if STOPPING.is_set():
            return
        task = _claim_next(name)
        if task is None:
            return
        if _is_about_a_row_that_is_gone(task):
            task.delete()
        else:
            worker.run_task(task)


def _is_about_a_row_that_is_gone(task: "DBTaskResult") -> bool:
    """Rows enter the indexes some time after they were saved; by then somebody may have deleted them."""
    from django.apps import apps

    if task.task_path not in INDEXING:
        return False
    app, model, pk = task.args_kwargs["args"]
    return not apps.get_model(app, model)._base_manager.filter(pk=pk).exists()


def _claim_next(name: str) -> "DBTaskResult | None":
    from django_tasks_db.models import DBTaskResult
    from django_tasks_db.utils import exclusive_transaction

    with exclusive_transaction():
        # The package declares this manager's questions where mypy does not see them.
        ready = DBTaskResult.objects.ready().filter(queue_name=QUEUES[name])  # type: ignore[attr-defined]
        task = ready.get_locked()
        if task is not None:
            task.claim(f"cairn-{name}")
    return task


def take_up_abandoned_tasks(name: str = SWIFT) -> None:
    """A task that a killed worker had begun waits again, unless it seems to be what kills workers."""
    from django_tasks_db.models import DBTaskResult

    for task in DBTaskResult.objects.filter(status="RUNNING", queue_name=QUEUES[name]):
        if len(task.worker_ids) < TRIES:
            task.status = "READY"
            task.save(update_fields=["status"])
        else:
            task.set_failed(RuntimeError("The worker ended each time while it did this."))


def let_due_pages_out() -> None:
    from cairn.newsroom.acts import publish_scheduled

    publish_scheduled()


def renew_connections() -> None:
    """A database that went away and came back is asked anew."""
    from django.db import close_old_connections

    close_old_connections()


def publish_if_due() -> None:
    from cairn.publish.acts import publish_if_due

    publish_if_due()


def clear_what_is_over() -> None:
    from django.core.management import call_command

    from cairn.evidence.releases.sweeping import sweep_evidence
    from cairn.guard.sealed.attachments import sweep_files
    from cairn.mission.backups.scratch import sweep_scratch
    from cairn.programmes.tracking.exchange.importing import sweep_brought

    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)
    sweep_files()
    sweep_evidence()
    sweep_brought()
    sweep_scratch(load_mission())


def sign_the_trace() -> None:
    from cairn.guard.trace.checkpoints import checkpoint

    checkpoint()


def go_on_with_keys() -> None:
    from cairn.guard.keys.rotation import resume_rotation

    resume_rotation()


def take_up_what_stands_still() -> None:
    """Sheets, lists, files and looks for doubles that say “at work” while no task stands behind them."""
    from cairn.people.tasks import take_up_work
    from cairn.programmes.tracking.tasks import take_up_files

    take_up_work()
    take_up_files()


def destroy_lists_that_expired() -> None:
    from cairn.people.acts.exporting import expire_lists
    from cairn.people.acts.importing import forget_old_sheets

    expire_lists()
    forget_old_sheets()


def let_packages_go() -> None:
    from cairn.people.acts.disclosing import expire_disclosures

    expire_disclosures()


def find_what_is_due() -> None:
    """Records and names whose time is over wait for a decision, and a month that is over is stated."""
    from cairn.people.acts.retention import find_due, state_months_over
    from cairn.programmes.tracking.acts import find_names_due

    find_due()
    find_names_due()
    state_months_over()


def tell_of_clocks() -> None:
    """What a national mechanism owes to somebody by a day is told to whoever works with them."""
    from cairn.programmes.casework.acts.clocks import tell_of_clocks as tell

    tell()


def close_referrals_that_expired() -> None:
    """What a partner did not answer in time opens nothing any more, and what nobody here decided about goes."""
    from cairn.programmes.casework.acts.forgetting import forget_undecided
    from cairn.programmes.casework.acts.referring_out import expire_partner_referrals

    expire_partner_referrals()
    forget_undecided()


def count_what_names_share() -> None:
    """A search takes the rarest tokens first, by the counts of last time."""
    from django.db import connection

    from cairn.people.matching.tables import recount

    recount(connection)


DUTIES = (
    Duty("renewing connections", ROUND, renew_connections),
    Duty("taking up abandoned tasks", ONCE, take_up_abandoned_tasks),
    Duty("background tasks", LOOK, do_waiting_tasks),
    Duty("scheduled pages", 5, let_due_pages_out),
    Duty("publishing", ROUND, publish_if_due),
    Duty("signing the trace", 300, sign_the_trace),
    Duty("rewrapping keys", 60, go_on_with_keys),
    Duty("expired lists and sheets", 300, destroy_lists_that_expired),
    Duty("clocks of cases", 3600, tell_of_clocks),
    Duty("referrals to partners", 3600, close_referrals_that_expired),
    Duty("packages for people", 3600, let_packages_go),
    Duty("clearing what is over", 3600, clear_what_is_over),
)
LONG_DUTIES = (
    Duty("renewing connections", ROUND, renew_connections),
    Duty("taking up abandoned tasks", ONCE, partial(take_up_abandoned_tasks, LONG)),
    Duty("background tasks", LOOK, partial(do_waiting_tasks, LONG)),
    Duty("what stands still", 30, take_up_what_stands_still),
    Duty("counting tokens", 6 * 60 * 60, count_what_names_share),
    Duty("records whose time is over", 6 * 60 * 60, find_what_is_due),
)


def stop(*_signal: object) -> None:
    """Come to an end, soon: whoever would end what takes longer may have been killed themselves."""
    STOPPING.set()
    ending = threading.Timer(GRACE, _end_at_once)
    ending.daemon = True
    ending.start()


def _end_at_once() -> None:
    log.warning("told to stop, and ended in the middle of its work, which is taken up at the next start")
    os._exit(0)


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    start_django()
    if LONG in sys.argv[1:]:
        work(LONG_DUTIES, name=LONG)
    else:
        work(DUTIES)


if __name__ == "__main__":
    main()
