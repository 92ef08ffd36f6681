"""Invented partners of the demonstration, and what may be told to each: little, and to each something else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cairn.demo.cast import MARK
from cairn.guard.purposes import Purpose
from cairn.programmes.partners.codes import OrganisationKind
from cairn.programmes.partners.items import Item, every_item
from cairn.programmes.partners.models import Organisation, SharingAgreement

SIGNED, FROM = dt.date(2014, 12, 15), dt.date(2015, 1, 1)
_CALLED = (Item.GIVEN_NAME, Item.LANGUAGES, Item.NEEDS_INTERPRETER)
# Answers of forms: what a shelter and a lawyer need of them, and no more.
_SAFETY = ("form.protection-intake.urgent", "form.safety-plan.safe_contact")
_ASYLUM = ("form.asylum.status", "form.asylum.appeal_until", "form.asylum.needs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """An organisation, and what its agreement names."""

    code: str
    name: str
    kind: OrganisationKind
    items: tuple[str, ...]
    purposes: tuple[Purpose, ...] = (Purpose.PARTNER_SERVICE,)


PARTNERS = (
    Invented(
        code="HARBOUR",
        name=f"Harbour Shelter {MARK}",
        kind=OrganisationKind.SHELTER,
        items=(*_CALLED, Item.SEX, Item.SPECIAL_NEEDS, Item.CONTACTS, *_SAFETY),
    ),
    Invented(
        code="TILL-LAW",
        name=f"Tillbrook Law Centre {MARK}",
        kind=OrganisationKind.LEGAL,
        items=(*_CALLED, Item.FAMILY_NAME, Item.BORN, Item.NATIONALITIES, Item.PAPERS, Item.ABOUT, *_ASYLUM),
    ),
    Invented(
        code="KINLINE",
        name=f"Kinline tracing service {MARK}",
        kind=OrganisationKind.NGO,
        items=(Item.GIVEN_NAME, Item.FATHER_NAME, Item.FAMILY_NAME, Item.BORN, Item.NEXT_OF_KIN),
        purposes=(Purpose.FAMILY_TRACING,),
    ),
)


def record_partners() -> int:
    """Enter them; answer how many are new. One that stands keeps what a colleague wrote."""
    return sum(_record(each) for each in PARTNERS)


def _record(each: Invented) -> int:
    said = {"name": each.name, "kind": each.kind, "country": "GB"}
    partner, is_new = Organisation.objects.get_or_create(code=each.code, defaults=said)
    if is_new:
        SharingAgreement.objects.create(
            partner=partner,
            title=f"Referrals {MARK}",
            purposes=list(each.purposes),
            items=[item for item in every_item() if item in each.items],
            signed_on=SIGNED,
            valid_from=FROM,
        )
    return int(is_new)
