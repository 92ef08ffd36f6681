"""Referring somebody to a partner: prepared, sent with what may be told, answered, withdrawn."""

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.sealed.attachments import store_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.people.acts.joined import refuse_joined
from cairn.people.papers.locking import locked, new_passphrase
from cairn.people.references import new_reference
from cairn.people.sharing import ensure_may_share
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, happened, held
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.models import Case, PartnerReferral
from cairn.programmes.casework.sharing.deciding import Line, lines_for, looked_at
from cairn.programmes.casework.sharing.sealing import seal_letter
from cairn.programmes.casework.sharing.states import ReferralState, Way, answers_from, may_move
from cairn.programmes.casework.sharing.telling import paper_of, told_by
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import partners_on

PREFIX = "R-"
REFERRAL = "referral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What whoever sends it is told, once: the referral, and the words that open it."""

    referral: PartnerReferral
    token: str = ""
    passphrase: str = ""

    @property
    def answer_token(self) -> str:
        return answer_token_of(self.token) if self.token else ""


@transaction.atomic
def draft_partner_referral(case: Case, partner: Organisation, *, by: Any, **said: Any) -> PartnerReferral:
    """Write down what is asked of a partner, and what is to be told; nothing leaves yet."""
    ensure_works_on(case, by=by)
    _refuse_what_cannot_be(partner, said.get("language"))
    referral = PartnerReferral(case=case, partner=partner, reference=_free_reference(), **said)
    return add(referral, What.PARTNER_REFERRAL, by=by, code=ReferralState.DRAFTED)


@transaction.atomic
def change_partner_referral(
    referral: PartnerReferral, partner: Organisation, *, based_on: int, by: Any, **said: Any
) -> PartnerReferral:
    """Write a draft anew, on the version that the colleague saw.

    It is short and read as a whole, so that two edits are not merged: the later one is refused, and its words stay
    in the form of whoever wrote them.
    """
    ensure_works_on(referral.case, by=by)
    row = held(referral)
    if row.state != ReferralState.DRAFTED:
        raise _does_not_follow()
    if row.version != based_on:
        raise NotInThisCase(
            _("Somebody has changed this meanwhile."), _("Open it in another tab, and take over what counts.")
        )
    _refuse_what_cannot_be(partner, said.get("language"))
    row.partner = partner
    for name, value in said.items():
        setattr(row, name, value)
    row.full_clean(exclude=["data_key", "case"])
    row.version += 1
    row.save()
    record(Event.CASE_PART_CHANGED, row, by=by, data={"case": row.case_id})
    return row


def lines_of(referral: PartnerReferral, by: Any) -> list[Line]:
    """What would be told today, item by item, in the language of the referral."""
    with translation.override(referral.language):
        words = {line.item: line.words for line in _lines(referral, by)}
    return [
        Line(item=line.item, words=words[line.item], is_told=line.is_told, why=line.why)
        for line in _lines(referral, by)
    ]


@transaction.atomic
def send_partner_referral(referral: PartnerReferral, *, way: str, seen: str, by: Any) -> Sent:
    """Tell the partner what may be told, once. `seen` are the lines that the colleague looked at (`looked_at`)."""
    ensure_works_on(referral.case, by=by, can=Can.REFERRAL_SEND)
    refuse_joined(referral.case.person)
    row = held(referral)
    _ensure_may_move(row, ReferralState.SENT)
    answer = ensure_may_share(row.case.person, purpose=row.purpose, partner=row.partner.code, by=by)
    lines = lines_of(row, by)
    _refuse_what_was_not_seen(lines, seen)
    with translation.override(row.language):
        row.told = told_by(row, lines)
    now = timezone.now()
    row.state, row.way, row.sent_at, row.sent_by = ReferralState.SENT, Way(way), now, by
    row.expires_at = now + PartnerReferral.READY_FOR
    sent = _packed(row, by)
    row.version += 1
    row.save()
    happened(row.case, What.PARTNER_REFERRAL, by=by, code=row.state, about=row)
    rests_on = {"consent": answer.consent} if answer.consent else {}
    told = {"case": row.case_id, "person": row.case.person_id, "count": sum(line.is_told for line in lines)}
    record(Event.REFERRAL_SENT, row, by=by, data={**told, **rests_on})
    return sent


@transaction.atomic
def withdraw_partner_referral(referral: PartnerReferral, *, by: Any) -> PartnerReferral:
    """Close it: what the partner has not read yet, they will not read any more."""
    ensure(by, Can.CASE_EDIT, referral)
    return move_referral(held(referral), ReferralState.WITHDRAWN, by=by)


@transaction.atomic
def note_partner_answer(
    referral: PartnerReferral, to: str, *, by: Any, words: str = "", on: dt.date | None = None
) -> PartnerReferral:
    """Write down what the partner said in another way, by telephone or on paper."""
    ensure(by, Can.CASE_EDIT, referral)
    return answer_referral(held(referral), to, by=by, words=words, on=on)


