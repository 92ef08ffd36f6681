"""The list and the search box: what they show of people, and what they never write down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.guard.models import AuditEntry
from cairn.guard.screens.paging import page_of
from cairn.guard.trace.tokens import trace_tokens
from cairn.people.reads import people_of

pytestmark = pytest.mark.django_db


def search(browser, text):
    return browser.post(reverse("people:search"), {"text": text})


def test_somebody_is_found_by_a_name_as_it_is_heard(at, amina, hawa):
    text = search(at(amina), "Haua Jalow 1991").content.decode()
    assert hawa.reference in text
    assert "Hawa Jallow" in text
    assert "name written or sounding alike" in text
    assert "1991" in text


@pytest.mark.parametrize("beginning", ["Fati", "fat", "Cees", "فاط"])
def test_the_beginning_of_one_name_finds_among_few(at, amina, bako, register, hawa, beginning):
    fatima = register(amina, "Fatima", "Ceesay", own_script_name="فاطمة سيسي")
    elsewhere = register(bako, "Fatima", "Ceesay")
    text = search(at(amina), beginning).content.decode()
    assert fatima.reference in text
    assert hawa.reference not in text
    assert elsewhere.reference not in text


def test_and_not_among_many_nor_of_two_letters(at, amina, register, hawa, monkeypatch):
    browser, fatima = at(amina), register(amina, "Fatima", "Ceesay")
    assert fatima.reference not in search(browser, "Fa").content.decode()
    monkeypatch.setattr("cairn.people.matching.search.EVERYBODY", 1)
    assert fatima.reference not in search(browser, "Fati").content.decode()
    assert fatima.reference in search(browser, "Fati Cees").content.decode()


def test_a_reference_finds_its_person_first(at, amina, register, hawa):
    register(amina, "Hawa", "Jalloh")
    text = search(at(amina), hawa.reference.lower().replace("-", " ")).content.decode()
    assert hawa.reference in text
    assert "this is the reference" in text


def test_nobody_outside_the_scope_is_found(at, bako, hawa):
    text = search(at(bako), "Hawa Jallow").content.decode()
    assert hawa.reference not in text
    assert "Nobody within your scope" in text


def test_a_search_leaves_blind_words_in_the_trace(at, amina, hawa):
    search(at(amina), "Hawa Jallow")
    entry = AuditEntry.objects.filter(event="people:person:searched").get()
    assert entry.who == amina.pk
    assert all(token in entry.data for token in trace_tokens("Hawa Jallow"))
    assert "hawa" not in entry.data.lower()


def test_a_typed_name_never_stands_in_an_address(at, amina):
    """The form posts, and an address that carries words finds nothing with them."""
    browser = at(amina)
    page = browser.get(reverse("people:search")).content.decode()
    assert f'method="post" action="{reverse("people:search")}"' in page
    assert (
        "Nobody within your scope"
        not in browser.get(reverse("people:search"), {"text": "Hawa"}).content.decode()
    )
    assert not AuditEntry.objects.filter(event="people:person:searched").exists()


def test_an_empty_question_is_no_search(at, amina):
    assert search(at(amina), "   ").status_code == 200
    assert not AuditEntry.objects.filter(event="people:person:searched").exists()


@pytest.mark.parametrize("text", ["%", "' OR 1=1 --", "\0\u202e", "a" * 6000, "😀", "12"])
def test_any_text_is_a_question(at, amina, hawa, text):
    assert search(at(amina), text).status_code == 200


@pytest.mark.parametrize("who", ["priya", "viktor", "marek"])
def test_nobody_else_searches(at, hawa, who, request):
    assert search(at(request.getfixturevalue(who)), "Hawa").status_code == 403


def test_lists_are_filtered_by_links(at, amina, tomas, hawa, register):
    other = register(tomas, "Binta", "Bah")
    browser = at(amina)
    mine = browser.get(reverse("people:list") + "?show=mine").content.decode()
    team = browser.get(reverse("people:list") + "?show=team").content.decode()
    assert hawa.reference in mine
    assert other.reference not in mine
    assert other.reference in team


def test_a_filter_that_does_not_exist_is_a_bad_request(at, amina):
    assert at(amina).get(reverse("people:list") + "?show=everybody").status_code == 400


def test_a_list_goes_on_where_it_ended(at, amina, register):
    for n in range(3):
        register(amina, f"Person {chr(65 + n)}")
    first = page_of(people_of(amina), order=("-registered_at", "pk"), size=2)
    rest = at(amina).get(reverse("people:list"), {"after": first.after}).content.decode()
    assert "First page" in rest
    assert sum(person.reference in rest for person in first.rows) == 0


def test_the_search_box_stands_above_every_page(at, amina, hawa):
    browser = at(amina)
    for name, args in (("list", []), ("person", [hawa.pk]), ("register", [])):
        assert 'id="find-people"' in browser.get(reverse(f"people:{name}", args=args)).content.decode()


def test_a_longer_list_asks_the_database_no_more_often(at, amina, register, django_assert_num_queries):
    browser, place = at(amina), reverse("people:list")
    register(amina, "Binta")
    browser.get(place)
    with CaptureQueriesContext(connection) as few:
        browser.get(place)
    for n in range(12):
        register(amina, f"Person {chr(65 + n)}")
    with django_assert_num_queries(len(few)):
        browser.get(place)
