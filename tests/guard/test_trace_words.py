"""Whatever the trace tells of, a screen can say in words."""

from cairn.guard.roles import Role
from cairn.guard.trace.events import Event
from cairn.guard.trace.telling import event_in_words, roles_in_words
from cairn.guard.trace.words import EVENT_WORDS


def test_each_event_has_its_words():
    missing = [event.name for event in Event if event not in EVENT_WORDS]
    assert not missing, f"Write into guard/trace/words.py what a screen says of {missing}."


def test_words_stand_in_the_order_of_the_events():
    assert list(EVENT_WORDS) == [event for event in Event if event in EVENT_WORDS]


def test_an_event_of_an_older_version_keeps_its_code():
    assert event_in_words("people:person:waved-at") == "people:person:waved-at"


def test_roles_are_said_by_their_names_and_an_older_one_by_its_code():
    assert roles_in_words(f"{Role.CASEWORKER},harbour-master") == "Caseworker, harbour-master"
