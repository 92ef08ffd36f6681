"""Notes and forms."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.edits.acts import Outcome, change_row, settle_conflict
from cairn.guard.edits.models import Conflict, Settled
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, OutsideScope, ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts.applying import follow_application
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, happened, held
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.forms.declaration import is_empty
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case, CaseRecord, Note
from cairn.programmes.casework.ways import way_of

ANSWERS = "answers"


@transaction.atomic
def keep_draft(case: Case, text: str, *, by: Any) -> Note:
    """Seal what is being written, every few seconds; there is one draft of a colleague in a case."""
    ensure(by, Can.CASE_EDIT, case)
    note, _is_new = Note.objects.get_or_create(
        case=case, made_by=by, is_draft=True, defaults={"data_key": case.data_key, "text": text}
    )
    if note.text != text:
        note.text, note.version = text, note.version + 1
        note.full_clean(exclude=["data_key", "case"], validate_unique=False, validate_constraints=False)
        note.save(update_fields=["text", "version"])
    return note


@transaction.atomic
def finish_note(case: Case, text: str, *, by: Any) -> Note:
    """Put a note into the case; from then on it stands, and a later one corrects it."""
    ensure(by, Can.CASE_EDIT, case)
    if not text.strip():
        raise ValidationError({"text": _("There is nothing written yet.")})
    note = keep_draft(case, text, by=by)
    note.is_draft, note.written_at = False, timezone.now()
    note.save(update_fields=["is_draft", "written_at"])
    happened(case, What.NOTE_WRITTEN, by=by, about=note)
    record(Event.CASE_PART_ADDED, note, by=by, data={"case": case.pk})
    return note


@transaction.atomic
def drop_draft(case: Case, *, by: Any) -> None:
    ensure(by, Can.CASE_EDIT, case)
    Note.objects.filter(case=case, made_by=by, is_draft=True).delete()


@transaction.atomic
def begin_record(case: Case, name: str, *, by: Any, answers: Mapping[str, Any] | None = None) -> CaseRecord:
    """Fill in a form that is open at this stage of the case."""
    ensure_works_on(case, by=by)
    if name not in way_of(case).stage(case.stage).forms:
        raise NotInThisCase(_("This form is not for the stage at which the case is."))
    declared = form(name)
    said = {key: value for key, value in (answers or {}).items() if not is_empty(value)}
    _refuse_wrong(declared.troubles(said, finishing=False))
    row = CaseRecord(case=case, form=declared.code, form_version=declared.version, answers=said)
    add(row, What.RECORD_MADE, by=by, code=declared.code)
    follow_application(row, by=by)
    return row


@transaction.atomic
def change_record(row: CaseRecord, *, based_on: int, answers: Mapping[str, Any], by: Any) -> Outcome:
    """Change answers on the version that the colleague saw; each answer is a field of its own to conflicts."""
    ensure(by, Can.CASE_EDIT, row)
    if row.is_finished:
        raise NotInThisCase(_("This form is finished. Reopen it to change an answer."))
    declared = form(row.form, row.form_version)
    said = {key: None if is_empty(value) else value for key, value in answers.items()}
    _refuse_wrong(declared.troubles({k: v for k, v in said.items() if v is not None}, finishing=False))
    changes = {f"{ANSWERS}.{name}": value for name, value in said.items()}
    outcome = change_row(row, based_on=based_on, changes=changes, by=by)
    if outcome.changed_something:
        happened(row.case, What.RECORD_CHANGED, by=by, code=row.form, about=row)
        record(Event.CASE_PART_CHANGED, row, by=by, data={"case": row.case_id})
        follow_application(outcome.row, by=by)
    return outcome


@transaction.atomic
def settle_record(
    conflict: Conflict, row: CaseRecord, *, based_on: int, settled: Settled, by: Any, value: Any = None
) -> Outcome:
    ensure(by, Can.CASE_EDIT, row)
    if not conflict.field.startswith(f"{ANSWERS}."):
        raise MayNot
    outcome = settle_conflict(conflict, row, based_on=based_on, settled=settled, by=by, value=value)
    happened(row.case, What.SETTLED, by=by, about=row)
    record(Event.CONFLICT_SETTLED, row, by=by, data={"fields": [ANSWERS]})
    follow_application(outcome.row, by=by)
    return outcome


@transaction.atomic
def finish_record(row: CaseRecord, *, by: Any) -> CaseRecord:
    """Say that a form is complete; what it requires has to be there."""
    ensure(by, Can.CASE_EDIT, row)
    kept = held(row)
    _refuse_wrong(form(kept.form, kept.form_version).troubles(kept.answers, finishing=True))
    return _say_finished(kept, True, by=by)


@transaction.atomic
def reopen_record(row: CaseRecord, *, by: Any) -> CaseRecord:
    ensure_works_on(row.case, by=by)
    return _say_finished(held(row), False, by=by)


def _say_finished(row: CaseRecord, is_finished: bool, *, by: Any) -> CaseRecord:
    if row.is_finished == is_finished:
        return row
    row.is_finished, row.version = is_finished, row.version + 1
    row.save(update_fields=["is_finished", "version"])
    happened(row.case, What.RECORD_CHANGED, by=by, code=row.form, about=row)
    record(Event.CASE_PART_CHANGED, row, by=by, data={"case": row.case_id})
    return row


def _refuse_wrong(troubles: Mapping[str, str]) -> None:
    if troubles:
        raise ValidationError({name: [why] for name, why in troubles.items()})


def ensure_own_draft(note: Note, by: Any) -> None:
    """A draft is seen by its writer alone, whatever the reach of others."""
    if note.is_draft and note.made_by_id != by.pk:
        raise OutsideScope
