"""Registering somebody on a screen: who may be them already is shown first, and wrong input is told, field by field."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.guard.models import AuditEntry
from cairn.people.models import Person

pytestmark = pytest.mark.django_db
SAID = {"given_name": "Fatou", "family_name": "Ceesay", "born": "1990", "nationalities": ["Gambia", "", ""]}


def register_at(browser, **said):
    return browser.post(reverse("people:register"), {**SAID, **said})


def looked_at(answer) -> str:
    return re.search(r'name="looked_at" value="(\w*)"', answer.content.decode())[1]


def test_somebody_nobody_knows_is_registered_at_once(at, amina):
    answer = register_at(at(amina))
    person = Person.objects.get()
    assert answer.url == reverse("people:person", args=[person.pk])
    assert (person.given_name, person.born, person.nationalities) == ("Fatou", "1990", ["GM"])
    assert (person.office, person.team, person.worker) == (amina.office, amina.teams.get(), amina)


def test_whoever_may_be_the_same_is_shown_before_anything_is_saved(at, amina, register):
    there = register(amina, "Fatu", "Cessay", born="1990-03")
    browser = at(amina)
    answer = register_at(browser)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert Person.objects.count() == 1
    assert there.reference in text
    assert "The given names sound alike." in text
    assert "The years of birth are the same." in text

    register_at(browser, looked_at=looked_at(answer))
    assert Person.objects.count() == 2


def test_other_words_are_looked_up_anew(at, amina, register):
    """Whoever looked at the matches of one name has not looked at those of another."""
    register(amina, "Fatu", "Ceesay", born="1990")
    register(amina, "Mariama", "Jobe", born="1985")
    browser = at(amina)
    seal = looked_at(register_at(browser))
    answer = register_at(browser, given_name="Mariama", family_name="Jobe", born="1985", looked_at=seal)
    assert answer.status_code == 409
    assert Person.objects.count() == 2


def test_a_form_sent_twice_registers_one_person(at, amina):
    browser = at(amina)
    register_at(browser)
    assert register_at(browser).status_code == 409
    assert Person.objects.count() == 1


def test_matches_outside_ones_scope_are_not_given_away(at, amina, bako, register):
    there = register(bako, "Fatou", "Ceesay", born="1990")
    answer = at(amina).post(reverse("people:register"), SAID, follow=True)
    assert there.reference not in answer.content.decode()
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "written", "told"),
    [
        ("born", str(timezone.localdate() + dt.timedelta(days=40)), "still to come"),
        ("born", "1990-02-30", "no such day"),
        ("born", "long ago", "Write a year"),
        ("born", "1700", "Nobody is known to be that old"),
        ("given_name", "12345", "in letters"),
        ("given_name", "x" * 121, "at most 120"),
        ("given_name", "Fa\0tou", "Null characters"),
        ("nationalities", ["Atlantis"], "No country is called “Atlantis”"),
        ("special_needs", "a" * (5 * 1024 * 1024), "at most 5000"),
    ],
)
def test_wrong_input_is_told_beside_its_field_and_nothing_is_saved(at, amina, field, written, told):
    answer = register_at(at(amina), **{field: written})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert 'id="errors"' in text
    assert not Person.objects.exists()
    assert not AuditEntry.objects.filter(event="people:person:registered").exists()


def test_what_was_written_stands_in_the_form_again(at, amina):
    text = register_at(at(amina), born="1990-02-30", nationalities=["Gambia", "Atlantis"]).content.decode()
    for written in ("Fatou", "Ceesay", "1990-02-30", "Gambia", "Atlantis"):
        assert f'value="{written}"' in text


def test_letters_that_nobody_sees_are_taken_out(at, amina):
    register_at(at(amina), given_name="Fa\u202etou\u200b\x07", family_name="Ceesay")
    assert Person.objects.get().given_name == "Fatou"


def test_names_are_welcome_in_any_script(at, amina):
    register_at(at(amina), given_name="فاطمة", family_name="Ваня", own_script_name="ፋጡማ")
    person = Person.objects.get()
    assert (person.given_name, person.family_name, person.own_script_name) == ("فاطمة", "Ваня", "ፋጡማ")


def test_a_colleague_without_an_office_is_told_whom_to_ask(at, ines):
    answer = register_at(at(ines))
    assert answer.status_code == 422
    assert "Ask the administrator" in answer.content.decode()


@pytest.mark.parametrize("who", ["priya", "viktor", "marek", "leila"])
def test_nobody_else_registers(at, who, request):
    assert register_at(at(request.getfixturevalue(who))).status_code == 403
    assert not Person.objects.exists()


def test_a_brother_is_not_taken_for_the_one_who_is_registered(at, amina, register):
    """Father, family and place agree; given name and birth speak against."""
    family = {"father_name": "Lamin", "birth_place": "Fatoto", "nationalities": ["GM"], "sex": "male"}
    register(amina, "Ebrima", "Touray", born="1984-02-03", **family)
    answer = register_at(
        at(amina),
        given_name="Sulayman",
        father_name="Lamin",
        family_name="Touray",
        born="1991-11-20",
        birth_place="Fatoto",
    )
    assert answer.status_code == 302
    assert Person.objects.count() == 2
