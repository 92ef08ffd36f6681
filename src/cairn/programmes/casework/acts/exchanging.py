"""Taking a case along in the terms of a standard, and looking at cases that others bring."""

import datetime as dt
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.keys.acts import destroy_data_key
from cairn.guard.models import DataKey, Team
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.sealed.protected import seal_anew
from cairn.guard.trace.acts import record
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.people.acts.exporting import SHORTEST_REASON
from cairn.people.models import Person
from cairn.people.references import free_reference
from cairn.programmes.casework.acts.cases import open_case
from cairn.programmes.casework.acts.identifying import record_identification
from cairn.programmes.casework.acts.parts import NotInThisCase, happened, team_of
from cairn.programmes.casework.codes import What, Work
from cairn.programmes.casework.models import Case, CaseExport, Proposal, ProposalState
from cairn.programmes.casework.trafficking.codes import DeclinedWhy, IdentifiedBy
from cairn.programmes.casework.trafficking.htcds.exporting import Left, as_csv, as_json, record_of
from cairn.programmes.casework.trafficking.htcds.importing import Read, read_cases

STANDARD = "htcds-2.0"
PREFIX = "P-"
WRITERS = {Format.JSON: as_json, Format.CSV: as_csv}


@transaction.atomic
def take_case_along(case: Case, *, format: Format, reason: str, by: Any) -> tuple[bytes, Left]:
    """The case by the standard, and what of it does not fit; that it was taken, and why, stays with the case."""
    ensure(by, Can.PERSON_EXPORT, case)
    # A case may have been handed on without its person: who they are leaves with whoever may see them.
    ensure(by, Can.PERSON_EXPORT, case.person)
    if case.kind != Work.TRAFFICKING or format not in WRITERS:
        raise NotInThisCase(_("Only cases of counter-trafficking leave by this standard, as JSON or CSV."))
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Say in a sentence what it is for: at least 20 letters.")})
    told, left = record_of(case, by=by)
    content = WRITERS[format]([told])
    row = CaseExport(
        case=case,
        data_key=case.data_key,
        made_by=by,
        standard=STANDARD,
        format=format,
        reason=reason.strip(),
        digest=sha256(content).hexdigest(),
    )
    row.full_clean(exclude=["data_key", "case"])
    row.save(force_insert=True)
    happened(case, What.TAKEN_ALONG, by=by, code=STANDARD, about=row)
    record(Event.CASE_TAKEN, row, by=by, data={"case": case.pk, "format": format, "digest": row.digest})
    return content, left


@transaction.atomic
def bring_cases(content: bytes, *, by: Any) -> list[Proposal]:
    """Keep what another organisation tells as proposals of one's own office and team, each under a key of its own."""
    ensure(by, Can.PERSON_IMPORT)
    found = read_cases(content)
    if by.office is None:
        raise NotInThisCase(_("You belong to no office, so nobody would see them."))
    keys = DataKey.objects.make_many(len(found))
    team = team_of(by)
    proposals = [_proposal(one, key, team, by) for one, key in zip(found, keys, strict=True)]
    ensure(by, Can.PERSON_IMPORT, proposals[0])
    Proposal.objects.bulk_create(proposals)
    record(Event.CASES_BROUGHT, Proposal, by=by, data={"rows": len(proposals)})
    return proposals


@transaction.atomic
def accept_proposal(proposal: Proposal, person: Person, *, by: Any) -> Case:
    """Open a case of somebody who is registered; what was told about their status is kept as an identification.

    What was told is sealed with the person's key from then on, and goes with them.
    """
    row = _waiting(proposal, by)
    case = open_case(person, Work.TRAFFICKING, by=by)
    vic = row.content.get("vic", {})
    if status := vic.get("vic_TraffickingStatus"):
        record_identification(
            case,
            identified_on=_day_told(row),
            by=by,
            identified_by=IdentifiedBy.OTHER,
            status=status,
            decided_by=vic.get("vic_TraffickingStatusDecisionMakingOrg", ""),
            exploitation=vic.get("vic_TypeOfExploitation", []),
            place=vic.get("vic_LocationOfExploitation", "")[:120],
        )
    key_before = row.data_key
    seal_anew(row, person.data_key)
    row.state, row.case = ProposalState.ACCEPTED, case
    row.save()
    destroy_data_key(key_before, by=by)
    record(Event.PROPOSAL_DECIDED, row, by=by, data={"approved": True, "case": case.pk})
    return case


@transaction.atomic
def drop_proposal(proposal: Proposal, *, why: str, by: Any) -> None:
    """Nobody takes it on: what was told goes with its key, and the trace keeps why, as a code."""
    row = _waiting(proposal, by)
    if why not in DeclinedWhy.values:
        raise ValidationError({"why": _("Say why it is declined.")})
    record(Event.PROPOSAL_DECIDED, row, by=by, data={"approved": False, "declined": DeclinedWhy(why)})
    row.delete()
    destroy_data_key(row.data_key, by=by)


def _proposal(read: Read, key: DataKey, team: Team | None, by: Any) -> Proposal:
    return Proposal(
        data_key=key,
        office=by.office,
        team=team,
        worker=by,
        brought_by=by,
        reference=free_reference(Proposal, PREFIX),
        content=read.record,
        taken_as=[list(one) for one in read.taken_as],
        not_read=[list(one) for one in read.not_read],
    )


def _waiting(proposal: Proposal, by: Any) -> Proposal:
    ensure(by, Can.CASE_OPEN, proposal)
    held = Proposal.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=proposal.pk)
    if held.state != ProposalState.OPEN:
        raise NotInThisCase(_("Somebody has decided about this already."))
    return held


def _day_told(row: Proposal) -> dt.date:
    told = row.content.get("cas", {}).get("cas_IncomingReferralDate", "")
    day = dt.date.fromisoformat(told) if told else timezone.localdate(row.brought_at)
    return min(day, timezone.localdate())
