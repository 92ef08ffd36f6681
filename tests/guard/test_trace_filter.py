"""A filter of the trace finds what it says and nothing else, however rare that is and whatever the clock did."""

import datetime as dt
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from cairn.guard.models import AuditEntry, User
from cairn.guard.screens.paging import page_of
from cairn.guard.trace import reads
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.guard.trace.reads import entries_where, roles_naming

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
ROLES = ("caseworker", "caseworker,trainer", "data-protection", "trainer", "")
EVENTS = (Event.PERSON_READ, Event.PERSON_READ, Event.GLASS_BROKEN)
# The clock of the machine was a week ahead for a while, and was set back.
DAYS = (0, 1, 2, 9, 10, 3, 4, 5)


@pytest.fixture
def trace(monkeypatch):
    users = [User.objects.create(username=name) for name in ("amina", "tomas")]
    for number in range(60):
        at = NOON + dt.timedelta(days=DAYS[number * len(DAYS) // 60])
        monkeypatch.setattr("cairn.guard.trace.acts.timezone.now", lambda at=at: at)
        with transaction.atomic():
            record(EVENTS[number % 3], by=users[number % 2], role=ROLES[number % 5])
    monkeypatch.undo()
    return users


@pytest.mark.parametrize("few", [0, 5, 2000])
def test_each_combination_finds_the_same_as_looking_at_every_entry(trace, monkeypatch, few):
    monkeypatch.setattr(reads, "FEW", few)
    times = (None, NOON + dt.timedelta(days=2), NOON + dt.timedelta(days=4, hours=1))
    for who, event, role, since, until in product(
        (None, trace[0].pk, -1), ("", Event.GLASS_BROKEN), ("", "trainer", "auditor"), times, times
    ):
        asked = {"who": who, "event": event, "role": role, "since": since, "until": until}
        wanted = [
            entry.sequence for entry in AuditEntry.objects.order_by("-sequence") if fits(entry, **asked)
        ]
        assert walked(entries_where(AuditEntry.objects.all(), **asked)) == wanted, asked


def fits(entry, *, who, event, role, since, until) -> bool:
    return (
        who in (None, entry.who)
        and event in ("", entry.event)
        and role in entry.role
        and (since is None or entry.at >= since)
        and (until is None or entry.at < until)
    )


def walked(rows) -> list[int]:
    """Every entry, a page of seven at a time."""
    found, after = [], ""
    while True:
        page = page_of(rows, order=("-sequence",), after=after, size=7)
        found += [row.sequence for row in page.rows]
        if not page.after:
            return found
        after = page.after


def test_a_role_is_found_beside_others_that_somebody_held(trace):
    assert roles_naming("trainer") == ["caseworker,trainer", "trainer"]
    assert roles_naming("auditor") == []


def test_nothing_lies_in_a_time_that_has_not_come(trace):
    later = timezone.now() + dt.timedelta(days=9000)
    assert not entries_where(AuditEntry.objects.all(), since=later).exists()
