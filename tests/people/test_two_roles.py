"""Whoever acts in two roles has the rights of each as far as that one reaches, and never those of one across the other."""

import pytest
from django.urls import reverse

from cairn.guard.acts import give_role
from cairn.guard.glass.acts import break_glass
from cairn.guard.models import Glass, User
from cairn.guard.roles import Role
from cairn.guard.scope import fields_seen
from cairn.people.acts import ask_exemption
from cairn.people.finding import find_people
from cairn.people.models import Exemption, Relation
from cairn.people.reads import people_of
from signed_in import signed_in

pytestmark = pytest.mark.django_db


def colleague(name: str, *roles: Role, office) -> User:
    user = User.objects.create(username=name, office=office)
    for role in roles:
        give_role(user, role)
    return user


@pytest.fixture
def bako_of_two(bako):
    """Caseworker in the south, and programme manager of the whole mission."""
    give_role(bako, Role.PROGRAMME)
    return bako


def test_a_reach_without_the_right_finds_nobody_by_name(bako_of_two, hawa, register):
    own = register(bako_of_two, "Hawa", "Jallow")
    assert [answer.person for answer in find_people(bako_of_two, "Hawa Jallow")] == [own]
    assert list(people_of(bako_of_two)) == [own]
    page = signed_in(bako_of_two).post(reverse("people:search"), {"text": "Hawa Jallow"}).content.decode()
    assert hawa.reference not in page


def test_a_reach_without_the_right_reads_no_note_of_a_relation(bako_of_two, amina, hawa, register):
    """Also where it is said of somebody whose own page they may open."""
    own = register(bako_of_two, "Musa")
    relation = Relation(
        person=hawa, to=own, data_key=hawa.data_key, kind="sibling", note="They fled from home."
    )
    relation.save(force_insert=True)
    page = signed_in(bako_of_two).get(reverse("people:family", args=[own.pk])).content.decode()
    assert "They fled from home." not in page


@pytest.mark.parametrize("role", [Role.PROGRAMME, Role.INFORMATION])
def test_who_reviews_glass_in_one_office_reads_no_reason_of_another(role, amina, south, north, register):
    sunita = colleague("sunita", Role.CASE_SUPERVISOR, role, office=north)
    bako = colleague("bako", Role.CASEWORKER, office=south)
    tomas = colleague("tomas", Role.CASEWORKER, office=north)
    break_glass(register(bako, "Hawa"), by=tomas, reason="She stands at our door and needs her medicine.")
    assert Glass.objects.exists()
    assert "medicine" not in signed_in(sunita).get(reverse("guard:glass-broken")).content.decode()


def test_a_field_partner_learns_of_no_exemption(north, salma, register):
    """The model names no field of it for their role, so the tab must not say what it was for."""
    pia = colleague("pia", Role.FIELD_PARTNER, office=north)
    person = register(pia, "Hawa")
    ask_exemption(
        person, by=salma, purpose="partner-service", partner_code="SHELTER", kind="vital-interest",
        reason="Her husband has found out where she sleeps.",
    )  # fmt: skip
    assert not fields_seen(pia, Exemption(person=person))
    page = signed_in(pia).get(reverse("people:consent", args=[person.pk])).content.decode()
    assert "SHELTER" not in page
