"""What a filter of the trace costs when the trace is long: pages over HTTP, as an auditor asks for them.

    python -m bench.trace_screens --entries 1000000
    python -m bench.trace_screens --entries 1000000 --database postgresql

Three years of a mission of forty: most entries read a person, some are rare, one role acted three times and another
never. Each filter is asked on its own, where it finds much, little and nothing, and the dearest ones together.
"""

import argparse
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from bench import cluster
from bench.scratch import machine, use_scratch_mission

AT_ONCE = 5_000
ASKED = 15
COLLEAGUES, PEOPLE, DAYS = 40, 50_000, 1095
BEGUN = datetime(2023, 6, 1, 8, tzinfo=UTC)
SOMEBODY = str(uuid.UUID(int=7))


def entries(many: int) -> Iterator[dict[str, Any]]:
    """What happened, from the first to the last: `many` entries spread evenly over three years."""
    from cairn.guard.trace.events import Event

    chance, step = Random(2015), timedelta(days=DAYS) / many
    for number in range(many):
        person = str(uuid.UUID(int=chance.randrange(PEOPLE)))
        event, kind, subject, data = Event.PERSON_READ, "people.person", person, "{}"
        draw = chance.random()
        if draw < 0.2:
            event, kind, subject = Event.PART_CHANGED, "people.contact", str(uuid.UUID(int=number))
            data = f'{{"fields":["value"],"person":"{person}"}}'
        elif draw < 0.3:
            event, kind, subject = Event.PERSON_SEARCHED, "people.person", ""
            data = f'{{"rows":3,"tokens":["{chance.randrange(5000):032x}"]}}'
        elif draw < 0.35:
            event, kind, subject = Event.SIGNED_IN, "guard.user", "1"
        role = "caseworker" if chance.random() < 0.9 else "case-supervisor"
        if number in (1_000, many // 2, many - 10):
            event, role = Event.GLASS_BROKEN, "trainer"
        yield {
            "at": BEGUN + number * step, "who": 100 + number % COLLEAGUES, "role": role,
            "event": event, "subject_model": kind, "subject_id": subject, "data": data,
        }  # fmt: skip


def fill(many: int) -> None:
    """As `record` writes them, in batches, after what setting the mission up has left."""
    from django.db import transaction

    from cairn.guard.models import AuditEntry
    from cairn.guard.trace.acts import _hold_head, _move_head, written
    from cairn.guard.trace.chain import link

    told = entries(many)
    while some := list(islice(told, AT_ONCE)):
        with transaction.atomic():
            head, batch = _hold_head(), []
            previous = bytes(head.hash)
            for number, each in enumerate(some, start=head.count + 1):
                entry = AuditEntry(sequence=number, previous=previous, **each)
                entry.hash = previous = link(previous, written(entry))
                batch.append(entry)
            AuditEntry.objects.bulk_create(batch, batch_size=1000)
            _move_head(head, batch[-1])


def filters() -> dict[str, dict[str, str]]:
    """What is asked, by the name of the filter and of what it finds."""
    first, middle, last = ((BEGUN + timedelta(days=days)).date().isoformat() for days in (3, 500, DAYS - 3))
    return {
        "nothing": {},
        "a colleague": {"who": "100"},
        "somebody who did nothing": {"who": "1"},
        "an event, frequent": {"event": "people:person:read"},
        "an event, rare": {"event": "guard:glass:broken"},
        "an event, never": {"event": "people:person:erased"},
        "a role, frequent": {"role": "caseworker"},
        "a role, rare": {"role": "trainer"},
        "a role, never": {"role": "diaspora"},
        "since the last days": {"since": last},
        "until the first days": {"until": first},
        "a day of the middle": {"since": middle, "until": middle},
        "since the middle": {"since": middle},
        "a person": {"about": f"people.person:{SOMEBODY}"},
        "a person, the first days": {"about": f"people.person:{SOMEBODY}", "until": first},
        "a colleague, the first days": {"who": "100", "until": first},
        "a colleague, a rare event": {"who": "100", "event": "guard:glass:broken"},
        "a frequent event, the first days": {"event": "people:person:read", "until": first},
        "a rare role, a frequent event": {"role": "trainer", "event": "people:person:read"},
        "a rare role, a day of the middle": {"role": "trainer", "since": middle, "until": middle},
    }


def open_trace() -> None:
    """Each filter, asked over and over by somebody who may."""
    from django.db import connection
    from django.urls import reverse

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "SELECT 1")
    browser, address = _auditor(), reverse("guard:trace")
    print(f"\n{'filter':36}{'p50 ms':>9}{'p95 ms':>9}{'p50 cpu':>9}")
    for name, asked in filters().items():
        walls, cpus = [], []
        for _time in range(ASKED + 1):
            begun, worked = time.perf_counter(), time.process_time()
            assert browser.get(f"{address}?{urlencode(asked)}").status_code == 200
            walls.append(time.perf_counter() - begun)
            cpus.append(time.process_time() - worked)
        walls, cpus = sorted(walls[1:]), cpus[1:]
        times = (statistics.median(walls), walls[int(len(walls) * 0.95)], statistics.median(cpus))
        print(f"{name:36}{''.join(f'{seconds * 1000:9.0f}' for seconds in times)}", flush=True)


def _auditor() -> Any:
    """Somebody who reads the trace and no person, signed in with both factors."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.test import Client

    from cairn.guard.acts import give_role
    from cairn.guard.models import User
    from cairn.guard.roles import Role

    users = [User(pk=100 + number, username=f"colleague-{number}") for number in range(COLLEAGUES)]
    User.objects.bulk_create(users, ignore_conflicts=True)
    User.objects.get_or_create(pk=1, defaults={"username": "nobody"})
    auditor, is_new = User.objects.get_or_create(username="auditor", defaults={"pk": 99})
    if is_new:
        give_role(auditor, Role.AUDITOR)
        TOTP.activate(auditor, generate_totp_secret())
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(auditor, backend=settings.AUTHENTICATION_BACKENDS[1])
    return browser


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--entries", type=int, default=50_000)
    asked.add_argument("--steps", default="fill,open")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "cairn-bench-trace")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = asked.parse_args()
    folder = given.folder / f"{given.database}-{given.entries}"
    is_postgresql = given.database == "postgresql"
    database = cluster.address(cluster.start(folder / "cluster", 5479)) if is_postgresql else ""
    print(machine())
    try:
        use_scratch_mission(folder, database)
        for step in given.steps.split(","):
            {"fill": lambda: fill(given.entries), "open": open_trace}[step]()
    finally:
        if is_postgresql:
            cluster.stop(folder / "cluster")


if __name__ == "__main__":
    main()
