"""Referrals of others become proposals, never cases by themselves; the answer goes back sealed and signed."""

import json
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from cairn.guard.keys.errors import KeyDestroyed
from cairn.guard.models import AuditEntry, DataKey
from cairn.people.acts import erase_person, weigh_erasure
from cairn.people.models import Person
from cairn.programmes.casework.acts.forgetting import forget_undecided
from cairn.programmes.casework.acts.inbound import bring_letter, write_inbound
from cairn.programmes.casework.acts.inbound_deciding import (
    accept_inbound,
    answer_inbound,
    decline_inbound,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.models import Case, Inbound, PartnerReferral
from cairn.programmes.casework.sharing import sealing
from cairn.programmes.casework.sharing.sealing import CannotOpen, open_letter, own_key, seal_letter
from cairn.programmes.casework.sharing.states import ReferralState, Way
from cairn.programmes.partners.items import Item
from cairn.programmes.partners.keys import PublicKey
from cairn.programmes.partners.models import Organisation

pytestmark = pytest.mark.django_db
CONTENT = {
    "kind": "referral",
    "reference": "R-7KMQ-4XCP",
    "from": "Harbour mission",
    "words": "Please find him a lawyer.",
    "asked": [{"label": "Service", "words": "legal advice"}],
    "lines": [{"label": "given names", "words": "Lamin"}],
    "values": {
        Item.GIVEN_NAME: "Lamin",
        Item.FAMILY_NAME: "Ceesay",
        Item.BORN: "1994",
        Item.NATIONALITIES: ["GM"],
        Item.SEX: "no such code",
        "person.flags": ["family"],
        "person.retention_category": "research",
    },
}


@pytest.fixture
def harbour():
    """Another mission, which writes to us and reads our answers."""
    signing, opening = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()

    @contextmanager
    def speaking():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sealing, "_signing_key", lambda: signing)
            patch.setattr(sealing, "_opening_key", lambda: opening)
            yield

    class Mission:
        key = PublicKey(
            verifies=signing.public_key().public_bytes_raw(), seals=opening.public_key().public_bytes_raw()
        )

        def writes(self, content, *, to=None):
            ours = to or own_key()
            with speaking():
                return seal_letter(content, to=ours)

        def reads(self, file):
            with speaking():
                return open_letter(file).content

    return Mission()


@pytest.fixture
def partner(harbour):
    return Organisation.objects.create(
        code="HARBOUR", name="Harbour mission", kind="mission", country="IT", public_key=str(harbour.key)
    )


@pytest.fixture
def inbound(harbour, partner, amina):
    return bring_letter(harbour.writes(CONTENT), by=amina)


def test_a_sealed_file_becomes_a_proposal_and_no_case(inbound, partner):
    assert isinstance(inbound, Inbound)
    assert (inbound.partner, inbound.their_reference) == (partner, "R-7KMQ-4XCP")
    assert not Case.objects.exists()
    assert not Person.objects.exists()
    assert AuditEntry.objects.latest("sequence").event == "casework:inbound:brought"


def test_whoever_is_not_in_the_register_of_partners_is_no_partner(harbour, amina):
    row = bring_letter(harbour.writes(CONTENT), by=amina)
    assert row.partner is None
    assert row.fingerprint == harbour.key.fingerprint


def test_a_file_is_brought_once(harbour, partner, amina):
    file = harbour.writes(CONTENT)
    bring_letter(file, by=amina)
    with pytest.raises(CannotOpen, match="already"):
        bring_letter(file, by=amina)


def test_a_file_for_somebody_else_and_a_changed_one_are_refused(harbour, amina):
    with pytest.raises(CannotOpen, match="somebody else"):
        bring_letter(harbour.writes(CONTENT, to=harbour.key), by=amina)
    outer = json.loads(harbour.writes(CONTENT))
    outer["sealed"] = outer["sealed"][:-8] + "AAAAAAA="
    with pytest.raises(CannotOpen, match="changed on its way"):
        bring_letter(json.dumps(outer).encode(), by=amina)
    assert not Inbound.objects.exists()


def test_only_what_we_know_is_kept_of_it(inbound):
    assert set(inbound.content["values"]) == {
        Item.GIVEN_NAME,
        Item.FAMILY_NAME,
        Item.BORN,
        Item.NATIONALITIES,
        Item.SEX,
    }


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "referral"},
        {"kind": "referral", "values": [1], "lines": "x", "asked": [1, {}], "words": 5, "from": None},
        {"kind": "referral", "values": {Item.GIVEN_NAME: ["x"], Item.NATIONALITIES: "GM"}, "reference": 1},
    ],
)
def test_whatever_a_letter_holds_it_breaks_nothing(harbour, amina, content):
    row = bring_letter(harbour.writes(content), by=amina)
    assert row.content["values"] == {}


def test_who_sees_it(inbound, tomas, bako, salma, leila, priya):
    def sees(user):
        return Inbound.objects.visible_to(user).filter(pk=inbound.pk).exists()

    assert all(map(sees, (tomas, salma, leila)))
    assert not sees(bako)
    with pytest.raises(Http404):
        decline_inbound(inbound, reason="No.", by=bako)
    for nobody in (leila, priya):
        with pytest.raises(PermissionDenied):
            accept_inbound(inbound, by=nobody, kind="protection")


