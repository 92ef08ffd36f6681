"""Adding to the trace. Each entry is part of the act it tells of: both happen, or neither."""

import json
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from cairn.guard.keys.derive import Purpose
from cairn.guard.keys.root import derived_key
from cairn.guard.trace.chain import NOTHING, head_message, link, material, moment
from cairn.guard.trace.checkpoints import remember
from cairn.guard.trace.details import checked
from cairn.guard.trace.errors import ChainBroken, TraceOutsideAct
from cairn.guard.trace.events import Event
from cairn.guard.trace.models import AuditEntry, AuditHead

REMEMBER_EVERY = 1000

Subject = Model | type[Model] | tuple[type[Model], object] | None


def record(
    event: Event,
    subject: Subject = None,
    *,
    by: Model | None,
    data: Mapping[str, object] | None = None,
    role: str | None = None,
) -> AuditEntry:
    """Add an entry to the chain, in the transaction of the act.

    It holds the end of the chain until that transaction is over, so it is the last thing an act does before it
    tells others. `by` is nobody when the machine acts by itself.
    """
    if not connection.in_atomic_block:
        raise TraceOutsideAct(
            "An entry of the trace is written in the transaction of the act it tells of.",
            "Put the act and its record() into transaction.atomic().",
        )
    model, identity = _named(subject)
    details = json.dumps(checked(data, model), sort_keys=True, separators=(",", ":"))
    head = _hold_head()
    entry = AuditEntry(
        sequence=head.count + 1,
        at=timezone.now(),
        who=by.pk if by else None,
        role=str(getattr(by, "role", "") if role is None else role),
        event=Event(event),
        subject_model=model._meta.label_lower if model else "",
        subject_id=identity,
        data=details,
        previous=bytes(head.hash),
    )
    entry.hash = link(entry.previous, written(entry))
    entry.save(force_insert=True)
    _move_head(head, entry)
    if entry.sequence % REMEMBER_EVERY == 0:
        remember(head)
    return entry


def written(entry: AuditEntry) -> str:
    """An entry's fields as they are hashed."""
    return material(
        entry.sequence,
        moment(entry.at),
        entry.who,
        entry.role,
        str(entry.event),
        entry.subject_model,
        entry.subject_id,
        entry.data,
    )


def signing_key() -> Ed25519PrivateKey:
    """The key that signs heads; with the public half alone a copy of the trace can be verified anywhere."""
    return Ed25519PrivateKey.from_private_bytes(derived_key(Purpose.AUDIT_SIGNING))


def public_key() -> bytes:
    return signing_key().public_key().public_bytes_raw()


def _named(subject: Subject) -> tuple[type[Model] | None, str]:
    """The model and the opaque id of what the entry is about; a list or a search has no id."""
    if subject is None:
        return None, ""
    if isinstance(subject, tuple):
        return subject[0], str(subject[1])
    if isinstance(subject, type):
        return subject, ""
    return type(subject), str(subject.pk)


def _hold_head() -> AuditHead:
    """The end of the chain, locked: PostgreSQL holds the row, SQLite the whole database since the act began."""
    held = AuditHead.objects.select_for_update().filter(pk=AuditHead.THE_ONE).first()
    if held is None:
        if AuditEntry.objects.exists():
            raise ChainBroken(
                "The trace has entries and no head: somebody has taken it away.",
                "Nothing can be recorded now. Run cairn audit verify, and restore the database from a backup.",
            )
        first = AuditHead(count=0, hash=NOTHING, at=timezone.now(), public_key=b"", signature=b"")
        AuditHead.objects.bulk_create([first], ignore_conflicts=True)
        held = AuditHead.objects.select_for_update().get(pk=AuditHead.THE_ONE)
    return held


def _move_head(head: AuditHead, entry: AuditEntry) -> None:
    key = signing_key()
    head.count, head.hash, head.at = entry.sequence, entry.hash, entry.at
    head.public_key = key.public_key().public_bytes_raw()
    head.signature = key.sign(head_message(head.count, bytes(head.hash), moment(head.at)))
    head.save(force_update=True)
