"""Questions to casework. Each begins with who asks."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cairn.guard.edits.models import Conflict
from cairn.guard.edits.reads import open_conflicts
from cairn.guard.reads import colleagues_in
from cairn.guard.rights import Can
from cairn.guard.roles import Role
from cairn.guard.scope import fields_seen, may
from cairn.people.holdings import records_of
from cairn.people.models import Person
from cairn.programmes.casework.codes import OPEN_STATES, Decision, PaymentState
from cairn.programmes.casework.models import (
    ApplicationPaper,
    Approval,
    Case,
    CaseRecord,
    Leg,
    Note,
    PartnerReferral,
    Payment,
    Task,
)
from cairn.programmes.casework.sharing.states import WAITING

EDITED = {
    model._meta.label_lower: model for model in (ApplicationPaper, Case, CaseRecord, Leg, PartnerReferral)
}
MOST_WAITING = 200


def cases_of(user: Any) -> Any:
    """The cases that a colleague may read."""
    return Case.objects.visible_to(user, Can.CASE_READ)


def caseload_of(user: Any, worker: Any) -> Any:
    """The open cases for which one colleague answers, as far as another may read them."""
    return cases_of(user).filter(worker=worker, state__in=OPEN_STATES)


def cases_about(user: Any, person: Person) -> Any:
    """Somebody's cases, those of records that were joined to theirs, and those of their household; the latest first."""
    theirs = Q(person__in=records_of(person))
    if person.household_id is not None:
        theirs |= Q(of_household=True, person__household=person.household_id)
    return cases_of(user).filter(theirs).order_by("-opened_at", "pk")


def household_of(case: Case, user: Any) -> list[Person]:
    """The others of a household with which a case works, as far as the colleague may read them."""
    if not case.of_household or case.person.household_id is None:
        return []
    members = Person.objects.filter(household=case.person.household_id).exclude(pk=case.person_id)
    return sorted(
        people_seen(user, members.values_list("pk", flat=True)).values(), key=lambda one: one.reference
    )


def parts_of(case: Case, model: Any, user: Any) -> Any:
    """Rows of one kind that hang on a case."""
    rows = model.objects.visible_to(user, Can.CASE_READ).with_keys()
    return rows.filter(case=case).select_related("data_key", "made_by")


def notes_of(case: Case, user: Any) -> Any:
    """Notes that stand in a case. A draft is its writer's alone, and is no part of the case yet."""
    return parts_of(case, Note, user).filter(is_draft=False, written_at__isnull=False)


def draft_of(case: Case, user: Any) -> Note | None:
    """What this colleague is writing in a case."""
    return parts_of(case, Note, user).filter(is_draft=True, made_by=user).first()


def people_seen(user: Any, numbers: Iterable[Any]) -> dict[Any, Person]:
    """Of a few people those whom a colleague may read; each is asked about alone, so that no office is read for it."""
    seen = Person.objects.visible_to(user, Can.PERSON_READ).filter(pk=OuterRef("pk"))
    return {row.pk: row for row in Person.objects.filter(Exists(seen), pk__in=set(numbers)).with_keys()}


def colleagues_on_cases(office_id: Any) -> Any:
    """Those of an office who can answer for a case."""
    workers = colleagues_in(Role.CASEWORKER, office_id=office_id)
    supervisors = colleagues_in(Role.CASE_SUPERVISOR, office_id=office_id)
    return (workers | supervisors).order_by("first_name", "username")


def tasks_for(user: Any, until: dt.date) -> Any:
    """What a colleague has to do by a day."""
    return open_tasks_of(user).filter(due_on__lte=until).order_by("due_on", "pk")


def open_tasks_of(user: Any) -> Any:
    """All that a colleague has to do, whenever it is due."""
    tasks = Task.objects.visible_to(user, Can.CASE_READ).filter(to=user, done_at=None)
    return tasks.select_related("case")


