"""One-time access: a link and a passphrase open what was told, once, for a while, and only as long as it may be read."""

import datetime as dt

import pytest

from cairn.guard.models import AuditEntry, Notice
from cairn.guard.notices.kinds import Kind
from cairn.guard.purposes import Purpose
from cairn.people.acts import erase_person, merge_people, weigh_erasure, withdraw_consent
from cairn.programmes.casework.acts.answering import (
    PAUSE,
    TRIES,
    OpensNothing,
    WrongPassphrase,
    answer_by_link,
    open_package,
    referral_behind,
    referral_to_answer,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.acts.referring_out import (
    expire_partner_referrals,
    note_partner_answer,
    withdraw_partner_referral,
)
from cairn.programmes.casework.models import PartnerReferral
from cairn.programmes.casework.sharing.states import ReferralState
from cairn.programmes.partners.items import Item

pytestmark = pytest.mark.django_db


def opened(sent):
    return open_package(sent.token, sent.passphrase)


def test_both_together_open_what_was_told(sent):
    row = opened(sent)
    assert row.told["values"][Item.GIVEN_NAME] == "Hawa"
    assert AuditEntry.objects.latest("sequence").event == "casework:referral:opened"


def test_nothing_that_opens_it_is_kept(sent):
    kept = PartnerReferral.objects.filter(pk=sent.referral.pk).values().get()
    assert sent.token not in str(kept)
    assert sent.passphrase not in str(kept)


def test_the_passphrase_is_taken_as_it_is_read_out(sent):
    assert open_package(sent.token, sent.passphrase.lower().replace("-", " "))


def test_a_wrong_passphrase_opens_nothing_and_is_traced(sent):
    with pytest.raises(WrongPassphrase):
        open_package(sent.token, "2222-2222-2222-2222-2222")
    sent.referral.refresh_from_db()
    assert (sent.referral.tries, sent.referral.opened_at) == (1, None)
    assert AuditEntry.objects.latest("sequence").event == "casework:referral:missed"


def test_after_some_wrong_ones_the_right_one_waits_too(sent, later):
    for _try in range(TRIES):
        with pytest.raises(WrongPassphrase):
            open_package(sent.token, "wrong")
    with pytest.raises(WrongPassphrase):
        opened(sent)
    later(sent.referral, seconds=PAUSE.total_seconds() + 1)
    assert opened(sent)


def test_it_opens_once_and_for_an_hour_to_whoever_opened_it(sent, later):
    opened(sent)
    assert opened(sent)
    later(sent.referral, hours=2)
    with pytest.raises(OpensNothing):
        opened(sent)


def test_a_case_of_a_record_that_was_joined_is_sent_for_the_one_that_remains(
    agreement, draft, send, ask, told_case, hawa, register, amina, ines
):
    other = register(amina, given_name="Hawah", family_name="Jallow")
    merge_people(other, hawa, by=ines)
    told_case.refresh_from_db()
    ask(other, amina, Purpose.PARTNER_SERVICE, partner_code="SHELTER")
    referral = draft()
    assert referral.case.person == other
    assert send(referral).referral.state == "sent"


def test_a_week_later_it_opens_nothing(sent, later):
    later(sent.referral, days=7, seconds=1)
    with pytest.raises(OpensNothing):
        referral_behind(sent.token)
    assert expire_partner_referrals() == 1
    assert expire_partner_referrals() == 0
    sent.referral.refresh_from_db()
    assert sent.referral.state == ReferralState.EXPIRED


def test_a_withdrawn_consent_closes_it(sent, consent, amina):
    withdraw_consent(consent, by=amina, how="She called.")
    with pytest.raises(OpensNothing):
        opened(sent)


def test_an_agreement_that_ended_or_became_narrower_closes_it(sent, agreement):
    agreement.items = [Item.GIVEN_NAME]
    agreement.save()
    with pytest.raises(OpensNothing):
        opened(sent)


def test_an_item_that_the_code_no_longer_has_closes_it(sent):
    row = sent.referral
    row.told = {**row.told, "lines": [{"item": "person.shoe_size", "label": "", "words": ""}]}
    row.save()
    with pytest.raises(OpensNothing):
        opened(sent)


def test_a_withdrawn_referral_is_closed_also_for_answers(sent, amina):
    withdraw_partner_referral(sent.referral, by=amina)
    for ask, token in ((referral_behind, sent.token), (referral_to_answer, sent.answer_token)):
        with pytest.raises(OpensNothing):
            ask(token)


def test_a_token_that_never_was_answers_as_one_that_is_closed(sent, amina):
    withdraw_partner_referral(sent.referral, by=amina)
    said = []
    for token in (sent.token, "never-was"):
        with pytest.raises(OpensNothing) as refused:
            referral_behind(token)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_the_link_for_answers_opens_no_package(sent):
    with pytest.raises(OpensNothing):
        open_package(sent.answer_token, sent.passphrase)
    with pytest.raises(OpensNothing):
        referral_to_answer(sent.token)


def test_a_partner_answers_and_whoever_works_on_the_case_is_told(
    sent, amina, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer_by_link(sent.answer_token, ReferralState.ACCEPTED)
    notice = Notice.objects.get(kind=Kind.REFERRAL_ANSWERED)
    assert (notice.to, notice.reference) == (amina, sent.referral.case.reference)
    answer_by_link(sent.answer_token, ReferralState.DELIVERED)
    row = answer_by_link(sent.answer_token, ReferralState.FEEDBACK, words="She slept well.")
    assert (row.state, row.feedback) == (ReferralState.FEEDBACK, "She slept well.")
    with pytest.raises(OpensNothing):
        answer_by_link(sent.answer_token, ReferralState.ACCEPTED)


def test_an_answer_that_does_not_follow_is_refused(sent):
    with pytest.raises(NotInThisCase):
        answer_by_link(sent.answer_token, ReferralState.DELIVERED)
    with pytest.raises(NotInThisCase):
        answer_by_link(sent.answer_token, ReferralState.WITHDRAWN)


def test_a_refusal_has_a_reason(sent):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        answer_by_link(sent.answer_token, ReferralState.DECLINED, words="  ")
    row = answer_by_link(sent.answer_token, ReferralState.DECLINED, words="No bed is free.")
    assert (row.state, row.reason) == (ReferralState.DECLINED, "No bed is free.")


def test_what_a_partner_says_by_telephone_is_written_down(sent, amina):
    note_partner_answer(sent.referral, ReferralState.ACCEPTED, by=amina)
    yesterday = dt.date.today() - dt.timedelta(days=1)
    row = note_partner_answer(
        sent.referral, ReferralState.DELIVERED, by=amina, on=yesterday, words="One night."
    )
    assert (row.delivered_on, row.feedback) == (yesterday, "One night.")


def test_late_answers_count_and_late_readers_read_nothing(sent, later):
    later(sent.referral, days=8)
    expire_partner_referrals()
    assert answer_by_link(sent.answer_token, ReferralState.ACCEPTED).state == ReferralState.ACCEPTED
    with pytest.raises(OpensNothing):
        opened(sent)


def test_whoever_is_erased_takes_along_what_was_told(sent, hawa, leila):
    seen = weigh_erasure(hawa, by=leila).fingerprint
    erase_person(hawa, by=leila, why="asked", reason="She asked for it on the telephone.", seen=seen)
    assert not PartnerReferral.objects.exists()
    with pytest.raises(OpensNothing):
        opened(sent)
