"""Taking a part of the trace away: the entries that a filter finds, with a typed reason, as an entry of its own."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cairn.guard.glass.models import SHORTEST_REASON
from cairn.guard.keys.models import DataKey
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.chain import FIELDS, moment
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.guard.trace.leaving import TraceExport
from cairn.guard.trace.models import AuditEntry

AT_ONCE = 5000


@transaction.atomic
def export_entries(
    entries: QuerySet[AuditEntry], *, asked: Mapping[str, Any], format: str, reason: str, by: Any
) -> tuple[TraceExport, BinaryIO]:
    """Write the entries into a file without a name, which is gone when it is closed; oldest first.

    They hold no word about anybody: numbers, codes and blind tokens leave as they stand in the chain.
    """
    ensure(by, Can.TRACE_EXPORT)
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Say in a sentence what this is for: at least 20 letters.")})
    export = TraceExport(
        data_key=DataKey.objects.make(), by=by, reason=reason.strip(), asked=dict(asked), format=format
    )
    export.full_clean(exclude=["data_key"])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is handed to the answer, which closes it.
    lines = LINES[Format(format)](entries.order_by("sequence").iterator(AT_ONCE))
    export.rows, export.digest = _write(file, lines)
    export.save(force_insert=True)
    record(
        Event.TRACE_EXPORTED,
        export,
        by=by,
        data={"format": format, "rows": export.rows, "digest": export.digest},
    )
    file.seek(0)
    return export, file


def _write(file: BinaryIO, lines: Iterable[bytes]) -> tuple[int, str]:
    """How many entries were written after the first line, and the hash of it all."""
    digest, count = sha256(), -1
    for line in lines:
        digest.update(line)
        file.write(line)
        count += 1
    return count, digest.hexdigest()


def _as_csv(entries: Iterable[AuditEntry]) -> Iterator[bytes]:
    yield _row(FIELDS)
    for entry in entries:
        yield _row(_values(entry))


def _as_json(entries: Iterable[AuditEntry]) -> Iterator[bytes]:
    yield _json({"cairn_trace_extract": 1, "fields": FIELDS})
    for entry in entries:
        yield _json(_values(entry))


LINES: dict[Format, Callable[[Iterable[AuditEntry]], Iterator[bytes]]] = {
    Format.CSV: _as_csv,
    Format.JSONL: _as_json,
}


def _values(entry: AuditEntry) -> list[Any]:
    return [moment(entry.at) if name == "at" else getattr(entry, name) for name in FIELDS]


def _row(values: Iterable[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow("" if value is None else value for value in values)
    return line.getvalue().encode()


def _json(words: Any) -> bytes:
    return json.dumps(words, separators=(",", ":")).encode() + b"\n"
