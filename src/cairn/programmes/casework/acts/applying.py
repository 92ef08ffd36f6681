"""Following an application for a legal route: its documents one by one, and its deadlines as tasks with a day."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.evidence.words import in_language
from cairn.guard.edits.acts import Outcome, change_row, settle_conflict
from cairn.guard.edits.models import Conflict, Settled
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure, fields_seen
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.pathways import routes
from cairn.programmes.casework.acts.doing import finish_task, set_task
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, happened
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.models import ApplicationPaper, CaseRecord, PaperState, Task
from cairn.programmes.casework.routes import APPLICATION, DEADLINES, deadline_in_words


def follow_application(row: CaseRecord, *, by: Any) -> None:
    """Keep documents and deadlines in step with what the form says; other forms have none."""
    if row.form == APPLICATION and row.case.is_open:
        _list_papers(row, by=by)
        _keep_deadlines(row, by=by)


@transaction.atomic
def add_paper(application: CaseRecord, name: str, *, by: Any) -> ApplicationPaper:
    """List a document that the route's own list does not have."""
    ensure_works_on(application.case, by=by)
    if application.form != APPLICATION:
        raise NotInThisCase(_("Documents are listed for an application."))
    paper = ApplicationPaper(case=application.case, application=application, name=name)
    return add(paper, What.PAPER_LISTED, by=by)


@transaction.atomic
def check_paper(paper: ApplicationPaper, state: str, *, based_on: int, by: Any, note: str = "") -> Outcome:
    """Say whether a document is there, on the version that the colleague saw; who looked at it stands beside it."""
    ensure_works_on(paper.case, by=by)
    if state not in PaperState.values:
        raise ValidationError({"state": [_("Choose one of the answers.")]})
    outcome = change_row(paper, based_on=based_on, changes={"state": state, "note": note}, by=by)
    if not outcome.conflicts:
        _say_checked(outcome.row, by=by)
    record(Event.CASE_PART_CHANGED, outcome.row, by=by, data={"case": paper.case_id})
    return outcome


@transaction.atomic
def settle_paper(
    conflict: Conflict,
    paper: ApplicationPaper,
    *,
    based_on: int,
    settled: Settled,
    by: Any,
    value: Any = None,
) -> Outcome:
    """Decide which of two checks of a document stands."""
    ensure(by, Can.CASE_EDIT, paper)
    if conflict.field not in fields_seen(by, paper) & set(ApplicationPaper.EDITED):
        raise MayNot
    outcome = settle_conflict(conflict, paper, based_on=based_on, settled=settled, by=by, value=value)
    _say_checked(outcome.row, by=by)
    happened(paper.case, What.SETTLED, by=by, about=paper)
    record(Event.CONFLICT_SETTLED, paper, by=by, data={"fields": [conflict.field]})
    return outcome


def _say_checked(row: ApplicationPaper, *, by: Any) -> None:
    row.checked_at, row.checked_by = timezone.now(), by
    row.save(update_fields=["checked_at", "checked_by"])
    happened(row.case, What.PAPER_CHECKED, by=by, code=row.state, about=row)


def _list_papers(row: CaseRecord, *, by: Any) -> None:
    """The documents of the chosen route. What is listed stays: it was checked, whatever route is chosen afterwards."""
    route = routes().get(row.answers.get("route") or "")
    known = set(row.papers.values_list("code", flat=True))
    for paper in route.papers if route else ():
        if paper.code not in known:
            named = in_language(paper.names)
            listed = ApplicationPaper(case=row.case, application=row, code=paper.code, name=named)
            add(listed, What.PAPER_LISTED, by=by)


def _keep_deadlines(row: CaseRecord, *, by: Any) -> None:
    for name, day in _days(row):
        clock = f"{name}:{row.pk.hex}"
        standing = row.case.tasks.filter(clock=clock, done_at=None).first()
        if standing is None and day:
            to = row.case.worker or by
            set_task(row.case, deadline_in_words(clock), due_on=day, by=by, to=to, clock=clock)
        elif standing and day is None:
            finish_task(standing, by=by)
        elif standing and standing.due_on != day:
            _move_to(standing, day, by=by)


def _days(row: CaseRecord) -> Iterator[tuple[str, dt.date | None]]:
    """Each deadline with its day; none where it is over, or not known."""
    said = row.answers
    is_open = {
        "apply": not said.get("sent_on"),
        "appeal": said.get("outcome") == "refused" and said.get("appealed") is None,
    }
    days = {"apply": said.get("deadline"), "appeal": said.get("appeal_until")}
    for name in DEADLINES:
        day = days[name] if is_open[name] else None
        yield name, dt.date.fromisoformat(day) if day else None


def _move_to(task: Task, day: dt.date | None, *, by: Any) -> None:
    """Another day for the same deadline; whoever was told of the old one is told again."""
    task.due_on, task.told_on = day, None
    task.save(update_fields=["due_on", "told_on"])
    happened(task.case, What.TASK_SET, by=by, code=task.clock, about=task)
    record(Event.CASE_PART_CHANGED, task, by=by, data={"case": task.case_id})
