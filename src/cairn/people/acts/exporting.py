"""Taking a list of people along: ordered with a reason, made in the background, taken, and gone when it expires."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.keys.acts import destroy_data_key
from cairn.guard.models import DataKey, TraceExport
from cairn.guard.rights import Can
from cairn.guard.scope import ensure, scopes_of
from cairn.guard.sealed.attachments import delete_attachment
from cairn.guard.sealed.protected import seal_anew
from cairn.guard.trace.acts import record
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.people.models import Export, Person
from cairn.people.models.exchange import ExportState
from cairn.people.references import free_reference

FORMATS = (Format.CSV, Format.XLSX)
LONGEST = dt.timedelta(days=14)
SHORTEST_REASON = 20
FILTERS = frozenset({"office", "team", "registered_from", "registered_to"})


class CannotTake(CairnError):
    """A list is not there to be taken."""


@transaction.atomic
def order_list(
    *,
    columns: Iterable[str],
    format: Format,
    reason: str,
    by: Any,
    expires_at: dt.datetime,
    only: Mapping[str, Any] | None = None,
) -> Export:
    """Ask for a list of the people in one's scope; what a colleague may not see stays empty in it."""
    ensure(by, Can.PERSON_EXPORT)
    wanted, now = list(columns), timezone.now()
    if format not in FORMATS or not wanted or not set(wanted) <= columns_for(by):
        raise ValidationError(_("Choose a format and at least one column from the list."))
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Say in a sentence what the list is for: at least 20 letters.")})
    if not now < expires_at <= now + LONGEST:
        raise ValidationError({"expires_at": _("A list expires within 14 days.")})
    if not set(only or {}) <= FILTERS:
        raise ValueError("A list is narrowed by office, team and days of registration only.")
    export = Export(
        data_key=DataKey.objects.make(), reference=free_reference(Export), by=by, format=format, columns=wanted,
        only={name: value for name, value in (only or {}).items() if value}, reason=reason.strip(),
        expires_at=expires_at,
    )  # fmt: skip
    export.save(force_insert=True)
    record(Event.LIST_ORDERED, export, by=by, data={"format": format, "columns": wanted, **export.only})
    transaction.on_commit(partial(_make_later, str(export.pk)))
    return export


@transaction.atomic
def take_list(export: Export, *, by: Any) -> Export:
    """The colleague who ordered it takes it along, as often as it stands."""
    held = Export.objects.visible_to(by).select_for_update().get(pk=export.pk)
    ensure(by, Can.PERSON_EXPORT)
    if held.state != ExportState.READY or held.expires_at <= timezone.now() or held.file is None:
        raise CannotTake(_("This list is not there any more."), _("Order a new one, with its reason."))
    record(Event.LIST_TAKEN, held, by=by, data={"rows": held.rows_total, "digest": held.digest})
    return held


def hold_lists() -> None:
    """Hold every list that stands, before the trace is held: whoever takes one along waits in this order too."""
    standing = Export.objects.exclude(state=ExportState.EXPIRED).order_by("pk").select_for_update()
    list(standing.values_list("pk", flat=True))


def expire_lists(*, also_fresh: bool = False) -> int:
    """Destroy lists whose time has come, key and file; with `also_fresh` all, as when somebody in them is erased.

    What a list was for outlasts it under a key of its own, so that it can be asked about; not after an erasure.
    """
    standing = Export.objects.exclude(state=ExportState.EXPIRED)
    due = standing if also_fresh else standing.filter(expires_at__lte=timezone.now())
    numbers = list(due.values_list("pk", flat=True))
    return sum(_expire(number, keeps_reason=not also_fresh) for number in numbers)


@transaction.atomic
def forget_reasons(names: Callable[[str], bool]) -> None:
    """Of lists that are gone, and of extracts of the trace, those reasons that name somebody who is being erased."""
    for rows in (Export.objects.filter(state=ExportState.EXPIRED), TraceExport.objects.all()):
        for left in rows.filter(data_key__destroyed_at=None).with_keys():
            if names(left.reason):
                destroy_data_key(left.data_key, by=None)


def columns_for(by: Any) -> set[str]:
    """The columns that a colleague may ask for: those that a role of theirs with the right to export sees."""
    from cairn.people.exchange.exporting import WRITABLE

    seen = {
        name
        for scope in scopes_of(by)
        if Can.PERSON_EXPORT in scope.can
        for name in Person.SEEN_BY.get(scope.role, ())
    }
    return seen & set(WRITABLE)


@transaction.atomic
def _expire(number: Any, *, keeps_reason: bool) -> int:
    held = Export.objects.select_for_update().exclude(state=ExportState.EXPIRED).filter(pk=number).first()
    if held is None:
        return 0
    if held.file:
        delete_attachment(held.file, by=None, about=None)
    gone = held.data_key
    if keeps_reason:
        seal_anew(held, DataKey.objects.make())
    held.state, held.file = ExportState.EXPIRED, None
    held.save()
    record(Event.LIST_EXPIRED, held, by=None)
    destroy_data_key(gone, by=None)
    return 1


def _make_later(export_id: str) -> None:
    from cairn.people.tasks import make_list

    make_list.enqueue(export_id)
