"""Names of the dead and missing whose time is over: found and told by night, kept longer or erased by a person."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.edits.models import Change
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.retention import Keeps, months_after, months_kept
from cairn.guard.rights import Can
from cairn.guard.roles import Role
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.people.acts.retention import refuse_decision
from cairn.people.keeping import start_of
from cairn.people.models.privacy import Fate
from cairn.programmes.tracking.acts.naming import take_away
from cairn.programmes.tracking.models import NamedVictim

AT_ONCE = 500


@transaction.atomic
def find_names_due(*, today: dt.date | None = None) -> int:
    """Put names whose time is over before the data protection officer; answer how many are new."""
    found = sum(_put_forward(victim) for victim in _over(today or timezone.localdate())[:AT_ONCE])
    if found:
        record(Event.RETENTION_FOUND, NamedVictim, by=None, data={"rows": found})
        tell(Kind.NAMES_DUE, role=Role.DATA_PROTECTION)
    return found


@transaction.atomic
def keep_name(victim: NamedVictim, *, by: Any, reason: str, keep_until: dt.date | None) -> NamedVictim:
    """Keep a name whose time is over, for a reason and until a day; then somebody decides again."""
    ensure(by, Can.RETENTION_REVIEW, victim)
    refuse_decision(Fate.KEEP, reason, keep_until)
    held = _waiting(victim)
    held.kept_for, held.keep_until, held.due_on = reason.strip(), keep_until, None
    held.version += 1
    held.full_clean(exclude=["data_key"])
    held.save(update_fields=["kept_for", "keep_until", "due_on", "version"])
    record(Event.RETENTION_DECIDED, held, by=by, data={"fate": Fate.KEEP})
    return held


@transaction.atomic
def erase_name(victim: NamedVictim, *, by: Any) -> None:
    """Erase a name whose time is over, with its history and its key. One that waits for no decision stays."""
    ensure(by, Can.PERSON_ERASE, victim)
    held = _waiting(victim)
    record(Event.RETENTION_DECIDED, held, by=by, data={"fate": Fate.ERASE})
    take_away(held, by)


def _over(today: dt.date) -> QuerySet[NamedVictim]:
    """Names on which nobody has written since their period and about which nobody decided, the oldest first.

    A name has a key of its own, made when it was written down; what was changed since is sealed with the same.
    """
    since = start_of(months_after(today, -months_kept(Keeps.VICTIM)))
    changes = Change.objects.filter(data_key=OuterRef("data_key")).order_by("-at")
    names = NamedVictim.objects.annotate(
        written_at=Coalesce(Subquery(changes.values("at")[:1]), F("data_key__made_at"))
    )
    kept = Q(keep_until__gte=today)
    return names.filter(due_on=None, written_at__lt=since).exclude(kept).order_by("written_at", "pk")


def _put_forward(victim: Any) -> int:
    """Only as it was read: whoever writes on it in this moment has need of it."""
    due_on = months_after(timezone.localdate(victim.written_at), months_kept(Keeps.VICTIM))
    return NamedVictim.objects.filter(pk=victim.pk, version=victim.version).update(due_on=due_on)


def _waiting(victim: NamedVictim) -> NamedVictim:
    held = NamedVictim.objects.select_for_update().filter(pk=victim.pk).exclude(due_on=None).first()
    if held is None:
        raise CairnError(
            _("This name waits for no decision any more."),
            _("Somebody has written on it or decided meanwhile: open the list again."),
        )
    return held
