"""A quick look at the end of the trace, for the page that shows it; `cairn audit verify` says whether all of it is whole."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from cairn.guard.trace.acts import written
from cairn.guard.trace.chain import link, moment
from cairn.guard.trace.checkpoints import checkpoints_file
from cairn.guard.trace.models import AuditEntry, AuditHead
from cairn.guard.trace.verify import Head, Verdict

LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How many entries there are, whether the newest hang together, and when all of them were last verified."""

    entries: int
    end_is_whole: bool
    verified_at: dt.datetime | None = None
    verified_entries: int = 0
    was_whole: bool = True


def health() -> Health:
    head = AuditHead.objects.filter(pk=AuditHead.THE_ONE).first()
    if head is None:
        return Health(entries=0, end_is_whole=not AuditEntry.objects.exists())
    return Health(entries=head.count, end_is_whole=_end_is_whole(head), **_remembered())


def remember_verdict(verdict: Verdict) -> None:
    """Beside the checkpoints, so that the page can say when somebody last verified everything."""
    path = _verdict_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    words = {"at": timezone.now().isoformat(), "entries": verdict.entries, "whole": verdict.is_whole}
    path.write_text(json.dumps(words))
    path.chmod(0o600)


def _end_is_whole(head: AuditHead) -> bool:
    """The newest entries follow on one another, and the signed head is the last of them."""
    newest = list(AuditEntry.objects.order_by("-sequence")[:LOOKED_AT])
    newest.reverse()
    expected = head.count - len(newest) + 1
    last = bytes(newest[0].previous) if newest else bytes(head.hash)
    for entry in newest:
        if entry.sequence != expected or link(last, written(entry)) != bytes(entry.hash):
            return False
        last, expected = bytes(entry.hash), expected + 1
    return last == bytes(head.hash) and _signed(head).is_signed


def _signed(head: AuditHead) -> Head:
    return Head(
        count=head.count,
        hash=bytes(head.hash),
        at=moment(head.at),
        public_key=bytes(head.public_key),
        signature=bytes(head.signature),
        where="The head",
    )


def _remembered() -> dict[str, object]:
    try:
        words = json.loads(_verdict_file().read_text())
        return {
            "verified_at": dt.datetime.fromisoformat(words["at"]),
            "verified_entries": words["entries"],
            "was_whole": words["whole"],
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _verdict_file() -> Path:
    return checkpoints_file().with_name("verified.json")
