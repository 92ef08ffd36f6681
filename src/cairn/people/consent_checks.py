"""What must be true of an answer before it counts as one; every reason stands beside its field."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.purposes import PURPOSES, Purpose
from cairn.guard.retention import months_after
from cairn.people.codes import RelationKind
from cairn.people.models import Consent, Person, Relation
from cairn.people.models.consent import Capacity, How, Said, SpokenFor
from cairn.people.sharing import is_treated_as_child

Wrong = dict[str, Any]


def check_answer(answer: Consent) -> None:
    """Refuse what a court would not take for an answer. A refusal needs less than a yes: a no is a no."""
    wrong: Wrong = {}
    _check_question(answer, wrong)
    _check_form(answer, wrong)
    _check_language(answer, wrong)
    if answer.said == Said.GIVEN:
        _check_who_speaks(answer, wrong)
        _check_guardian(answer, wrong)
    if wrong:
        raise ValidationError(wrong)


def longest(purpose: str, given_at: dt.datetime) -> dt.date:
    """The day on which a consent to a purpose ends at the latest."""
    return months_after(timezone.localdate(given_at), PURPOSES[Purpose(purpose)].lasts_months)


def is_guardian_of(guardian: Person, child: Person) -> bool:
    """Whether the register says so, from either side."""
    said = {relation.kind for relation in Relation.objects.filter(person=guardian, to=child).with_keys()}
    back = {relation.kind for relation in Relation.objects.filter(person=child, to=guardian).with_keys()}
    return bool(said & {RelationKind.GUARDIAN, RelationKind.PARENT}) or RelationKind.CHILD in back


def _check_question(answer: Consent, wrong: Wrong) -> None:
    info = PURPOSES[Purpose(answer.purpose)]
    if info.needs_partner and not answer.partner_code:
        wrong["partner_code"] = _("Name the partner: people agree to one organisation at a time.")
    if answer.given_at > timezone.now():
        wrong["given_at"] = _("This day is still to come.")
    if answer.said == Said.GIVEN and answer.valid_until:
        last = longest(answer.purpose, answer.given_at)
        if not timezone.localdate(answer.given_at) <= answer.valid_until <= last:
            wrong["valid_until"] = _("Choose a day up to %(last)s: after that they are asked again.") % {
                "last": last
            }


def _check_form(answer: Consent, wrong: Wrong) -> None:
    if answer.how in (How.WRITTEN, How.THUMBPRINT) and answer.said == Said.GIVEN and answer.scan is None:
        wrong["scan"] = _("Add the scan of the paper that bears the signature or the thumbprint.")
    if answer.how == How.SPOKEN and answer.said == Said.GIVEN and not answer.witness:
        wrong["witness"] = _("Name who else heard it.")


def _check_language(answer: Consent, wrong: Wrong) -> None:
    """The words were heard in a language of theirs, or somebody carried them over."""
    spoken = {_base(code) for code in answer.person.languages}
    if spoken and _base(answer.text_language) not in spoken and not answer.with_interpreter:
        wrong["text_language"] = _(
            "This is not among the languages that they speak. Read it with an interpreter, or add the language to them."
        )
    if answer.person.needs_interpreter and not spoken and not answer.with_interpreter:
        wrong["with_interpreter"] = _("They need an interpreter, and none was there.")


def _check_who_speaks(answer: Consent, wrong: Wrong) -> None:
    child = is_treated_as_child(answer.person, timezone.localdate(answer.given_at))
    if child and answer.spoken_for != SpokenFor.CHILD:
        wrong["spoken_for"] = _(
            "They are a child or may be one: the guardian answers, and the child is asked as well."
        )
    elif child and answer.child_agrees is None:
        wrong["child_agrees"] = _("Ask the child as well, and say what they answered.")
    elif not child and answer.spoken_for == SpokenFor.CHILD:
        wrong["spoken_for"] = _("They are grown up, and answer for themselves.")
    elif answer.spoken_for != SpokenFor.CHILD:
        _check_capacity(answer, wrong)


def _check_capacity(answer: Consent, wrong: Wrong) -> None:
    alone = answer.spoken_for == SpokenFor.NOBODY
    if answer.capacity == Capacity.NOT_NOW and alone:
        wrong["capacity"] = _("Whoever cannot decide now has not agreed. Ask later, or ask their guardian.")
    if answer.capacity != Capacity.NOT_NOW and not alone:
        wrong["spoken_for"] = _("Whoever understands answers for themselves.")
    if answer.capacity != Capacity.NOT_IN_DOUBT and not answer.capacity_note:
        wrong["capacity_note"] = _("Say how you assessed it, and what helped.")


def _check_guardian(answer: Consent, wrong: Wrong) -> None:
    if answer.spoken_for == SpokenFor.NOBODY:
        if answer.guardian_id or answer.guardian_name:
            wrong["spoken_for"] = _("Say why a guardian answered.")
    elif answer.guardian is not None:
        _check_registered(answer.guardian, answer, wrong)
    elif not (answer.guardian_name and answer.guardian_papers):
        wrong["guardian_name"] = _(
            "Choose the guardian from their relations, or write the name and which papers show it."
        )


def _check_registered(guardian: Person, answer: Consent, wrong: Wrong) -> None:
    if not is_guardian_of(guardian, answer.person):
        wrong["guardian"] = _(
            "The register does not say that this is their guardian or parent. Write the relation down first."
        )
    elif is_treated_as_child(guardian, timezone.localdate(answer.given_at)):
        wrong["guardian"] = _("The guardian is a child as well, or may be one.")


def _base(language: str) -> str:
    return str.__str__(language).split("-")[0]
