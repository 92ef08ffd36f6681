"""The cast of referrals: Hawa's case, a shelter that she agreed to, and an agreement with it."""

import datetime as dt

import pytest
from django.utils import timezone

from cairn.guard.purposes import Purpose
from cairn.mission.config import load_mission
from cairn.programmes.casework.acts import change_case
from cairn.programmes.casework.acts.referring_out import draft_partner_referral
from cairn.programmes.casework.acts.sending import lines_of, send_partner_referral
from cairn.programmes.casework.sharing.deciding import looked_at
from cairn.programmes.casework.sharing.states import Way
from cairn.programmes.partners.items import Item
from cairn.programmes.partners.models import Organisation, SharingAgreement
from programmes.casework.conftest import *  # noqa: F403

ITEMS = (Item.GIVEN_NAME, Item.BORN, Item.NATIONALITIES, Item.ABOUT)


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path / "var"))
    load_mission.cache_clear()
    yield tmp_path / "var"
    load_mission.cache_clear()


@pytest.fixture
def shelter(db):
    return Organisation.objects.create(
        code="SHELTER", name="House at the bridge", kind="shelter", country="FR"
    )


@pytest.fixture
def agreement(shelter):
    today = timezone.localdate()
    return SharingAgreement.objects.create(
        partner=shelter,
        title="Beds",
        purposes=[Purpose.PARTNER_SERVICE],
        items=Item.values,
        signed_on=today,
        valid_from=today,
    )


@pytest.fixture
def consent(ask, hawa, amina):
    """Hawa says yes to a service of the shelter."""
    return ask(hawa, amina, Purpose.PARTNER_SERVICE, partner_code="SHELTER")


@pytest.fixture
def told_case(case, amina):
    change_case(case, based_on=case.version, changes={"about": "She needs a bed tonight."}, by=amina)
    case.refresh_from_db()
    return case


@pytest.fixture
def draft(told_case, shelter, amina):
    """Ask the shelter for a bed; nothing is told yet."""

    def drafted(*, by=amina, partner=shelter, chosen=ITEMS, **said):
        usual = {
            "purpose": Purpose.PARTNER_SERVICE,
            "service": "accommodation",
            "urgency": "today",
            "words": "A bed for one night, please.",
            "language": "en",
        }
        return draft_partner_referral(
            told_case, partner, by=by, chosen=[str(item) for item in chosen], **{**usual, **said}
        )

    return drafted


@pytest.fixture
def send(amina):
    """Look at what would be told, and send it."""

    def sent(referral, *, by=amina, way=Way.LINK):
        return send_partner_referral(referral, way=way, seen=looked_at(lines_of(referral, by)), by=by)

    return sent


@pytest.fixture
def sent(agreement, consent, draft, send):
    """A referral that went out by a link today."""
    return send(draft())


@pytest.fixture
def later():
    """Let the clock of one referral go on: `later(referral, days=8)`."""

    def moved(referral, **span):
        back = dt.timedelta(**span)
        referral.refresh_from_db()
        for name in ("sent_at", "expires_at", "opened_at", "paused_until"):
            if moment := getattr(referral, name):
                setattr(referral, name, moment - back)
        referral.save()

    return moved
