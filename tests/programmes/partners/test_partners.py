"""Without an agreement nothing is told; with one, what it names, for what it names, as long as it says."""

import datetime as dt
from ipaddress import ip_address

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cairn.guard.purposes import Purpose
from cairn.mission.config import load_mission
from cairn.programmes.partners.items import Item, every_item, items_by_kind
from cairn.programmes.partners.keys import PublicKey, read_key
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.origins import may_reach, origin_of
from cairn.programmes.partners.reads import may_be_told, partner_at, partner_with, partners_on
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
    assert sorted(grouped) == sorted(every_item())
    assert set(Item.values) < set(grouped)


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


# Where a Cairn stands -----------------------------------------------------------------------------------------


@pytest.fixture
def in_earnest(monkeypatch):
    """A mission that is no demonstration."""
    monkeypatch.setenv("CAIRN_DEMONSTRATION__ENABLED", "false")
    load_mission.cache_clear()
    yield
    load_mission.cache_clear()


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Work.Mission.example/", "https://work.mission.example"),
        ("https://work.mission.example:443", "https://work.mission.example"),
        ("https://work.mission.example:8443/told/x/", "https://work.mission.example:8443"),
        ("https://[fd00::1]:8443", "https://[fd00::1]:8443"),
        ("https://10.1.2.3", "https://10.1.2.3"),
        ("http://work.mission.example", ""),
        ("http://127.0.0.1:8000", ""),
        ("https://localhost", ""),
        ("https://work.mission.example@10.1.2.3", ""),
        ("https://work.mission.example:port", ""),
        ("https://", ""),
        ("work.mission.example", ""),
        ("", ""),
    ],
)
def test_an_address_has_one_origin_or_none(in_earnest, address, origin):
    assert origin_of(address) == origin


def test_a_demonstration_may_ask_this_machine():
    assert origin_of("http://127.0.0.1:8000/told/") == "http://127.0.0.1:8000"
    assert origin_of("http://10.1.2.3") == ""
    assert may_reach("http://localhost:8000", ip_address("127.0.0.1"))


@pytest.mark.parametrize(
    ("origin", "machine", "is_reached"),
    [
        ("https://work.mission.example", "93.184.216.34", True),
        ("https://work.mission.example", "10.1.2.3", False),
        ("https://10.1.2.3", "10.1.2.3", True),
        ("https://10.1.2.3", "10.1.2.4", False),
        ("https://[fd00:0::1]:8443", "fd00::1", True),
        ("https://localhost", "127.0.0.1", False),
        ("https://work.mission.example", "127.0.0.1", False),
    ],
)
def test_a_closed_network_is_reached_where_the_origin_is_that_very_machine(
    in_earnest, origin, machine, is_reached
):
    assert may_reach(origin, ip_address(machine)) is is_reached


def test_one_address_is_one_partner_and_needs_its_key(shelter):
    shelter.origin = "https://Work.Mission.example/"
    with pytest.raises(ValidationError) as refused:
        shelter.full_clean()
    assert "public_key" in refused.value.message_dict
    shelter.public_key = str(KEY)
    shelter.full_clean()
    shelter.save()
    assert partner_at("https://work.mission.example", timezone.localdate()) == shelter
    other = Organisation(code="OTHER", name="Other", kind="ngo", country="FR", origin=shelter.origin)
    other.public_key = str(PublicKey(verifies=bytes(32), seals=bytes(32)))
    with pytest.raises(ValidationError, match="this address already"):
        other.full_clean()
    shelter.ended_on = timezone.localdate()
    shelter.save()
    assert partner_at(shelter.origin, timezone.localdate()) is None


@pytest.mark.parametrize(
    "address", ["http://work.mission.example", "https://work.mission.example/told/", "x"]
)
def test_what_is_no_place_of_a_cairn_is_refused(shelter, address):
    shelter.public_key, shelter.origin = str(KEY), address
    with pytest.raises(ValidationError, match="Write where their workspace stands"):
        shelter.full_clean()


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
