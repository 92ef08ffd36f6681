"""What a partner does without an account: opens a package with a link and a passphrase, and answers.

Each act finds its referral by the hash of a token, and refuses in one way whatever is the matter: whoever has a link
that opens nothing does not learn why.
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
from cairn.programmes.casework.acts.sending import hash_of
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.models import PartnerReferral
from cairn.programmes.casework.sharing.deciding import covers_still
from cairn.programmes.casework.sharing.states import answers_from

TRIES = 5
PAUSE = dt.timedelta(minutes=15)
# What the timeline says of it: no state of its own, since reading is no answer.
OPENED = "opened"


class OpensNothing(CairnError):
    """There is no such link, or it is closed."""


class WrongPassphrase(CairnError):
    """The passphrase is another, or has to wait."""


def referral_behind(token: str) -> PartnerReferral:
    """The referral that a link opens now; one that was never there and one that is closed answer alike."""
    found = _rows().filter(token_hash=hash_of(token)).first()
    if found is None or not is_open(found):
        raise OpensNothing(_("This link opens nothing, or nothing any more."))
    return found


def referral_to_answer(token: str) -> PartnerReferral:
    """The referral about which this link answers, as long as an answer can follow."""
    found = _rows().filter(answer_hash=hash_of(token)).first()
    if found is None or not answers_from(found.state):
        raise OpensNothing(_("This link opens nothing, or nothing any more."))
    return found


def is_open(referral: PartnerReferral) -> bool:
    """Not over, not used up, not withdrawn, and still covered by what the person and the agreement say."""
    now = timezone.now()
    if not referral.is_readable or referral.expires_at is None or referral.expires_at <= now:
        return False
    if referral.opened_at is not None and referral.opened_at + PartnerReferral.ONCE <= now:
        return False
    items = [line["item"] for line in referral.told["lines"]]
    return covers_still(referral.case, partner=referral.partner, purpose=referral.purpose, items=items)


def open_package(token: str, passphrase: str) -> PartnerReferral:
    """What was told, for whoever has both the link and the passphrase. A wrong one is counted before it is refused."""
    row = _tried(token, passphrase)
    if row is None:
        raise WrongPassphrase(
            _("This is not the passphrase."),
            _("After five wrong ones the page waits for a quarter of an hour. Ask whoever referred to you."),
        )
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


@transaction.atomic
def _tried(token: str, passphrase: str) -> PartnerReferral | None:
    found = referral_behind(token)
    row = _rows().select_for_update(of=("self",)).get(pk=found.pk)
    now = timezone.now()
    if row.paused_until is not None and row.paused_until > now:
        return None
    if not check_password(as_typed(passphrase), row.passphrase_hash):
        _count(row, now)
        return None
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
