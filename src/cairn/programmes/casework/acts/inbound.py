"""Referrals of others: taken in from a sealed file or a letter, and decided by a colleague; never cases by themselves."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.keys.acts import destroy_data_key
from cairn.guard.models import DataKey
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.sealed.protected import sealed_fields
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.acts import register_person
from cairn.people.models import Person
from cairn.people.references import new_reference
from cairn.programmes.casework.acts.answering import tell_of_answer
from cairn.programmes.casework.acts.cases import open_case
from cairn.programmes.casework.acts.parts import NotInThisCase, held
from cairn.programmes.casework.acts.referring_out import answer_referral
from cairn.programmes.casework.acts.sending import REFERRAL
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import CameAs, Case, Inbound, InboundState, PartnerReferral
from cairn.programmes.casework.sharing.arriving import fields_told, in_one_text, read_told
from cairn.programmes.casework.sharing.sealing import CannotOpen, Letter, open_letter, seal_letter
from cairn.programmes.casework.sharing.states import ANSWERS, ReferralState, Way
from cairn.programmes.partners.keys import read_key
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import partner_with

PREFIX = "I-"
ANSWER = "answer"


@transaction.atomic
def bring_letter(file: bytes, *, by: Any) -> Inbound | PartnerReferral:
    """Take in a sealed file: a referral becomes a proposal of one's own office, an answer moves what it answers."""
    ensure(by, Can.CASE_OPEN)
    letter = open_letter(file)
    kind = letter.content.get("kind")
    if kind == REFERRAL:
        return _brought(letter, sha256(file).hexdigest(), by)
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


@transaction.atomic
def accept_inbound(
    inbound: Inbound, *, by: Any, kind: str, person: Person | None = None, **corrected: Any
) -> Case:
    """Open a case of somebody who is registered, or is registered now with what was told and corrected.

    What was told is sealed with the person's key from then on, and goes with them.
    """
    row = _waiting(inbound, by)
    if person is None:
        fields = fields_told(row.content, by.office) | corrected
        person = register_person(by=by, office=by.office, team=_team_of(by), **fields)
    case = open_case(person, Work(kind), by=by, about=in_one_text(row.content))
    key_before = row.data_key
    _seal_anew(row, person.data_key)
    row.state, row.case = InboundState.ACCEPTED, case
    row.version += 1
    row.save()
    destroy_data_key(key_before, by=by)
    record(Event.INBOUND_DECIDED, row, by=by, data={"approved": True, "case": case.pk})
    return case


@transaction.atomic
def decline_inbound(inbound: Inbound, *, reason: str, by: Any) -> bytes | None:
    """Say no: what was told goes with its key. The answer is a file for the sender, where they have a Cairn."""
    row = _waiting(inbound, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that somebody else can be asked.")})
    answer = _sealed_answer(row, ReferralState.DECLINED, reason)
    record(Event.INBOUND_DECIDED, row, by=by, data={"approved": False})
    key = row.data_key
    row.delete()
    destroy_data_key(key, by=by)
    return answer


@transaction.atomic
def answer_inbound(inbound: Inbound, *, state: str, words: str, by: Any) -> bytes:
    """A file for the sender that says how it goes on with somebody whom they referred."""
    ensure(by, Can.CASE_EDIT, inbound)
    if inbound.state != InboundState.ACCEPTED or state not in ANSWERS - {ReferralState.DECLINED}:
        raise NotInThisCase(_("Decide about it first."))
    answer = _sealed_answer(inbound, state, words)
    if answer is None:
        raise NotInThisCase(_("It did not come from a Cairn: answer in the way it came."))
    record(Event.INBOUND_ANSWERED, inbound, by=by)
    return answer


def forget_inbound() -> int:
    """What nobody decided about in time goes with its key; answer of how many."""
    old = Inbound.objects.filter(
        state=InboundState.OPEN, brought_at__lte=timezone.now() - Inbound.WAITS_AT_MOST
    )
    return sum(_forget(number) for number in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _forget(number: Any) -> int:
    row = Inbound.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=number)
    if row.state != InboundState.OPEN:
        return 0
    record(Event.INBOUND_DECIDED, row, by=None, data={"approved": False})
    key = row.data_key
    row.delete()
    destroy_data_key(key, by=None)
    return 1


def _brought(letter: Letter, digest: str, by: Any) -> Inbound:
    if Inbound.objects.filter(digest=digest).exists():
        raise CannotOpen(_("This file was brought already."), _("Look for it among the referrals of others."))
    partner = partner_with(letter.sender, timezone.localdate())
    content = read_told(letter.content)
    reference = letter.content.get("reference")
    row = Inbound(
        came_as=CameAs.FILE,
        partner=partner,
        sender=partner.name if partner else content["from"],
        sender_key=str(letter.sender),
        their_reference=reference[:20] if isinstance(reference, str) else "",
        digest=digest,
    )
    return _kept(row, content, by)


def _kept(row: Inbound, content: dict[str, Any], by: Any) -> Inbound:
    """Under a key of its own, in one's own office: nobody knows yet whom it is about."""
    if by.office is None:
        raise NotInThisCase(_("You belong to no office, so nobody would see it."))
    row.data_key, row.content, row.reference = DataKey.objects.make(), content, _free_reference()
    row.office, row.team, row.worker, row.brought_by = by.office, _team_of(by), by, by
    ensure(by, Can.CASE_OPEN, row)
    row.full_clean(exclude=["data_key"])
    row.save(force_insert=True)
    record(Event.INBOUND_BROUGHT, row, by=by)
    return row


def _answered(letter: Letter, by: Any) -> PartnerReferral:
    """Only the partner to whom a file was sealed answers it, signed with the same key."""
    partner, said = partner_with(letter.sender, timezone.localdate()), letter.content
    found = PartnerReferral.objects.visible_to(by, Can.CASE_EDIT).filter(
        reference=str(said.get("referral")), partner=partner, way=Way.CAIRN
    )
    row = found.first() if partner else None
    if row is None:
        raise CannotOpen(_("This answers no referral within your scope, or is not from whom it was sent to."))
    row = held(row)
    answer_referral(row, str(said.get("state")), by=by, words=str(said.get("words", ""))[:2000])
    tell_of_answer(row)
    return row


def _sealed_answer(row: Inbound, state: str, words: str) -> bytes | None:
    if not row.sender_key:
        return None
    said = {"kind": ANSWER, "referral": row.their_reference, "state": str(state), "words": words.strip()}
    return seal_letter(said, to=read_key(row.sender_key))


def _seal_anew(row: Inbound, key: DataKey) -> None:
    """Every sealed value once more, under another key; the old envelopes are bound to the old one."""
    values = {field.attname: getattr(row, field.attname) for field in sealed_fields(type(row))}
    row.data_key = key
    for name, value in values.items():
        setattr(row, name, None)
        setattr(row, name, value)


def _waiting(inbound: Inbound, by: Any) -> Inbound:
    ensure(by, Can.CASE_OPEN, inbound)
    row = Inbound.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=inbound.pk)
    if row.state != InboundState.OPEN:
        raise NotInThisCase(_("Somebody has decided about this already."))
    return row


def _team_of(by: Any) -> Any:
    return by.teams.filter(office=by.office_id).first()


def _free_reference() -> str:
    while Inbound.objects.filter(reference=(drawn := f"{PREFIX}{new_reference()}")).exists():
        pass
    return drawn
