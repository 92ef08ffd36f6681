"""Somebody is registered, found in the right scope, and by nobody else."""

import pytest
from django.core.exceptions import ValidationError

from cairn.guard.models import AuditEntry
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, OutsideScope, ensure, fields_seen
from cairn.people.acts import hand_over, register_person
from cairn.people.models import Person
from cairn.people.references import tidy_reference

pytestmark = pytest.mark.django_db


def seen_by(user) -> set[Person]:
    return set(Person.objects.visible_to(user))


def test_a_person_is_known_by_a_reference_and_never_by_name(hawa):
    assert str(hawa) == hawa.reference == tidy_reference(hawa.reference)
    assert "Hawa" not in repr(hawa)
    assert Person.objects.get(pk=hawa.pk).full_name == "Hawa Jallow"


def test_registering_leaves_a_trace_without_a_word_about_the_person(hawa, amina):
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.who, entry.subject_id) == ("people:person:registered", amina.pk, str(hawa.pk))
    assert "Hawa" not in entry.data


def test_each_stands_beside_their_own(hawa, amina, tomas, bako, salma, leila, viktor, marek):
    assert seen_by(amina) == seen_by(tomas) == seen_by(salma) == seen_by(leila) == {hawa}
    assert seen_by(bako) == seen_by(viktor) == seen_by(marek) == set()


def test_another_team_of_the_office_does_not_see_them(hawa, bridge, tomas):
    tomas.teams.set([bridge])
    assert seen_by(type(tomas).objects.get(pk=tomas.pk)) == set()


def test_a_superuser_without_a_role_sees_nobody(hawa, django_user_model):
    root = django_user_model.objects.create_superuser("root")
    assert seen_by(root) == set()


def test_a_former_colleague_sees_nobody(hawa, amina):
    amina.is_active = False
    assert seen_by(amina) == set()


def test_outside_the_scope_is_not_there_and_inside_it_may_be_refused(hawa, bako, priya, amina):
    with pytest.raises(OutsideScope):
        ensure(bako, Can.PERSON_READ, hawa)
    with pytest.raises(MayNot):
        ensure(priya, Can.PERSON_READ, hawa)
    with pytest.raises(MayNot):
        ensure(amina, Can.PERSON_ERASE, hawa)
    ensure(amina, Can.PERSON_READ, hawa)


def test_nobody_registers_for_an_office_beyond_their_reach(amina, south):
    with pytest.raises(OutsideScope):
        register_person(by=amina, office=south, given_name="Hawa")


def test_each_role_sees_the_fields_it_needs(hawa, amina, ines, priya):
    assert "special_needs" in fields_seen(amina, hawa)
    assert {"given_name", "born"} <= fields_seen(ines, hawa)
    assert not {"special_needs", "flags", "photograph"} & fields_seen(ines, hawa)
    assert fields_seen(priya, hawa) == set()


def test_whoever_is_handed_over_leaves_one_office_for_the_other(hawa, amina, bako, south):
    hand_over(hawa, office=south, team=None, worker=bako, by=amina)
    assert seen_by(amina) == set()
    assert seen_by(bako) == {hawa}


def test_a_team_of_another_office_is_refused(ines, south, river):
    with pytest.raises(ValidationError, match="another office"):
        register_person(by=ines, office=south, team=river, given_name="Hawa")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "given_name"),
        ({"given_name": "1234"}, "given_name"),
        ({"given_name": "x" * 121}, "given_name"),
        ({"given_name": "Hawa", "born": "2999"}, "born"),
        ({"given_name": "Hawa", "nationalities": ["XX"]}, "nationalities"),
        ({"given_name": "Hawa", "nationalities": "GM"}, "nationalities"),
        ({"given_name": "Hawa", "languages": ["klingon"]}, "languages"),
        ({"given_name": "Hawa", "flags": ["vip"]}, "flags"),
        ({"given_name": "Hawa", "sex": "x"}, "sex"),
        ({"given_name": "Hawa", "other_names": ["x" * 201]}, "other_names"),
        ({"given_name": "Hawa", "special_needs": "x" * 5_000_000}, "special_needs"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_kept(amina, north, said, field):
    with pytest.raises(ValidationError) as refused:
        register_person(by=amina, office=north, **said)
    assert field in refused.value.error_dict
    assert not Person.objects.exists()


def test_letters_that_nobody_sees_are_not_kept(amina, register):
    person = register(amina, "Ha\u202ewa\x00 ", "  Jal\u200blow")
    assert person.full_name == "Hawa Jallow"


def test_joiners_of_persian_stay(amina, register):
    assert register(amina, "علی\u200cرضا", "").given_name == "علی\u200cرضا"
