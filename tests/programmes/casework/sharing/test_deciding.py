"""What may be told, item by item: the role, the consent and the agreement each have to say yes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from cairn.guard.models import AuditEntry
from cairn.guard.purposes import Purpose
from cairn.people.acts import add_part, withdraw_consent
from cairn.people.models import Contact
from cairn.people.sharing import MayNotShare
from cairn.people.telling import told as everything_told
from cairn.programmes.casework.acts import hand_over_case
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.acts.sending import lines_of, send_partner_referral
from cairn.programmes.casework.sharing.deciding import looked_at
from cairn.programmes.casework.sharing.states import ReferralState
from cairn.programmes.partners.items import Item

pytestmark = pytest.mark.django_db


def told(referral, by):
    return {line.code: (line.is_told, line.why) for line in lines_of(referral, by)}


def test_what_all_three_cover_is_told(agreement, consent, draft, amina):
    lines = told(draft(), amina)
    assert all(is_told for is_told, _why in lines.values())
    assert lines[Item.GIVEN_NAME][1] == "They agreed to this."


def test_without_consent_nothing_is_told_and_each_line_says_so(agreement, draft, amina, send):
    referral = draft()
    lines = told(referral, amina)
    assert not any(is_told for is_told, _why in lines.values())
    assert all("not been asked" in why for _is_told, why in lines.values())
    with pytest.raises(MayNotShare):
        send(referral)


def test_consent_to_one_partner_is_none_to_another(agreement, ask, hawa, amina, draft):
    ask(hawa, amina, Purpose.PARTNER_SERVICE, partner_code="OTHERS")
    assert not any(is_told for is_told, _why in told(draft(), amina).values())


def test_a_kind_of_data_that_the_purpose_does_not_take_along_stays(agreement, ask, hawa, amina, draft):
    agreement.purposes = [Purpose.FAMILY_TRACING]
    agreement.save()
    ask(hawa, amina, Purpose.FAMILY_TRACING, partner_code="SHELTER")
    lines = told(draft(purpose=Purpose.FAMILY_TRACING), amina)
    assert lines[Item.GIVEN_NAME][0]
    assert lines[Item.ABOUT] == (False, "What they agreed to does not take this along.")


def test_without_an_agreement_nothing_is_told(consent, draft, amina, send):
    referral = draft()
    assert {why for _told, why in told(referral, amina).values()} == {
        "There is no agreement with this partner for this purpose."
    }
    with pytest.raises(NotInThisCase, match="Nothing of it may be told"):
        send(referral)


def test_an_item_that_the_agreement_does_not_name_stays_out_of_the_package(
    agreement, consent, draft, amina, send
):
    agreement.items = [Item.GIVEN_NAME, Item.ABOUT]
    agreement.save()
    referral = draft()
    assert told(referral, amina)[Item.BORN] == (False, "The agreement with this partner does not name it.")
    package = send(referral).referral.told
    assert [line["item"] for line in package["lines"]] == [Item.GIVEN_NAME, Item.ABOUT]
    assert set(package["values"]) == {Item.GIVEN_NAME, Item.ABOUT}


def test_whoever_does_not_see_the_person_tells_nothing_of_them(agreement, consent, draft, bako, amina):
    """A case can be handed on without its person: who they are leaves with whoever may see them."""
    referral = draft()
    hand_over_case(referral.case, worker=bako, by=amina)
    referral.refresh_from_db()
    referral.case.refresh_from_db()
    lines = {line.code: line for line in lines_of(referral, bako)}
    assert (lines[Item.GIVEN_NAME].is_told, lines[Item.GIVEN_NAME].words) == (False, "")
    assert lines[Item.ABOUT].is_told


def test_contacts_leave_only_where_they_are_safe(agreement, consent, draft, amina, hawa):
    add_part(hawa, Contact, by=amina, kind="phone", value="+220 1", safety="unsafe")
    add_part(hawa, Contact, by=amina, kind="phone", value="+220 2", safety="safe")
    [line] = lines_of(draft(chosen=(Item.CONTACTS,)), amina)
    assert "+220 2" in line.words
    assert "+220 1" not in line.words


def test_what_is_empty_is_said_to_be(agreement, consent, draft, amina):
    assert told(draft(chosen=(Item.PLAN,)), amina) == {Item.PLAN: (False, "Nothing is written there.")}


def test_what_changed_since_somebody_looked_is_looked_at_again(agreement, consent, draft, amina):
    referral = draft()
    seen = looked_at(lines_of(referral, amina))
    agreement.items = [Item.GIVEN_NAME]
    agreement.save()
    with pytest.raises(NotInThisCase, match="since you looked"):
        send_partner_referral(referral, way="link", seen=seen, by=amina)
    referral.refresh_from_db()
    assert (referral.state, referral.told) == (ReferralState.DRAFTED, {})


def test_sending_is_traced_in_numbers(sent):
    entry = AuditEntry.objects.filter(event="casework:referral:sent").get()
    assert entry.subject_id == str(sent.referral.pk)
    assert "Hawa" not in entry.data
    assert '"count":4' in entry.data


def test_what_was_told_stays_as_it_was(sent, told_case, hawa):
    hawa.given_name = "Another"
    hawa.save()
    sent.referral.refresh_from_db()
    assert sent.referral.told["values"][Item.GIVEN_NAME] == "Hawa"


def test_it_is_told_in_the_language_of_the_partner(agreement, consent, draft, send):
    told = send(draft(language="ar")).referral.told
    assert "غامبيا" in [line["words"] for line in told["lines"]]


def test_who_may_send(agreement, consent, draft, send, bako, leila, tomas):
    referral = draft()
    with pytest.raises(Http404):
        send(referral, by=bako)
    with pytest.raises(PermissionDenied):
        send(referral, by=leila)
    assert send(referral, by=tomas).referral.state == ReferralState.SENT


def test_a_withdrawn_consent_stops_the_sending(agreement, consent, draft, send, amina):
    referral = draft()
    withdraw_consent(consent, by=amina, how="She said so.")
    with pytest.raises(MayNotShare):
        send(referral)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"chosen": ()}, "chosen"),
        ({"purpose": Purpose.RESEARCH}, "purpose"),
        ({"language": "xx"}, "language"),
        ({"service": "gossip"}, "service"),
    ],
)
def test_half_a_request_is_refused(draft, said, field):
    with pytest.raises(ValidationError) as refused:
        draft(**said)
    assert field in refused.value.message_dict


def test_the_person_reads_what_was_told_of_them_and_no_way_in(sent, hawa):
    """Whoever asks what is held about them is told to whom it went, and never by which link."""
    whole = everything_told(hawa).as_json().decode()
    assert "She needs a bed tonight." in whole
    assert "A bed for one night, please." in whole
    for hidden in (sent.token, sent.referral.token_hash, sent.referral.passphrase_hash):
        assert hidden not in whole
