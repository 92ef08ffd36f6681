"""Questions to the trace: who looked at this row, what did this colleague do, who searched this word."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from cairn.guard.trace.events import Event
from cairn.guard.trace.models import AuditEntry, Detail
from cairn.guard.trace.tokens import trace_tokens

# Only these entries hold tokens, and an index finds them: whoever asks for a word reads no others. Asking the trace
# who searched a word is a search for it too.
SEARCHES = (*(event for event in Event if event.endswith(":searched")), Event.TRACE_READ)
NAMING = ("person", "to")


def entries_about(subject: Model) -> QuerySet[AuditEntry]:
    """Everything that was done with a row or read of it, latest first."""
    label = subject._meta.label_lower
    return AuditEntry.objects.filter(subject_model=label, subject_id=str(subject.pk)).order_by("-sequence")


def entries_naming(model_label: str, identity: Any) -> QuerySet[AuditEntry]:
    """The same, together with what was done with its parts: their entries name the row they hang on.

    Lists and searches are not among them: an entry says how many rows were shown, and not which. Each way has an
    index of its own, and the database joins what they find.
    """
    own = AuditEntry.objects.filter(subject_model=model_label, subject_id=str(identity))
    found = own.order_by().values("sequence")
    for detail in NAMING:
        named = AuditEntry.objects.alias(named=Detail("data", detail=detail)).filter(named=str(identity))
        found = found.union(named.order_by().values("sequence"), all=True)
    return AuditEntry.objects.filter(sequence__in=found).order_by("-sequence")


def entries_about_person(person: Model) -> QuerySet[AuditEntry]:
    """Who looked at somebody, and at their papers, files and relations; for the page of that person."""
    return entries_naming(person._meta.label_lower, person.pk)


def entries_by(user: Model) -> QuerySet[AuditEntry]:
    """Everything that a colleague did or read, latest first."""
    return AuditEntry.objects.filter(who=user.pk).order_by("-sequence")


def entries_between(start: datetime, end: datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(at__gte=start, at__lt=end).order_by("-sequence")


def searches_for(word: str) -> QuerySet[AuditEntry]:
    """Every search in which these words stood, asked by whoever knows them; none where there is no word."""
    found = AuditEntry.objects.filter(event__in=SEARCHES)
    tokens = trace_tokens(word)
    for token in tokens:
        found = found.filter(data__contains=token)
    return found.order_by("-sequence") if tokens else found.none()
