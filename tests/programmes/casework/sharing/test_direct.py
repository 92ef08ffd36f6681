"""A link is fetched from the Cairn that made it: whole and once, or not at all, and each failure says what to do.

Here one mission refers to itself, so that both ends are seen; two that have nothing in common meet in the browser's
tests.
"""

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from cairn.guard.fetching import NotReached, Refused, TooLarge
from cairn.guard.models import AuditEntry
from cairn.people.acts import withdraw_consent
from cairn.people.models import Person
from cairn.programmes.casework.acts.answering import TRIES, OpensNothing, open_package, open_sealed
from cairn.programmes.casework.acts.inbound import bring_letter
from cairn.programmes.casework.acts.referring_out import withdraw_partner_referral
from cairn.programmes.casework.models import Case, Inbound, PartnerReferral
from cairn.programmes.casework.sharing import direct
from cairn.programmes.casework.sharing.direct import NotFetched, link_of
from cairn.programmes.casework.sharing.sealing import own_key, seal_letter
from cairn.programmes.casework.sharing.states import ReferralState
from cairn.programmes.partners.items import Item
from cairn.programmes.partners.keys import PublicKey

pytestmark = pytest.mark.django_db
ORIGIN = "http://127.0.0.1:8123"
FETCH = "/admin/casework/inbound/link/"


