"""Erasing somebody: their key, their rows, their files and every way to them; what stays says only that it was done."""

import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.keys.acts import destroy_data_key, overwrite_freed_pages
from cairn.guard.keys.blind import blind_token
from cairn.guard.keys.derive import Purpose
from cairn.guard.keys.root import derived_key
from cairn.guard.models import Attachment, DataKey, Notice
from cairn.guard.retention import Keeps
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.sealed.attachments import delete_attachment
from cairn.guard.sealed.store import path_of
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.people.acts.exporting import expire_lists, forget_reasons, hold_lists
from cairn.people.holdings import ids_of, kinds, records_of, rows_of
from cairn.people.index import make_unfindable
from cairn.people.models import (
    Contact,
    Erasure,
    Household,
    IdentityDocument,
    Import,
    ImportRow,
    NextOfKin,
    Person,
    RegisterNumber,
)
from cairn.people.models.person import NAMES
from cairn.people.models.privacy import SHORTEST_REASON, ErasedWhy
from cairn.people.receipts import signed
from cairn.people.references import tidy_reference
from cairn.people.weighing import Weighed, weigh

SCOPE = "people.erased"


class MayNotErase(CairnError):
    """Something forbids it, or it is not what was looked at."""


@transaction.atomic
def weigh_erasure(person: Person, *, by: Any) -> Weighed:
    """The look before: what would go, whom else it touches, what forbids it."""
    ensure(by, Can.PERSON_ERASE, person)
    weighed = weigh(person)
    record(Event.PERSON_WEIGHED, person, by=by, data={"rows": weighed.rows})
    return weighed


@transaction.atomic
def erase_person(person: Person, *, by: Any, why: str, reason: str, seen: str) -> Erasure:
    """Erase somebody for good, after a look at what will go: `seen` is its fingerprint.

    The trace keeps opaque numbers, the register of erasures a signed receipt; nothing left says who it was.
    """
    ensure(by, Can.PERSON_ERASE, person)
    held = Person.objects.select_for_update().get(pk=person.pk)
    records = records_of(held)
    weighed = weigh(held)
    _refuse(weighed, seen)
    _refuse_words(reason, records)
    overwrite_freed_pages()
    # Held before the trace is, as whoever writes a sheet or takes a list does: otherwise each could wait for the other.
    sheets = _sheets_of(records)
    hold_lists()
    erasure = _enter(held, weighed, by, ErasedWhy(why), reason)
    _forget(records, sheets)
    for key in DataKey.objects.filter(pk__in=[each.data_key_id for each in records]):
        destroy_data_key(key, by=by)
    return erasure


def erasure_of(reference: str) -> Erasure | None:
    """What the mission answers somebody who still has their code: that it was erased, and when."""
    code = tidy_reference(reference)
    return Erasure.objects.filter(reference_hash=reference_hash(code)).first() if code else None


def reference_hash(reference: str) -> str:
    return blind_token(SCOPE, reference, Purpose.ERASED_REFERENCES)


def receipt_key() -> Ed25519PrivateKey:
    """The key that signs receipts; with its public half they are verified anywhere."""
    return Ed25519PrivateKey.from_private_bytes(derived_key(Purpose.RECEIPTS))


# The register of erasures -----------------------------------------------------------------------------------