def follow_ups_due(user: Any, until: dt.date) -> Any:
    """Cases that ended, with a day on which their colleague wanted to hear how it goes on."""
    ended = cases_of(user).filter(worker=user, follow_up_on__lte=until).exclude(state__in=OPEN_STATES)
    return ended.order_by("follow_up_on", "pk")


def tasks_set_for_others(user: Any) -> Any:
    """What others have to do that this colleague set, or that stands in a case for which they answer now."""
    tasks = Task.objects.visible_to(user, Can.CASE_READ).filter(_is_waited_for_by(user), done_at=None)
    tasks = tasks.exclude(to=user)
    return tasks.select_related("case", "to").order_by("due_on", "pk")


def partners_waited_for(user: Any) -> Any:
    """What was asked of partners who have not finished their part, by this colleague or in a case of theirs."""
    of_theirs = Q(sent_by=user) | Q(case__worker=user)
    asked = PartnerReferral.objects.visible_to(user, Can.CASE_READ).filter(of_theirs, state__in=WAITING)
    return asked.select_related("case").order_by("sent_at", "pk")


def approvals_waiting(user: Any) -> Any:
    """Moves about which this colleague decides; what they asked for themselves is not among them."""
    waiting = Approval.objects.visible_to(user, Can.CASE_APPROVE).filter(decision=Decision.ASKED)
    return _of_others(waiting, user)


def approvals_asked(user: Any) -> Any:
    """What a colleague asked for, or somebody in a case of theirs, and nobody decided yet."""
    asked = Approval.objects.visible_to(user, Can.CASE_READ).filter(
        _is_waited_for_by(user), decision=Decision.ASKED
    )
    return asked.select_related("case").order_by("made_at", "pk")


def money_waiting(user: Any) -> Any:
    """Payments that this colleague releases, or refuses."""
    waiting = Payment.objects.visible_to(user, Can.MONEY_RELEASE).filter(state=PaymentState.ASKED)
    return _of_others(waiting, user)


def conflicts_waiting(user: Any) -> list[tuple[Conflict, Any]]:
    """Two edits of one field of a case or of a part of it, with its row: those of rows and fields that a colleague edits."""
    unsettled = Conflict.objects.filter(settled_at=None, subject_model__in=EDITED).select_related(
        "by", "theirs_by"
    )
    waiting: list[tuple[Conflict, Any]] = []
    start = 0
    while len(waiting) < MOST_WAITING and (
        some := list(unsettled.order_by("at", "pk")[start : start + MOST_WAITING])
    ):
        waiting += _editable_among(some, user)
        start += MOST_WAITING
    return waiting[:MOST_WAITING]


def _is_waited_for_by(user: Any) -> Q:
    """Whoever takes a case over waits from then on for what the one before waited for."""
    return Q(made_by=user) | Q(case__worker=user)


def _editable_among(conflicts: list[Conflict], user: Any) -> list[tuple[Conflict, Any]]:
    rows = {}
    for label, model in EDITED.items():
        asked = [each.subject_id for each in conflicts if each.subject_model == label]
        for row in model.objects.visible_to(user, Can.CASE_EDIT).filter(pk__in=asked):
            rows[label, str(row.pk)] = row
    found = [(each, rows.get((each.subject_model, each.subject_id))) for each in conflicts]
    return [(each, row) for each, row in found if row is not None and may_settle(user, each, row)]


def quarrels_about(rows: Iterable[Any], user: Any) -> list[Conflict]:
    """Two edits of one field of any of these rows, which this colleague may settle."""
    return [each for row in rows for each in open_conflicts(row) if may_settle(user, each, row)]


def may_settle(user: Any, conflict: Conflict, row: Any) -> bool:
    """Whoever edits the row and sees the field."""
    seen = conflict.field.partition(".")[0] in fields_seen(user, row)
    return seen and may(user, Can.CASE_EDIT, row)


def _of_others(rows: Any, user: Any) -> Any:
    by_others = rows.filter(~Q(made_by=user) | Q(made_by=None))
    return by_others.with_keys().select_related("data_key", "case", "made_by").order_by("made_at", "pk")
