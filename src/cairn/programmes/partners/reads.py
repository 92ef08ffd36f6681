"""Questions to the register of partners."""

import datetime as dt
from typing import Any

from django.db.models import Q

from cairn.programmes.partners.items import every_item
from cairn.programmes.partners.keys import PublicKey
from cairn.programmes.partners.models import Organisation, SharingAgreement


def partners_on(day: dt.date) -> Any:
    """Those who are partners on a day."""
    return Organisation.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day))


def may_be_told(partner: Organisation, purpose: str, on: dt.date) -> frozenset[str]:
    """The items that agreements in force let the mission tell a partner for a purpose; none without one."""
    if partner.ended_on and partner.ended_on <= on:
        return frozenset()
    agreements = SharingAgreement.objects.in_force(on).filter(partner=partner)
    told = {item for each in agreements if purpose in each.purposes for item in each.items}
    return frozenset(item for item in every_item() if item in told)


def partner_with(key: PublicKey, on: dt.date) -> Organisation | None:
    """The partner whose Cairn has this key."""
    return partners_on(on).filter(public_key=str(key)).first()


def partner_at(origin: str, on: dt.date) -> Organisation | None:
    """The partner whose Cairn stands there."""
    return partners_on(on).filter(origin=origin).first() if origin else None
