"""What a partner does without an account: opens a package with a link and a passphrase, and answers.

Each act finds its referral by the hash of a token, and refuses in one way whatever is the matter: whoever has a link
that opens nothing does not learn why. Only a Cairn that has the passphrase as well is told, for its colleague.
"""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.programmes.casework.acts.parts import happened
from cairn.programmes.casework.acts.referring_out import answer_referral
from cairn.programmes.casework.acts.sending import REFERRAL, hash_of
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.models import PartnerReferral
from cairn.programmes.casework.sharing.deciding import covers_still
from cairn.programmes.casework.sharing.direct import CLOSED, OVER, USED
from cairn.programmes.casework.sharing.sealing import CannotOpen, open_letter, seal_letter
from cairn.programmes.casework.sharing.states import ReferralState, answers_from
from cairn.programmes.partners.keys import PublicKey

# What a letter that comes back is about.
ANSWER, RECEIPT = "answer", "receipt"
TRIES = 5
PAUSE = dt.timedelta(minutes=15)
# What the timeline says of it: no state of its own, since reading is no answer.
OPENED = "opened"


class OpensNothing(CairnError):
    """There is no such link, or it is closed; `why` is said to whoever has the passphrase."""

    def __init__(self, why: str = "") -> None:
        super().__init__(_("This link opens nothing, or nothing any more."))
        self.why = why


class WrongPassphrase(CairnError):
    """The passphrase is another, or has to wait."""

    def __init__(self) -> None:
        super().__init__(
            _("This is not the passphrase."),
            _("After five wrong ones the page waits for a quarter of an hour. Ask whoever referred to you."),
        )


class OtherKey(CairnError):
    """The partner's Cairn has another key than the register, or the register has none."""


def referral_behind(token: str) -> PartnerReferral:
    """The referral that a link opens now; one that was never there and one that is closed answer alike."""
    found = _behind(token)
    if not is_open(found):
        raise OpensNothing
    return found


def referral_to_answer(token: str) -> PartnerReferral:
    """The referral about which this link answers, as long as an answer can follow."""
    found = _rows().filter(answer_hash=hash_of(token)).first()
    if found is None or not answers_from(found.state):
        raise OpensNothing
    return found


def is_open(referral: PartnerReferral) -> bool:
    """Not over, not used up, not withdrawn, and still covered by what the person and the agreement say."""
    if not referral.is_readable or _is_over(referral) or _is_used_up(referral):
        return False
    items = [line["item"] for line in referral.told["lines"]]
    return covers_still(referral.case, partner=referral.partner, purpose=referral.purpose, items=items)


def open_package(token: str, passphrase: str) -> PartnerReferral:
    """What was told, for whoever has both the link and the passphrase. A wrong one is counted before it is refused."""
    row = _tried(referral_behind(token), passphrase)
    if row is None:
        raise WrongPassphrase
    return row


def open_sealed(token: str, passphrase: str, *, key: str) -> bytes:
    """The same, sealed to the partner's Cairn, whose key has this fingerprint.

    Until that Cairn has said that it holds it (`take_letter`) it may ask again, like anybody, for an hour.
    """
    found = _behind(token)
    row = _tried(found, passphrase, key=key)
    if row is None:
        raise WrongPassphrase if is_open(found) else OpensNothing
    return seal_letter({"kind": REFERRAL, **row.told}, to=_key_of(row))


@transaction.atomic
def take_letter(token: str, file: bytes) -> PartnerReferral:
    """A receipt or an answer of the partner's Cairn, at the link for answers and signed with the partner's key."""
    found = _rows().filter(answer_hash=hash_of(token)).first()
    if found is None:
        raise OpensNothing
    letter = open_letter(file)
    row = _rows().select_for_update(of=("self",)).get(pk=found.pk)
    said = letter.content
    if letter.sender != row.partner.key or said.get("referral") != row.reference:
        raise CannotOpen(_("This answers another referral, or is not from whom it was sent to."))
    if said.get("kind") == RECEIPT:
        return _received(row)
    if said.get("kind") != ANSWER:
        raise CannotOpen(_("This letter is of a kind that this mission does not know."))
    return answer_as_written(row, said, by=None)


