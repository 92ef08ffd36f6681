"""The whole trace in one file that anybody can verify, and read with any tool that reads JSON lines.

The first line names the fields and carries the signed heads; each line after it is the list of one entry's fields.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from cairn.guard.trace.acts import record
from cairn.guard.trace.chain import FIELDS, moment
from cairn.guard.trace.checkpoints import as_words
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.guard.trace.models import AuditCheckpoint, AuditEntry, AuditHead

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Exported:
    """What left, for whoever hands it over."""

    entries: int
    digest: str


def export_trace(path: Path, *, by: Model | None) -> Exported:
    """Write the trace up to now into a file; the export is itself an entry, with the file's hash.

    No transaction is held open: what stands up to the head can no longer change.
    """
    head = AuditHead.objects.filter(pk=AuditHead.THE_ONE).first()
    count = head.count if head else 0
    digest = sha256()
    unfinished = path.with_name(f".{path.name}.unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for line in _lines(head, count):
            digest.update(line)
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    with transaction.atomic():
        data = {"format": Format.JSONL, "rows": count, "digest": digest.hexdigest()}
        record(Event.TRACE_EXPORTED, AuditEntry, by=by, data=data)
    unfinished.replace(path)
    return Exported(count, digest.hexdigest())


def _lines(head: AuditHead | None, count: int) -> Iterator[bytes]:
    heads = [{"kept": "The head", **as_words(head)}] if head else []
    kept = AuditCheckpoint.objects.filter(count__lte=head.count) if head else []
    heads += [{"kept": "The checkpoint", **as_words(checkpoint)} for checkpoint in kept]
    yield _line({"cairn_audit": 1, "fields": [*FIELDS, "previous", "hash"], "heads": heads})
    for entry in AuditEntry.objects.filter(sequence__lte=count).iterator(AT_ONCE):
        yield _line(_row(entry))


def _row(entry: AuditEntry) -> list[object]:
    fields = [moment(entry.at) if name == "at" else getattr(entry, name) for name in FIELDS]
    return [*fields, bytes(entry.previous).hex(), bytes(entry.hash).hex()]


def _line(words: object) -> bytes:
    return json.dumps(words, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
