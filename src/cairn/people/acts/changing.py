"""Changing what is written about somebody, and who answers for them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.guard.edits.acts import Outcome, change_row, settle_conflict
from cairn.guard.edits.models import Conflict, Settled
from cairn.guard.models import Office, Team
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, covers, ensure, fields_seen
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.acts.joined import refuse_joined
from cairn.people.index import make_findable
from cairn.people.models import Person

# Who answers for somebody is handed over, and not edited; the rest of the place is never typed.
NEVER_TYPED = frozenset(
    {
        "household",
        "office",
        "photograph",
        "reference",
        "registered_at",
        "retention_category",
        "team",
        "worker",
    }
)


@transaction.atomic
def change_person(person: Person, *, based_on: int, changes: Mapping[str, Any], by: Any) -> Outcome:
    """Apply an edit to the version it was made on; what somebody else changed meanwhile becomes a conflict."""
    ensure(by, Can.PERSON_EDIT, person)
    refuse_unseen(by, person, changes)
    refuse_joined(person)
    outcome = change_row(person, based_on=based_on, changes=changes, by=by)
    make_findable(person)
    if outcome.changed_something:
        record(Event.PERSON_CHANGED, person, by=by, data=_told(outcome))
    return outcome


@transaction.atomic
def settle(
    conflict: Conflict, person: Person, *, based_on: int, settled: Settled, by: Any, value: Any = None
) -> Outcome:
    """Decide which of two edits of a person stands, on the version that was shown."""
    ensure(by, Can.PERSON_EDIT, person)
    refuse_unseen(by, person, [conflict.field])
    outcome = settle_conflict(conflict, person, based_on=based_on, settled=settled, by=by, value=value)
    make_findable(person)
    record(Event.CONFLICT_SETTLED, person, by=by, data={"fields": [conflict.field]})
    return outcome


@transaction.atomic
def hand_over(person: Person, *, office: Office, team: Team | None, worker: Any, by: Any) -> Person:
    """Let another office, team or colleague answer for somebody from now on."""
    ensure_hands_over(by, person)
    held = Person.objects.select_for_update().get(pk=person.pk)
    held.office, held.team, held.worker = office, team, worker
    held.full_clean(validate_unique=False)
    held.version += 1
    held.save(update_fields=["office", "team", "worker", "version"])
    record(Event.PERSON_HANDED_OVER, held, by=by, data={"office": office.code})
    return held


def ensure_hands_over(by: Any, person: Person) -> None:
    """By a role of one's own: whoever broke the glass for an hour could give themself the record for good."""
    ensure(by, Can.PERSON_EDIT, person)
    if not covers(by, Can.PERSON_EDIT, person):
        raise MayNot(_("What you opened by breaking the glass is handed over by those who answer for it."))


def refuse_unseen(by: Any, row: Any, names: Any) -> None:
    """Nobody changes what they may not see, whatever a form or a request names."""
    if not set(names) <= fields_seen(by, row) - NEVER_TYPED:
        raise MayNot


def _told(outcome: Outcome) -> dict[str, object]:
    fields = [*outcome.applied, *(conflict.field for conflict in outcome.conflicts)]
    return {"fields": fields, "conflicts": len(outcome.conflicts)}