def answer_as_written(row: PartnerReferral, said: dict[str, Any], *, by: Any) -> PartnerReferral:
    """Keep the answer that a letter holds; `row` is held by the act that calls."""
    answer_referral(row, str(said.get("state")), by=by, words=str(said.get("words", ""))[:2000])
    tell_of_answer(row)
    return row


@transaction.atomic
def answer_by_link(token: str, to: str, *, words: str = "", on: dt.date | None = None) -> PartnerReferral:
    """Keep what the partner answers, and tell whoever works on the case."""
    found = referral_to_answer(token)
    row = _rows().select_for_update(of=("self",)).get(pk=found.pk)
    answer_referral(row, to, by=None, words=words, on=on)
    tell_of_answer(row)
    return row


def as_typed(passphrase: str) -> str:
    """The passphrase in its one form, however its groups were written."""
    return "-".join(passphrase.upper().replace("-", " ").split())


def tell_of_answer(row: PartnerReferral) -> None:
    told = {"reference": str(row.case), "subject_id": str(row.case_id)}
    to = row.case.worker or row.sent_by
    transaction.on_commit(partial(tell, Kind.REFERRAL_ANSWERED, to=to, **told))


def _behind(token: str) -> PartnerReferral:
    found = _rows().filter(token_hash=hash_of(token)).first()
    if found is None:
        raise OpensNothing
    return found


def _is_over(referral: PartnerReferral) -> bool:
    return referral.expires_at is None or referral.expires_at <= timezone.now()


def _is_used_up(referral: PartnerReferral) -> bool:
    """Opened an hour ago, or held by the partner's Cairn."""
    opened, now = referral.opened_at, timezone.now()
    return referral.received_at is not None or (opened is not None and opened + PartnerReferral.ONCE <= now)


def _why_closed(referral: PartnerReferral) -> str:
    if referral.state in (ReferralState.WITHDRAWN, ReferralState.DECLINED):
        return CLOSED
    if _is_used_up(referral):
        return USED
    return OVER if _is_over(referral) else CLOSED


def _key_of(referral: PartnerReferral) -> PublicKey:
    if referral.partner.key is None:
        raise OtherKey(_("This partner has given no key of a Cairn."))
    return referral.partner.key


def _received(row: PartnerReferral) -> PartnerReferral:
    if row.opened_at is None:
        raise CannotOpen(_("This answers another referral, or is not from whom it was sent to."))
    if row.received_at is None:
        row.received_at = timezone.now()
        row.save(update_fields=["received_at"])
        record(Event.REFERRAL_RECEIVED, row, by=None, data={"case": row.case_id})
    return row


@transaction.atomic
def _tried(found: PartnerReferral, passphrase: str, *, key: str = "") -> PartnerReferral | None:
    """The referral, opened; nothing where the passphrase is wrong, which is counted. `key` is that of a Cairn."""
    row = _rows().select_for_update(of=("self",)).get(pk=found.pk)
    now = timezone.now()
    if row.paused_until is not None and row.paused_until > now:
        return None
    if not check_password(as_typed(passphrase), row.passphrase_hash):
        _count(row, now)
        return None
    if not is_open(row):
        raise OpensNothing(_why_closed(row))
    if key and key != _key_of(row).fingerprint:
        raise OtherKey(_("This partner's Cairn has another key."))
    if row.opened_at is None:
        row.opened_at = now
        happened(row.case, What.PARTNER_REFERRAL, by=None, code=OPENED, about=row)
    row.tries = 0
    row.save(update_fields=["opened_at", "tries"])
    record(Event.REFERRAL_OPENED, row, by=None, data={"case": row.case_id, "person": row.case.person_id})
    return row


def _count(row: PartnerReferral, now: dt.datetime) -> None:
    row.tries += 1
    if row.tries % TRIES == 0:
        row.paused_until = now + PAUSE
    row.save(update_fields=["tries", "paused_until"])
    record(Event.REFERRAL_MISSED, row, by=None, data={"case": row.case_id})


def _rows() -> Any:
    return PartnerReferral.objects.select_related("data_key", "partner", "case__person__data_key")
