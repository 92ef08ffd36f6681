"""Whoever signs in to the demonstration as a caseworker or supervisor finds people, and work that is due."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.demo.caseload import record_caseload
from cairn.demo.cast import MARK, OFFICES
from cairn.guard.models import User
from cairn.people.models import Consent, Contact, Person
from cairn.people.sharing import is_treated_as_child
from cairn.programmes.casework.codes import Risk, Work
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case, CaseRecord
from cairn.programmes.casework.reads import approvals_waiting, caseload_of, money_waiting, tasks_for
from signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def colleague(name: str) -> User:
    return User.objects.get(username=name)


def of_today(model, through: str = ""):
    return model.objects.filter(**{f"{through}office__code__in": OFFICES}).with_keys()


@pytest.mark.parametrize(("name", "people", "cases"), [("caseworker", 7, 7), ("caseworker-dover", 2, 2)])
def test_a_caseworker_finds_people_a_caseload_and_what_is_overdue_and_due(name, people, cases):
    someone, today = colleague(name), timezone.localdate()
    assert Person.objects.visible_to(someone).count() == people
    assert caseload_of(someone, someone).count() == cases
    due = [task.due_on for task in tasks_for(someone, today + dt.timedelta(days=7))]
    assert min(due) < today < max(due)


def test_the_first_page_and_every_case_open_for_whoever_signs_in():
    someone = colleague("caseworker")
    browser, cases = signed_in(someone), list(caseload_of(someone, someone))
    assert any(case.reference in browser.get("/admin/").content.decode() for case in cases)
    for case in cases:
        for name in ("case", "timeline", "forms", "doing"):
            assert browser.get(reverse(f"casework:{name}", args=[case.pk])).status_code == 200


def test_the_supervisor_finds_what_waits_for_a_decision():
    supervisor = colleague("case-supervisor")
    assert Case.objects.visible_to(supervisor).count() == 7
    assert approvals_waiting(supervisor).count() == 1
    assert money_waiting(supervisor).count() == 1


def test_there_is_one_of_each_kind_of_work_and_of_what_newcomers_learn_from():
    cases = of_today(Case)
    assert {case.kind for case in cases} == set(Work)
    (of_all,) = [case for case in cases if case.of_household]
    assert of_all.person.household.members.count() == 3
    (urgent,) = [case for case in cases if case.risk == Risk.URGENT]
    assert urgent.review_on < timezone.localdate()
    assert any(
        case.stage == "preparation" and case.legs.exists() for case in cases if case.kind == Work.RETURN
    )
    alone = [person for person in of_today(Person) if "separated-child" in person.flags]
    assert [is_treated_as_child(person, timezone.localdate()) for person in alone] == [True]


def test_ways_to_reach_them_are_safe_unsafe_and_not_asked_and_some_have_agreed():
    assert {contact.safety for contact in of_today(Contact, "person__")} == {
        "safe",
        "careful",
        "unsafe",
        "unknown",
    }
    assert of_today(Consent, "person__").exists()


def test_nobody_takes_them_for_true_people():
    assert all(MARK in person.special_needs for person in of_today(Person))
    assert all(MARK in case.about for case in of_today(Case))


def test_what_is_finished_passes_every_check_of_its_form():
    for row in of_today(CaseRecord, "case__"):
        assert form(row.form, row.form_version).troubles(row.answers, finishing=row.is_finished) == {}


def test_a_second_loading_records_nobody_again():
    before = Person.objects.count(), Case.objects.count()
    assert record_caseload() == 0
    assert (Person.objects.count(), Case.objects.count()) == before
