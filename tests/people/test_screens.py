"""What colleagues see of the register in the workspace, and what they do not."""

import pytest
from django.urls import reverse

from cairn.guard.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_a_page_about_somebody_is_read_with_a_trace(at, amina, hawa):
    answer = at(amina).get(reverse("people:person", args=[hawa.pk]))
    assert "Hawa Jallow" in answer.content.decode()
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.who, entry.subject_id) == ("people:person:read", amina.pk, str(hawa.pk))


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 200), ("bako", 404), ("priya", 403), ("viktor", 404), ("marek", 404)]
)
def test_a_person_answers_by_scope_and_right(at, hawa, who, status, request):
    answer = at(request.getfixturevalue(who)).get(reverse("people:person", args=[hawa.pk]))
    assert answer.status_code == status
    assert ("Hawa" in answer.content.decode()) == (status == 200)


def test_a_list_is_a_page_long_and_goes_on(at, amina, register):
    people = [register(amina, f"Person {chr(65 + n)}") for n in range(3)]
    answer = at(amina).get(reverse("people:list"))
    text = answer.content.decode()
    assert [text.index(person.reference) for person in reversed(people)] == sorted(
        text.index(person.reference) for person in people
    )


@pytest.mark.parametrize("after", ["x", "WyJ4IiwgInkiXQ", "bnVsbA", "%00"])
def test_a_place_in_a_list_that_no_list_gave_out_is_refused(at, amina, hawa, after):
    browser = at(amina)
    for address in (reverse("people:list"), reverse("people:history", args=[hawa.pk])):
        assert browser.get(f"{address}?after={after}").status_code == 400
