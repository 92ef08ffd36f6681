"""The package on paper: a PDF that opens with the passphrase, in the language of the partner."""

from io import BytesIO

import pytest
from django.test import TestCase
from django.urls import reverse
from pypdf import PdfReader

from cairn.guard.sealed.store import path_of
from cairn.people.acts import withdraw_consent
from cairn.programmes.casework.acts.referring_out import note_partner_answer, withdraw_partner_referral
from cairn.programmes.casework.sharing.states import ReferralState, Way
from cairn.programmes.casework.sharing.telling import paper_of

pytestmark = pytest.mark.django_db


def test_it_is_locked_with_the_passphrase_that_is_told_once(agreement, consent, draft, send):
    sent = send(draft(), way=Way.PAPER)
    with sent.referral.package.open() as file:
        content = file.read()
    reader = PdfReader(BytesIO(content))
    assert reader.is_encrypted
    assert not reader.decrypt("2222-2222-2222-2222-2222")
    assert reader.decrypt(sent.passphrase)
    text = reader.pages[0].extract_text()
    assert "Hawa" in text
    assert sent.referral.reference in text


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_is_set_in_each_language(agreement, consent, draft, send, language):
    told = send(draft(language=language, words="Two lines:\nand a second.")).referral.told
    pages = PdfReader(BytesIO(paper_of(told))).pages
    assert len(pages) == 1
    assert "She needs a bed tonight." in pages[0].extract_text()


def test_the_file_goes_with_the_referral(agreement, consent, draft, send, amina):
    sent = send(draft(), way=Way.PAPER)
    place = path_of(sent.referral.package.stored_name)
    assert place.exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        row = withdraw_partner_referral(sent.referral, by=amina)
    assert row.package is None
    assert not place.exists()


def test_a_partner_who_accepted_can_be_given_the_file_still(agreement, consent, draft, send, amina):
    sent = send(draft(), way=Way.PAPER)
    assert note_partner_answer(sent.referral, ReferralState.ACCEPTED, by=amina).package is not None


def test_nobody_hands_over_the_file_of_a_consent_that_was_withdrawn(
    agreement, consent, draft, send, at, amina
):
    referral = send(draft(), way=Way.PAPER).referral
    address = reverse("casework:partner-package", args=[referral.pk])
    assert b"".join(at(amina).get(address).streaming_content).startswith(b"%PDF")
    withdraw_consent(consent, by=amina, how="She called.")
    answer = at(amina).get(address)
    assert answer["Location"] == reverse("casework:partners", args=[referral.case_id])
