"""The gate: may what is known about somebody be used for a purpose, or told to a partner? Every act that shares asks it.

Without a clear yes the answer is no, with a sentence that says why and what to do. It does not look at rights: those
are the acts' own.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from cairn.guard.consent_texts import ConsentText
from cairn.guard.purposes import PURPOSES, Kind, Purpose, PurposeInfo
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.people.births import may_be_child
from cairn.people.codes import Flag
from cairn.people.models import Consent, Exemption, Person
from cairn.people.models.consent import Capacity, Said, SpokenFor

# Whom a purpose could put into the hands of those whom they fled: no consent opens it while the flag stands.
STOPPED_BY: dict[Purpose, frozenset[Flag]] = {
    Purpose.FAMILY_TRACING: frozenset({Flag.AT_RISK_FROM_FAMILY}),
    Purpose.STORY: frozenset({Flag.AT_RISK_FROM_FAMILY, Flag.MAY_BE_WATCHED}),
    Purpose.VOLUNTARY_RETURN: frozenset({Flag.DO_NOT_CONTACT_EMBASSY, Flag.MAY_BE_WATCHED}),
}


class MayNotShare(CairnError):
    """The person has not agreed to this, or not any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the gate says: whether, why, which kinds of data at most, and on which record it rests."""

    allowed: bool
    why: str
    what_to_do: str = ""
    covers: frozenset[Kind] = frozenset()
    consent: UUID | None = None
    exemption: UUID | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a consent does not carry a use today."""

    why: str | Promise
    what_to_do: str | Promise


ASK = later("Read the text out in a language they understand, and record what they answer.")
ASK_AGAIN = later("Ask them again, and record what they answer.")


def may_share(
    person: Person, *, purpose: str, partner: str | None = None, on: dt.date | None = None
) -> Answer:
    """Whether data about somebody may be used for a purpose, and told to this partner, on a day (today)."""
    purpose, on = Purpose(purpose), on or timezone.localdate()
    info, code = PURPOSES[purpose], partner or ""
    if info.needs_partner and not code:
        return _no(Objection(_("Nobody is named to whom the data would go."), _("Name the partner.")))
    word = last_word(person, purpose, code)
    objection = _objection(person, purpose, info, word, on)
    if objection is None:
        return _yes(info, word)
    exemption = standing_exemption(person, purpose, code, on)
    if exemption is not None:
        said = str(exemption.get_kind_display())
        return Answer(allowed=True, why=said, covers=info.covers, exemption=exemption.pk)
    return _no(objection)


def ensure_may_share(
    person: Person, *, purpose: str, by: Any, partner: str | None = None, on: dt.date | None = None
) -> Answer:
    """Go on, or refuse with a sentence. What goes without consent leaves a trace of its own, each time."""
    answer = may_share(person, purpose=purpose, partner=partner, on=on)
    if not answer.allowed:
        raise MayNotShare(answer.why, answer.what_to_do)
    if answer.exemption:
        record(Event.EXEMPTION_USED, person, by=by, data={"exemption": answer.exemption})
    return answer


def answers_of(person: Person) -> list[Consent]:
    """All answers of somebody, the first one first."""
    return list(Consent.objects.filter(person=person).with_keys().order_by("given_at", "made_at", "id"))


def last_word(person: Person, purpose: str, partner: str) -> Consent | None:
    """What they said last about a question. To take a consent back is to say something.

    So a paper from before that day, which reaches the office after it, does not open what they have closed.
    """
    said = [answer for answer in answers_of(person) if answer.speaks_of(purpose, partner)]
    return max(said, key=lambda answer: answer.last_spoken_of, default=None)


