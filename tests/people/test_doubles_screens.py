"""Reviewing doubles in the workspace."""

import pytest
from django.urls import reverse

from cairn.people.models import Merge, Person, PossibleDouble

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(hawa, bako, register) -> PossibleDouble:
    again = register(bako, "Haua", "Jalloh", born="1991", sex="female")
    reasons = ["given-names-alike", "birth-dates-differ", "a-reason-of-an-earlier-version"]
    return PossibleDouble.objects.create(one=hawa, other=again, probability=0.91, reasons=reasons)


def test_the_queue_and_the_pair_show_both_and_why(at, ines, pair):
    browser = at(ines)
    queue = browser.get(reverse("people:doubles")).content.decode()
    assert pair.one.reference in queue
    page = browser.get(reverse("people:double", args=[pair.pk])).content.decode()
    assert "Hawa" in page
    assert "Haua" in page
    assert "The given names sound alike." in page


def test_fields_that_a_reviewer_does_not_see_are_not_compared(at, ines, pair):
    page = at(ines).get(reverse("people:double", args=[pair.pk])).content.decode()
    assert "marital" not in page


def test_who_does_not_review_sees_no_pair(at, amina, pair):
    browser = at(amina)
    assert browser.get(reverse("people:doubles")).status_code == 403
    assert browser.get(reverse("people:double", args=[pair.pk])).status_code == 403


def test_joining_and_taking_apart_again(at, ines, pair):
    browser = at(ines)
    said = {"decision": "merged", "remaining": "other", "take": ["given_name"]}
    assert browser.post(reverse("people:double", args=[pair.pk]), said).status_code == 302
    remaining = Person.objects.get(pk=pair.other_id)
    assert (remaining.given_name, Person.objects.get(pk=pair.one_id).is_archived) == ("Hawa", True)
    merge = Merge.objects.get()
    assert browser.post(reverse("people:merge-undo", args=[merge.pk])).status_code == 302
    assert Person.objects.get(pk=pair.other_id).given_name == "Haua"


def test_a_field_that_cannot_be_taken_is_refused(at, ines, pair):
    said = {"decision": "merged", "remaining": "one", "take": ["special_needs"]}
    assert at(ines).post(reverse("people:double", args=[pair.pk]), said).status_code == 422
    assert not Merge.objects.exists()
