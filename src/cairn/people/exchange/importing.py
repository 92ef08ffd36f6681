"""Going through a sheet row by row: dry, and then for good, a batch to a transaction.

What is done stands in the import itself, so a process that is killed goes on where it was; a row that was written
is known by its token and never makes a second person.
"""

import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cairn.guard.keys.blind import blind_token
from cairn.guard.models import DataKey
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.reads import language_of
from cairn.guard.sealed.attachments import delete_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.guard.turns import given_up
from cairn.mission.errors import CairnError
from cairn.people.acts.importing import SCOPE, ensure_place
from cairn.people.codes import DocumentKind
from cairn.people.exchange.columns import BY_NAME
from cairn.people.exchange.parsing import parse_birth
from cairn.people.exchange.sheets import Row, read_sheet
from cairn.people.index import index_key, record_of
from cairn.people.matching import tables
from cairn.people.matching.tokens import blinder, index_tokens
from cairn.people.models import Contact, IdentityDocument, Import, ImportRow, Person, RegisterNumber
from cairn.people.models.exchange import ImportState, RowOutcome
from cairn.people.references import free_references

BATCH = 300
A_TURN = 5.0  # Seconds of work before other tasks have their turn.


@dataclass(slots=True)
class Candidate:
    """A row as the register would have it, or why it cannot."""

    line: int
    token: str
    person: Person | None = None
    contacts: list[Contact] = field(default_factory=list)
    papers: list[IdentityDocument] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)


class Overtaken(Exception):
    """Somebody else went on with the sheet, forgot it or took its file away meanwhile; what they did stands."""


def continue_sheet(sheet: Import, *, seconds: float = A_TURN) -> bool:
    """Go on for a while; answer whether it is over."""
    until = time.monotonic() + seconds
    if sheet.file is None:
        with translation.override(language_of(sheet.by)):
            _stop(sheet, ImportState.FAILED, _destroyed())
        return True
    try:
        # The rows are closed before their file is, also when a turn is over in their midst.
        with (
            translation.override(language_of(sheet.by)),
            sheet.file.open() as plain,
            closing(read_sheet(plain)) as rows,
        ):
            next(rows, None)  # The header.
            new = (row for row in rows if row[0] > sheet.position)
            while batch := list(islice(new, BATCH)):
                _take_batch(sheet, batch)
                if time.monotonic() > until:
                    return False
    except Overtaken:
        return True
    except CairnError as error:
        _stop(sheet, ImportState.FAILED, str(error))
    else:
        over = ImportState.CHECKED if sheet.state == ImportState.CHECKING else ImportState.DONE
        _stop(sheet, over)
    return True


def give_up_sheet(sheet: Import) -> None:
    """The end of a sheet that only fails; whoever brought it is told."""
    with translation.override(language_of(sheet.by)):
        _stop(sheet, ImportState.FAILED, given_up())


@transaction.atomic
def _take_batch(sheet: Import, batch: Sequence[Row]) -> None:
    is_dry = sheet.state == ImportState.CHECKING
    if _is_overtaken(sheet):
        raise Overtaken
    ensure_place(sheet.by, sheet.office, sheet.team)
    candidates = [_candidate(sheet, line, cells) for line, cells in batch]
    known = _known(sheet, candidates, is_dry=is_dry)
    fresh: list[Candidate] = []
    outcomes: list[tuple[Candidate, RowOutcome]] = []
    for each in candidates:
        outcome = (
            RowOutcome.REFUSED
            if each.reasons
            else RowOutcome.KNOWN
            if each.token in known
            else RowOutcome.NEW
        )
        if outcome is RowOutcome.NEW:
            known.add(each.token)
            fresh.append(each)
        outcomes.append((each, outcome))
    if not is_dry:
        _register(fresh)
        record(Event.PEOPLE_IMPORTED, sheet, by=sheet.by, data={"rows": len(fresh)})
    ImportRow.objects.bulk_create(_told(sheet, each, outcome, is_dry) for each, outcome in outcomes)
    sheet.position = batch[-1][0]
    sheet.rows_total = sheet.rows.filter(is_dry=is_dry).count()
    sheet.save(update_fields=["position", "rows_total"])


def _is_overtaken(sheet: Import) -> bool:
    """Held until the transaction is over, so that no two write the same rows."""
    held = Import.objects.select_for_update().filter(pk=sheet.pk).first()
    here = (sheet.state, sheet.position, sheet.file_id)
    return held is None or (held.state, held.position, held.file_id) != here


def _destroyed() -> str:
    said = _("This sheet is not there any more: somebody who came with it was erased.")
    return f"{said} {_('Bring it again without them.')}"


