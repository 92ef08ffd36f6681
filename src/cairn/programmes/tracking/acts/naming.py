"""Names of the dead and missing: each sealed with a key of its own, of the office that learnt it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.guard.edits.acts import Outcome, change_row
from cairn.guard.edits.models import Change, Conflict
from cairn.guard.keys.acts import destroy_data_key
from cairn.guard.models import DataKey
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure, fields_seen
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.people.references import free_reference
from cairn.programmes.tracking.models import Incident, NamedVictim


class ChangedMeanwhile(CairnError):
    """Somebody else changed what this edit was about to change."""


@transaction.atomic
def name_victim(incident: Incident, *, by: Any, **said: Any) -> NamedVictim:
    """Write down who died or is missing at an incident; what is known of them belongs to the colleague's office."""
    ensure(by, Can.VICTIM_KEEP)
    if by.office_id is None:
        raise ValidationError(_("You belong to no office yet. Ask the administrator to place you in one."))
    victim = nobody_yet(incident, by)
    victim.data_key, victim.reference = DataKey.objects.make(), free_reference(NamedVictim)
    _refuse_unseen(by, victim, said)
    for field, value in said.items():
        setattr(victim, field, value)
    victim.full_clean(exclude=["data_key"])
    victim.save(force_insert=True)
    record(Event.VICTIM_NAMED, victim, by=by)
    return victim


@transaction.atomic
def change_name(victim: NamedVictim, *, based_on: int, changes: Mapping[str, Any], by: Any) -> Outcome:
    """Apply an edit to the version it was made on. Of two that change one field the later is refused, and says so."""
    ensure(by, Can.VICTIM_KEEP, victim)
    _refuse_unseen(by, victim, changes)
    outcome = change_row(victim, based_on=based_on, changes=changes, by=by)
    if outcome.conflicts:
        raise ChangedMeanwhile(
            _("A colleague changed the same while you were writing, and nothing of yours was kept."),
            _("Open it in another window to read what stands there now, and decide."),
        )
    if outcome.applied:
        # Whoever writes on a name has need of it: its time begins anew.
        NamedVictim.objects.filter(pk=victim.pk).update(due_on=None)
        record(Event.VICTIM_CHANGED, victim, by=by, data={"fields": outcome.applied})
    return outcome


@transaction.atomic
def remove_name(victim: NamedVictim, *, by: Any) -> None:
    """Take a name away with its history and its key; the trace says that it was there, and not whose it was."""
    ensure(by, Can.VICTIM_KEEP, victim)
    take_away(victim, by)


def take_away(victim: NamedVictim, by: Any) -> None:
    """What removing a name and erasing one whose time is over have in common; the caller has checked the right."""
    of_this_row = {"subject_model": victim._meta.label_lower, "subject_id": str(victim.pk)}
    record(Event.VICTIM_REMOVED, victim, by=by)
    key = victim.data_key
    for model in (Change, Conflict):
        model.objects.filter(**of_this_row).delete()
    victim.delete()
    destroy_data_key(key, by=by)


def nobody_yet(incident: Incident, by: Any) -> NamedVictim:
    """Where a name will stand once it is told: it decides which fields a colleague is asked for."""
    team = by.teams.filter(office=by.office_id).first()
    return NamedVictim(incident=incident, office_id=by.office_id, team=team, worker=by)


def _refuse_unseen(by: Any, victim: NamedVictim, names: Iterable[str]) -> None:
    if not set(names) <= fields_seen(by, victim):
        raise MayNot
