"""How often somebody failed at the door lately, as the trace has it: the same for every process, and after a restart."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cairn.guard.trace.events import Event
from cairn.guard.trace.models import AuditEntry

# Six tries of a million codes, and a quarter of an hour between: nobody guesses one in their lifetime.
MOST_CODES = 6
WAIT = dt.timedelta(minutes=15)
COUNTED_FOR = dt.timedelta(hours=1)


def wrong_codes_of(user: Any) -> int:
    since = timezone.now() - WAIT
    return AuditEntry.objects.filter(who=user.pk, event=Event.SECOND_FACTOR_FAILED, at__gte=since).count()


def refusals_of(user: Any) -> int:
    refused = AuditEntry.objects.filter(
        subject_model=user._meta.label_lower, subject_id=str(user.pk), event=Event.SIGN_IN_REFUSED
    )
    return refused.filter(at__gte=timezone.now() - COUNTED_FOR).count()
