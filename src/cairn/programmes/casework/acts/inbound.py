"""Referrals of others, taken in from a sealed file or a letter; never cases by themselves. Answers to ours as well."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.models import DataKey
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.references import free_reference
from cairn.programmes.casework.acts.answering import ANSWER, answer_as_written
from cairn.programmes.casework.acts.parts import NotInThisCase, held, team_of
from cairn.programmes.casework.acts.sending import REFERRAL
from cairn.programmes.casework.models import CameAs, Inbound, PartnerReferral
from cairn.programmes.casework.sharing.arriving import read_told
from cairn.programmes.casework.sharing.sealing import CannotOpen, Letter, open_letter
from cairn.programmes.casework.sharing.states import Way
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import partner_with

PREFIX = "I-"


@transaction.atomic
def bring_letter(file: bytes, *, by: Any) -> Inbound | PartnerReferral:
    """Take in a sealed file: a referral becomes a proposal of one's own office, an answer moves what it answers."""
    ensure(by, Can.CASE_OPEN)
    letter = open_letter(file)
    kind = letter.content.get("kind")
    if kind == REFERRAL:
        return brought(letter, file, by)
    if kind == ANSWER:
        return _answered(letter, by)
    raise CannotOpen(_("This letter is of a kind that this mission does not know."))


@transaction.atomic
def write_inbound(
    *,
    by: Any,
    sender: str,
    words: str,
    partner: Organisation | None = None,
    their_reference: str = "",
    **fields: Any,
) -> Inbound:
    """Write down what came in a letter or a call, in the words of whoever took it."""
    ensure(by, Can.CASE_OPEN)
    values = {f"person.{name}": value for name, value in fields.items()}
    content = read_told({"words": words, "from": sender, "values": values})
    row = Inbound(came_as=CameAs.LETTER, partner=partner, sender=sender, their_reference=their_reference)
    return _kept(row, content, by)


def brought(
    letter: Letter, file: bytes, by: Any, *, came_as: str = CameAs.FILE, answer_token: str = ""
) -> Inbound:
    """Keep a referral that was sealed to us; the act that calls has asked for the right."""
    digest, reference = sha256(file).hexdigest(), letter.content.get("reference")
    theirs = reference[:20] if isinstance(reference, str) else ""
    known = Q(digest=digest)
    if theirs:
        known |= Q(sender_key=str(letter.sender), their_reference=theirs)
    if Inbound.objects.filter(known).exists():
        raise CannotOpen(_("This file was brought already."), _("Look for it among the referrals of others."))
    partner = partner_with(letter.sender, timezone.localdate())
    content = read_told(letter.content)
    row = Inbound(
        came_as=came_as,
        partner=partner,
        sender=partner.name if partner else content["from"],
        sender_key=str(letter.sender),
        their_reference=theirs,
        digest=digest,
        answer_token=answer_token,
    )
    return _kept(row, content, by)


def refuse_without_office(by: Any) -> None:
    if by.office is None:
        raise NotInThisCase(_("You belong to no office, so nobody would see it."))


def _kept(row: Inbound, content: dict[str, Any], by: Any) -> Inbound:
    """Under a key of its own, in one's own office: nobody knows yet whom it is about."""
    refuse_without_office(by)
    row.data_key, row.content, row.reference = (
        DataKey.objects.make(),
        content,
        free_reference(Inbound, PREFIX),
    )
    row.office, row.team, row.worker, row.brought_by = by.office, team_of(by), by, by
    ensure(by, Can.CASE_OPEN, row)
    row.full_clean(exclude=["data_key"])
    row.save(force_insert=True)
    record(Event.INBOUND_BROUGHT, row, by=by)
    return row


def _answered(letter: Letter, by: Any) -> PartnerReferral:
    """Only the partner to whom a file was sealed answers it, signed with the same key."""
    partner, said = partner_with(letter.sender, timezone.localdate()), letter.content
    found = PartnerReferral.objects.visible_to(by, Can.CASE_EDIT).filter(
        reference=str(said.get("referral")), partner=partner, way__in=(Way.CAIRN, Way.LINK)
    )
    row = found.first() if partner else None
    if row is None:
        raise CannotOpen(_("This answers no referral within your scope, or is not from whom it was sent to."))
    return answer_as_written(held(row), said, by=by)
