"""Acts that meet wait for each other in one order: none is broken off because two waited for each other."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from cairn.guard.trace.details import Format
from cairn.people.acts import erase_person, exporting, weigh_erasure
from cairn.people.acts.exporting import order_list, take_list
from cairn.people.exchange.exporting import make_list_file
from cairn.people.models import Erasure, Export
from cairn.people.models.exchange import ExportState

REASON = "Asked in person at the office, and identified by the asylum card."


@pytest.mark.skipif(connection.vendor != "postgresql", reason="On SQLite one writes at a time.")
@pytest.mark.django_db(transaction=True)
def test_somebody_is_erased_while_a_list_is_taken(salma, leila, hawa, monkeypatch):
    """The list is held, and then the erasure comes as far as it can, before the taking is written down."""
    export = make_list_file(ordered_by(salma))
    seen = weigh_erasure(hawa, by=leila).fingerprint
    list_is_held, write_down = Event(), exporting.record

    def write_down_late(event, subject, **more):
        if event == exporting.Event.LIST_TAKEN:
            list_is_held.set()
            wait_until_somebody_waits()
        return write_down(event, subject, **more)

    def take():
        return closing(lambda: take_list(export, by=salma))

    def erase():
        list_is_held.wait(30)
        return closing(lambda: erase_person(hawa, by=leila, why="asked", reason=REASON, seen=seen))

    monkeypatch.setattr(exporting, "record", write_down_late)
    with ThreadPoolExecutor(2) as hands:
        taken, erased = hands.submit(take), hands.submit(erase)
        assert taken.result(60).pk == export.pk
        assert erased.result(60) == Erasure.objects.get()
    export.refresh_from_db()
    assert export.state == ExportState.EXPIRED


def ordered_by(colleague) -> Export:
    """A list of references, with its reason and its end."""
    return order_list(
        columns=["reference"],
        format=Format.CSV,
        reason="The monthly meeting of the north office needs it.",
        by=colleague,
        expires_at=timezone.now() + dt.timedelta(days=7),
    )


def closing(act):
    try:
        return act()
    finally:
        connection.close()


def wait_until_somebody_waits() -> None:
    """Ask PostgreSQL until a transaction of this database stands behind another."""
    with connection.cursor() as cursor:
        for _time in range(2000):
            cursor.execute("SELECT pg_sleep(0.01), EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[1]:
                return
    raise AssertionError("The erasure waited for nobody.")
