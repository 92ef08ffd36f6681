"""Papers, contacts, next of kin and files of somebody."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cairn.guard.edits.acts import Outcome, change_row, settle_conflict
from cairn.guard.edits.models import Change, Conflict, Settled
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure, fields_seen
from cairn.guard.sealed.attachments import Attachment, Upload, delete_attachment, store_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.acts.joined import refuse_joined
from cairn.people.acts.same_files import refuse_file_kept_already
from cairn.people.index import make_findable
from cairn.people.models import PartOfPerson, Person, PersonFile

MOST_PARTS = 200


@transaction.atomic
def add_part(
    person: Person, model: type[PartOfPerson], /, *, by: Any, scan: Upload | None = None, **said: Any
) -> Any:
    """Add a row to a person; `model` says which. A scan is sealed with it."""
    ensure(by, Can.PERSON_EDIT, person)
    refuse_joined(person)
    part = model(person=person, data_key=person.data_key, **said)
    _refuse_unseen(by, part, said)
    if scan is not None:
        refuse_file_kept_already(person, scan, name="scan")
        part.scan = store_attachment(scan, data_key=person.data_key, by=by, about=person.pk)  # type: ignore[attr-defined]
    part.full_clean(exclude=["data_key", "person"])
    part.save(force_insert=True)
    make_findable(person)
    record(Event.PART_ADDED, part, by=by, data={"person": person.pk})
    return part


@transaction.atomic
def attach_file(person: Person, upload: Upload, *, title: str, by: Any) -> PersonFile:
    """Keep a file about somebody, sealed with their key."""
    ensure(by, Can.PERSON_EDIT, person)
    refuse_joined(person)
    refuse_file_kept_already(person, upload, name="file")
    attachment = store_attachment(upload, data_key=person.data_key, by=by, about=person.pk)
    file = PersonFile(person=person, data_key=person.data_key, attachment=attachment, title=title)
    _refuse_unseen(by, file, ["title"])
    file.full_clean(exclude=["data_key", "person"])
    file.save(force_insert=True)
    record(Event.PART_ADDED, file, by=by, data={"person": person.pk})
    return file


@transaction.atomic
def change_part(part: Any, *, based_on: int, changes: Mapping[str, Any], by: Any) -> Outcome:
    """Apply an edit of a part to the version it was made on."""
    ensure(by, Can.PERSON_EDIT, part)
    _refuse_unseen(by, part, changes)
    outcome = change_row(part, based_on=based_on, changes=changes, by=by)
    make_findable(part.person)
    if outcome.changed_something:
        fields = [*outcome.applied, *(conflict.field for conflict in outcome.conflicts)]
        record(Event.PART_CHANGED, part, by=by, data={"fields": fields, "person": part.person_id})
    return outcome


@transaction.atomic
def settle_part(
    conflict: Conflict, part: Any, *, based_on: int, settled: Settled, by: Any, value: Any = None
) -> Outcome:
    """Decide which of two edits of a part stands, on the version that was shown."""
    ensure(by, Can.PERSON_EDIT, part)
    _refuse_unseen(by, part, [conflict.field])
    outcome = settle_conflict(conflict, part, based_on=based_on, settled=settled, by=by, value=value)
    make_findable(part.person)
    record(Event.CONFLICT_SETTLED, part, by=by, data={"fields": [conflict.field], "person": part.person_id})
    return outcome


@transaction.atomic
def remove_part(part: Any, *, by: Any) -> None:
    """Take a part away with its history; what it held is gone, and the trace says that it was."""
    ensure(by, Can.PERSON_EDIT, part)
    files = [part.attachment] if isinstance(part, PersonFile) else [getattr(part, "scan", None)]
    of_this_row = {"subject_model": part._meta.label_lower, "subject_id": str(part.pk)}
    record(Event.PART_REMOVED, part, by=by, data={"person": part.person_id})
    for model in (Change, Conflict):
        model.objects.filter(**of_this_row).delete()
    part.delete()
    make_findable(part.person)
    for attachment in filter(None, files):
        delete_attachment(Attachment.objects.get(pk=attachment.pk), by=by, about=part.person_id)


def _refuse_unseen(by: Any, part: Any, names: Any) -> None:
    if not set(names) <= fields_seen(by, part):
        raise MayNot
