"""What came to a person's record beside the edits of it: papers, contacts, files, answers, joined records."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import fields_seen, may
from cairn.people.models import Consent, Contact, IdentityDocument, Merge, NextOfKin, Person, PersonFile

# By which field a colleague sees that there is such a row at all.
PARTS = ((IdentityDocument, "kind"), (Contact, "kind"), (NextOfKin, "name"), (PersonFile, "title"))


def milestones(person: Person, user: Any) -> list[dict[str, Any]]:
    """Each with its day and what it was, the latest first; no value of any field, and nothing that a role does not see."""
    found = [*_parts(person, user), *_answers(person, user), *_joined(person, user)]
    return sorted(found, key=lambda one: one["at"], reverse=True)


def within(
    every: list[dict[str, Any]], least: dt.datetime | None, most: dt.datetime | None
) -> list[dict[str, Any]]:
    """Those from one moment on and before another; nothing stands for no limit."""
    return [
        one for one in every if (least is None or one["at"] >= least) and (most is None or one["at"] < most)
    ]


def _parts(person: Person, user: Any) -> Iterator[dict[str, Any]]:
    for model, field in PARTS:
        if field in fields_seen(user, model(person=person)):
            rows = model.objects.visible_to(user).filter(person=person)
            what = _("Added: %(what)s") % {"what": model._meta.verbose_name}
            yield from ({"at": at, "what": what} for at in rows.values_list("made_at", flat=True))


def _answers(person: Person, user: Any) -> Iterator[dict[str, Any]]:
    if not may(user, Can.CONSENT_READ, person) or "said" not in fields_seen(user, Consent(person=person)):
        return
    answers = Consent.objects.visible_to(user, Can.CONSENT_READ).filter(person=person)
    for given_at, withdrawn_at in answers.values_list("given_at", "withdrawn_at"):
        yield {"at": given_at, "what": _("Asked for consent")}
        if withdrawn_at:
            yield {"at": withdrawn_at, "what": _("Took a consent back")}


def _joined(person: Person, user: Any) -> Iterator[dict[str, Any]]:
    if "absorbed" not in fields_seen(user, Merge(person=person)):
        return
    for made_at, undone_at in (
        Merge.objects.visible_to(user).filter(person=person).values_list("made_at", "undone_at")
    ):
        yield {"at": made_at, "what": _("Another record was joined to this one")}
        if undone_at:
            yield {"at": undone_at, "what": _("The joined record was taken apart again")}
