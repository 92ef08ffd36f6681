"""Writing down what somebody agreed to or refused, and taking it back. What was taken back is shared no more at once."""

import datetime as dt
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.consent_texts import text_for
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.purposes import PURPOSES, Purpose
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure
from cairn.guard.sealed.attachments import Upload, store_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.people.acts.joined import refuse_joined
from cairn.people.consent_checks import check_answer, longest
from cairn.people.models import Consent, Exemption, Person
from cairn.people.models.consent import Said
from cairn.people.models.privacy import SHORTEST_REASON


class CannotWithdraw(CairnError):
    """There is nothing to take back."""


@transaction.atomic
def record_consent(
    person: Person,
    *,
    by: Any,
    purpose: str,
    text_language: str,
    text_version: int | None = None,
    scan: Upload | None = None,
    **said: Any,
) -> Consent:
    """Write down one answer to one question, with the words that were read out.

    An earlier answer to the same question stays as it was, and counts no more.
    """
    ensure(by, Can.CONSENT_RECORD, person)
    refuse_joined(person)
    text = text_for(Purpose(purpose), text_language, text_version)
    if not text.counts_still:
        raise ValidationError(
            {"text_version": _("This text promised something else. Read out the newest one.")}
        )
    answer = Consent(person=person, data_key=person.data_key, purpose=purpose, recorded_by=by, **said)
    answer.text_version, answer.text_language, answer.text_digest = text.version, text.language, text.digest
    if answer.guardian is not None:
        ensure(by, Can.PERSON_READ, answer.guardian)
    if answer.said == Said.GIVEN and answer.valid_until is None:
        answer.valid_until = longest(purpose, answer.given_at)
    if scan is not None:
        answer.scan = store_attachment(scan, data_key=person.data_key, by=by, about=person.pk)
    answer.full_clean(exclude=["data_key", "person", "recorded_by"])
    check_answer(answer)
    answer.save(force_insert=True)
    record(Event.CONSENT_RECORDED, answer, by=by, data={"person": person.pk})
    return answer


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Any, how: str, effect: str = "") -> Consent:
    """The person takes their consent back: from this moment nothing more is shared on it.

    `effect` says what had been shared before, and whom the colleague tells. What was lawful before stays so.
    """
    ensure(by, Can.CONSENT_WITHDRAW, consent)
    held = Consent.objects.select_for_update().get(pk=consent.pk)
    if held.is_withdrawn or held.said != Said.GIVEN:
        raise CannotWithdraw(
            _("This was withdrawn already, or never given."),
            _("Look at the latest answer to the same question."),
        )
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.withdrawal_how, held.withdrawal_effect = how, effect
    held.version += 1
    held.full_clean(exclude=["data_key", "person", "recorded_by"])
    held.save()
    record(Event.CONSENT_WITHDRAWN, held, by=by, data={"person": held.person_id})
    transaction.on_commit(partial(_tell_worker, held.person, by.pk))
    return held


@transaction.atomic
def ask_exemption(
    person: Person,
    *,
    by: Any,
    purpose: str,
    kind: str,
    reason: str,
    partner_code: str = "",
    valid_until: dt.date | None = None,
) -> Exemption:
    """Ask that something be shared without consent, because a life or a law demands it. Somebody else decides."""
    ensure(by, Can.CONSENT_RECORD, person)
    refuse_joined(person)
    _refuse_no_words(reason)
    last = timezone.localdate() + Exemption.LONGEST
    asked = Exemption(
        person=person,
        data_key=person.data_key,
        purpose=purpose,
        partner_code=partner_code,
        kind=kind,
        reason=reason.strip(),
        valid_until=valid_until or last,
        asked_by=by,
    )
    asked.full_clean(exclude=["data_key", "person", "asked_by"])
    if not timezone.localdate() <= asked.valid_until <= last:
        raise ValidationError({"valid_until": _("An exemption lasts for thirty days at most.")})
    if PURPOSES[Purpose(purpose)].needs_partner and not partner_code:
        raise ValidationError({"partner_code": _("Name the partner to whom the data would go.")})
    asked.save(force_insert=True)
    record(Event.EXEMPTION_ASKED, asked, by=by, data={"person": person.pk})
    return asked


@transaction.atomic
def decide_exemption(exemption: Exemption, *, approve: bool, by: Any) -> Exemption:
    """Approve or refuse to share without consent; never one's own request."""
    ensure(by, Can.EXEMPTION_DECIDE, exemption)
    held = Exemption.objects.select_for_update().get(pk=exemption.pk)
    if held.asked_by_id == by.pk:
        raise MayNot(_("Whoever asks for an exemption does not decide about it."))
    if held.decided_at is not None:
        raise CairnError(_("This was decided already."), _("Ask anew if it is needed again."))
    held.is_approved, held.decided_by, held.decided_at = approve, by, timezone.now()
    held.version += 1
    held.save(update_fields=["is_approved", "decided_by", "decided_at", "version"])
    record(Event.EXEMPTION_DECIDED, held, by=by, data={"person": held.person_id, "approved": approve})
    return held


def _tell_worker(person: Person, by_id: int) -> None:
    """Whoever answers for them refers them: they hear of it without opening the record."""
    told = {"reference": str(person), "subject_id": str(person.pk)}
    tell(Kind.CONSENT_WITHDRAWN, to=person.worker, by=by_id, **told)


def _refuse_no_words(reason: str) -> None:
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Give the reason in a sentence: at least 20 letters.")})
