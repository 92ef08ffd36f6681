"""Questions to the trace: who looked at this row, what did this colleague do, who searched this word."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Model, Q, QuerySet

from cairn.guard.trace.events import Event
from cairn.guard.trace.models import AuditEntry, Detail
from cairn.guard.trace.tokens import trace_tokens

# Only these entries hold tokens, and an index finds them: whoever asks for a word reads no others. Asking the trace
# who searched a word is a search for it too.
SEARCHES = (*(event for event in Event if event.endswith(":searched")), Event.TRACE_READ)
NAMING = ("person", "to")
FEW = 2000


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


def entries_where(
    found: QuerySet[AuditEntry],
    *,
    who: int | None = None,
    event: str = "",
    role: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Of some entries those by somebody, of a kind, in a role, within a time; each asked of an index before all of them."""
    asked: dict[str, Any] = {"who": who, "event": event, "role__in": roles_naming(role) if role else None}
    asked = {name: value for name, value in asked.items() if value is not None and value != ""}
    found = _within(found.filter(**asked), since, until)
    for name, value in asked.items():
        few = (
            AuditEntry.objects.filter(**{name: value})
            .order_by()
            .values_list("sequence", flat=True)[: FEW + 1]
        )
        if len(numbers := list(few)) <= FEW:
            # What is rare is found first, whatever else is asked: the database would guess that all are alike.
            return found.filter(sequence__in=numbers)
    if len(asked.get("role__in", ())) > 1:
        found.ways = tuple(Q(role=each) for each in asked["role__in"])  # type: ignore[attr-defined]
    return found


def roles_naming(role: str) -> list[str]:
    """As a colleague may hold several roles, those combinations in which this one is: a step for each, not each entry."""
    held: list[str] = []
    while following := AuditEntry.objects.filter(role__gt=held[-1] if held else "").order_by("role").first():
        held.append(following.role)
    return [each for each in held if role in each]


def _within(
    found: QuerySet[AuditEntry], since: datetime | None, until: datetime | None
) -> QuerySet[AuditEntry]:
    """A time as the numbers within which it lies, for entries are read by number; clocks that were set may overlap."""
    times = {"at__gte": since, "at__lt": until}
    times = {name: moment for name, moment in times.items() if moment}
    if not times:
        return found
    numbers = AuditEntry.objects.filter(**times).aggregate(first=Min("sequence"), last=Max("sequence"))
    if numbers["first"] is None:
        return found.none()
    return found.filter(sequence__range=(numbers["first"], numbers["last"]), **times)


def searches_for(word: str) -> QuerySet[AuditEntry]:
    """Every search in which these words stood, asked by whoever knows them; none where there is no word."""
    found = AuditEntry.objects.filter(event__in=SEARCHES)
    tokens = trace_tokens(word)
    for token in tokens:
        found = found.filter(data__contains=token)
    return found.order_by("-sequence") if tokens else found.none()
