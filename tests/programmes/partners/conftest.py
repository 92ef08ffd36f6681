"""The cast of partners: a shelter, and an agreement with it."""

import datetime as dt

import pytest
from django.utils import timezone

from cairn.guard.purposes import Purpose
from cairn.programmes.partners.items import Item
from cairn.programmes.partners.models import Organisation, SharingAgreement
from people.conftest import *  # noqa: F403


@pytest.fixture
def shelter(db):
    return Organisation.objects.create(
        code="SHELTER", name="House at the bridge", kind="shelter", country="FR"
    )


@pytest.fixture
def agree():
    """Agree with a partner on what may be told: `agree(shelter, Item.BORN)`, signed a month ago."""

    def agreed(partner, *items, purposes=(Purpose.PARTNER_SERVICE,), **said):
        today = timezone.localdate()
        usual = {"title": "Referrals", "signed_on": today - dt.timedelta(days=30), "valid_from": today}
        agreement = SharingAgreement(
            partner=partner,
            purposes=list(purposes),
            items=list(items or Item.values),
            **{**usual, **said},
        )
        agreement.full_clean()
        agreement.save()
        return agreement

    return agreed
