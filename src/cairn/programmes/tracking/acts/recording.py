"""Recording what was counted or happened. A record is never changed: a correction stands beside it, with its reason."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.tracking.acts.repetitions import look_for_repetitions
from cairn.programmes.tracking.models import Incident
from cairn.programmes.tracking.models.records import Record

Kind = TypeVar("Kind", bound=Record)
SHORTEST_REASON = 10
# What a correction takes over from the record that it corrects, unless it says otherwise.
NOT_TAKEN_OVER = frozenset(
    {"id", "corrects", "correction_reason", "known_on", "recorded_at", "reported_by", "withdrawn_at"}
)


@transaction.atomic
def record_new(row: Kind, *, by: Any) -> Kind:
    """Keep a count or an incident that nobody has recorded yet."""
    ensure(by, Can.TRACKING_RECORD)
    row.reported_by = by
    row.full_clean()
    row.save(force_insert=True)
    if isinstance(row, Incident):
        look_for_repetitions(row)
    record(Event.TRACKING_RECORDED, row, by=by)
    return row


@transaction.atomic
def correct(standing: Kind, *, by: Any, reason: str, **changes: Any) -> Kind:
    """Put a better record in the place of one that stands; the old one stays, with why it was wrong."""
    ensure(by, Can.TRACKING_RECORD)
    _refuse_short(reason)
    held = type(standing).objects.select_for_update().get(pk=standing.pk)
    if not held.is_standing:
        raise ValidationError(
            _("This record was corrected or withdrawn already: correct the one that stands.")
        )
    taken = {
        field.attname: getattr(held, field.attname)
        for field in held._meta.concrete_fields
        if field.name not in NOT_TAKEN_OVER
    }
    better = type(held)(**{**taken, "corrects": held, "correction_reason": reason, "reported_by": by})
    for name, value in changes.items():
        setattr(better, name, value)
    better.full_clean()
    better.save(force_insert=True)
    if isinstance(better, Incident):
        look_for_repetitions(better)
    record(Event.TRACKING_CORRECTED, better, by=by, data={"corrected": held.pk})
    return better


@transaction.atomic
def withdraw(standing: Kind, *, by: Any, reason: str) -> Kind:
    """Take a record out of what stands; it stays to be read, with why."""
    ensure(by, Can.TRACKING_RECORD)
    _refuse_short(reason)
    held = type(standing).objects.select_for_update().get(pk=standing.pk)
    if not held.is_standing:
        raise ValidationError(_("This record was corrected or withdrawn already."))
    held.withdrawn_at, held.correction_reason = timezone.now(), reason
    held.save(update_fields=["withdrawn_at", "correction_reason"])
    record(Event.TRACKING_WITHDRAWN, held, by=by)
    return held


def _refuse_short(reason: str) -> None:
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Say why in a few words: readers of the figure will ask.")})
