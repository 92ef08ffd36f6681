"""No file is read for ever: one whose task was lost goes on, and one that only fails ends with a word to its bringer."""

import pytest
from django_tasks_db.models import DBTaskResult

from cairn.guard.notices.models import Notice
from cairn.mission.worker import LONG, do_waiting_tasks, take_up_what_stands_still
from cairn.programmes.tracking.codes import FileState
from cairn.programmes.tracking.exchange import importing
from people.lost import breaks, tasks, until_given_up
from programmes.tracking.test_files_in_turns import again, brought, incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(ines, monkeypatch):
    """A long file whose task was lost: nothing was told to the worker."""
    monkeypatch.setattr(importing, "MOST_AT_ONCE", 0)
    DBTaskResult.objects.all().delete()
    return brought(incident(1), incident(2), by=ines)


def test_a_file_whose_task_was_lost_goes_on_and_has_one_task_at_a_time(file):
    take_up_what_stands_still()
    take_up_what_stands_still()
    assert tasks().count() == 1
    do_waiting_tasks(LONG)
    assert again(file).state == FileState.DONE
    take_up_what_stands_still()
    assert not tasks().filter(status="READY").exists()


def test_a_file_that_only_fails_ends_and_its_bringer_is_told(
    file, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(importing, "take_line", breaks)
    with django_capture_on_commit_callbacks(execute=True):
        until_given_up()
    ended = again(file)
    assert (ended.state, ended.stored_name) == (FileState.FAILED, "")
    assert "the fault is in Cairn" in ended.failed
    assert Notice.objects.get().reference == file.reference
    assert not tasks().exists()
