"""Who referred somebody here, to whom they were referred, and which organisations these are, as the standard asks."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from django.utils import timezone

from cairn.guard.rights import Can
from cairn.programmes.casework.models import Case, Inbound, PartnerReferral
from cairn.programmes.casework.reads import parts_of
from cairn.programmes.partners.codes import OrganisationKind
from cairn.programmes.partners.models import Organisation

Held = dict[str, Any]
# Where the standard's list has the same thing; an authority may be of a town or of a country, so it says nothing.
TYPES = {
    OrganisationKind.LEGAL: "LegalService",
    OrganisationKind.MEDICAL: "HealthServiceOrganisation",
    OrganisationKind.NGO: "NGO",
}
FOR_A_SERVICE = "AdditionalServicesRequired"


def incoming(case: Case, by: Any) -> Held:
    """The referral of another organisation on which the case was opened."""
    row = _brought(case, by)
    if row is None:
        return {}
    return {
        "organisation": row.partner.name if row.partner else row.sender,
        "on": timezone.localdate(row.brought_at).isoformat(),
        "reason": FOR_A_SERVICE if row.content.get("asked") else "",
        "details": row.content.get("words", ""),
    }


def outgoing(case: Case, by: Any) -> Held:
    """The latest referral that was sent, to the national mechanism or to a partner: the standard has room for one."""
    sent = [*_national(case), *(_to_partner(row) for row in _sent(case, by))]
    return max(sent, key=itemgetter("on"), default={})


def organisations(case: Case, by: Any) -> Iterator[Held]:
    """Whoever referred somebody or was asked to help, each once."""
    row = _brought(case, by)
    found = [_known(row.partner) if row.partner else {"name": row.sender}] if row else []
    found += [{"name": each["organisation"]} for each in _national(case)]
    found += [_known(each.partner) for each in _sent(case, by)]
    yield from {str.__str__(each["name"]): each for each in found}.values()


def _brought(case: Case, by: Any) -> Inbound | None:
    rows = (
        Inbound.objects.visible_to(by, Can.CASE_READ).filter(case=case).select_related("partner").with_keys()
    )
    return rows.order_by("brought_at", "pk").first()


def _sent(case: Case, by: Any) -> list[PartnerReferral]:
    rows = parts_of(case, PartnerReferral, by).filter(sent_at__isnull=False)
    return list(rows.select_related("partner").with_keys().order_by("sent_at", "pk"))


def _to_partner(row: PartnerReferral) -> Held:
    return {
        "organisation": row.partner.name,
        "on": timezone.localdate(row.sent_at).isoformat(),
        "reason": FOR_A_SERVICE,
        "details": row.words,
    }


def _national(case: Case) -> Iterator[Held]:
    for referral in case.nationalreferrals.order_by("made_at", "pk"):
        first = referral.steps.order_by("happened_at").first()
        if first is None:
            continue
        responder = referral.declared.first_responder(referral.first_responder)
        yield {
            "organisation": str(responder.label) if responder else referral.first_responder,
            "on": first.happened_at.astimezone(referral.declared.zone).date().isoformat(),
            "details": referral.note,
        }


def _known(partner: Organisation) -> Held:
    return {
        "name": partner.name,
        "type": TYPES.get(OrganisationKind(partner.kind), ""),
        "country": partner.country,
        "address": partner.address,
        "telephone": partner.telephone,
    }
