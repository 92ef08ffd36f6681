"""The end of keeping: what is due is found and told, a person decides, and each month says what was deleted."""

import datetime as dt
from collections import Counter
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.retention import OF_PEOPLE, Keeps, months_after, months_kept
from cairn.guard.rights import Can
from cairn.guard.roles import Role
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.guard.trace.reads import entries_between
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.people.acts.erasing import receipt_key
from cairn.people.keeping import due_on, people_due, start_of
from cairn.people.models import DeletionStatement, Erasure, LegalHold, Person, RetentionReview
from cairn.people.models.privacy import SHORTEST_REASON, Fate
from cairn.people.receipts import signed

AT_ONCE = 500
LONGEST_KEPT = 24  # Months for which one decision keeps a record; then somebody decides again.
ARCHIVED_FOR = 12


def find_due(*, today: dt.date | None = None) -> int:
    """Put records whose time is over before the data protection officer; answer how many are new."""
    today, found = today or timezone.localdate(), 0
    for category in OF_PEOPLE:
        found += _find(category, today, AT_ONCE - found)
    if found:
        tell(Kind.RETENTION_DUE, role=Role.DATA_PROTECTION)
    return found


@transaction.atomic
def decide_retention(
    review: RetentionReview, *, fate: str, reason: str, by: Any, keep_until: dt.date | None = None
) -> RetentionReview:
    """Keep a record for a reason and a time, archive it, or have it erased. Erasing itself is an act of its own."""
    ensure(by, Can.RETENTION_REVIEW, review)
    held = RetentionReview.objects.select_for_update().get(pk=review.pk)
    if held.fate != Fate.OPEN:
        raise CairnError(_("This was decided already."), _("Open the record to see what was decided."))
    refuse_decision(fate, reason, keep_until)
    held.fate, held.reason = fate, reason.strip()
    held.keep_until = months_after(timezone.localdate(), ARCHIVED_FOR) if fate == Fate.ARCHIVE else keep_until
    held.decided_by, held.decided_at = by, timezone.now()
    held.version += 1
    held.full_clean(exclude=["data_key", "person", "decided_by"])
    held.save()
    if fate == Fate.ARCHIVE:
        Person.objects.filter(pk=held.person_id).update(is_archived=True)
    record(Event.RETENTION_DECIDED, held, by=by, data={"person": held.person_id, "fate": Fate(fate)})
    return held


def refuse_decision(fate: str, reason: str, keep_until: dt.date | None) -> None:
    """Each decision has its reason, and what is kept a day within two years; names of the dead are decided about alike."""
    if fate not in (Fate.KEEP, Fate.ARCHIVE, Fate.ERASE):
        raise ValidationError({"fate": _("Choose what becomes of the record.")})
    _refuse_no_words(reason)
    last = months_after(timezone.localdate(), LONGEST_KEPT)
    if fate == Fate.KEEP and not (keep_until and timezone.localdate() < keep_until <= last):
        raise ValidationError({"keep_until": _("Choose a day within the next two years.")})


def keep_at_least(person: Person, category: Keeps) -> Person:
    """What a programme's act calls when it begins to work with somebody: the longer of two periods counts."""
    if months_kept(category) > months_kept(person.retention_category):
        held = Person.objects.select_for_update().get(pk=person.pk)
        held.retention_category, held.version = str(category), held.version + 1
        held.save(update_fields=["retention_category", "version"])
        person.retention_category, person.version = held.retention_category, held.version
    return person


@transaction.atomic
def place_hold(person: Person, *, by: Any, reason: str, review_on: dt.date) -> LegalHold:
    """Keep a record from being erased: a court, a claim or an inquiry needs it."""
    ensure(by, Can.RETENTION_REVIEW, person)
    _refuse_no_words(reason)
    if not timezone.localdate() < review_on <= months_after(timezone.localdate(), LONGEST_KEPT):
        raise ValidationError(
            {"review_on": _("Choose a day within the next two years, to look at it again.")}
        )
    hold = LegalHold(
        person=person, data_key=person.data_key, reason=reason.strip(), placed_by=by, review_on=review_on
    )
    hold.full_clean(exclude=["data_key", "person", "placed_by"])
    hold.save(force_insert=True)
    record(Event.HOLD_PLACED, hold, by=by, data={"person": person.pk})
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, by: Any) -> LegalHold:
    """Nobody needs the record any more; it may be erased."""
    ensure(by, Can.RETENTION_REVIEW, hold)
    held = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if not held.is_in_force:
        raise CairnError(_("This hold was lifted already."), _("Open the record again."))
    held.lifted_at, held.lifted_by, held.version = timezone.now(), by, held.version + 1
    held.save(update_fields=["lifted_at", "lifted_by", "version"])
    record(Event.HOLD_LIFTED, held, by=by, data={"person": held.person_id})
    return held


def state_months_over(*, today: dt.date | None = None) -> list[DeletionStatement]:
    """The statements of all months that are over and have none, from where the last one ended; each is made once."""
    last = months_after(today or timezone.localdate(), -1).replace(day=1)
    latest = DeletionStatement.objects.first()
    month = months_after(dt.date.fromisoformat(f"{latest.pk}-01"), 1) if latest else last
    made = []
    while month <= last:
        made.append(state_deletions(f"{month:%Y-%m}"))
        month = months_after(month, 1)
    return made


@transaction.atomic
def state_deletions(month: str) -> DeletionStatement:
    """What was erased in a month, by category and by ground, signed. A month that is not over has no statement.

    Names of the dead and missing are no people of the register: how many went is counted by the trace.
    """
    standing = DeletionStatement.objects.filter(pk=month).first()
    if standing:
        return standing
    first = dt.date.fromisoformat(f"{month}-01")
    start, end = start_of(first), start_of(months_after(first, 1))
    if end > timezone.now():
        raise CairnError(
            _("This month is not over yet."), _("Its statement is made on the first day of the next.")
        )
    erased = list(Erasure.objects.filter(erased_at__gte=start, erased_at__lt=end).order_by("number"))
    names = entries_between(start, end).filter(event=Event.VICTIM_REMOVED).count()
    facts = {"mission": load_mission().name, "month": month, **_counted(erased), "names": names}
    statement = signed("deletions", facts, receipt_key())
    made = DeletionStatement.objects.create(month=month, statement=statement)
    record(Event.DELETIONS_STATED, DeletionStatement, by=None, data={"rows": len(erased)})
    return made


def _counted(erased: list[Erasure]) -> dict[str, Any]:
    rows: Counter[str] = Counter()
    for each in erased:
        rows.update(each.receipt.get("counts", {}))
    return {
        "people": len(erased),
        "by_category": dict(sorted(Counter(each.category for each in erased).items())),
        "by_ground": dict(sorted(Counter(str(each.why) for each in erased).items())),
        "rows": dict(sorted(rows.items())),
        "numbers": [each.number for each in erased],
    }


@transaction.atomic
def _find(category: str, today: dt.date, most: int) -> int:
    people = list(islice(people_due(category, today), most))
    for person in people:
        review = RetentionReview(
            person=person, data_key=person.data_key, category=category, due_on=due_on(person)
        )
        review.save(force_insert=True)
    if people:
        record(Event.RETENTION_FOUND, RetentionReview, by=None, data={"rows": len(people)})
    return len(people)


def _refuse_no_words(reason: str) -> None:
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Give the reason in a sentence: at least 20 letters.")})