class Network:
    """What stands between the two: it can be cut, and can change what passes."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_cut = False
        self.changes = lambda answer: answer

    def __call__(self, asked, most, *, care):
        self.asked.append(asked.full_url)
        path = urlsplit(asked.full_url).path
        if self.is_cut:
            raise NotReached("the line is cut")
        answer = Client().post(path, asked.data, content_type=asked.headers["Content-type"])
        if answer.status_code >= 300:
            raise Refused(answer.reason_phrase, answer.status_code, answer.content)
        content = self.changes(answer.content)
        if len(content) > most:
            raise TooLarge("too large")
        yield content


@pytest.fixture
def network(monkeypatch):
    between = Network()
    monkeypatch.setattr(direct, "blocks", between)
    return between


@pytest.fixture
def shelter(shelter):
    """The partner has a Cairn: this one."""
    shelter.public_key, shelter.origin = str(own_key()), ORIGIN
    shelter.full_clean()
    shelter.save()
    return shelter


@pytest.fixture
def fetch(at, amina, sent, network):
    def fetched(*, link="", passphrase="", by=amina):
        link = link or f"{ORIGIN}{reverse('partner:package', args=[sent.token])}"
        return at(by).post(FETCH, {"link": link, "passphrase": passphrase or sent.passphrase})

    return fetched


def said(answer):
    assert answer.status_code == 422
    return answer.content.decode()


def test_the_package_is_fetched_and_becomes_a_proposal_and_no_case(fetch, sent, shelter, at, amina):
    answer = fetch()
    row = Inbound.objects.get()
    assert answer["Location"] == reverse("casework:inbound", args=[row.pk])
    assert (row.partner, row.came_as, row.their_reference) == (shelter, "link", sent.referral.reference)
    assert set(row.content["values"]) == {Item.GIVEN_NAME, Item.BORN, Item.NATIONALITIES}
    assert Case.objects.count() == 1
    page = at(amina).get(answer["Location"]).content.decode()
    assert "verified: the key of House at the bridge" in page


def test_the_sender_sees_that_it_was_opened_and_is_held(fetch, sent, at, amina):
    fetch()
    referral = PartnerReferral.objects.get()
    assert referral.opened_at
    assert referral.received_at
    assert AuditEntry.objects.filter(event="casework:referral:opened").count() == 1
    assert AuditEntry.objects.filter(event="casework:referral:received").count() == 1
    page = at(amina).get(reverse("casework:partners", args=[referral.case_id])).content.decode()
    assert "opened by the partner" in page
    assert "their Cairn holds it" in page


def test_a_link_gives_its_package_once(fetch, sent, client):
    fetch()
    assert "This link is used up." in said(fetch())
    assert Inbound.objects.count() == 1
    with pytest.raises(OpensNothing):
        open_package(sent.token, sent.passphrase)


def test_nothing_that_opens_it_stands_in_an_address_but_the_link(fetch, sent, network):
    fetch()
    assert [urlsplit(each).path for each in network.asked] == [
        f"/told/{sent.token}/sealed/",
        f"/told/{sent.answer_token}/answer/sealed/",
    ]
    assert not any(urlsplit(each).query for each in network.asked)


# What breaks off ------------------------------------------------------------------------------------------------


def test_what_broke_off_before_it_was_kept_is_fetched_again(fetch, sent, monkeypatch):
    """The package has left, and our process dies before there is a proposal."""

    def dies(*_args, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("cairn.programmes.casework.workspace.inbound.bring_fetched", dies)
        with pytest.raises(KeyboardInterrupt):
            fetch()
    referral = PartnerReferral.objects.get()
    assert (bool(referral.opened_at), referral.received_at) == (True, None)
    assert not Inbound.objects.exists()
    assert fetch().status_code == 302
    assert Inbound.objects.count() == 1


def test_a_receipt_that_was_lost_is_sent_with_the_next_look(fetch, sent, network, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("cairn.programmes.casework.workspace.inbound.confirm", lambda row: None)
        first = fetch()
    assert PartnerReferral.objects.get().received_at is None
    assert fetch()["Location"] == first["Location"]
    assert PartnerReferral.objects.get().received_at
    assert Inbound.objects.count() == 1


def test_somebody_who_may_not_see_what_was_brought_is_told_so(fetch, monkeypatch, bako):
    with monkeypatch.context() as patch:
        patch.setattr("cairn.programmes.casework.workspace.inbound.confirm", lambda row: None)
        fetch()
    assert "brought already" in said(fetch(by=bako))
    assert Inbound.objects.count() == 1


def test_after_an_hour_it_is_used_up_whoever_asked(fetch, sent, later, network):
    open_sealed(sent.token, sent.passphrase, key=own_key().fingerprint)
    later(sent.referral, hours=2)
    assert "This link is used up." in said(fetch())


# What is refused ------------------------------------------------------------------------------------------------


def test_each_failure_says_what_to_do_and_leaves_nothing(fetch, sent, network, later, consent, amina):
    assert "This is not the passphrase." in said(fetch(passphrase="2222-2222-2222-2222-2222"))
    network.is_cut = True
    assert "cannot be reached: the line is cut" in said(fetch())
    network.is_cut = False
    network.changes = lambda answer: b"x" * (direct.LARGEST + 1)
    assert "larger than a referral may be" in said(fetch())
    network.changes = lambda answer: answer.replace(b'"sealed":"', b'"sealed":"AAAA')
    page = said(fetch())
    assert "changed on its way" in page
    assert "Fetch it once more within the hour" in page
    network.changes = lambda answer: answer[:100]
    assert "no letter of a Cairn" in said(fetch())
    assert not Inbound.objects.exists()
    assert PartnerReferral.objects.get().received_at is None


@pytest.mark.parametrize(
    ("what", "words"),
    [("over", "The time of this link is over."), ("consent", "closed this referral"), ("withdrawn", "closed this referral")],
)  # fmt: skip
def test_whoever_has_both_hears_why_a_link_is_closed_and_nobody_else(
    fetch, sent, later, consent, amina, what, words
):
    match what:
        case "over":
            later(sent.referral, days=8)
        case "consent":
            withdraw_consent(consent, by=amina, how="She called.")
        case "withdrawn":
            withdraw_partner_referral(sent.referral, by=amina)
    assert words in said(fetch())
    never = f"{ORIGIN}/told/{'x' * 43}/"
    for page in (fetch(passphrase="2222-2222"), fetch(link=never)):
        assert "opens nothing, or nothing any more" in said(page)
        assert words not in page.content.decode()


def test_guessing_is_counted_at_this_door_as_well(fetch, sent, network):
    for _try in range(TRIES):
        fetch(passphrase="wrong")
    assert "This is not the passphrase." in said(fetch())
    assert PartnerReferral.objects.get().tries == TRIES


def test_a_link_from_elsewhere_is_not_even_asked(fetch, sent, network, shelter):
    path = reverse("partner:package", args=[sent.token])
    elsewhere = [
        "http://127.0.0.1:8124",
        "https://evil.example",
        "http://169.254.169.254",
        "file://",
        "//127.0.0.1:8123",
    ]
    for origin in elsewhere:
        assert "No partner" in said(fetch(link=f"{origin}{path}"))
    for link in (
        "x",
        f"{ORIGIN}/",
        f"{ORIGIN}/admin/",
        f"{ORIGIN}{path}../../admin/",
        f"{ORIGIN}/told/short/",
    ):
        assert "no link of a referral" in said(fetch(link=link))
    assert "link for answers" in said(fetch(link=f"{ORIGIN}{path}answer/"))
    shelter.origin = ""
    shelter.save()
    assert "No partner" in said(fetch())
    assert network.asked == []


def test_user_names_and_ports_do_not_lead_elsewhere(shelter, db):
    token = "x" * 43
    for link in (f"http://127.0.0.1:8123@evil.example/told/{token}/", f"http://127.0.0.1:81/told/{token}/"):
        with pytest.raises(NotFetched, match="No partner"):
            link_of(link)
    assert token not in repr(link_of(f"{ORIGIN}/told/{token}/?utm=1#there"))


def test_a_sender_without_our_key_gives_nothing_and_uses_nothing_up(fetch, sent, network, shelter):
    answer = Client().post(
        f"/told/{sent.token}/sealed/", {"passphrase": sent.passphrase, "key": "0000 0000 0000 0000 0000"}
    )
    assert (answer.status_code, answer.json()) == (409, {"why": "key"})
    assert Client().post(f"/told/{sent.token}/sealed/", {"passphrase": sent.passphrase}).status_code == 409
    assert PartnerReferral.objects.get().opened_at is None


def test_what_another_key_signed_is_refused(fetch, network, shelter):
    other = PublicKey(verifies=bytes(32), seals=bytes(32))

    def somebody_else_took_the_place(answer):
        shelter.public_key = str(other)
        shelter.save()
        return answer

    network.changes = somebody_else_took_the_place
    assert "signed with another key" in said(fetch())
    assert not Inbound.objects.exists()


def test_who_may_not_open_a_case_asks_nobody(fetch, network, leila, priya):
    for nobody in (leila, priya):
        assert fetch(by=nobody).status_code == 403
    assert network.asked == []


def test_the_door_for_machines_takes_nothing_else(sent, client):
    for address in (f"/told/{sent.token}/sealed/", f"/told/{sent.answer_token}/answer/sealed/"):
        assert client.get(address).status_code == 405
    answer = client.post(f"/told/{sent.token}/sealed/", {"passphrase": "wrong", "key": own_key().fingerprint})
    assert (answer.status_code, answer["Cache-Control"]) == (422, "no-store")
    assert "noindex" in answer["X-Robots-Tag"]


# What goes back --------------------------------------------------------------------------------------------------


@pytest.fixture
def fetched(fetch):
    fetch()
    return Inbound.objects.get()


def accept(at, amina, row):
    return at(amina).post(
        reverse("casework:inbound-accept", args=[row.pk]),
        {"kind": "protection", "who": "new", "given_name": "Lamin", "family_name": "Ceesay"},
        follow=True,
    )


def test_accepting_tells_the_sender_and_so_does_what_follows(fetched, at, amina):
    assert "The sender was told." in accept(at, amina, fetched).content.decode()
    referral = PartnerReferral.objects.get()
    assert referral.state == ReferralState.ACCEPTED
    reply = reverse("casework:inbound-reply", args=[fetched.pk])
    assert "Tell the sender" in at(amina).get(reply).content.decode()
    for state, words in (("delivered", ""), ("feedback", "She slept well.")):
        answer = at(amina).post(reply, {"state": state, "words": words})
        assert answer["Location"] == reverse("casework:inbound", args=[fetched.pk])
    referral.refresh_from_db()
    assert (referral.state, referral.feedback) == (ReferralState.FEEDBACK, "She slept well.")


def test_declining_tells_the_sender_why(fetched, at, amina):
    address = reverse("casework:inbound-decline", args=[fetched.pk])
    answer = at(amina).post(address, {"reason": "Every bed is taken."})
    assert answer["Location"] == reverse("casework:inbound-list")
    referral = PartnerReferral.objects.get()
    assert (referral.state, referral.reason) == (ReferralState.DECLINED, "Every bed is taken.")
    assert not Inbound.objects.exists()


def test_where_the_sender_is_not_reached_the_decision_stands_and_the_letter_is_a_file(
    fetched, at, amina, network
):
    network.is_cut = True
    address = reverse("casework:inbound-decline", args=[fetched.pk])
    browser = at(amina)
    answer = browser.post(address, {"reason": "Every bed is taken."})
    assert answer["Content-Disposition"].endswith('.cairn"')
    assert not Inbound.objects.exists()
    assert "The sender was not told." in browser.get(reverse("casework:inbound-list")).content.decode()
    assert bring_letter(answer.content, by=amina).state == ReferralState.DECLINED


def test_a_case_is_open_also_where_the_sender_is_not_reached(fetched, at, amina, network):
    network.is_cut = True
    assert "The sender was not told." in accept(at, amina, fetched).content.decode()
    assert Person.objects.count() == 2
    network.is_cut = False
    at(amina).post(reverse("casework:inbound-reply", args=[fetched.pk]), {"state": "accepted", "words": ""})
    assert PartnerReferral.objects.get().state == ReferralState.ACCEPTED


def test_an_answer_that_does_not_follow_is_said(fetched, at, amina, sent):
    withdraw_partner_referral(sent.referral, by=amina)
    page = accept(at, amina, fetched).content.decode()
    assert "does not follow from where the referral stands with the sender" in page


def test_where_the_register_no_longer_knows_the_place_it_goes_by_hand(fetched, at, amina, shelter, network):
    shelter.origin = ""
    shelter.save()
    asked = len(network.asked)
    address = reverse("casework:inbound-decline", args=[fetched.pk])
    assert at(amina).post(address, {"reason": "No."})["Content-Type"] == "application/json"
    assert len(network.asked) == asked


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "answer", "referral": "R-0000-0000", "state": "accepted"},
        {"kind": "referral"},
        {"kind": "receipt"},
        {"kind": "something"},
    ],
)
def test_a_letter_about_something_else_moves_nothing(sent, client, shelter, content):
    said = {"referral": sent.referral.reference, **content}
    letter = seal_letter(said, to=own_key())
    answer = client.post(f"/told/{sent.answer_token}/answer/sealed/", letter, content_type="application/json")
    assert answer.status_code == 422
    referral = PartnerReferral.objects.get()
    assert (referral.state, referral.received_at) == (ReferralState.SENT, None)


def test_who_is_not_the_partner_answers_nothing(sent, client, shelter):
    said = {"kind": "answer", "referral": sent.referral.reference, "state": "accepted"}
    letter = seal_letter(said, to=own_key())
    shelter.public_key = str(PublicKey(verifies=bytes(32), seals=bytes(32)))
    shelter.save()
    address = f"/told/{sent.answer_token}/answer/sealed/"
    for body in (letter, b"", b"x" * (direct.LARGEST + 5), json.dumps({"kind": "answer"}).encode()):
        assert client.post(address, body, content_type="application/json").status_code == 422
    assert client.post(f"/told/{'x' * 43}/answer/sealed/", letter, content_type="a/b").status_code == 410
    assert PartnerReferral.objects.get().state == ReferralState.SENT