def answer_referral(
    row: PartnerReferral, to: str, *, by: Any, words: str = "", on: dt.date | None = None
) -> PartnerReferral:
    """Keep an answer that follows from where the referral stands; `row` is held by the act that calls."""
    if to not in answers_from(row.state):
        raise _does_not_follow()
    words = words.strip()
    if to == ReferralState.DECLINED and not words:
        raise ValidationError({"words": _("Say why, so that somebody else can be asked.")})
    if to == ReferralState.FEEDBACK and not words:
        raise ValidationError({"words": _("Write the feedback.")})
    if to == ReferralState.DELIVERED:
        row.delivered_on = on or timezone.localdate()
        if row.delivered_on > timezone.localdate():
            raise ValidationError({"on": _("This day is still to come.")})
    row.reason = words if to == ReferralState.DECLINED else row.reason
    row.feedback = words if to in (ReferralState.DELIVERED, ReferralState.FEEDBACK) else row.feedback
    row.answered_at = timezone.now()
    return move_referral(row, to, by=by)


def move_referral(row: PartnerReferral, to: str, *, by: Any) -> PartnerReferral:
    """Move it to a state that is listed, with its line and its trace."""
    _ensure_may_move(row, to)
    row.state = ReferralState(to)
    row.version += 1
    row.save()
    happened(row.case, What.PARTNER_REFERRAL, by=by, code=row.state, about=row)
    record(Event.REFERRAL_MOVED, row, by=by, data={"case": row.case_id})
    return row


def expire_partner_referrals() -> int:
    """What nobody answered in time is closed; answer of how many."""
    over = PartnerReferral.objects.filter(state=ReferralState.SENT, expires_at__lte=timezone.now())
    return sum(_expire(number) for number in list(over.values_list("pk", flat=True)))


def answer_token_of(token: str) -> str:
    """The token of the link for answers: whoever has the one that opens can make it, and never the other way."""
    return hmac.new(token.encode(), b"answer", hashlib.sha256).hexdigest()[:43]


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_what_cannot_be(partner: Organisation, language: Any) -> None:
    if not partners_on(timezone.localdate()).filter(pk=partner.pk).exists():
        raise ValidationError({"partner": _("This organisation is no partner any more.")})
    if language not in load_mission().languages:
        raise ValidationError({"language": _("Choose one of the mission's languages.")})


def _lines(referral: PartnerReferral, by: Any) -> list[Line]:
    return lines_for(
        referral.case, partner=referral.partner, purpose=referral.purpose, chosen=referral.chosen, by=by
    )


def _refuse_what_was_not_seen(lines: list[Line], seen: str) -> None:
    if looked_at(lines) != seen:
        raise NotInThisCase(
            _("What may be told has changed since you looked."), _("Look at it once more, then send it.")
        )
    if not any(line.is_told for line in lines):
        raise NotInThisCase(
            _("Nothing of it may be told."), _("Each line says what is missing: consent, or an agreement.")
        )


def _packed(row: PartnerReferral, by: Any) -> Sent:
    """The package in the way that was chosen: made once, and sealed on our side as well."""
    match row.way:
        case Way.CAIRN:
            if row.partner.key is None:
                raise ValidationError({"way": _("This partner has given no key of a Cairn.")})
            content = {"kind": REFERRAL, **row.told}
            _keep(row, seal_letter(content, to=row.partner.key), "cairn", "application/json", by)
            return Sent(referral=row)
        case Way.PAPER:
            passphrase = new_passphrase()
            _keep(row, locked(paper_of(row.told), [], passphrase), "pdf", "application/pdf", by)
            return Sent(referral=row, passphrase=passphrase)
    token, passphrase = secrets.token_urlsafe(32), new_passphrase()
    row.token_hash, row.answer_hash = hash_of(token), hash_of(answer_token_of(token))
    row.passphrase_hash = make_password(passphrase)
    return Sent(referral=row, token=token, passphrase=passphrase)


def _keep(row: PartnerReferral, content: bytes, ending: str, kind: str, by: Any) -> None:
    name = f"{row.reference}.{ending}"
    row.package = store_attachment(
        File(BytesIO(content), name), data_key=row.data_key, by=by, file_name=name, content_type=kind
    )


def _ensure_may_move(row: PartnerReferral, to: str) -> None:
    if not may_move(row.state, to):
        raise _does_not_follow()


def _does_not_follow() -> NotInThisCase:
    return NotInThisCase(
        _("This does not follow from where the referral stands."), _("Open it again to see where it is.")
    )


@transaction.atomic
def _expire(number: Any) -> int:
    row = (
        PartnerReferral.objects.select_for_update(of=("self",))
        .select_related("case", "data_key")
        .get(pk=number)
    )
    if row.state != ReferralState.SENT:
        return 0
    move_referral(row, ReferralState.EXPIRED, by=None)
    return 1


def _free_reference() -> str:
    while PartnerReferral.objects.filter(reference=(drawn := f"{PREFIX}{new_reference()}")).exists():
        pass
    return drawn
