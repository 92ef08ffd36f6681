"""Without an agreement nothing is told; with one, what it names, for what it names, as long as it says."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cairn.guard.purposes import Purpose
from cairn.programmes.partners.items import Item, items_by_kind
from cairn.programmes.partners.keys import PublicKey, read_key
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import may_be_told, partner_with, partners_on
from signed_in import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
KEY = PublicKey(verifies=bytes(range(32)), seals=bytes(range(32, 64)))


def told(partner, on=None, purpose=Purpose.PARTNER_SERVICE):
    return may_be_told(partner, purpose, on or timezone.localdate())


def test_without_an_agreement_nothing_may_be_told(shelter):
    assert told(shelter) == frozenset()


def test_an_agreement_covers_what_it_names_for_what_it_names(shelter, agree):
    agree(shelter, Item.GIVEN_NAME, Item.ABOUT)
    assert told(shelter) == {Item.GIVEN_NAME, Item.ABOUT}
    assert told(shelter, purpose=Purpose.RESEARCH) == frozenset()


def test_two_agreements_add_up(shelter, agree):
    agree(shelter, Item.GIVEN_NAME)
    agree(shelter, Item.BORN)
    assert told(shelter) == {Item.GIVEN_NAME, Item.BORN}


def test_it_holds_from_its_first_day_to_its_last(shelter, agree):
    today = timezone.localdate()
    agree(shelter, valid_from=today, valid_until=today + 2 * DAY)
    assert told(shelter, today)
    assert told(shelter, today + 2 * DAY)
    assert not told(shelter, today - DAY)
    assert not told(shelter, today + 3 * DAY)


@pytest.mark.parametrize("said", [{"signed_on": None}, {"ended_on": timezone.localdate()}])
def test_one_that_is_not_signed_or_has_ended_opens_nothing(shelter, agree, said):
    agree(shelter, **said)
    assert told(shelter) == frozenset()


def test_whoever_is_no_partner_any_more_is_told_nothing(shelter, agree):
    agree(shelter)
    shelter.ended_on = timezone.localdate()
    assert told(shelter) == frozenset()
    shelter.save()
    assert shelter not in partners_on(timezone.localdate())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"purposes": ()}, "purposes"),
        ({"purposes": ("gossip",)}, "purposes"),
        ({"signed_on": timezone.localdate() + DAY}, "signed_on"),
        ({"valid_until": timezone.localdate() - DAY}, "__all__"),
    ],
)
def test_what_makes_no_agreement_is_refused(shelter, agree, said, field):
    with pytest.raises(ValidationError) as refused:
        agree(shelter, **said)
    assert field in refused.value.message_dict


def test_every_item_stands_in_one_group():
    grouped = [code for _title, items in items_by_kind() for code, _label in items]
    assert sorted(grouped) == sorted(Item.values)


# Keys -------------------------------------------------------------------------------------------------------


def test_a_key_is_read_as_it_was_written():
    assert read_key(str(KEY)) == KEY
    assert read_key(f" {str(KEY)[:40]}\n{str(KEY)[40:]} ") == KEY
    assert len(KEY.fingerprint.split()) == 5


@pytest.mark.parametrize("line", ["", "cairn1.", "cairn1.AAAA", str(KEY)[:-2], str(KEY)[7:], "cairn1.é"])
def test_half_a_key_is_none(line):
    with pytest.raises(ValidationError):
        read_key(line)


def test_one_key_is_one_partner(shelter):
    shelter.public_key = str(KEY)
    shelter.full_clean()
    shelter.save()
    assert partner_with(KEY, timezone.localdate()) == shelter
    other = Organisation(code="OTHER", name="Other", kind="ngo", country="FR", public_key=str(KEY))
    with pytest.raises(ValidationError, match="already"):
        other.full_clean()


# The register -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"), [("priya", 200), ("leila", 200), ("amina", 200), ("salma", 200), ("marek", 302)]
)
def test_who_reads_the_register(request, shelter, who, status):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(reverse("partners_organisations:index")).status_code == status
    assert browser.get(reverse("partners_agreements:index")).status_code == status


@pytest.mark.parametrize(
    ("who", "partner", "agreement"), [("priya", 200, 200), ("leila", 302, 200), ("amina", 302, 302)]
)
def test_who_writes_in_it(request, shelter, who, partner, agreement):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(reverse("partners_organisations:add")).status_code == partner
    assert browser.get(reverse("partners_agreements:add")).status_code == agreement


def test_an_agreement_is_written_by_ticking(priya, shelter):
    today = timezone.localdate()
    posted = {
        "partner": shelter.pk,
        "title": "Beds for a night",
        "purposes": [Purpose.PARTNER_SERVICE],
        "items": [Item.GIVEN_NAME, Item.SPECIAL_NEEDS],
        "signed_on": today,
        "valid_from": today,
    }
    answer = signed_in(priya).post(reverse("partners_agreements:add"), posted)
    assert answer.status_code == 302
    assert told(shelter) == {Item.GIVEN_NAME, Item.SPECIAL_NEEDS}


def test_nothing_in_it_is_deleted(priya, shelter, agree):
    agreement = agree(shelter)
    browser = signed_in(priya)
    for name, row in (("partners_organisations", shelter), ("partners_agreements", agreement)):
        assert browser.post(reverse(f"{name}:edit", args=[row.pk])).status_code == 200
        assert browser.post(f"/admin/{name.replace('_', '/')}/delete/{row.pk}/").status_code in (
            302,
            403,
            404,
        )
        row.refresh_from_db()
