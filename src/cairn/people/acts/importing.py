"""Bringing in a sheet of people: named, checked, written, each step an act."""

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.keys.acts import destroy_data_key
from cairn.guard.keys.blind import blind_token
from cairn.guard.models import DataKey, Office, Team
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.sealed.attachments import Upload, delete_attachment, store_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.people.exchange.columns import BY_NAME, guessed_mapping
from cairn.people.exchange.sheets import header_of
from cairn.people.models import Import, ImportMapping, Person
from cairn.people.models.exchange import ImportState
from cairn.people.references import free_reference
from cairn.people.waiting import overdue

SCOPE = "people.import"
NAMES = frozenset({"given_name", "family_name", "own_script_name"})


class CannotImport(CairnError):
    """A sheet cannot go on its way as asked."""


@transaction.atomic
def bring_sheet(upload: Upload, *, office: Office, team: Team | None, by: Any) -> Import:
    """Take in a sheet, sealed; guess what its columns are, or remember it from the last one like it."""
    ensure_place(by, office, team)
    key = DataKey.objects.make()
    file = store_attachment(upload, data_key=key, by=by, about=None)
    with file.open() as plain:
        token = blind_token(SCOPE, _hash_of(plain))
        plain.seek(0)
        header = header_of(plain)
    _refuse_the_same_file(token)
    remembered = ImportMapping.objects.filter(office=office, header_token=header_token(header)).first()
    sheet = Import(
        data_key=key, reference=free_reference(Import), by=by, office=office, team=team, file=file,
        file_token=token, header=header, mapping=_by_name(remembered, header) if remembered else guessed_mapping(header),
        day_first=remembered.day_first if remembered else True,
    )  # fmt: skip
    sheet.save(force_insert=True)
    record(Event.SHEET_BROUGHT, sheet, by=by)
    return sheet


@transaction.atomic
def check_sheet(sheet: Import, *, mapping: Mapping[str, str], day_first: bool, by: Any) -> Import:
    """Say what each column is, remember it, and let every row be tried without writing anything."""
    held = _held(sheet, by)
    _refuse_mapping(held.header, mapping)
    held.mapping, held.day_first = dict(mapping), day_first
    _move(held, ImportState.CHECKING)
    ImportMapping.objects.update_or_create(
        office=held.office,
        header_token=header_token(held.header),
        defaults={"mapping": _by_place(held), "day_first": day_first, "used_at": timezone.now()},
    )
    held.rows.filter(is_dry=True).delete()
    return _go_on(held, Event.SHEET_CHECKED, by)


@transaction.atomic
def write_sheet(sheet: Import, *, by: Any) -> Import:
    """Write every row that passed the dry run into the register, in the background."""
    held = _held(sheet, by)
    _move(held, ImportState.RUNNING)
    return _go_on(held, Event.SHEET_STARTED, by)


@transaction.atomic
def drop_sheet(sheet: Import, *, by: Any) -> None:
    """Forget a sheet: its file, and what was said of its rows. People who came with it stay."""
    _forget(_held(sheet, by), by)


def forget_old_sheets() -> int:
    """Forget sheets that nobody wrote in three days: they hold people whom the mission did not take in."""
    return sum(_forget_unwritten(number) for number in list(overdue().values_list("pk", flat=True)))


@transaction.atomic
def _forget_unwritten(number: Any) -> int:
    held = Import.objects.select_for_update().exclude(state=ImportState.RUNNING).filter(pk=number).first()
    if held is not None:
        _forget(held, None)
    return int(held is not None)


def _forget(held: Import, by: Any) -> None:
    record(Event.SHEET_DROPPED, held, by=by)
    if held.file:
        delete_attachment(held.file, by=by, about=None)
        held.file = None
        held.save(update_fields=["file"])
    held.rows.filter(person=None).delete()
    if not held.rows.exists():
        held.delete()
        destroy_data_key(held.data_key, by=by)


def ensure_place(by: Any, office: Office, team: Team | None) -> None:
    """By the office alone: whoever brings people in answers for each of them, wherever that is."""
    ensure(by, Can.PERSON_IMPORT)
    ensure(by, Can.PERSON_IMPORT, Person(office=office, team=team))


def header_token(header: list[str]) -> str:
    return blind_token(f"{SCOPE}.header", "\n".join(header))


def _by_place(sheet: Import) -> dict[str, str]:
    """What is remembered lies open, so it holds no name of a column: in a sheet without a header that is a person's."""
    return {str(place): sheet.mapping.get(name, "") for place, name in enumerate(sheet.header)}


def _by_name(remembered: ImportMapping, header: list[str]) -> dict[str, str]:
    return {name: remembered.mapping.get(str(place), "") for place, name in enumerate(header)}


def _held(sheet: Import, by: Any) -> Import:
    held = Import.objects.visible_to(by).select_for_update().get(pk=sheet.pk)
    ensure_place(by, held.office, held.team)
    return held


def _move(sheet: Import, state: ImportState) -> None:
    if state not in Import.MOVES[sheet.state]:
        raise CannotImport(
            _("This sheet is %(state)s.") % {"state": ImportState(sheet.state).label},
            _("Open it again to see what can be done with it now."),
        )
    sheet.state, sheet.failed = state, ""


def _go_on(sheet: Import, event: Event, by: Any) -> Import:
    sheet.position = 1
    sheet.save()
    record(event, sheet, by=by)
    transaction.on_commit(partial(_later, str(sheet.pk)))
    return sheet


def _later(sheet_id: str) -> None:
    from cairn.people.tasks import go_on_with_sheet

    go_on_with_sheet.enqueue(sheet_id)


def _refuse_the_same_file(token: str) -> None:
    earlier = Import.objects.filter(file_token=token, state=ImportState.DONE).first()
    if earlier:
        raise CannotImport(
            _("This very file was imported before, as %(reference)s.") % {"reference": earlier.reference},
            _("There is nothing to do: importing it again would add nobody."),
        )


def _refuse_mapping(header: list[str], mapping: Mapping[str, str]) -> None:
    chosen = [name for name in mapping.values() if name]
    if not set(mapping) <= set(header) or not set(chosen) <= BY_NAME.keys():
        raise ValidationError(_("Choose each column from the list."))
    if len(set(chosen)) < len(chosen):
        raise ValidationError(_("Two columns cannot be the same thing: choose another for one of them."))
    if not NAMES & set(chosen):
        raise ValidationError(_("Say which column holds a name: without one nobody can be registered."))


def _hash_of(plain: Any) -> str:
    digest = sha256()
    while block := plain.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