def who_objects(people: Iterable[UUID], *, purpose: str) -> set[UUID]:
    """Those of many whose last word about a use is no, or that they take their yes back.

    For uses that rest on no consent: there silence is no objection.
    """
    words: dict[UUID, Consent] = {}
    answers = Consent.objects.filter(person_id__in=list(people), data_key__destroyed_at=None).with_keys()
    for answer in answers.order_by("given_at", "made_at", "id"):
        before = words.get(answer.person_id)
        if answer.speaks_of(purpose, "") and (
            before is None or answer.last_spoken_of >= before.last_spoken_of
        ):
            words[answer.person_id] = answer
    return {pk for pk, word in words.items() if word.said == Said.REFUSED or word.is_withdrawn}


def standing_exemption(person: Person, purpose: str, partner: str, on: dt.date) -> Exemption | None:
    approved = Exemption.objects.filter(person=person, is_approved=True, valid_until__gte=on).with_keys()
    return next((each for each in approved if each.speaks_of(purpose, partner)), None)


def is_treated_as_child(person: Person, on: dt.date) -> bool:
    """Whoever is a child, may be one, or is flagged as one, whatever day of birth is written."""
    return may_be_child(person, on) or Flag.SEPARATED_CHILD in person.flags


def _objection(
    person: Person, purpose: Purpose, info: PurposeInfo, word: Consent | None, on: dt.date
) -> Objection | None:
    """The first thing that stands against a use, if anything does."""
    if word is not None and word.said == Said.REFUSED:
        return Objection(
            _("They said no to this."), _("Respect it; ask again only if something has changed.")
        )
    if not info.needs_consent:
        return None
    if word is None:
        return Objection(_("They have not been asked about this."), ASK)
    return (
        _no_more(word, on)
        or _stopped(person, purpose)
        or _old_words(word, purpose)
        or _by_the_wrong_person(person, word, on)
    )


def _no_more(word: Consent, on: dt.date) -> Objection | None:
    if word.is_withdrawn:
        return Objection(_("They have withdrawn their consent to this."), _("Share nothing more."))
    if timezone.localdate(word.given_at) > on:
        return Objection(_("They had not agreed to this on that day yet."), ASK)
    if word.is_over(on):
        return Objection(_("Their consent to this was for a time that is over."), ASK_AGAIN)
    return None


def _stopped(person: Person, purpose: Purpose) -> Objection | None:
    flags = [flag for flag in person.flags if flag in STOPPED_BY.get(purpose, ())]
    if not flags:
        return None
    return Objection(
        _("It could harm them: “%(flag)s” stands in their record.") % {"flag": Flag(flags[0]).label},
        _("Talk about it with your supervisor. If it is safe now, take the flag away first."),
    )


def _old_words(word: Consent, purpose: Purpose) -> Objection | None:
    text = ConsentText(purpose, word.text_version, word.text_language, "")
    if text.counts_still:
        return None
    return Objection(_("They agreed to an older text that promised something else."), ASK)


def _by_the_wrong_person(person: Person, word: Consent, on: dt.date) -> Objection | None:
    """A child is spoken for and asked as well; a grown person speaks for themselves."""
    child = is_treated_as_child(person, on)
    if child and word.spoken_for != SpokenFor.CHILD:
        return Objection(
            _("They are a child or may be one, and no guardian has agreed."),
            _("Ask the guardian, and the child."),
        )
    if child and word.child_agrees is False:
        return Objection(_("The guardian agreed, and the child did not."), _("Respect what the child says."))
    if not child and word.spoken_for == SpokenFor.CHILD:
        return Objection(_("Their guardian agreed when they were a child, and they have grown up."), ASK)
    if word.capacity == Capacity.NOT_NOW and word.spoken_for == SpokenFor.NOBODY:
        return Objection(_("They could not decide when they were asked."), ASK_AGAIN)
    return None


def _yes(info: PurposeInfo, word: Consent | None) -> Answer:
    why = _("They agreed to this.") if word is not None else _("This rests on the mission's mandate.")
    return Answer(allowed=True, why=why, covers=info.covers, consent=word.pk if word else None)


def _no(objection: Objection) -> Answer:
    return Answer(allowed=False, why=str(objection.why), what_to_do=str(objection.what_to_do))
