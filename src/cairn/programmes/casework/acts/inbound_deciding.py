"""Deciding about a referral of others: a case is opened on it, or it goes with its key; and the answer to the sender."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.keys.acts import destroy_data_key
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.sealed.protected import seal_anew
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.acts import register_person
from cairn.people.models import Person
from cairn.programmes.casework.acts.answering import ANSWER, RECEIPT
from cairn.programmes.casework.acts.cases import open_case
from cairn.programmes.casework.acts.parts import NotInThisCase, team_of
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import Case, Inbound, InboundState
from cairn.programmes.casework.sharing.arriving import fields_told, in_one_text
from cairn.programmes.casework.sharing.direct import hand_over
from cairn.programmes.casework.sharing.sealing import seal_letter
from cairn.programmes.casework.sharing.states import ANSWERS, ReferralState
from cairn.programmes.partners.keys import read_key
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import partner_with


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
        person = register_person(by=by, office=by.office, team=team_of(by), **fields)
    case = open_case(person, Work(kind), by=by, about=in_one_text(row.content))
    key_before = row.data_key
    seal_anew(row, person.data_key)
    row.state, row.case = InboundState.ACCEPTED, case
    row.version += 1
    row.save()
    destroy_data_key(key_before, by=by)
    record(Event.INBOUND_DECIDED, row, by=by, data={"approved": True, "case": case.pk})
    return case


@dataclass(frozen=True, slots=True)
class Reply:
    """A letter for the Cairn of the sender, and where it takes letters; without a place it goes by hand."""

    file: bytes
    partner: Organisation | None = None
    answer_token: str = field(default="", repr=False)

    @property
    def is_direct(self) -> bool:
        return self.partner is not None

    def hand_over(self) -> None:
        """Outside a transaction: another machine is asked."""
        if self.partner is not None:
            hand_over(self.file, self.partner, self.answer_token)


@transaction.atomic
def decline_inbound(inbound: Inbound, *, reason: str, by: Any) -> Reply | None:
    """Say no: what was told goes with its key. The answer is a letter for the sender, where they have a Cairn."""
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
def answer_inbound(inbound: Inbound, *, state: str, words: str, by: Any) -> Reply:
    """A letter for the sender that says how it goes on with somebody whom they referred."""
    ensure(by, Can.CASE_EDIT, inbound)
    if inbound.state != InboundState.ACCEPTED or state not in ANSWERS - {ReferralState.DECLINED}:
        raise NotInThisCase(_("Decide about it first."))
    answer = _sealed_answer(inbound, state, words)
    if answer is None:
        raise NotInThisCase(_("It did not come from a Cairn: answer in the way it came."))
    record(Event.INBOUND_ANSWERED, inbound, by=by)
    return answer


def answers_go_to(row: Inbound) -> Organisation | None:
    """Whose Cairn takes answers to it: the partner that signed it, as the register knows them today."""
    if not (row.answer_token and row.sender_key):
        return None
    partner = partner_with(read_key(row.sender_key), timezone.localdate())
    return partner if partner and partner.origin else None


def receipt_of(row: Inbound) -> Reply:
    """Says that we hold it, so that its link opens nothing any more."""
    return _sealed(row, {"kind": RECEIPT})


def _sealed_answer(row: Inbound, state: str, words: str) -> Reply | None:
    if not row.sender_key:
        return None
    return _sealed(row, {"kind": ANSWER, "state": str(state), "words": words.strip()})


def _sealed(row: Inbound, said: dict[str, str]) -> Reply:
    file = seal_letter({**said, "referral": row.their_reference}, to=read_key(row.sender_key))
    return Reply(file, answers_go_to(row), row.answer_token)


def _waiting(inbound: Inbound, by: Any) -> Inbound:
    ensure(by, Can.CASE_OPEN, inbound)
    row = Inbound.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=inbound.pk)
    if row.state != InboundState.OPEN:
        raise NotInThisCase(_("Somebody has decided about this already."))
    return row
