"""What colleagues and partners see and do on the pages of referrals."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from cairn.guard.models import AuditEntry, Conflict
from cairn.guard.purposes import PURPOSES
from cairn.people.acts import withdraw_consent
from cairn.programmes.casework.acts.inbound import bring_letter
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.acts.referring_out import withdraw_partner_referral
from cairn.programmes.casework.models import Case, Inbound, PartnerReferral
from cairn.programmes.casework.sharing.sealing import own_key, seal_letter
from cairn.programmes.casework.sharing.states import ReferralState
from cairn.programmes.partners.items import Item
from signed_in import signed_in

pytestmark = pytest.mark.django_db


def at_row(name, row):
    return reverse(f"casework:{name}", args=[row.pk])


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def title_of(text):
    return re.findall(r"<title>(.*?)</title>", text, re.DOTALL)[0]


# A case asks a partner -------------------------------------------------------------------------------------


def asked(shelter, **said):
    return {
        "partner": shelter.pk,
        "purpose": "partner-service",
        "service": "accommodation",
        "urgency": "today",
        "words": "A bed for one night, please.",
        "chosen": [Item.GIVEN_NAME, Item.PLAN],
        "language": "en",
        **said,
    }


def test_a_referral_is_asked_looked_at_and_sent(at, amina, told_case, shelter, agreement, consent):
    browser = at(amina)
    answer = browser.post(at_row("partner-ask", told_case), asked(shelter))
    referral = PartnerReferral.objects.get()
    assert answer["Location"] == at_row("partner-send", referral)
    page = text_of(browser.get(answer["Location"]))
    assert "Hawa" in page
    assert "Nothing is written there." in page
    assert "Hawa" not in title_of(page)
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    page = text_of(browser.post(answer["Location"], {"way": "link", "seen": seen}))
    [link] = re.findall(r"https?://[^<\s]+/told/[\w-]+/(?=<)", page)
    passphrase = re.search(r">((?:[2-9A-Z]{4}-){4}[2-9A-Z]{4})<", page)[1]
    opened = text_of(browser.post("/told/" + link.split("/told/")[1], {"passphrase": passphrase}))
    assert "Hawa" in opened
    assert "Hawa" not in title_of(opened)
    assert link not in text_of(browser.get(at_row("partners", told_case)))


def test_without_consent_there_is_nothing_to_press(at, amina, draft, agreement):
    page = text_of(at(amina).get(at_row("partner-send", draft())))
    assert "They have not been asked about this." in page
    assert 'name="way"' in page
    assert not re.search(r'<button type="submit" class="button">\s*Send', page)


def test_what_changed_meanwhile_is_said_beside_the_form(at, amina, draft, agreement, consent):
    referral = draft()
    answer = at(amina).post(at_row("partner-send", referral), {"way": "link", "seen": "x"})
    assert "changed since you looked" in text_of(answer, 422)
    referral.refresh_from_db()
    assert referral.state == ReferralState.DRAFTED


def test_sending_asks_again_who_is_there(amina, draft, agreement, consent):
    answer = signed_in(amina, stepped_up=False).get(at_row("partner-send", draft()))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_the_tab_shows_what_came_of_it_and_reading_it_is_traced(at, amina, sent, told_case):
    browser = at(amina)
    page = text_of(browser.get(at_row("partners", told_case)))
    assert "House at the bridge" in page
    assert "not opened yet" in page
    assert AuditEntry.objects.latest("sequence").event == "casework:case:read"
    answer = browser.post(at_row("partner-answer", sent.referral), {"to": "declined", "words": "No bed."})
    assert answer.status_code == 302
    assert "No bed." in text_of(browser.get(at_row("partners", told_case)))
    assert browser.get(at_row("partner-answer", sent.referral)).status_code == 404


def test_a_draft_is_changed_until_it_is_sent(at, amina, draft, shelter, agreement, consent, send):
    referral, browser = draft(), at(amina)
    assert "A bed for one night, please." in text_of(browser.get(at_row("partner-change", referral)))
    posted = asked(shelter, words="Two beds, please.", chosen=[Item.BORN], based_on=referral.version)
    answer = browser.post(at_row("partner-change", referral), posted)
    assert answer["Location"] == at_row("partner-send", referral)
    referral.refresh_from_db()
    assert (referral.words, referral.chosen) == ("Two beds, please.", [Item.BORN])
    send(referral)
    assert browser.get(at_row("partner-change", referral)).status_code == 404


@pytest.fixture
def quarrelled(at, amina, tomas, draft, shelter):
    """Two colleagues change the words of one draft, and the second what is to be told as well."""
    referral = draft()
    for who, words, items in (
        (amina, "Two beds, please.", referral.chosen),
        (tomas, "A bed and a doctor, please.", [Item.GIVEN_NAME]),
    ):
        posted = asked(shelter, words=words, chosen=items, based_on=1)
        assert at(who).post(at_row("partner-change", referral), posted).status_code == 302
    return PartnerReferral.objects.get(pk=referral.pk)


def test_two_changes_of_a_draft_merge_or_wait_for_somebody_to_choose(at, tomas, quarrelled):
    assert (quarrelled.words, quarrelled.chosen) == ("Two beds, please.", [Item.GIVEN_NAME])
    conflict = Conflict.objects.get()
    assert conflict.field == "words"
    assert at_row("conflict", conflict) in text_of(at(tomas).get(at_row("partners", quarrelled.case)))
    assert "A bed and a doctor, please." in text_of(at(tomas).get(at_row("conflict", conflict)))
    chosen = {"settled": "mine", "based_on": quarrelled.version, "value": ""}
    answer = at(tomas).post(at_row("conflict", conflict), chosen)
    assert answer["Location"] == at_row("partners", quarrelled.case)
    quarrelled.refresh_from_db()
    assert quarrelled.words == "A bed and a doctor, please."
    history = text_of(at(tomas).get(at_row("history", quarrelled.case)))
    assert "A bed and a doctor, please." in history


@pytest.mark.parametrize("field", ["partner", "chosen", "language", "purpose"])
def test_each_field_of_a_draft_is_told_in_words_when_it_is_in_question(at, amina, quarrelled, shelter, field):
    value = {"partner": shelter.pk, "chosen": [Item.PLAN], "language": "fr", "purpose": "partner-service"}[
        field
    ]
    Conflict.objects.update(field=field)
    conflict = Conflict.objects.get()
    conflict.mine, conflict.theirs, conflict.base = value, value, value
    conflict.save()
    said = {
        "partner": "House at the bridge",
        "chosen": str(Item.PLAN.label),
        "language": "français",
        "purpose": str(PURPOSES["partner-service"].name),
    }
    shown = text_of(at(amina).get(at_row("conflict", conflict)))
    part = shown[shown.index("cairn-compare") :]
    assert said[field].lower() in part.lower()


def test_nothing_is_sent_that_two_colleagues_say_differently(agreement, consent, send, quarrelled):
    with pytest.raises(NotInThisCase, match="changed the same thing"):
        send(quarrelled)


def test_what_is_withdrawn_asks_nobody_to_choose(amina, quarrelled):
    withdraw_partner_referral(quarrelled, by=amina)
    assert Conflict.objects.get().settled == "theirs"


def test_withdrawing_closes_the_link(at, amina, sent, client):
    assert at(amina).post(at_row("partner-withdraw", sent.referral)).status_code == 302
    assert client.get(reverse("partner:package", args=[sent.token])).status_code == 410


@pytest.mark.parametrize(
    ("who", "status"), [("tomas", 200), ("salma", 200), ("leila", 200), ("bako", 404), ("priya", 403)]
)
def test_who_reads_the_tab(at, request, sent, who, status):
    assert at(request.getfixturevalue(who)).get(at_row("partners", sent.referral.case)).status_code == status


def test_whom_one_waits_for_stands_in_ones_work(at, amina, sent):
    page = text_of(at(amina).get(reverse("wagtailadmin_home")))
    assert at_row("partners", sent.referral.case) in page
    assert "House at the bridge" not in page


# A partner without an account ------------------------------------------------------------------------------


def package(client, sent, **posted):
    address = reverse("partner:package", args=[sent.token])
    return client.post(address, {"passphrase": sent.passphrase, **posted})


def test_looking_at_the_link_uses_nothing_up_and_shows_nobody(client, sent):
    address = reverse("partner:package", args=[sent.token])
    for _look in range(3):
        page = text_of(client.get(address))
        assert "Hawa" not in page
        assert sent.referral.reference not in page
    sent.referral.refresh_from_db()
    assert sent.referral.opened_at is None


def test_the_page_is_kept_by_no_cache_and_found_by_no_search(client, sent):
    for answer in (client.get(reverse("partner:package", args=[sent.token])), package(client, sent)):
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_a_wrong_passphrase_says_so_and_no_more(client, sent):
    answer = client.post(reverse("partner:package", args=[sent.token]), {"passphrase": "2222-2222"})
    page = text_of(answer, 422)
    assert "This is not the passphrase." in page
    assert "Hawa" not in page


def test_the_pdf_opens_with_the_same_passphrase(client, sent):
    answer = package(client, sent, paper="yes")
    assert answer["Content-Type"] == "application/pdf"
    assert "Hawa" not in answer["Content-Disposition"]
    reader = PdfReader(BytesIO(answer.content))
    assert reader.decrypt(sent.passphrase)
    assert "Hawa" in reader.pages[0].extract_text()


@pytest.mark.parametrize("what", ["used", "over", "consent", "withdrawn", "never"])
def test_a_link_that_opens_nothing_says_the_same_whatever_the_reason(
    client, sent, later, consent, amina, what
):
    token = sent.token
    match what:
        case "used":
            package(client, sent)
            later(sent.referral, hours=2)
        case "over":
            later(sent.referral, days=8)
        case "consent":
            withdraw_consent(consent, by=amina, how="She called.")
        case "withdrawn":
            withdraw_partner_referral(sent.referral, by=amina)
        case "never":
            token = "never-was"
    for answer in (
        client.get(reverse("partner:package", args=[token])),
        client.post(reverse("partner:package", args=[token]), {"passphrase": sent.passphrase}),
    ):
        page = text_of(answer, 410)
        assert "opens nothing, or nothing any more" in page
        assert "Hawa" not in page


def test_a_partner_answers_without_seeing_anybody(client, sent):
    address = reverse("partner:answer", args=[sent.answer_token])
    page = text_of(client.get(address))
    assert sent.referral.reference in page
    assert "we accept" in page
    assert "Hawa" not in page
    assert "A bed for one night" not in page
    assert "accommodation" not in page
    assert "Say why" in text_of(client.post(address, {"to": "declined"}), 422)
    assert "Your answer is kept" in text_of(client.post(address, {"to": "accepted"}))
    assert "Your answer is kept" in text_of(client.post(address, {"to": "delivered", "on": "2026-01-02"}))
    text_of(client.post(address, {"to": "feedback", "words": "She slept well."}))
    assert client.get(address).status_code == 410
    sent.referral.refresh_from_db()
    assert (sent.referral.state, sent.referral.feedback) == (ReferralState.FEEDBACK, "She slept well.")


def test_what_was_told_is_shown_from_right_to_left_where_it_is_read_so(
    client, agreement, consent, draft, send
):
    page = text_of(package(client, send(draft(language="ar"))))
    assert 'lang="ar"' in page
    assert 'dir="rtl"' in page


# Others refer to us ----------------------------------------------------------------------------------------

CONTENT = {
    "kind": "referral",
    "reference": "R-7KMQ-4XCP",
    "from": "Harbour mission",
    "words": "Please find him a lawyer.",
    "lines": [{"label": "given names", "words": "Lamin"}],
    "values": {Item.GIVEN_NAME: "Lamin", Item.FAMILY_NAME: "Ceesay", Item.BORN: "1994"},
}


def sealed_file():
    return SimpleUploadedFile("R.cairn", seal_letter(CONTENT, to=own_key()), "application/json")


def test_a_file_is_taken_in_and_becomes_a_case_after_a_look(at, amina):
    browser = at(amina)
    answer = browser.post(reverse("casework:inbound-bring"), {"file": sealed_file()})
    row = Inbound.objects.get()
    assert answer["Location"] == at_row("inbound", row)
    page = text_of(browser.get(answer["Location"]))
    assert "Lamin" in page
    assert "a key that no partner has" in page
    assert "Lamin" not in title_of(page)
    assert "Ceesay" in text_of(browser.get(at_row("inbound-accept", row)))
    answer = browser.post(
        at_row("inbound-accept", row),
        {"kind": "protection", "who": "new", "given_name": "Lamin", "family_name": "Ceesay", "born": "1994"},
    )
    case = Case.objects.get()
    assert answer["Location"] == at_row("case", case)
    assert "Please find him a lawyer." in text_of(browser.get(answer["Location"]))


def test_who_may_be_meant_is_shown_before_anybody_is_registered(at, amina, register):
    known = register(amina, "Lamin", "Ceesay", born="1994")
    row = bring_letter(seal_letter(CONTENT, to=own_key()), by=amina)
    browser = at(amina)
    page = text_of(browser.get(at_row("inbound-accept", row)))
    assert known.reference in page
    browser.post(at_row("inbound-accept", row), {"kind": "protection", "who": str(known.pk)})
    assert Case.objects.get().person == known


def test_somebody_beyond_the_scope_cannot_be_chosen(at, amina, bako, register):
    far = register(bako, "Lamin", "Ceesay", born="1994")
    row = bring_letter(seal_letter(CONTENT, to=own_key()), by=amina)
    answer = at(amina).post(at_row("inbound-accept", row), {"kind": "protection", "who": str(far.pk)})
    assert far.reference not in text_of(answer, 422)
    assert not Case.objects.exists()


def test_declining_gives_a_file_for_the_sender(at, amina):
    row = bring_letter(seal_letter(CONTENT, to=own_key()), by=amina)
    answer = at(amina).post(at_row("inbound-decline", row), {"reason": "We have no lawyer."})
    assert answer["Content-Disposition"] == 'attachment; filename="answer-R-7KMQ-4XCP.cairn"'
    assert b"lawyer" not in answer.content
    assert not Inbound.objects.exists()


def test_a_letter_is_written_down(at, amina):
    posted = {"sender": "Dr Sarr", "words": "A boy of ten.", "given_name": "Musa"}
    browser = at(amina)
    answer = browser.post(reverse("casework:inbound-write"), posted)
    assert "A boy of ten." in text_of(browser.get(answer["Location"]))


def test_the_list_gives_the_key_and_names_nobody(at, amina):
    bring_letter(seal_letter(CONTENT, to=own_key()), by=amina)
    page = text_of(at(amina).get(reverse("casework:inbound-list")))
    assert str(own_key()) in page
    assert "Lamin" not in page


def test_what_is_no_letter_is_refused_beside_the_form(at, amina):
    file = SimpleUploadedFile("a.cairn", b"nothing")
    answer = at(amina).post(reverse("casework:inbound-bring"), {"file": file})
    assert "no letter of a Cairn" in text_of(answer, 422)


@pytest.mark.parametrize(("who", "status"), [("tomas", 200), ("leila", 200), ("bako", 404), ("priya", 403)])
def test_who_reads_an_inbound_referral(at, request, amina, who, status):
    row = bring_letter(seal_letter(CONTENT, to=own_key()), by=amina)
    assert at(request.getfixturevalue(who)).get(at_row("inbound", row)).status_code == status
