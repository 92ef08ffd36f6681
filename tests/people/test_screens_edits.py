"""Edits on screens: what merges is told, what collides waits side by side, and what was written is never lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cairn.guard.glass.acts import break_glass
from cairn.guard.models import Change, Conflict, Glass
from cairn.guard.screens import paging
from cairn.guard.signin.middleware import LAST_ACT
from cairn.people.acts import add_part, attach_file, change_person
from cairn.people.acts.consent import withdraw_consent
from cairn.people.models import Contact, Person

pytestmark = pytest.mark.django_db
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


def address(person, section="names") -> str:
    return reverse("people:edit", args=[person.pk, section])


def names(**said) -> dict:
    return {"given_name": "Hawa", "family_name": "Jallow", "other_names": "", "based_on": 1, **said}


def test_an_edit_is_saved_and_told(at, amina, hawa):
    answer = at(amina).post(address(hawa), names(family_name="Sowe", other_names="Awa\nHaua"), follow=True)
    hawa.refresh_from_db()
    assert (hawa.family_name, hawa.other_names) == ("Sowe", ["Awa", "Haua"])
    assert "Saved: family name, other names." in answer.content.decode()


def test_a_message_names_fields_and_never_values(at, amina, hawa):
    """Messages wait in a cookie until the next page."""
    browser = at(amina)
    browser.post(address(hawa), names(family_name="Unlikelyname"))
    assert "Unlikelyname" not in str(browser.cookies)


def test_an_edit_that_merges_says_who_changed_what_meanwhile(at, amina, tomas, hawa):
    change_person(hawa, based_on=1, changes={"given_name": "Awa"}, by=tomas)
    text = at(amina).post(address(hawa), names(family_name="Sowe"), follow=True).content.decode()
    hawa.refresh_from_db()
    assert (hawa.given_name, hawa.family_name) == ("Awa", "Sowe")
    assert "Meanwhile tomas changed: given names. Both edits stand." in text


def test_two_edits_of_one_field_stand_side_by_side(at, amina, tomas, hawa):
    change_person(hawa, based_on=1, changes={"family_name": "Jalloh"}, by=tomas)
    browser = at(amina)
    text = browser.post(address(hawa), names(family_name="Sowe"), follow=True).content.decode()
    conflict = Conflict.objects.get()
    assert "tomas changed “family name” while you wrote" in text
    assert text.count(reverse("people:conflict", args=[conflict.pk])) == 2

    page = browser.get(reverse("people:conflict", args=[conflict.pk])).content.decode()
    for value in ("Jallow", "Jalloh", "Sowe", "tomas", "amina"):
        assert value in page


@pytest.mark.parametrize(
    ("chosen", "value", "stands"), [("mine", "", "Sowe"), ("theirs", "", "Jalloh"), ("other", "Bah", "Bah")]
)
def test_somebody_chooses(at, amina, tomas, hawa, chosen, value, stands):
    change_person(hawa, based_on=1, changes={"family_name": "Jalloh"}, by=tomas)
    change_person(hawa, based_on=1, changes={"family_name": "Sowe"}, by=amina)
    place = reverse("people:conflict", args=[Conflict.objects.get().pk])
    browser = at(tomas)
    browser.post(place, {"settled": chosen, "value": value, "based_on": 2})
    hawa.refresh_from_db()
    assert hawa.family_name == stands
    assert "has decided this" in browser.get(place).content.decode()
    assert "No conflict waits" in browser.get(reverse("people:conflicts")).content.decode()


def test_a_third_edit_is_shown_before_anybody_decides_about_it(at, amina, tomas, hawa):
    change_person(hawa, based_on=1, changes={"family_name": "Jalloh"}, by=tomas)
    change_person(hawa, based_on=1, changes={"family_name": "Sowe"}, by=amina)
    place = reverse("people:conflict", args=[Conflict.objects.get().pk])
    browser = at(tomas)
    change_person(hawa, based_on=2, changes={"family_name": "Bah"}, by=amina)
    answer = browser.post(place, {"settled": "mine", "based_on": 2})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Bah" in text
    assert 'name="based_on" value="3"' in text
    browser.post(place, {"settled": "mine", "based_on": 3})
    hawa.refresh_from_db()
    assert hawa.family_name == "Sowe"


def test_whoever_does_not_choose_is_asked_to(at, amina, tomas, hawa):
    change_person(hawa, based_on=1, changes={"family_name": "Jalloh"}, by=tomas)
    change_person(hawa, based_on=1, changes={"family_name": "Sowe"}, by=amina)
    place = reverse("people:conflict", args=[Conflict.objects.get().pk])
    assert at(tomas).post(place, {}).status_code == 422
    assert Conflict.objects.get().is_open


def test_a_conflict_outside_the_scope_does_not_exist(at, amina, tomas, bako, hawa):
    change_person(hawa, based_on=1, changes={"family_name": "Jalloh"}, by=tomas)
    change_person(hawa, based_on=1, changes={"family_name": "Sowe"}, by=amina)
    place = reverse("people:conflict", args=[Conflict.objects.get().pk])
    browser = at(bako)
    assert browser.get(place).status_code == 404
    assert browser.post(place, {"settled": "mine"}).status_code == 404
    assert hawa.reference not in browser.get(reverse("people:conflicts")).content.decode()


def test_the_history_shows_who_when_and_values_of_fields_that_are_seen(at, amina, ines, hawa):
    changes = {"family_name": "Sowe", "special_needs": "Walks with a stick"}
    change_person(hawa, based_on=1, changes=changes, by=amina)
    page = reverse("people:history", args=[hawa.pk])
    whole, partly = (at(who).get(page).content.decode() for who in (amina, ines))
    assert "Walks with a stick" in whole
    assert "Sowe" in partly
    assert "Walks with a stick" not in partly
    assert "not part of your role" in partly


def test_the_history_is_a_timeline_of_what_came_to_the_record_as_far_as_a_role_sees_it(
    at, amina, ines, hawa, ask
):
    add_part(hawa, Contact, by=amina, kind="phone", value="+220 555 0134")
    attach_file(hawa, SimpleUploadedFile("letter.txt", b"Dear madam"), title="Letter of a clinic", by=amina)
    withdraw_consent(ask(hawa, amina), by=amina, how="By telephone.")
    change_person(hawa, based_on=1, changes={"family_name": "Sowe"}, by=amina)
    page = reverse("people:history", args=[hawa.pk])
    whole, partly = (at(who).get(page).content.decode() for who in (amina, ines))
    told = ["Sowe", "Took a consent back", "Asked for consent", "Added: file", "Added: contact"]
    places = [whole.index(words) for words in told]
    assert places == sorted(places), "the latest stands first"
    assert "Registered" in whole[places[-1] :]
    assert "0134" not in whole
    assert "Letter of a clinic" not in whole
    # An information manager sees of which kind a contact is, and nothing of files and consents.
    assert [words for words in told[1:] if words in partly] == ["Added: contact"]


def test_each_milestone_stands_on_one_page_of_a_long_history(at, amina, hawa, monkeypatch):
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {**paging.page_of.__kwdefaults__, "size": 2})
    for number in range(5):
        change_person(hawa, based_on=number + 1, changes={"family_name": f"Sowe{'abcde'[number]}"}, by=amina)
        add_part(hawa, Contact, by=amina, kind="phone", value=f"+220 555 013{number}")
    browser, address, seen = at(amina), reverse("people:history", args=[hawa.pk]), []
    while address:
        text = browser.get(address).content.decode()
        seen.append(text.count("Added: contact"))
        further = re.search(r'href="(\?after=[^"]+)"', text)
        address = reverse("people:history", args=[hawa.pk]) + further[1] if further else ""
    assert sum(seen) == 5
    assert len(seen) == 3


def test_a_version_that_never_was_is_refused_to_its_authors_face(at, amina, hawa):
    answer = at(amina).post(address(hawa), names(based_on=77))
    assert answer.status_code == 422
    assert "version that does not exist" in answer.content.decode()


@pytest.mark.parametrize("who", ["leila", "ines", "priya"])
def test_reading_is_not_editing(at, hawa, who, request):
    answer = at(request.getfixturevalue(who)).post(address(hawa), names(family_name="Sowe"))
    assert answer.status_code == 403
    assert not Change.objects.exists()


# ---- A session that ended while somebody wrote -------------------------------------------------------------------


@pytest.fixture
def went_home(at, amina) -> Client:
    """A browser whose session has been idle for an hour."""
    browser = at(amina)
    session = browser.session
    session[LAST_ACT] = int(timezone.now().timestamp()) - 3600
    session.save()
    return browser


def words_kept(answer) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_what_was_written_when_a_session_ended_comes_back_in_the_page(went_home, hawa):
    answer = went_home.post(address(hawa), names(family_name="Sowe"), headers=FROM_OUR_PAGE)
    assert answer.status_code == 403
    assert words_kept(answer)["family_name"] == "Sowe"
    assert answer["Cache-Control"] == "no-store"
    assert not Change.objects.exists()


def test_it_is_sent_again_after_signing_in(went_home, at_again, hawa):
    kept = words_kept(went_home.post(address(hawa), names(family_name="Sowe"), headers=FROM_OUR_PAGE))
    at_again.post(address(hawa), kept, headers=FROM_OUR_PAGE)
    hawa.refresh_from_db()
    assert hawa.family_name == "Sowe"


def test_nothing_of_it_lies_in_a_session(went_home, hawa):
    went_home.post(address(hawa), names(family_name="Unlikelyname"), headers=FROM_OUR_PAGE)
    kept = [str(session.get_decoded()) + session.session_data for session in Session.objects.all()]
    assert not any("Unlikelyname" in each for each in kept)
    assert "Unlikelyname" not in str(went_home.cookies)


@pytest.mark.parametrize(
    "sender",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ],
)
def test_a_form_of_somebody_elses_page_is_not_given_back(went_home, hawa, sender):
    answer = went_home.post(address(hawa), names(family_name="Sowe"), headers=sender)
    assert answer.status_code == 302
    assert "Sowe" not in answer.content.decode()


def test_an_old_browser_is_known_by_its_origin(went_home, hawa):
    answer = went_home.post(address(hawa), names(family_name="Sowe"), headers={"Origin": "http://testserver"})
    assert words_kept(answer)["family_name"] == "Sowe"


def test_a_form_with_the_token_of_an_earlier_session_comes_back_as_well(at, amina, settings, hawa):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = at(amina).cookies
    answer = strict.post(address(hawa), names(family_name="Sowe"), headers=FROM_OUR_PAGE)
    assert answer.status_code == 403
    assert words_kept(answer)["family_name"] == "Sowe"

    kept = {**words_kept(answer), "csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    strict.post(address(hawa), kept, headers=FROM_OUR_PAGE)
    hawa.refresh_from_db()
    assert hawa.family_name == "Sowe"


@pytest.fixture
def at_again(amina, settings) -> Client:
    browser = Client()
    browser.force_login(amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    return browser


def test_five_megabytes_come_back_too(went_home, hawa):
    text = "wort " * (1 << 20)
    answer = went_home.post(address(hawa, "needs"), {"special_needs": text}, headers=FROM_OUR_PAGE)
    assert words_kept(answer)["special_needs"] == text


def test_what_was_written_waits_while_a_colleague_shows_again_who_they_are(at, amina):
    said = {"code": "7KMQ-4XCP", "reason": "She came to our door this morning and is ill."}
    answer = at(amina).post(reverse("guard:glass"), said, headers=FROM_OUR_PAGE)
    assert words_kept(answer)["reason"] == said["reason"]
    assert reverse("account_reauthenticate") in answer.content.decode()
    assert not Glass.objects.exists()


def test_a_file_is_asked_for_again_and_its_words_are_kept(went_home, hawa):
    said = {"title": "Letter", "file": SimpleUploadedFile("letter.pdf", b"A letter")}
    answer = went_home.post(reverse("people:add-file", args=[hawa.pk]), said, headers=FROM_OUR_PAGE)
    assert words_kept(answer)["title"] == "Letter"
    assert "Files cannot wait in a page" in answer.content.decode()


def test_a_refusal_stands_in_the_shell_and_repeats_nothing(at, amina, bako, hawa):
    """A foreign record and one that never was are answered with the same page."""
    browser = at(bako)
    foreign = browser.get(reverse("people:person", args=[hawa.pk]))
    nobody = browser.get(reverse("people:person", args=["00000000-0000-0000-0000-000000000000"]))
    token = re.compile(r'value="\w{64}"|"CSRF_TOKEN": "\w{64}"|csrfmiddlewaretoken[^>]*')
    assert token.sub("", foreign.content.decode()) == token.sub("", nobody.content.decode())
    assert "There is no such record, or it is outside your scope." in foreign.content.decode()
    assert "data-wagtail-sidebar" in foreign.content.decode()
    refused = at(amina).get(reverse("guard:trace"))
    assert refused.status_code == 403
    assert "Your role does not include this." in refused.content.decode()


def test_visitors_learn_nothing_of_the_workspace(client):
    assert "wagtail" not in client.get("/admin/people/nowhere/at/all/", follow=False).content.decode().lower()
    assert Person.objects.count() == 0


def test_more_than_any_form_here_holds_is_refused_in_the_shell(at, amina, hawa):
    browser = at(amina)
    answer = browser.post(address(hawa, "needs"), {"special_needs": "a" * (11 << 20)})
    assert answer.status_code == 400
    assert "Nothing was saved or changed" in answer.content.decode()
    assert browser.get(reverse("people:list") + "?after=nowhere").status_code == 400


def test_whoever_looks_through_broken_glass_is_told_until_when(at, bako, hawa):
    break_glass(hawa, by=bako, reason="She came to our door this morning and is ill.")
    browser = at(bako)
    page = browser.get(reverse("people:person", args=[hawa.pk])).content.decode()
    assert "You broke the glass over this record." in page
    assert hawa.reference in browser.get(reverse("wagtailadmin_home")).content.decode()


def test_what_waits_elsewhere_takes_no_place_in_ones_own_list(
    at, amina, tomas, bako, hawa, register, monkeypatch
):
    """Hundreds of older conflicts in another office would hide those that this colleague has to decide."""
    monkeypatch.setattr("cairn.people.workspace.edits.MOST_WAITING", 1)
    for person, one, other in ((register(bako, "Musa"), bako, bako), (hawa, amina, tomas)):
        change_person(person, based_on=1, changes={"born": "1990"}, by=one)
        change_person(person, based_on=1, changes={"born": "1991"}, by=other)
    page = at(amina).get(reverse("people:conflicts")).content.decode()
    assert hawa.reference in page
