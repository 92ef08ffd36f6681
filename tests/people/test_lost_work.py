"""Nobody waits for ever: what only fails ends and can be tried again, and what was lost does not bar the next."""

import pytest
from django.utils import timezone

from cairn.guard.trace.details import Format
from cairn.guard.turns import TRIES
from cairn.mission.worker import LONG, do_waiting_tasks, take_up_what_stands_still
from cairn.people.acts import start_double_search
from cairn.people.acts.exporting import order_list
from cairn.people.acts.importing import bring_sheet, check_sheet
from cairn.people.exchange import importing
from cairn.people.models import DoubleSearch, Export
from cairn.people.models.exchange import ExportState, ImportState
from people.exchange.test_importing import sheet_of
from people.lost import breaks, tasks, until_given_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(salma, north):
    sheet = bring_sheet(sheet_of(), office=north, team=None, by=salma)
    return check_sheet(sheet, mapping=sheet.mapping, day_first=True, by=salma)


def test_a_sheet_that_only_fails_can_be_tried_again(sheet, salma, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(importing, "_take_batch", breaks)
        until_given_up()
        sheet.refresh_from_db()
        assert sheet.state == ImportState.FAILED
        assert "the fault is in Cairn" in sheet.failed
    check_sheet(sheet, mapping=sheet.mapping, day_first=True, by=salma)
    until_given_up()
    sheet.refresh_from_db()
    assert sheet.state == ImportState.CHECKED


def test_a_list_whose_worker_ended_each_time_is_said_to_have_stopped(salma, hawa):
    export = order_list(
        columns=("reference",), format=Format.CSV, reason="The monthly meeting of the north office needs it.",
        by=salma, expires_at=timezone.now() + timezone.timedelta(days=7),
    )  # fmt: skip
    take_up_what_stands_still()
    tasks().update(status="FAILED")
    for _try in range(TRIES - 1):
        take_up_what_stands_still()
        tasks().update(status="FAILED")
    assert Export.objects.get(pk=export.pk).state == ExportState.WAITING
    take_up_what_stands_still()
    assert Export.objects.get(pk=export.pk).state == ExportState.FAILED


def test_a_look_for_doubles_that_was_lost_does_not_bar_the_next(ines):
    lost = start_double_search(by=ines)
    take_up_what_stands_still()
    do_waiting_tasks(LONG)
    assert DoubleSearch.objects.get(pk=lost.pk).finished_at
    assert start_double_search(by=ines).pk != lost.pk


def test_failures_with_good_turns_between_them_end_nothing(sheet):
    for status in ("FAILED", "FAILED", "SUCCESSFUL", "FAILED"):
        take_up_what_stands_still()
        tasks().filter(status="READY").update(status=status, finished_at=timezone.now())
    take_up_what_stands_still()
    sheet.refresh_from_db()
    assert (sheet.state, tasks().filter(status="READY").count()) == (ImportState.CHECKING, 1)
