"""Sending a referral: what may be told is computed once more, copied, and packed in the way that was chosen."""

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

from cairn.guard.edits.reads import open_conflicts
from cairn.guard.rights import Can
from cairn.guard.sealed.attachments import store_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.acts.joined import refuse_joined
from cairn.people.papers.locking import locked, new_passphrase
from cairn.people.sharing import ensure_may_share
from cairn.programmes.casework.acts.parts import NotInThisCase, ensure_works_on, happened, held
from cairn.programmes.casework.acts.referring_out import ensure_may_move
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.models import PartnerReferral
from cairn.programmes.casework.sharing.deciding import Line, lines_for, looked_at
from cairn.programmes.casework.sharing.sealing import LARGEST, canonical, seal_letter
from cairn.programmes.casework.sharing.states import ReferralState, Way
from cairn.programmes.casework.sharing.telling import Told, paper_of, told_by

# What a letter to another Cairn is about.
REFERRAL = "referral"
# Sealed and written in letters it grows by a third, and signature and keys come to it.
MOST_TOLD = LARGEST * 2 // 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What whoever sends it is told, once: the referral, and the words that open it."""

    referral: PartnerReferral
    token: str = ""
    passphrase: str = ""

    @property
    def answer_token(self) -> str:
        return answer_token_of(self.token) if self.token else ""


def lines_of(referral: PartnerReferral, by: Any) -> list[Line]:
    """What would be told today, item by item, in the language of the referral."""
    with translation.override(referral.language):
        words = {line.code: line.words for line in _lines(referral, by)}
    return [
        Line(item=line.item, words=words[line.code], is_told=line.is_told, why=line.why)
        for line in _lines(referral, by)
    ]


@transaction.atomic
def send_partner_referral(referral: PartnerReferral, *, way: str, seen: str, by: Any) -> Sent:
    """Tell the partner what may be told, once. `seen` are the lines that the colleague looked at (`looked_at`)."""
    ensure_works_on(referral.case, by=by, can=Can.REFERRAL_SEND)
    refuse_joined(referral.case.person)
    row = held(referral)
    ensure_may_move(row, ReferralState.SENT)
    if open_conflicts(row).exists():
        raise NotInThisCase(
            _("Two colleagues changed the same thing."),
            _("Choose which of the two edits stands, then send it."),
        )
    answer = ensure_may_share(row.case.person, purpose=row.purpose, partner=row.partner.code, by=by)
    lines = lines_of(row, by)
    _refuse_what_was_not_seen(lines, seen)
    with translation.override(row.language):
        row.told = told_by(row, lines)
    _refuse_too_much(row.told)
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


def answer_token_of(token: str) -> str:
    """The token of the link for answers: whoever has the one that opens can make it, and never the other way."""
    return hmac.new(token.encode(), b"answer", hashlib.sha256).hexdigest()[:43]


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


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


def _refuse_too_much(told: Told) -> None:
    """A letter that another Cairn would not take is not written."""
    if len(canonical(told)) > MOST_TOLD:
        raise NotInThisCase(
            _("This is more than one referral takes."), _("Choose less of it, or refer twice.")
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
        File(BytesIO(content), name),
        data_key=row.data_key,
        by=by,
        about=row.case.person_id,
        file_name=name,
        content_type=kind,
    )
