"""Names of the dead and missing: kept by whoever tells families, read within one's scope, and gone when removed."""

import pytest
from django.urls import reverse

from cairn.guard.acts import give_role
from cairn.guard.edits.models import Change
from cairn.guard.models import AuditEntry, DataKey, Office, User
from cairn.guard.roles import Role
from cairn.guard.scope import MayNot, OutsideScope
from cairn.programmes.tracking.acts import change_name, correct, name_victim, record_new, remove_name
from cairn.programmes.tracking.acts.naming import ChangedMeanwhile
from cairn.programmes.tracking.models import Incident, NamedVictim
from programmes.tracking.told import incident
from signed_in import signed_in

pytestmark = pytest.mark.django_db

NAME = "Wadaliqsan Ferrezzano"
REASON = "The prefecture counted again on the same day."


def keeper(name: str, office: Office | None, role: Role = Role.CASE_SUPERVISOR) -> User:
    user = User.objects.create(username=name, office=office)
    give_role(user, role)
    return user


@pytest.fixture
def salma(db) -> User:
    """Supervisor of the north office."""
    return keeper("salma", Office.objects.create(code="NORTH", name="North office"))


@pytest.fixture
def bako(db) -> User:
    """Supervisor of the south office."""
    return keeper("bako", Office.objects.create(code="SOUTH", name="South office"))


@pytest.fixture
def leila(db) -> User:
    """The data protection officer."""
    return keeper("leila", None, Role.DATA_PROTECTION)


@pytest.fixture
def sunk(yusuf) -> Incident:
    return record_new(incident("2015.MMP9", "2015-07-01"), by=yusuf)


@pytest.fixture
def victim(sunk, salma) -> NamedVictim:
    return name_victim(sunk, by=salma, name=NAME, born="1994")


def at(name: str, *parts) -> str:
    return reverse(f"tracking:{name}", args=parts)


def text_of(user: User, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def last_event() -> str:
    return AuditEntry.objects.latest("sequence").event


def test_a_name_is_written_down_on_its_form_and_read_at_the_incident(salma, sunk):
    told = {"name": NAME, "born": "1994", "nationality": "Gambia", "family_contact": "A sister in Banjul"}
    answer = signed_in(salma).post(at("name-add", sunk.pk), told)
    assert answer.url == at("names", sunk.pk)
    kept = NamedVictim.objects.get()
    assert (kept.name, kept.nationality, kept.office, kept.worker) == (NAME, "GM", salma.office, salma)
    text = text_of(salma, at("names", sunk.pk))
    assert all(word in text for word in (NAME, "1994", "Gambia", "A sister in Banjul", kept.reference))
    assert last_event() == "tracking:victim:listed"


def test_a_name_without_a_name_is_said_beside_its_field(salma, sunk):
    answer = signed_in(salma).post(at("name-add", sunk.pk), {"born": "in spring"})
    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors
    assert not NamedVictim.objects.exists()


def test_nobody_of_another_office_reads_changes_or_counts_it(bako, victim, sunk):
    assert NAME not in text_of(bako, at("names", sunk.pk))
    browser = signed_in(bako)
    for name in ("name-change", "name-remove"):
        assert browser.get(at(name, victim.pk)).status_code == 404
    with pytest.raises(OutsideScope):
        remove_name(victim, by=bako)
    (line,) = browser.get(at("named")).context["rows"]
    assert line["named"] == 0


def test_those_who_record_incidents_see_no_names(yusuf, ines, victim, sunk):
    for user in (yusuf, ines):
        assert signed_in(user).get(at("names", sunk.pk)).status_code == 403
        assert at("names", sunk.pk) not in text_of(user, at("incident", sunk.pk))


def test_the_data_protection_officer_reads_and_changes_nothing(leila, victim, sunk):
    assert NAME in text_of(leila, at("names", sunk.pk))
    assert signed_in(leila).get(at("name-change", victim.pk)).status_code == 403
    with pytest.raises(MayNot):
        change_name(victim, based_on=1, changes={"born": "1995"}, by=leila)


def test_whoever_belongs_to_no_office_is_told_so(leila, sunk):
    homeless = keeper("homeless", None)
    answer = signed_in(homeless).post(at("name-add", sunk.pk), {"name": NAME})
    assert "You belong to no office yet." in answer.content.decode()


def test_names_stay_with_an_incident_that_is_corrected(salma, yusuf, victim, sunk):
    better = correct(sunk, by=yusuf, reason=REASON, dead=sunk.dead + 1)
    assert NAME in text_of(salma, at("names", better.pk))
    (line,) = signed_in(salma).get(at("named")).context["rows"]
    assert (line["incident"], line["named"]) == (better, 1)


def test_a_name_is_changed_on_the_version_that_was_read(salma, victim, sunk):
    browser, told = signed_in(salma), {"name": NAME, "born": "1995", "based_on": "1"}
    assert browser.post(at("name-change", victim.pk), told).url == at("names", sunk.pk)
    assert NamedVictim.objects.get().born == "1995"
    assert AuditEntry.objects.latest("sequence").details == {"fields": ["born"]}


def test_the_later_of_two_edits_of_one_field_is_refused_with_all_that_was_written(salma, victim):
    change_name(victim, based_on=1, changes={"born": "1995"}, by=salma)
    told = {"name": NAME, "born": "1996", "note": "Said by a cousin", "based_on": "1"}
    answer = signed_in(salma).post(at("name-change", victim.pk), told)
    assert answer.status_code == 422
    assert "A colleague changed the same" in answer.content.decode()
    assert "Said by a cousin" in answer.content.decode()
    kept = NamedVictim.objects.get()
    assert (kept.born, kept.note) == ("1995", "")
    with pytest.raises(ChangedMeanwhile):
        change_name(victim, based_on=1, changes={"born": "1996"}, by=salma)


def test_a_removed_name_leaves_no_key_and_no_history(salma, victim):
    change_name(victim, based_on=1, changes={"born": "1995"}, by=salma)
    signed_in(salma).post(at("name-remove", victim.pk))
    assert not NamedVictim.objects.exists()
    assert not Change.objects.exists()
    assert DataKey.objects.get(pk=victim.data_key_id).is_destroyed
    assert AuditEntry.objects.filter(event="tracking:victim:removed", subject_id=str(victim.pk)).exists()
