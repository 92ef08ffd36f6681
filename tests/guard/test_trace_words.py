"""Whatever the trace tells of, a screen can say in words."""

import pytest

from cairn.guard.models import AuditEntry
from cairn.guard.roles import Role
from cairn.guard.trace.acts import record
from cairn.guard.trace.details import registered
from cairn.guard.trace.events import Event
from cairn.guard.trace.telling import event_in_words, roles_in_words, told
from cairn.guard.trace.words import DETAIL_WORDS, EVENT_WORDS


def test_each_event_has_its_words():
    missing = [event.name for event in Event if event not in EVENT_WORDS]
    assert not missing, f"Write into guard/trace/words.py what a screen says of {missing}."


def test_words_stand_in_the_order_of_the_events():
    assert list(EVENT_WORDS) == [event for event in Event if event in EVENT_WORDS]


def test_each_detail_has_its_words_wherever_it_is_registered():
    # Some tests register details of their own.
    ours = {name for name in registered() if not name.startswith("tested_")}
    missing = sorted(ours - DETAIL_WORDS.keys())
    assert not missing, f"Write into guard/trace/words.py what a screen says of {missing}."
    assert not DETAIL_WORDS.keys() - ours, "No entry says these."


def test_details_stand_in_order():
    assert list(DETAIL_WORDS) == sorted(DETAIL_WORDS)


@pytest.mark.django_db
def test_a_decision_is_told_in_words(amina):
    record(Event.EXEMPTION_DECIDED, by=amina, data={"approved": True, "count": 3})
    (line,) = told(AuditEntry.objects.filter(event=Event.EXEMPTION_DECIDED), to=amina)
    assert line.details == "approved: yes · how many: 3"


def test_an_event_of_an_older_version_keeps_its_code():
    assert event_in_words("people:person:waved-at") == "people:person:waved-at"


def test_roles_are_said_by_their_names_and_an_older_one_by_its_code():
    assert roles_in_words(f"{Role.CASEWORKER},harbour-master") == "Caseworker, harbour-master"
