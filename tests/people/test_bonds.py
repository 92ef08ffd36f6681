"""Families as they are, and none that cannot be."""

import pytest
from django.core.exceptions import ValidationError

from cairn.guard.scope import OutsideScope
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