def _enter(person: Person, weighed: Weighed, by: Any, why: ErasedWhy, reason: str) -> Erasure:
    """The entry and its receipt. The trace is held from here on, so that no two take one number."""
    category = person.retention_category if person.retention_category in set(Keeps) else Keeps.REGISTER
    erasure = Erasure(
        data_key=DataKey.objects.make(), role=by.role, why=why, reason=reason.strip(), category=category
    )
    erasure.reference_hash = reference_hash(person.reference)
    data = {"erasure": erasure.pk, "rows": weighed.rows}
    record(Event.PERSON_ERASED, (Person, person.pk), by=by, data=data)
    erasure.number = (Erasure.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    erasure.erased_at = timezone.now().replace(microsecond=0)
    erasure.receipt = signed("erasure", _facts(erasure, person, weighed), receipt_key())
    erasure.save(force_insert=True)
    return erasure


def _facts(erasure: Erasure, person: Person, weighed: Weighed) -> dict[str, Any]:
    keys = sorted(str(each.data_key_id) for each in records_of(person))
    return {
        "mission": load_mission().name,
        "number": erasure.number,
        "at": erasure.erased_at.isoformat(),
        "role": erasure.role,
        "why": str(erasure.why),
        "category": erasure.category,
        "counts": weighed.counts,
        "keys": [sha256(key.encode()).hexdigest() for key in keys],
    }


# Taking away ------------------------------------------------------------------------------------------------


def _forget(records: list[Person], sheets: list[Import]) -> None:
    """Everything that leads to them or speaks of them, wherever it lies."""
    ids, references = ids_of(records), [each.reference for each in records]
    telling = _telling(records)
    households = {each.household_id for each in records} - {None}
    files = [path_of(name) for name in rows_of(Attachment, records).values_list("stored_name", flat=True)]
    for each in records:
        make_unfindable(each)
    _drop_sheets(sheets)
    # A list that somebody ordered may have them in it, and cannot be opened to see.
    expire_lists(also_fresh=True)
    forget_reasons(lambda reason: bool(_words(reason) & telling))
    _delete_rows(records)
    Household.objects.filter(pk__in=households, members=None).delete()
    RegisterNumber.objects.filter(pk__in=[each.number for each in records]).delete()
    Notice.objects.filter(Q(reference__in=references) | Q(subject_id__in=ids)).delete()
    _delete_tasks({*ids, *references})
    for path in files:
        transaction.on_commit(lambda gone=path: gone.unlink(missing_ok=True))


def _delete_rows(records: list[Person]) -> None:
    """Each kind in turn; one that others still point at waits until they are gone."""
    waiting = kinds()
    while waiting:
        left = [model for model in waiting if not _deleted(model, records)]
        if len(left) == len(waiting):
            raise MayNotErase(
                _("Something that the mission must keep points at this record."),
                _("Ask whoever looks after Cairn: a model does not say what becomes of it."),
            )
        waiting = left


def _deleted(model: Any, records: list[Person]) -> bool:
    try:
        with transaction.atomic():
            rows_of(model, records).select_related(None).order_by().delete()
    except ProtectedError:
        return False
    return True


def _sheets_of(records: list[Person]) -> list[Import]:
    """Sheets that still lie here with their row in them: those that brought them, and any other that says the same."""
    tokens = ImportRow.objects.filter(person__in=records).values("token")
    naming = ImportRow.objects.filter(Q(person__in=records) | Q(token__in=tokens)).values("of")
    return list(Import.objects.select_for_update().filter(pk__in=naming, file__isnull=False))


def _drop_sheets(sheets: list[Import]) -> None:
    for sheet in sheets:
        attachment, sheet.file = sheet.file, None
        sheet.save(update_fields=["file"])
        delete_attachment(attachment, by=None, about=None)


def _delete_tasks(names: set[str]) -> None:
    """Work that waits, or was done, for a row that is gone; its arguments name the row by number."""
    from django_tasks_db.models import DBTaskResult

    about = [
        task.pk
        for task in DBTaskResult.objects.defer("return_value").iterator(500)
        if names & {str(each) for each in _leaves(task.args_kwargs)}
    ]
    DBTaskResult.objects.filter(pk__in=about).delete()


def _leaves(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        yield value
        return
    for each in value:
        yield from _leaves(each)


# Refusing ---------------------------------------------------------------------------------------------------


def _refuse(weighed: Weighed, seen: str) -> None:
    if weighed.refusals:
        raise MayNotErase(" ".join(weighed.refusals), _("Erase it when that is over."))
    if weighed.fingerprint != seen:
        raise MayNotErase(
            _("Something was added or removed since you looked at what will go."),
            _("Look again, and decide then."),
        )


def _refuse_words(reason: str, records: list[Person]) -> None:
    """The reason stays when the person is gone, so it must not say who they were."""
    words = _words(reason)
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Give the reason in a sentence: at least 20 letters.")})
    if words & _telling(records):
        raise ValidationError(
            {"reason": _("This names the person. The reason stays when they are gone: leave names out.")}
        )


def _telling(records: list[Person]) -> set[str]:
    """Words by which somebody would be known: names, numbers, and the reference."""
    said: list[Any] = [each.reference for each in records]
    for each in records:
        said += [getattr(each, name) for name in NAMES if name != "other_names"] + list(each.other_names)
    for model, name in ((Contact, "value"), (IdentityDocument, "number"), (NextOfKin, "name")):
        said += [getattr(row, name) for row in rows_of(model, records)]
    return {word for text in said for word in _words(text)}


def _words(text: str) -> set[str]:
    """Words of three letters and more, whatever stands between them."""
    plain = unicodedata.normalize("NFKC", str.__str__(text)).casefold()
    tidy = "".join(letter if letter.isalnum() else " " for letter in plain)
    return {word for word in tidy.split() if len(word) > 2}
