"""The worker does what waits and what the clock asks for, and no failure ends it."""

import logging
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cairn.mission import worker
from cairn.mission.beat import LONG, read_beat
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.mission.worker import Duty, do_waiting_tasks, let_due_pages_out, take_up_abandoned_tasks, work
from cairn.newsroom.models import HomePage, PlainPage

done: list[str] = []


@task()
def remember(word: str) -> None:
    done.append(word)


@task()
def fail_with(name: str) -> None:
    raise ValueError(f"{name} cannot be reached")


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits_and_nothing_is_done(db):
    DBTaskResult.objects.all().delete()
    done.clear()
    load_mission().storage_path.mkdir(parents=True, exist_ok=True)


def test_waiting_tasks_are_done_in_order_and_once():
    for word in ("first", "second"):
        remember.enqueue(word)
    do_waiting_tasks()
    do_waiting_tasks()
    assert done == ["first", "second"]


def test_a_failing_task_does_not_keep_the_next_from_being_done():
    fail_with.enqueue("somebody")
    remember.enqueue("after it")
    do_waiting_tasks()
    assert done == ["after it"]


def test_indexing_a_row_that_is_gone_is_no_failure():
    page = PlainPage(title="Here for a moment", summary="Gone before anybody looked.")
    HomePage.objects.get(locale__language_code="en").add_child(instance=page)
    page.delete()
    assert DBTaskResult.objects.filter(task_path__in=worker.INDEXING).exists()
    do_waiting_tasks()
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_a_task_that_a_killed_worker_had_begun_is_taken_up_again():
    remember.enqueue("begun")
    DBTaskResult.objects.get().claim("cairn-worker")
    do_waiting_tasks()
    assert done == []
    take_up_abandoned_tasks()
    do_waiting_tasks()
    assert done == ["begun"]


def test_a_task_that_ends_every_worker_is_given_up():
    remember.enqueue("deadly")
    for _ in range(worker.TRIES):
        row = DBTaskResult.objects.get()
        row.claim("cairn-worker")
        take_up_abandoned_tasks()
    assert DBTaskResult.objects.get().status == "FAILED"


def test_a_page_scheduled_in_the_past_goes_out_at_the_next_tick():
    home = HomePage.objects.get(locale__language_code="en")
    page = PlainPage(title="Opening hours", slug="hours", summary="When we are here.", live=False)
    home.add_child(instance=page)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert not PlainPage.objects.get(pk=page.pk).live

    revision = page.revisions.get()
    revision.approved_go_live_at = timezone.now() - timedelta(hours=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    let_due_pages_out()
    assert PlainPage.objects.get(pk=page.pk).live


@pytest.fixture
def turns():
    """Let duties take turns in the worker's own loop, and stop it after so many looks at the clock."""

    def take(duty: Duty, times: int) -> None:
        stopping = threading.Event()
        seen: list[int] = []

        def stop_in_time() -> None:
            seen.append(1)
            if len(seen) >= times:
                stopping.set()

        work([duty, Duty("stopping", 0, stop_in_time)], stopping)

    return take


def test_a_duty_that_fails_is_tried_again_later_and_the_others_go_on(turns, monkeypatch, caplog):
    monkeypatch.setattr(worker, "ROUND", 0.01)
    tried: list[int] = []

    def fail() -> None:
        tried.append(1)
        raise ValueError("Amina cannot be reached")

    duty = Duty("publishing", 60, fail)
    turns(duty, times=5)
    assert len(tried) == 1
    assert (duty.failures, duty.trouble) == (1, "ValueError")
    assert "publishing failed, next try in 60 s: ValueError at" in caplog.text
    assert "Amina" not in caplog.text


def test_our_own_sentences_are_told_whole(turns, caplog):
    def fail() -> None:
        raise CairnError("The disk is full.", "Make room.")

    turns(Duty("publishing", 60, fail), times=1)
    assert "The disk is full.\nMake room." in caplog.text


def test_recovery_is_told_once(monkeypatch, caplog):
    outcomes = iter([ValueError(), None, None])

    def sometimes() -> None:
        if outcome := next(outcomes):
            raise outcome

    duty = Duty("publishing", 1, sometimes)
    with caplog.at_level(logging.WARNING):
        for now in (0.0, 10.0, 20.0):
            duty.take_turn(now)
    assert caplog.text.count("publishing works again") == 1
    assert duty.trouble == ""


def test_the_heartbeat_names_what_fails(turns):
    def fail() -> None:
        raise OSError("disk")

    turns(Duty("publishing", 60, fail), times=1)
    beat = read_beat(load_mission())
    assert beat.age < 5
    assert beat.failing == {"publishing": "OSError"}


def test_what_takes_minutes_keeps_nobody_waiting_who_publishes():
    remember.using(queue_name="long").enqueue("long")
    remember.enqueue("swift")
    do_waiting_tasks()
    assert done == ["swift"]
    do_waiting_tasks(LONG)
    assert done == ["swift", "long"]


def test_a_worker_that_is_told_to_stop_begins_no_further_task(monkeypatch):
    monkeypatch.setattr(worker, "STOPPING", stopping := threading.Event())
    remember.enqueue("waits")
    stopping.set()
    do_waiting_tasks()
    assert done == []
    stopping.clear()
    do_waiting_tasks()
    assert done == ["waits"]


ENDLESS = """
import signal, time
from cairn.mission import worker
worker.GRACE = 0.2
signal.signal(signal.SIGTERM, worker.stop)
worker.work([worker.Duty("endless", 0, lambda: (print("at work", flush=True), time.sleep(600)))])
"""


def test_a_worker_that_nobody_ends_ends_itself_in_the_middle_of_a_long_duty():
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True) as endless:
        try:
            assert endless.stdout.readline() == "at work\n"
            endless.terminate()
            assert endless.wait(timeout=60) == 0
        finally:
            endless.kill()  # Else a test that fails would wait for it.
