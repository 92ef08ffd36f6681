"""How fast a trace is written and verified.

    python bench/trace.py [entries]

Makes a trace of so many entries (200,000 if nothing is said) in a scratch folder, as Cairn's own code writes it
in batches, and prints how many entries a second are verified: in an SQLite file, in an exported file, and on
PostgreSQL if CAIRN_BENCH_POSTGRESQL holds an address. Then it times `record` as acts call it.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

AIM = 100_000
RECORDED = 2_000


def main() -> None:
    many = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 200_000
    scratch = Path(tempfile.mkdtemp(prefix="cairn-bench-"))
    os.environ["CAIRN_STORAGE"] = str(scratch)
    if address := os.environ.get("CAIRN_BENCH_POSTGRESQL"):
        os.environ["CAIRN_DATABASE"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.mission.settings.local")
    try:
        measure(many, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def measure(many: int, scratch: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from cairn.guard.trace.copies import exported_copy, postgresql_copy, sqlite_copy
    from cairn.guard.trace.export import export_trace
    from cairn.mission.config import load_mission
    from cairn.mission.peek import postgresql_words

    call_command("migrate", verbosity=0)
    seconds = fill(many)
    print(f"{connection.vendor}: {many:,} entries made in {seconds:.1f} s")
    mission = load_mission()
    if path := mission.sqlite_path:
        verified("SQLite file", lambda: sqlite_copy(path), many)
    else:
        verified("PostgreSQL", lambda: postgresql_copy(postgresql_words(mission)), many)
    started = time.perf_counter()
    export_trace(scratch / "trace.jsonl", by=None)
    print(f"export: {many / (time.perf_counter() - started):>12,.0f} entries a second")
    verified("exported file", lambda: exported_copy(scratch / "trace.jsonl"), many)
    recorded()


def fill(many: int) -> float:
    """Entries as `record` writes them, in batches: one transaction for each would measure the disk."""
    from django.db import transaction

    from cairn.guard.trace.acts import Event, record, written
    from cairn.guard.trace.chain import link
    from cairn.guard.trace.models import AuditEntry, AuditHead

    started = time.perf_counter()
    with transaction.atomic():
        record(Event.ATTACHMENT_READ, by=None)
    last, at, batch = AuditEntry.objects.get(), datetime(2026, 1, 1, tzinfo=UTC), []
    previous = bytes(last.hash)
    for sequence in range(2, many + 1):
        entry = AuditEntry(
            sequence=sequence,
            at=at + timedelta(milliseconds=sequence),
            who=sequence % 20,
            role="caseworker",
            event=Event.ATTACHMENT_READ,
            subject_model="people.person",
            subject_id="0c3c5a52-7a2e-4f6c-9d5f-111111111111",
            data='{"count":3,"tokens":["0123456789abcdef0123456789abcdef"]}',
            previous=previous,
        )
        entry.hash = previous = link(previous, written(entry))
        batch.append(entry)
        if len(batch) == 5_000 or sequence == many:
            with transaction.atomic():
                AuditEntry.objects.bulk_create(batch, batch_size=500)
            last, batch = entry, []
    with transaction.atomic():
        from cairn.guard.trace.acts import _move_head

        _move_head(AuditHead.objects.get(), last)
    return time.perf_counter() - started


def verified(what: str, copy: Callable, many: int) -> None:
    from cairn.guard.trace.verify import verify

    best = 0.0
    for _attempt in range(3):
        started = time.perf_counter()
        verdict = verify(copy())
        best = max(best, verdict.entries / (time.perf_counter() - started))
        if not verdict.is_whole or verdict.entries != many:
            sys.exit(f"{what}: {verdict.entries} entries, {verdict.faults[:3]}")
    print(
        f"verify, {what}: {best:>12,.0f} entries a second, aim {AIM:,}: {'reached' if best >= AIM else 'MISSED'}"
    )


def recorded() -> None:
    from django.db import transaction

    from cairn.guard.trace.acts import Event, record

    started = time.perf_counter()
    for _number in range(RECORDED):
        with transaction.atomic():
            record(Event.ATTACHMENT_READ, by=None, data={"count": 3})
    print(f"record, a transaction each: {RECORDED / (time.perf_counter() - started):,.0f} a second")


if __name__ == "__main__":
    main()
