"""Bringing in a file of any size: kept, and gone through in turns, a batch to a transaction.

What is done stands in the file's own row, so a process that is killed goes on where it was. A trial does everything
and takes it back batch by batch, so it cannot say other than what follows.
"""

import datetime as dt
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.guard.turns import given_up
from cairn.mission.errors import CairnError
from cairn.programmes.tracking.codes import FileKind, FileState
from cairn.programmes.tracking.exchange import kept
from cairn.programmes.tracking.exchange.columns import Tags, named_cells, tags_of
from cairn.programmes.tracking.exchange.displacement import FlowCounts, SiteCounts
from cairn.programmes.tracking.exchange.incoming import Incoming
from cairn.programmes.tracking.exchange.lines import take_line
from cairn.programmes.tracking.exchange.missing_migrants import MissingMigrants
from cairn.programmes.tracking.exchange.outgoing import TABLES
from cairn.programmes.tracking.exchange.trying import Tried, forget_tried
from cairn.programmes.tracking.models import BroughtFile, BroughtLine

KINDS: Mapping[str, type[Incoming]] = {
    FileKind.INCIDENTS: MissingMigrants,
    FileKind.SITES: SiteCounts,
    FileKind.FLOWS: FlowCounts,
}
# As our own files of the same kind bear them.
TAGS: Mapping[str, Tags] = {
    kind: tags_of(TABLES[kind].columns, incoming.names) for kind, incoming in KINDS.items()
}
# Each new record takes its place in the trace, and others wait for theirs until the batch is through.
BATCH = 100
# More than this is for the worker: a request that recorded it would take longer than people wait.
MOST_AT_ONCE = 500
A_TURN = 5.0  # Seconds of work before other tasks have their turn.
REPORTS_KEPT = dt.timedelta(days=90)

Line = tuple[int, dict[str, str]]


class Overtaken(Exception):
    """Another worker went on with the file meanwhile; what it did stands."""


@transaction.atomic
def bring_in(
    upload: kept.Upload, *, kind: str, known_on: Any, is_trial: bool, by: Any, **told_once: str
) -> BroughtFile:
    """Keep a file; read a short one to its end now, and leave a longer one to the worker.

    `told_once` are the method, the confidence and the source of lines that do not say them.
    """
    ensure(by, Can.TRACKING_RECORD)
    brought = BroughtFile(kind=kind, known_on=known_on, is_trial=is_trial, by=by, **told_once)
    brought.language = translation.get_language() or "en"
    brought.stored_name = stored_name = kept.keep(upload)
    try:
        is_long = _is_long(brought)
        brought.save(force_insert=True)
        record(Event.TRACKING_BROUGHT, brought, by=by)
        if is_long:
            transaction.on_commit(partial(_later, str(brought.pk)))
        else:
            continue_file(brought, seconds=None)
    except BaseException:
        kept.drop(stored_name)
        raise
    return brought


def continue_file(brought: BroughtFile, *, seconds: float | None = A_TURN) -> bool:
    """Go on for a while, or to the end where somebody waits for it; answer whether it is over."""
    until = None if seconds is None else time.monotonic() + seconds
    try:
        with translation.override(brought.language), _lines_of(brought) as lines:
            new = (line for line in lines if line[0] > brought.position)
            while batch := list(islice(new, BATCH)):
                _take_batch(brought, batch)
                if until is not None and time.monotonic() > until:
                    return False
    except Overtaken:
        return True
    except (CairnError, MayNot) as error:
        _stop(brought, FileState.FAILED, str(error), tells=until is not None)
    else:
        _stop(brought, FileState.DONE, tells=until is not None)
    return True


def give_up_file(brought: BroughtFile) -> None:
    """The end of a file that only fails; whoever brought it is told."""
    with translation.override(brought.language):
        _stop(brought, FileState.FAILED, given_up(), tells=True)


def sweep_brought() -> int:
    """Remove files that no row names, and reports that nobody needs any more."""
    BroughtFile.objects.filter(finished_at__lt=timezone.now() - REPORTS_KEPT).delete()
    return kept.sweep(set(BroughtFile.objects.exclude(stored_name="").values_list("stored_name", flat=True)))


@contextmanager
def _lines_of(brought: BroughtFile) -> Iterator[Iterator[Line]]:
    """The lines are closed before their file is, also when a turn is over in their midst."""
    kind = KINDS[brought.kind]
    with (
        kept.opened(brought.stored_name) as file,
        closing(named_cells(file, kind.names, kind.needed, TAGS[brought.kind])) as lines,
    ):
        yield ((number, _filled(cells, brought.told_once)) for number, cells in lines)


def _filled(cells: dict[str, str], told_once: Mapping[str, str]) -> dict[str, str]:
    """A line that says nothing of what was told for the whole file."""
    return cells | {name: words for name, words in told_once.items() if not cells.get(name)}


def _is_long(brought: BroughtFile) -> bool:
    """Look no further than needed; a file without the right columns is refused here."""
    with _lines_of(brought) as lines:
        return sum(1 for _line in islice(lines, MOST_AT_ONCE + 1)) > MOST_AT_ONCE


@transaction.atomic
def _take_batch(brought: BroughtFile, batch: list[Line]) -> None:
    if _is_overtaken(brought):
        raise Overtaken
    ensure(brought.by, Can.TRACKING_RECORD)
    tried = Tried(brought, KINDS[brought.kind]())
    with transaction.atomic():
        told = [take_line(number, cells, tried) for number, cells in batch]
        transaction.set_rollback(brought.is_trial)
    BroughtLine.objects.bulk_create(told)
    brought.position = batch[-1][0]
    brought.save(update_fields=["position"])


def _is_overtaken(brought: BroughtFile) -> bool:
    """Held until the transaction is over, so that no two take the same lines."""
    held = BroughtFile.objects.select_for_update().filter(pk=brought.pk).first()
    return held is None or (held.state, held.position) != (brought.state, brought.position)


@transaction.atomic
def _stop(brought: BroughtFile, state: FileState, why: str = "", *, tells: bool) -> None:
    """The end of a file, in one transaction with the notice: neither is without the other, and none comes twice."""
    if _is_overtaken(brought):
        return
    stored_name = brought.stored_name
    brought.state, brought.failed, brought.finished_at = state, why[:500], timezone.now()
    brought.stored_name = ""
    brought.save(update_fields=["state", "failed", "finished_at", "stored_name"])
    forget_tried(brought)
    if tells:
        tell(Kind.IMPORT_DONE, to=brought.by, reference=brought.reference, subject_id=str(brought.pk))
    transaction.on_commit(partial(kept.drop, stored_name))


def _later(file_id: str) -> None:
    from cairn.programmes.tracking.tasks import go_on_with_file

    go_on_with_file.enqueue(file_id)
