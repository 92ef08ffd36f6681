"""Heads that are remembered: in a table, and in a file outside the database.

Whoever can write to the database can put back an older state of it, head and all. The file, and every copy of
it that somebody took away, then shows that there was more.
"""

import json
import os
from functools import partial
from pathlib import Path

from django.db import transaction

from cairn.guard.trace.chain import moment
from cairn.guard.trace.models import AuditCheckpoint, AuditHead, SignedHead
from cairn.mission.config import MissionConfig, load_mission


def checkpoint() -> AuditCheckpoint | None:
    """Remember how far the trace is now; None when nothing was added since the last time."""
    with transaction.atomic():
        head = AuditHead.objects.filter(pk=AuditHead.THE_ONE).first()
        if head is None or AuditCheckpoint.objects.filter(count=head.count).exists():
            return None
        return remember(head)


def remember(head: AuditHead) -> AuditCheckpoint:
    kept = AuditCheckpoint.objects.create(
        count=head.count, hash=head.hash, at=head.at, public_key=head.public_key, signature=head.signature
    )
    transaction.on_commit(partial(_write_beside, as_words(kept)))
    return kept


def checkpoints_file(mission: MissionConfig | None = None) -> Path:
    return (mission or load_mission()).storage_path / "audit" / "checkpoints.jsonl"


def as_words(head: SignedHead) -> dict[str, object]:
    return {
        "count": head.count,
        "hash": bytes(head.hash).hex(),
        "at": moment(head.at),
        "public_key": bytes(head.public_key).hex(),
        "signature": bytes(head.signature).hex(),
    }


def _write_beside(words: dict[str, object]) -> None:
    path = checkpoints_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(json.dumps(words) + "\n")
        file.flush()
        os.fsync(file.fileno())