def _candidate(sheet: Import, line: int, cells: list[str]) -> Candidate:
    named = {
        sheet.mapping[name]: cell
        for name, cell in zip(sheet.header, cells, strict=False)
        if cell and sheet.mapping.get(name)
    }
    token = blind_token(f"{SCOPE}.row", repr((sheet.office_id, sorted(named.items()))))
    found = Candidate(line, token)
    values = {name: _parsed(sheet, name, cell, found) for name, cell in named.items()}
    if not found.reasons:
        _build(sheet, values, found)
    return found


def _parsed(sheet: Import, name: str, cell: str, found: Candidate) -> Any:
    column = BY_NAME[name]
    try:
        if column.parse is parse_birth:
            return parse_birth(cell, day_first=sheet.day_first)
        return column.parse(cell)
    except ValidationError as error:
        found.reasons.append((name, " ".join(error.messages)))
    return None


def _build(sheet: Import, values: dict[str, Any], found: Candidate) -> None:
    of_person = {name: value for name, value in values.items() if BY_NAME[name].belongs_to == "person"}
    key = DataKey()  # Wrapped only if the person is registered.
    person = Person(office=sheet.office, team=sheet.team, worker=sheet.by, data_key=key, **of_person)
    person.number = 0
    found.person = person
    for name in ("phone", "email", "address"):
        if values.get(name):
            found.contacts.append(Contact(person=person, data_key=key, kind=name, value=values[name]))
    if values.get("document_number"):
        found.papers.append(
            IdentityDocument(
                person=person, data_key=key, kind=DocumentKind.OTHER, number=values["document_number"]
            )
        )
    _validate(person, ("data_key", "reference", "number", "office", "team", "worker"), found)
    for part in (*found.contacts, *found.papers):
        _validate(part, ("data_key", "person"), found)


def _validate(row: Any, settled: tuple[str, ...], found: Candidate) -> None:
    try:
        row.full_clean(exclude=settled, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            found.reasons.append((name, " ".join(messages)))


def _known(sheet: Import, candidates: Iterable[Candidate], *, is_dry: bool) -> set[str]:
    """Rows that made somebody before, and in a dry run those that this sheet has already told."""
    tokens = [each.token for each in candidates]
    made = ImportRow.objects.filter(token__in=tokens, person__isnull=False)
    known = set(made.values_list("token", flat=True))
    if is_dry:
        told = sheet.rows.filter(is_dry=True, token__in=tokens, outcome=RowOutcome.NEW)
        known |= set(told.values_list("token", flat=True))
    return known


def _register(fresh: list[Candidate]) -> None:
    """Many people in few queries: keys, numbers, rows and tokens."""
    if not fresh:
        return
    people = [each.person for each in fresh if each.person]
    codes = free_references(Person, len(people))
    numbers = RegisterNumber.objects.bulk_create(RegisterNumber() for _person in people)
    keys = DataKey.objects.make_many(len(people))
    for person, code, key, number in zip(people, codes, keys, numbers, strict=True):
        person.reference, person.data_key, person.number = code, key, number.pk
    for each in fresh:
        for part in (*each.contacts, *each.papers):
            part.data_key = each.person.data_key  # type: ignore[union-attr]
    Person.objects.bulk_create(people)
    Contact.objects.bulk_create([part for each in fresh for part in each.contacts])
    IdentityDocument.objects.bulk_create([part for each in fresh for part in each.papers])
    blind = blinder(index_key())
    tables.add(
        connection,
        [
            (each.person.number, index_tokens(record_of(each.person, each.contacts, each.papers), blind))  # type: ignore[union-attr,arg-type]
            for each in fresh
        ],
    )


def _told(sheet: Import, each: Candidate, outcome: RowOutcome, is_dry: bool) -> ImportRow:
    person = each.person if outcome is RowOutcome.NEW and not is_dry else None
    return ImportRow(
        data_key=sheet.data_key,
        of=sheet,
        line=each.line,
        outcome=outcome,
        is_dry=is_dry,
        token=each.token,
        person=person,
        reasons=[list(reason) for reason in each.reasons],
    )


@transaction.atomic
def _stop(sheet: Import, state: ImportState, why: str = "") -> None:
    if _is_overtaken(sheet):
        return
    sheet.state, sheet.failed, sheet.finished_at = state, why[:500], timezone.now()
    if state is ImportState.DONE and sheet.file:
        # Whoever is erased later must not live on in the sheet that brought them.
        delete_attachment(sheet.file, by=sheet.by, about=None)
        # A sheet without a header has its first person there.
        sheet.file, sheet.header, sheet.mapping = None, [], {}
    sheet.save(update_fields=["state", "failed", "finished_at", "file", "header", "mapping"])
    transaction.on_commit(
        lambda: tell(Kind.IMPORT_DONE, to=sheet.by, reference=sheet.reference, subject_id=str(sheet.pk))
    )