def test_accepting_registers_the_person_and_opens_a_case(inbound, amina):
    case = accept_inbound(inbound, by=amina, kind="protection")
    person = case.person
    assert (person.given_name, person.family_name, person.born) == ("Lamin", "Ceesay", "1994")
    assert (person.sex, person.flags, person.retention_category) != ("no such code", ["family"], "research")
    assert "lawyer" in case.about
    inbound.refresh_from_db()
    assert inbound.case == case
    with pytest.raises(NotInThisCase):
        accept_inbound(inbound, by=amina, kind="protection")


def test_what_the_colleague_corrects_counts(inbound, amina):
    assert (
        accept_inbound(inbound, by=amina, kind="protection", given_name="Lamine").person.given_name
        == "Lamine"
    )


def test_somebody_who_is_known_is_not_registered_twice(inbound, amina, hawa):
    case = accept_inbound(inbound, by=amina, kind="protection", person=hawa)
    assert (case.person, Person.objects.count()) == (hawa, 1)


def test_once_accepted_it_goes_with_the_person(inbound, amina, leila):
    key = inbound.data_key_id
    case = accept_inbound(inbound, by=amina, kind="protection")
    row = Inbound.objects.get(pk=inbound.pk)
    assert row.data_key_id == case.data_key_id
    assert row.content["values"][Item.GIVEN_NAME] == "Lamin"
    assert DataKey.objects.get(pk=key).is_destroyed
    seen = weigh_erasure(case.person, by=leila).fingerprint
    erase_person(case.person, by=leila, why="asked", reason="Asked for on the telephone.", seen=seen)
    assert not Inbound.objects.exists()


def test_what_is_declined_goes_at_once_and_the_answer_is_sealed_to_the_sender(inbound, harbour, amina):
    key = inbound.data_key
    answer = decline_inbound(inbound, reason="We have no lawyer.", by=amina)
    assert not Inbound.objects.exists()
    key.refresh_from_db()
    with pytest.raises(KeyDestroyed):
        key.unwrap()
    said = harbour.reads(answer.file)
    assert (said["kind"], said["referral"], said["state"]) == ("answer", "R-7KMQ-4XCP", "declined")


def test_what_nobody_decides_about_goes_after_a_while(inbound, amina):
    assert forget_undecided() == 0
    Inbound.objects.update(brought_at=timezone.now() - Inbound.WAITS_AT_MOST)
    assert forget_undecided() == 1
    assert not Inbound.objects.exists()
    inbound.data_key.refresh_from_db()
    assert inbound.data_key.is_destroyed


def test_what_was_accepted_stays_however_old_it_is(inbound, amina):
    accept_inbound(inbound, by=amina, kind="protection")
    Inbound.objects.update(brought_at=timezone.now() - 2 * Inbound.WAITS_AT_MOST)
    assert forget_undecided() == 0


def test_a_refusal_has_a_reason(inbound, amina):
    with pytest.raises(ValidationError):
        decline_inbound(inbound, reason=" ", by=amina)


def test_a_letter_is_written_down_and_answered_as_it_came(amina):
    row = write_inbound(by=amina, sender="Dr Sarr", words="A boy of ten.", given_name="Musa", born="2016")
    assert row.content["values"] == {Item.GIVEN_NAME: "Musa", Item.BORN: "2016"}
    accept_inbound(row, by=amina, kind="protection")
    row.refresh_from_db()
    with pytest.raises(NotInThisCase, match="in the way it came"):
        answer_inbound(row, state=ReferralState.DELIVERED, words="", by=amina)


# Answers to ours --------------------------------------------------------------------------------------------


@pytest.fixture
def asked(agreement, consent, draft, send, shelter, harbour):
    """A referral of ours that went to the Cairn of the shelter."""
    shelter.public_key = str(harbour.key)
    shelter.save()
    return send(draft(partner=shelter), way=Way.CAIRN).referral


def answer(referral, state, words=""):
    return {"kind": "answer", "referral": referral.reference, "state": state, "words": words}


def test_an_answer_moves_what_it_answers(asked, harbour, amina):
    for state in (ReferralState.ACCEPTED, ReferralState.DELIVERED):
        row = bring_letter(harbour.writes(answer(asked, state)), by=amina)
        assert isinstance(row, PartnerReferral)
        assert row.state == state


def test_what_we_answer_the_sender_reads(inbound, harbour, amina):
    accept_inbound(inbound, by=amina, kind="protection")
    inbound.refresh_from_db()
    reply = answer_inbound(inbound, state=ReferralState.DELIVERED, words="He has a lawyer.", by=amina)
    said = harbour.reads(reply.file)
    assert (said["state"], said["words"]) == ("delivered", "He has a lawyer.")


def test_nobody_answers_what_nobody_decided(inbound, amina):
    with pytest.raises(NotInThisCase):
        answer_inbound(inbound, state=ReferralState.ACCEPTED, words="", by=amina)


def test_only_the_partner_who_was_asked_answers(asked, harbour, amina, bako):
    with pytest.raises(CannotOpen):
        bring_letter(harbour.writes(answer(asked, ReferralState.ACCEPTED)), by=bako)
    stranger = seal_letter(answer(asked, ReferralState.ACCEPTED), to=own_key())
    with pytest.raises(CannotOpen):
        bring_letter(stranger, by=amina)
    with pytest.raises(NotInThisCase):
        bring_letter(harbour.writes(answer(asked, ReferralState.WITHDRAWN)), by=amina)
