"""What is open at this moment, and to whom."""

import datetime as dt
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from cairn.guard.glass.models import Glass
from cairn.guard.trace.events import Event
from cairn.guard.trace.models import AuditEntry

# Whoever mistypes a code needs two or three tries. Whoever needs more is trying codes out.
MOST_MISSES = 10
COUNTED_FOR = dt.timedelta(hours=1)


def open_glass(user: Any, model: type[Model]) -> QuerySet[Glass]:
    return glass_held_open(user).filter(subject_model=model._meta.label_lower)


def glass_held_open(user: Any) -> QuerySet[Glass]:
    """Everything that a colleague has open now, of whatever kind; what closes first stands first."""
    return Glass.objects.filter(worker=user.pk, closes_at__gt=timezone.now()).order_by("closes_at")


def opened_by(user: Any, model: type[Model]) -> list[str]:
    """The rows that a colleague has opened and that have not closed again."""
    return list(open_glass(user, model).values_list("subject_id", flat=True))


def misses_of(user: Any) -> int:
    """How often a colleague typed a code within the hour that opened nothing."""
    since = timezone.now() - COUNTED_FOR
    return AuditEntry.objects.filter(who=user.pk, event=Event.GLASS_MISSED, at__gte=since).count()
