"""Facts in the workspace: what could be counted, and the snapshot that a colleague orders."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cairn.evidence.facts import register as facts_register
from cairn.evidence.facts.snapshots import snapshots
from cairn.mission.worker import LONG, do_waiting_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_the_camp(camp, monkeypatch):
    mine = {name: build for name, build in facts_register._BUILDERS.items() if name.startswith("test.")}
    monkeypatch.setattr(facts_register, "_BUILDERS", mine)


def test_facts_are_listed_with_their_columns_and_no_row_of_them(at, priya):
    page = at(priya).page("facts")
    for said in (
        "Incidents",
        "An incident",
        "dead",
        "#loc+code",
        "each row is a person",
        "In no snapshot yet.",
    ):
        assert said in page


def test_a_snapshot_is_ordered_and_taken_by_the_worker(at, ines, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert at(ines).post("snapshot").url == reverse("evidence:facts")
    page = at(ines).page("facts")
    assert "A snapshot is being taken" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    do_waiting_tasks(LONG)
    page = at(ines).page("facts")
    assert "A snapshot is being taken" not in page
    assert "360 rows in the latest snapshot" in page
    assert len(snapshots()) == 1


def test_a_snapshot_that_could_not_be_taken_is_said(at, ines, camp, django_capture_on_commit_callbacks):
    camp.countries = ("AF", "ER")
    with django_capture_on_commit_callbacks(execute=True):
        at(ines).post("snapshot")
    do_waiting_tasks(LONG)
    assert DBTaskResult.objects.get(task_path="cairn.evidence.tasks.take_facts").status == "FAILED"
    assert "could not be taken" in at(ines).page("facts")
    assert not snapshots()


def test_only_those_who_write_indicators_order_snapshots(at, priya, nadia):
    at(priya).get("snapshot", status=403)
    assert at(priya).post("snapshot").status_code == 403
    at(nadia).get("facts", status=403)
