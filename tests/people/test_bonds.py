"""Families as they are, and none that cannot be."""

import pytest
from django.core.exceptions import ValidationError

from cairn.guard.scope import OutsideScope
from cairn.guard.trace.events import Event
from cairn.guard.trace.reads import entries_about_person
from cairn.people.acts import join_household, leave_household, relate, unrelate
from cairn.people.models import Household, Relation

pytestmark = pytest.mark.django_db


def test_nobody_is_their_own_grandparent(amina, register):
    ada, bo, cam = (register(amina, name) for name in ("Ada", "Bo", "Cam"))
    relate(ada, bo, kind="parent", by=amina)
    relate(cam, bo, kind="child", by=amina)
    with pytest.raises(ValidationError, match="their own parent"):
        relate(cam, ada, kind="parent", by=amina)
    with pytest.raises(ValidationError, match="their own parent"):
        relate(ada, cam, kind="child", by=amina)
    relate(cam, ada, kind="travels-with", by=amina)


def test_nobody_is_related_to_themselves(hawa, amina):
    with pytest.raises(ValidationError, match="related to themselves"):
        relate(hawa, hawa, kind="spouse", by=amina)


def test_a_relation_is_written_down_once(hawa, amina, register):
    other = register(amina, "Musa")
    relation = relate(hawa, other, kind="spouse", by=amina)
    with pytest.raises(ValidationError, match="already"):
        relate(hawa, other, kind="spouse", by=amina)
    unrelate(relation, by=amina)
    relate(hawa, other, kind="spouse", by=amina)
    assert Relation.objects.count() == 1


def test_nobody_is_related_to_somebody_out_of_sight(hawa, amina, bako, register):
    with pytest.raises(OutsideScope):
        relate(hawa, register(bako, "Musa"), kind="sibling", by=amina)


def test_a_household_lives_as_long_as_somebody_is_in_it(hawa, amina, register):
    other = register(amina, "Musa")
    household = join_household(hawa, by=amina, with_=other)
    assert set(household.members.all()) == {hawa, other}
    leave_household(hawa, by=amina)
    leave_household(other, by=amina)
    assert not Household.objects.exists()


def test_whoever_is_joined_is_named_beside_whoever_joins(hawa, amina, register):
    other = register(amina, "Musa")
    join_household(hawa, by=amina, with_=other)
    assert entries_about_person(other).first().event == Event.HOUSEHOLD_JOINED
    assert entries_about_person(hawa).first().event == Event.HOUSEHOLD_JOINED


def test_a_household_that_is_left_for_another_is_gone_with_its_last_member(hawa, amina, register):
    other = register(amina, "Musa")
    for each in (hawa, other):
        join_household(each, by=amina)
    kept = join_household(hawa, by=amina, with_=other)
    assert list(Household.objects.all()) == [kept]
    assert set(kept.members.all()) == {hawa, other}


def test_whoever_lives_there_already_is_not_changed_by_a_newcomer(hawa, amina, register):
    other = register(amina, "Musa")
    join_household(other, by=amina)
    before = other.version
    join_household(hawa, by=amina, with_=other)
    other.refresh_from_db()
    assert other.version == before
