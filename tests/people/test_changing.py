"""Two colleagues change the same person: nothing that either wrote is lost."""

import pytest
from django.core.exceptions import ValidationError

from cairn.guard.edits.acts import ChangedAgain, NoSuchVersion
from cairn.guard.edits.models import Settled
from cairn.guard.edits.reads import history_of, open_conflicts
from cairn.guard.scope import MayNot, OutsideScope
from cairn.people.acts import add_part, change_part, change_person, remove_part, settle
from cairn.people.models import Contact, Person

pytestmark = pytest.mark.django_db


def now(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_different_fields_merge(hawa, amina, tomas):
    change_person(hawa, based_on=1, changes={"birth_place": "Banjul"}, by=amina)
    change_person(hawa, based_on=1, changes={"born": "1991-05-13"}, by=tomas)
    assert (now(hawa).birth_place, now(hawa).born, now(hawa).version) == ("Banjul", "1991-05-13", 3)


def test_the_same_field_waits_for_a_person(hawa, amina, tomas):
    change_person(hawa, based_on=1, changes={"born": "1991-05-13"}, by=amina)
    outcome = change_person(hawa, based_on=1, changes={"born": "1990"}, by=tomas)
    (conflict,) = outcome.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("1991-05-12", "1990", "1991-05-13")
    assert (conflict.by, conflict.theirs_by) == (tomas, amina)
    assert now(hawa).born == "1991-05-13"


def test_the_same_value_twice_is_no_conflict(hawa, amina, tomas):
    for colleague in (amina, tomas):
        outcome = change_person(hawa, based_on=1, changes={"nationalities": ["GM", "SN"]}, by=colleague)
    assert outcome.conflicts == ()
    assert now(hawa).version == 2


def test_a_form_that_sends_every_field_changes_those_that_were_changed(hawa, amina, tomas):
    change_person(hawa, based_on=1, changes={"born": "1991-05-13"}, by=amina)
    whole_form = {"given_name": "Hawa", "family_name": "Ceesay", "born": "1991-05-12"}
    outcome = change_person(hawa, based_on=1, changes=whole_form, by=tomas)
    assert outcome.applied == ("family_name",)
    assert (now(hawa).born, outcome.conflicts) == ("1991-05-13", ())


@pytest.mark.parametrize(("choice", "stands"), [(Settled.MINE, "1990"), (Settled.THEIRS, "1991-05-13")])
def test_whoever_settles_it_chooses_what_stands(hawa, amina, tomas, salma, choice, stands):
    change_person(hawa, based_on=1, changes={"born": "1991-05-13"}, by=amina)
    (conflict,) = change_person(hawa, based_on=1, changes={"born": "1990"}, by=tomas).conflicts
    settle(conflict, hawa, based_on=now(hawa).version, settled=choice, by=salma)
    assert now(hawa).born == stands
    assert not open_conflicts(hawa).exists()


def test_a_third_edit_is_decided_about_by_nobody_who_has_not_seen_it(hawa, amina, tomas, salma):
    change_person(hawa, based_on=1, changes={"born": "1991-05-13"}, by=amina)
    (conflict,) = change_person(hawa, based_on=1, changes={"born": "1990"}, by=tomas).conflicts
    shown = now(hawa).version
    change_person(hawa, based_on=shown, changes={"born": "1989"}, by=amina)
    with pytest.raises(ChangedAgain):
        settle(conflict, hawa, based_on=shown, settled=Settled.MINE, by=salma)
    assert now(hawa).born == "1989"
    settle(conflict, hawa, based_on=now(hawa).version, settled=Settled.MINE, by=salma)
    assert now(hawa).born == "1990"


def test_a_version_that_never_was_is_refused(hawa, amina):
    with pytest.raises(NoSuchVersion):
        change_person(hawa, based_on=7, changes={"born": "1990"}, by=amina)


def test_what_cannot_be_is_refused_and_the_row_stays(hawa, amina):
    with pytest.raises(ValidationError):
        change_person(hawa, based_on=1, changes={"born": "2999"}, by=amina)
    assert now(hawa).version == 1


def test_nobody_changes_what_they_may_not_see(hawa, ines, bako, amina):
    with pytest.raises(MayNot):
        change_person(hawa, based_on=1, changes={"born": "1990"}, by=ines)
    with pytest.raises(OutsideScope):
        change_person(hawa, based_on=1, changes={"born": "1990"}, by=bako)
    with pytest.raises(MayNot):
        change_person(hawa, based_on=1, changes={"office": 1}, by=amina)


def test_the_history_says_who_changed_what(hawa, amina):
    change_person(hawa, based_on=1, changes={"born": "1991-05-13"}, by=amina)
    (change,) = history_of(hawa)
    assert (change.field, change.before, change.after, change.by) == (
        "born",
        "1991-05-12",
        "1991-05-13",
        amina,
    )


def test_parts_are_added_changed_and_taken_away(hawa, amina, tomas):
    phone = add_part(hawa, Contact, by=amina, kind="phone", value="+44 20 7946 0001", safety="unknown")
    assert not phone.may_be_used
    change_part(phone, based_on=1, changes={"safety": "careful", "times": "in the evening"}, by=tomas)
    assert Contact.objects.get(pk=phone.pk).may_be_used
    remove_part(phone, by=amina)
    assert not Contact.objects.exists()
    assert not history_of(phone).exists()
