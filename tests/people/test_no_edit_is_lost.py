"""Under any interleaving of edits by several people, every write is in the row, in a conflict, or was refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.guard.edits.acts import NoSuchVersion
from cairn.guard.edits.models import Change, Conflict
from cairn.guard.edits.reads import history_of
from cairn.people.acts import change_person
from cairn.people.models import Person

FIELDS = ("birth_place", "born", "nationalities")
VALUES = {
    "birth_place": ("", "Banjul", "Brikama"),
    "born": ("", "1990", "1991-05-12"),
    "nationalities": ([], ["GM"], ["GM", "SN"]),
}
WRITES = st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 2), min_size=1)
# How many versions ago the colleague opened the record; one more than there are is a mistake.
EDITS = st.lists(
    st.tuples(st.sampled_from(("amina", "tomas", "salma")), st.integers(0, 6), WRITES), max_size=12
)


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_every_write_is_in_the_row_in_a_conflict_or_refused(edits, amina, tomas, salma, register):
    who = {"amina": amina, "tomas": tomas, "salma": salma}
    person = register(amina)
    seen = [{name: getattr(person, name) for name in FIELDS}]  # What each version showed.
    for name, ago, writes in edits:
        based_on = len(seen) - ago
        said = {field: VALUES[field][choice] for field, choice in writes.items()}
        if based_on < 1:
            with pytest.raises(NoSuchVersion):
                change_person(person, based_on=based_on, changes=said, by=who[name])
            continue
        outcome = change_person(person, based_on=based_on, changes=said, by=who[name])
        _each_write_has_its_place(outcome, said, before=seen[based_on - 1], now=seen[-1])
        held = Person.objects.get(pk=person.pk)
        seen += [{field: getattr(held, field) for field in FIELDS}] if outcome.applied else []
        assert held.version == len(seen)
    _the_history_tells_every_version(person, seen)


def _each_write_has_its_place(outcome, said, *, before, now):
    waiting = {conflict.field: conflict for conflict in outcome.conflicts}
    for field, value in said.items():
        if field in outcome.applied:
            # Nobody's work is overwritten unseen: the author saw exactly what their value replaced.
            assert before[field] == now[field]
            assert getattr(outcome.row, field) == value
        elif field in waiting:
            conflict = waiting[field]
            assert (conflict.base, conflict.mine, conflict.theirs) == (before[field], value, now[field])
        else:
            assert value in (before[field], now[field])


def _the_history_tells_every_version(person, seen):
    told = dict(seen[0])
    for change in history_of(person):
        assert change.before == told[change.field]
        told[change.field] = change.after
    assert told == seen[-1]


@pytest.mark.django_db(transaction=True)
def test_of_edits_at_the_same_moment_one_stands_and_the_others_wait(hawa, amina, tomas, salma):
    together, places = Barrier(3), {amina: "Banjul", tomas: "Brikama", salma: "Kanifing"}

    def edit(colleague):
        try:
            together.wait()
            return change_person(hawa, based_on=1, changes={"birth_place": places[colleague]}, by=colleague)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as hands:
        outcomes = list(hands.map(edit, places))

    assert sorted(len(outcome.applied) for outcome in outcomes) == [0, 0, 1]
    kept = {Change.objects.get().after} | {conflict.mine for conflict in Conflict.objects.all()}
    assert kept == set(places.values())
    assert Person.objects.get(pk=hawa.pk).birth_place == Change.objects.get().after
