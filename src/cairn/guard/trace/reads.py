"""Questions to the trace: who looked at this row, what did this colleague do."""

from datetime import datetime

from django.db.models import Model, QuerySet

from cairn.guard.trace.models import AuditEntry
from cairn.guard.trace.tokens import trace_tokens


def entries_about(subject: Model) -> QuerySet[AuditEntry]:
    """Everything that was done with a row or read of it, latest first."""
    label = subject._meta.label_lower
    return AuditEntry.objects.filter(subject_model=label, subject_id=str(subject.pk)).order_by("-sequence")


def entries_by(user: Model) -> QuerySet[AuditEntry]:
    """Everything that a colleague did or read, latest first."""
    return AuditEntry.objects.filter(who=user.pk).order_by("-sequence")


def entries_between(start: datetime, end: datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(at__gte=start, at__lt=end).order_by("-sequence")


def searches_for(word: str) -> QuerySet[AuditEntry]:
    """Every search in which one word stood, asked by whoever knows the word."""
    token, *more = trace_tokens(word)
    found = AuditEntry.objects.filter(data__contains=token)
    for other in more:
        found = found.filter(data__contains=other)
    return found.order_by("-sequence")
