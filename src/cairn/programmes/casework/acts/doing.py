"""Tasks, services, attempts to reach somebody, files."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.sealed.attachments import Upload, delete_attachment, store_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, happened, held
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.models import Attempt, Case, CaseFile, Service, Task

# A form of a national mechanism takes a hundred files.
MOST_FILES = 100


@transaction.atomic
def set_task(
    case: Case, what: str, *, due_on: dt.date, by: Any, to: Any = None, waits_for: str = "", clock: str = ""
) -> Task:
    """Write down what is to be done by a day."""
    ensure_works_on(case, by=by)
    task = Task(case=case, what=what, due_on=due_on, to=to or by, waits_for=waits_for, clock=clock)
    return add(task, What.TASK_SET, by=by, code=clock)


@transaction.atomic
def finish_task(task: Task, *, by: Any) -> Task:
    ensure(by, Can.CASE_EDIT, task)
    row = held(task)
    if row.done_at is not None:
        return row
    row.done_at, row.done_by = timezone.now(), by
    row.save(update_fields=["done_at", "done_by"])
    happened(row.case, What.TASK_DONE, by=by, code=row.clock, about=row)
    record(Event.CASE_PART_CHANGED, row, by=by, data={"case": row.case_id})
    return row


@transaction.atomic
def give_service(
    case: Case, kind: str, *, given_on: dt.date, by: Any, given_by: str = "", note: str = ""
) -> Service:
    """Write down what the person was given."""
    ensure_works_on(case, by=by)
    service = Service(case=case, kind=kind, given_on=given_on, given_by=given_by, note=note)
    return add(service, What.SERVICE_GIVEN, by=by, code=kind)


@transaction.atomic
def try_to_reach(
    case: Case, *, channel: str, reached: str, by: Any, tried_at: dt.datetime | None = None, note: str = ""
) -> Attempt:
    ensure_works_on(case, by=by)
    attempt = Attempt(
        case=case, channel=channel, reached=reached, tried_at=tried_at or timezone.now(), note=note
    )
    return add(attempt, What.CONTACT_TRIED, by=by, code=reached)


@transaction.atomic
def attach_file(case: Case, upload: Upload, *, title: str, by: Any) -> CaseFile:
    """Keep a file of a case, sealed with the person's key."""
    ensure_works_on(case, by=by)
    if case.casefiles.count() >= MOST_FILES:
        raise NotInThisCase(_("A case holds at most %(most)s files.") % {"most": MOST_FILES})
    attachment = store_attachment(upload, data_key=case.data_key, by=by, about=case.person_id)
    return add(CaseFile(case=case, attachment=attachment, title=title), What.FILE_ADDED, by=by)


@transaction.atomic
def remove_file(file: CaseFile, *, by: Any) -> None:
    ensure(by, Can.CASE_EDIT, file)
    attachment = file.attachment
    happened(file.case, What.FILE_REMOVED, by=by)
    record(Event.CASE_PART_REMOVED, file, by=by, data={"case": file.case_id})
    file.delete()
    delete_attachment(attachment, by=by, about=file.case.person_id)
