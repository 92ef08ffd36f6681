"""Consent, access, keeping and erasing in the workspace: what is asked, shown and refused on the way."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.guard.consent_texts import text_for
from cairn.guard.models import AuditEntry
from cairn.people import receipts
from cairn.people.acts import ask_exemption, place_hold, relate, withdraw_consent
from cairn.people.acts.retention import find_due, state_months_over
from cairn.people.models import Consent, DisclosedPart, Erasure, Exemption, LegalHold, Person, RetentionReview
from cairn.people.papers.locking import attached
from signed_in import signed_in

pytestmark = pytest.mark.django_db

REASON = "Asked in person at the office, and identified by a card."


def text(answer) -> str:
    return answer.content.decode()


def hidden(answer, name: str) -> str:
    [field] = re.findall(rf'<input type="hidden" name="{name}"[^>]*>', text(answer))
    return re.search(r'value="([^"]*)"', field).group(1)


# Consent ----------------------------------------------------------------------------------------------------

SAID = {
    "purpose": "partner-service",
    "partner_code": "CLINIC",
    "text_language": "en",
    "said": "given",
    "how": "spoken",
    "witness": "Binta Sarr",
    "capacity": "not-in-doubt",
    "given_at": "2026-01-05 10:00",
}


@pytest.fixture
def said():
    return SAID | {"given_at": f"{timezone.localtime() - dt.timedelta(hours=1):%Y-%m-%d %H:%M}"}


def test_an_answer_is_taken_to_words_that_were_shown(at, amina, hawa, said):
    browser, where = at(amina), reverse("people:consent-record", args=[hawa.pk])
    assert browser.get(where).status_code == 200
    unread = browser.post(where, said)
    assert (unread.status_code, "not read out yet" in text(unread)) == (422, True)

    shown = browser.post(where, {**said, "show": "1"})
    assert "Another organisation can help you" in text(shown)
    answered = browser.post(where, {**said, "read_out": hidden(shown, "read_out")})
    assert answered.status_code == 302, text(answered)
    assert Consent.objects.get().text_digest == text_for("partner-service", "en").digest


def test_words_in_arabic_are_read_from_right_to_left(at, amina, hawa, said):
    where = reverse("people:consent-record", args=[hawa.pk])
    shown = text(at(amina).post(where, {**said, "text_language": "ar", "show": "1"}))
    assert 'lang="ar" dir="rtl"' in shown


def test_what_is_no_answer_is_said_beside_its_field(at, amina, hawa, said):
    browser, where = at(amina), reverse("people:consent-record", args=[hawa.pk])
    read_out = text_for("partner-service", "en").digest
    answer = browser.post(where, {**said, "witness": "", "read_out": read_out})
    assert (answer.status_code, "Name who else heard it" in text(answer)) == (422, True)
    assert "Another organisation can help you" in text(answer)


def test_a_guardian_is_chosen_among_relations_in_sight(at, amina, bako, hawa, musa, register):
    relate(hawa, musa, kind="parent", by=amina)
    answer = text(at(amina).get(reverse("people:consent-record", args=[musa.pk])))
    assert f'<option value="{hawa.pk}">Hawa Jallow</option>' in answer


def test_the_tab_says_what_may_be_shared_and_why(at, amina, hawa, ask):
    consent = ask(hawa, amina, "partner-service", partner_code="CLINIC")
    browser, where = at(amina), reverse("people:consent", args=[hawa.pk])
    assert "They agreed to this." in text(browser.get(where))
    withdraw_consent(consent, by=amina, how="In person")
    assert "They have withdrawn their consent" in text(browser.get(where))
    assert AuditEntry.objects.latest("sequence").event == "people:consent:read"


@pytest.mark.parametrize(("who", "status"), [("leila", 200), ("bako", 404), ("ines", 403), ("priya", 403)])
def test_the_tab_answers_by_right(at, hawa, who, status, request):
    assert (
        at(request.getfixturevalue(who)).get(reverse("people:consent", args=[hawa.pk])).status_code == status
    )


def test_a_consent_is_withdrawn_on_its_page(at, amina, hawa, ask):
    consent = ask(hawa, amina)
    answer = at(amina).post(reverse("people:consent-withdraw", args=[consent.pk]), {"how": "By telephone"})
    assert answer.url == reverse("people:consent", args=[hawa.pk])
    assert Consent.objects.get().is_withdrawn


def test_an_exemption_is_asked_for_and_decided_by_another(at, amina, salma, hawa):
    where = reverse("people:exemption-ask", args=[hawa.pk])
    told = {"purpose": "partner-service", "partner_code": "HOSP", "kind": "vital-interest", "reason": REASON}
    assert at(amina).post(where, told).status_code == 302
    exemption = Exemption.objects.get()
    decides = at(salma)
    assert REASON in text(decides.get(reverse("people:exemption", args=[exemption.pk])))
    assert (
        decides.post(reverse("people:exemption", args=[exemption.pk]), {"approve": "yes"}).status_code == 302
    )
    assert Exemption.objects.get().is_approved
    tab = text(decides.get(reverse("people:consent", args=[hawa.pk])))
    assert "HOSP</span></td>" in tab


def test_whoever_asked_may_not_decide_on_the_page_either(at, salma, hawa):
    exemption = ask_exemption(
        hawa, by=salma, purpose="partner-service", partner_code="HOSP", kind="legal-duty", reason=REASON
    )
    assert (
        at(salma).post(reverse("people:exemption", args=[exemption.pk]), {"approve": "yes"}).status_code
        == 403
    )


# Access -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["disclose", "erase"])
def test_to_disclose_or_erase_one_shows_again_who_one_is(at, leila, hawa, name):
    answer = at(leila).get(reverse(f"people:{name}", args=[hawa.pk]))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_the_passphrase_is_shown_once(leila, hawa):
    browser, where = signed_in(leila), reverse("people:disclose", args=[hawa.pk])
    told = {"language": "en", "asked_how": "Came to the office with her card"}
    answer = browser.post(where, told)
    [passphrase] = re.findall(r"(?:[2-9A-Y]{4}-){4}[2-9A-Y]{4}", text(answer))
    part = DisclosedPart.objects.get()
    fetched = browser.get(reverse("people:disclosed-part", args=[part.pk]))
    assert b"".join(fetched.streaming_content).startswith(b"%PDF-")
    assert passphrase not in text(browser.get(where))
    assert passphrase not in text(browser.get(reverse("people:privacy", args=[hawa.pk])))


# Erasing ----------------------------------------------------------------------------------------------------


def test_somebody_is_erased_after_a_second_look(leila, hawa):
    browser, where = signed_in(leila), reverse("people:erase", args=[hawa.pk])
    looked = browser.get(where)
    assert "What will go" in text(looked)
    told = {"why": "asked", "reason": REASON, "seen": hidden(looked, "seen"), "reference": hawa.reference}
    wrong = browser.post(where, {**told, "reference": "7KMQ-4XCP"})
    assert (wrong.status_code, Person.objects.count()) == (422, 1)

    answer = browser.post(where, told)
    erasure = Erasure.objects.get()
    assert answer.url == reverse("people:erasure", args=[erasure.pk])
    assert REASON in text(browser.get(answer.url))
    paper = browser.get(reverse("people:erasure-receipt", args=[erasure.pk]) + "?language=fr").content
    assert attached(paper, receipts.NAME)


def test_what_changed_meanwhile_is_shown_again(leila, hawa):
    browser, where = signed_in(leila), reverse("people:erase", args=[hawa.pk])
    told = {"why": "asked", "reason": REASON, "seen": "0" * 64, "reference": hawa.reference}
    answer = browser.post(where, told)
    assert (answer.status_code, "since you looked" in text(answer)) == (422, True)
    assert browser.post(where, {**told, "seen": hidden(answer, "seen")}).status_code == 302


def test_a_hold_stands_on_the_page_and_is_lifted(leila, hawa):
    browser, day = signed_in(leila), timezone.localdate() + dt.timedelta(days=60)
    told = {"reason": "The labour court asks for it.", "review_on": day.isoformat()}
    assert browser.post(reverse("people:hold", args=[hawa.pk]), told).status_code == 302
    assert "may not be erased now" in text(browser.get(reverse("people:erase", args=[hawa.pk])))
    browser.post(reverse("people:hold-lift", args=[LegalHold.objects.get().pk]))
    assert not LegalHold.objects.get().is_in_force


def test_whoever_still_has_the_code_gets_an_answer(leila, hawa):
    browser, where = signed_in(leila), reverse("people:erasures")
    looked = browser.get(reverse("people:erase", args=[hawa.pk]))
    told = {"why": "asked", "reason": REASON, "seen": hidden(looked, "seen"), "reference": hawa.reference}
    browser.post(reverse("people:erase", args=[hawa.pk]), told)
    assert "as number 1" in text(browser.post(where, {"reference": hawa.reference}))
    assert "No record with this reference" in text(browser.post(where, {"reference": "7KMQ-4XCP"}))
    assert hawa.reference not in text(browser.get(where))


# Keeping ----------------------------------------------------------------------------------------------------


@pytest.fixture
def review(hawa):
    Person.objects.filter(pk=hawa.pk).update(registered_at=timezone.now() - dt.timedelta(days=1500))
    find_due()
    return RetentionReview.objects.get()


def test_what_is_due_is_listed_and_decided(at, leila, hawa, review):
    browser = at(leila)
    assert hawa.reference in text(browser.get(reverse("people:reviews")))
    where = reverse("people:review", args=[review.pk])
    assert browser.get(where).status_code == 200
    refused = browser.post(where, {"fate": "keep", "reason": REASON})
    assert refused.status_code == 422
    answer = browser.post(where, {"fate": "erase", "reason": REASON})
    assert answer.url == reverse("people:erase", args=[hawa.pk])
    assert hawa.reference in text(browser.get(reverse("people:reviews") + "?show=erase"))


def test_the_statement_of_a_month_is_taken_along(at, leila):
    [made] = state_months_over()
    browser = at(leila)
    paper = browser.get(reverse("people:statement", args=[made.pk]))
    assert attached(paper.content, receipts.NAME)
    assert browser.get(reverse("people:statement", args=["1999-01"])).status_code == 404


@pytest.mark.parametrize("who", ["amina", "salma", "ines"])
def test_keeping_and_erasing_are_the_data_protection_officer_s(at, hawa, who, request):
    browser = at(request.getfixturevalue(who))
    for name in ("reviews", "erasures"):
        assert browser.get(reverse(f"people:{name}")).status_code == 403
    for name in ("privacy", "disclose", "erase", "hold"):
        assert browser.get(reverse(f"people:{name}", args=[hawa.pk])).status_code == 403


def test_a_hold_is_placed_with_a_day(leila, hawa):
    day = timezone.localdate() + dt.timedelta(days=60)
    assert place_hold(hawa, by=leila, reason="The labour court asks for it.", review_on=day).is_in_force
