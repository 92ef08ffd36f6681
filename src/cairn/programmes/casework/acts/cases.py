"""Opening a case, changing its file, and handing it over."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.edits.acts import Outcome, change_row, settle_conflict
from cairn.guard.edits.models import Conflict, Settled
from cairn.guard.models import Office, Team
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.retention import months_kept
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, covers, ensure, fields_seen
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.acts.joined import refuse_joined
from cairn.people.models import Person
from cairn.people.references import free_reference
from cairn.programmes.casework.acts.parts import happened, held
from cairn.programmes.casework.codes import What, Work
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.ways import ways

PREFIX = "C-"


@transaction.atomic
def open_case(
    person: Person, kind: Work, *, by: Any, worker: Any = None, team: Team | None = None, **said: Any
) -> Case:
    """Begin one kind of work with somebody within the colleague's own scope."""
    ensure_begins_work(by, person)
    refuse_joined(person)
    way = ways()[Work(kind)]
    stage = way.stage(way.first)
    case = Case(
        person=person,
        data_key=person.data_key,
        reference=free_reference(Case, PREFIX),
        kind=kind,
        stage=stage.name,
        state=stage.state,
        office=person.office,
        team=team or person.team,
        worker=worker or by,
        review_on=_review_day(stage.review_after),
        **said,
    )
    ensure(by, Can.CASE_OPEN, case)
    _refuse_without_household(case, said)
    case.full_clean(exclude=["data_key"])
    case.save(force_insert=True)
    _keep_longer(person, way.retention)
    happened(case, What.OPENED, by=by, code=str(kind))
    record(Event.CASE_OPENED, case, by=by, data={"person": person.pk})
    return case


@transaction.atomic
def change_case(case: Case, *, based_on: int, changes: Mapping[str, Any], by: Any) -> Outcome:
    """Apply an edit of the case file to the version it was made on."""
    ensure(by, Can.CASE_EDIT, case)
    _refuse_unseen(by, case, changes)
    _refuse_without_household(case, changes)
    outcome = change_row(case, based_on=based_on, changes=changes, by=by)
    if outcome.changed_something:
        happened(outcome.row, What.PLAN_CHANGED, by=by)
        fields = [*outcome.applied, *(conflict.field for conflict in outcome.conflicts)]
        record(Event.CASE_CHANGED, case, by=by, data={"fields": fields, "person": case.person_id})
    return outcome


@transaction.atomic
def settle_case(
    conflict: Conflict, case: Case, *, based_on: int, settled: Settled, by: Any, value: Any = None
) -> Outcome:
    """Decide which of two edits of a case file stands."""
    ensure(by, Can.CASE_EDIT, case)
    _refuse_unseen(by, case, [conflict.field])
    outcome = settle_conflict(conflict, case, based_on=based_on, settled=settled, by=by, value=value)
    happened(case, What.SETTLED, by=by)
    record(Event.CONFLICT_SETTLED, case, by=by, data={"fields": [conflict.field]})
    return outcome


@transaction.atomic
def hand_over_case(
    case: Case, *, worker: Any, by: Any, office: Office | None = None, team: Team | None = None
) -> Case:
    """Let another colleague answer for a case from now on; open tasks of the one before go along."""
    ensure(by, Can.CASE_EDIT, case)
    row = held(case)
    before, row.worker = row.worker, worker
    row.office, row.team = office or row.office, team or row.team
    row.full_clean(validate_unique=False)
    row.version += 1
    row.save(update_fields=["worker", "office", "team", "version"])
    if before is not None:
        row.tasks.filter(to=before, done_at=None).update(to=worker)
    happened(row, What.HANDED_OVER, by=by)
    record(Event.CASE_HANDED_OVER, row, by=by, data={"to": worker.pk})
    tell(Kind.CASE_HANDED_OVER, to=worker, by=by.pk, reference=str(row), subject_id=str(row.pk))
    return row


@transaction.atomic
def hand_over_caseload(cases: Iterable[Case], *, worker: Any, by: Any) -> int:
    """All at once, or none: each case is checked and traced by itself."""
    return sum(1 for case in cases if hand_over_case(case, worker=worker, by=by))


def ensure_begins_work(by: Any, person: Person) -> None:
    """By a role of one's own: whoever broke the glass for an hour would keep the person as their case."""
    ensure(by, Can.PERSON_READ, person)
    if not covers(by, Can.CASE_OPEN, person):
        raise MayNot(_("What you opened by breaking the glass is worked on by those who answer for it."))


def _refuse_without_household(case: Case, said: Mapping[str, Any]) -> None:
    if said.get("of_household") and case.person.household_id is None:
        raise ValidationError(
            {"of_household": _("This person belongs to no household yet. Enter it under Family first.")}
        )


def _review_day(after: int | None) -> Any:
    return timezone.localdate() + dt.timedelta(days=after) if after else None


def _keep_longer(person: Person, category: str) -> None:
    """A record is kept as long as the longest work with the person asks for."""
    if months_kept(category) > months_kept(person.retention_category):
        person.retention_category = category
        Person.objects.filter(pk=person.pk).update(retention_category=category)


def _refuse_unseen(by: Any, case: Case, names: Any) -> None:
    if not set(names) <= fields_seen(by, case) & set(Case.FILE):
        raise MayNot
