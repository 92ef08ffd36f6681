"""Referring somebody to a partner: prepared, changed, answered, withdrawn, expired. How it is sent stands in `sending`."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.edits.acts import Outcome, change_row, settle_conflict
from cairn.guard.edits.models import Conflict, Settled
from cairn.guard.edits.reads import open_conflicts
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure, fields_seen
from cairn.guard.sealed.attachments import delete_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.people.references import free_reference
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, happened, held
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.models import Case, PartnerReferral
from cairn.programmes.casework.sharing.states import ReferralState, answers_from, may_move
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import partners_on

PREFIX = "R-"


@transaction.atomic
def draft_partner_referral(case: Case, partner: Organisation, *, by: Any, **said: Any) -> PartnerReferral:
    """Write down what is asked of a partner, and what is to be told; nothing leaves yet."""
    ensure_works_on(case, by=by)
    _refuse_what_cannot_be(partner, said.get("language"))
    referral = PartnerReferral(
        case=case, partner=partner, reference=free_reference(PartnerReferral, PREFIX), **said
    )
    return add(referral, What.PARTNER_REFERRAL, by=by, code=ReferralState.DRAFTED)


@transaction.atomic
def change_partner_referral(
    referral: PartnerReferral, partner: Organisation, *, based_on: int, by: Any, **said: Any
) -> Outcome:
    """Change a draft on the version that the colleague saw; once it was sent it stays as it was told."""
    ensure_works_on(referral.case, by=by)
    _ensure_draft(referral)
    _refuse_what_cannot_be(partner, said.get("language"))
    changes = {"partner": partner, **said}
    _refuse_unseen(referral, changes, by)
    outcome = change_row(referral, based_on=based_on, changes=changes, by=by)
    record(Event.CASE_PART_CHANGED, referral, by=by, data={"case": referral.case_id})
    return outcome


@transaction.atomic
def settle_partner_referral(
    conflict: Conflict,
    referral: PartnerReferral,
    *,
    based_on: int,
    settled: Settled,
    by: Any,
    value: Any = None,
) -> Outcome:
    """Decide which of two edits of a draft stands."""
    ensure(by, Can.CASE_EDIT, referral)
    _ensure_draft(referral)
    _refuse_unseen(referral, [conflict.field], by)
    outcome = settle_conflict(conflict, referral, based_on=based_on, settled=settled, by=by, value=value)
    _refuse_what_cannot_be(outcome.row.partner, outcome.row.language)
    happened(referral.case, What.SETTLED, by=by, about=referral)
    record(Event.CONFLICT_SETTLED, referral, by=by, data={"fields": [conflict.field]})
    return outcome


@transaction.atomic
def withdraw_partner_referral(referral: PartnerReferral, *, by: Any) -> PartnerReferral:
    """Close it: what the partner has not read yet, they will not read any more."""
    ensure(by, Can.CASE_EDIT, referral)
    row = move_referral(held(referral), ReferralState.WITHDRAWN, by=by)
    # Nobody has to choose between two edits of something that is told to nobody.
    for conflict in open_conflicts(row):
        settle_conflict(conflict, row, based_on=row.version, settled=Settled.THEIRS, by=by)
        record(Event.CONFLICT_SETTLED, row, by=by, data={"fields": [conflict.field]})
    return row


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
    """Move it to a state that is listed, with its line and its trace; a package that nobody may read goes."""
    ensure_may_move(row, to)
    row.state = ReferralState(to)
    gone = None if row.is_readable else row.package
    row.package = row.package if row.is_readable else None
    row.version += 1
    row.save()
    if gone is not None:
        delete_attachment(gone, by=by, about=row.case.person_id)
    happened(row.case, What.PARTNER_REFERRAL, by=by, code=row.state, about=row)
    record(Event.REFERRAL_MOVED, row, by=by, data={"case": row.case_id})
    return row


def expire_partner_referrals() -> int:
    """What nobody answered in time is closed; answer of how many."""
    over = PartnerReferral.objects.filter(state=ReferralState.SENT, expires_at__lte=timezone.now())
    return sum(_expire(number) for number in list(over.values_list("pk", flat=True)))


def _refuse_what_cannot_be(partner: Organisation, language: Any) -> None:
    if not partners_on(timezone.localdate()).filter(pk=partner.pk).exists():
        raise ValidationError({"partner": _("This organisation is no partner any more.")})
    if language not in load_mission().languages:
        raise ValidationError({"language": _("Choose one of the mission's languages.")})


def _ensure_draft(referral: PartnerReferral) -> None:
    if held(referral).state != ReferralState.DRAFTED:
        raise _does_not_follow()


def _refuse_unseen(referral: PartnerReferral, names: Iterable[str], by: Any) -> None:
    if not set(names) <= fields_seen(by, referral) & set(PartnerReferral.EDITED):
        raise MayNot


def ensure_may_move(row: PartnerReferral, to: str) -> None:
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
