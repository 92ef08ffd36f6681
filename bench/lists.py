"""Lists of a large register as colleagues open them, and lists as they leave: seconds, memory, what a row costs.

    python -m bench.lists --people 1000000              fill the register, open lists, write one list of everybody
    python -m bench.lists --people 1000000 --steps open --database postgresql

A page is asked for over HTTP by a colleague who has signed in with both factors: scope, keyset page, names opened for
whoever sees them, trace and drawing included. The list that leaves is the app's own: sealed, counted and hashed.
"""

import argparse
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from bench import cluster
from bench.register import register
from bench.scratch import machine, use_scratch_mission

AT_ONCE = 2_000
OFFICES = 20
ASKED = 40
COLUMNS = ("reference", "given_name", "family_name", "born", "sex", "nationalities")
# Who looks: their role, and the office whose people they stand beside.
COLLEAGUES = (
    ("caseworker", "CASEWORKER"),
    ("case supervisor", "CASE_SUPERVISOR"),
    ("information manager", "INFORMATION"),
)


def fill(people: int) -> None:
    """People of a generated register, spread over offices and teams, through the app's own models."""
    from django.db import transaction

    from cairn.guard.models import DataKey, Office, Team
    from cairn.people.acts.registering import draw_free_references
    from cairn.people.models import Person, RegisterNumber
    from cairn.people.references import new_reference

    offices = [Office.objects.create(code=f"O{n:02d}", name=f"Office {n}") for n in range(OFFICES)]
    teams = [Team.objects.create(office=office, code="T", name="Team") for office in offices]
    rows = (record for record, _person in register(people))
    done = 0
    while some := list(islice(rows, AT_ONCE)):
        with transaction.atomic():
            numbers = RegisterNumber.objects.bulk_create(RegisterNumber() for _row in some)
            keys = DataKey.objects.make_many(len(some))
            members = [
                Person(
                    data_key=key, number=number.pk, reference=new_reference(), office=offices[number.pk % OFFICES],
                    team=teams[number.pk % OFFICES], given_name=row.given_name, father_name=row.father_name,
                    family_name=row.family_name, born=row.born, sex={"m": "male", "f": "female"}.get(row.sex, ""),
                    nationalities=[row.nationality] if row.nationality else [],
                )
                for row, key, number in zip(some, keys, numbers, strict=True)
            ]  # fmt: skip
            draw_free_references(members)
            Person.objects.bulk_create(members)
        done += len(some)
        if done % 100_000 < AT_ONCE:
            print(f"  {done:,} people registered", flush=True)


def colleagues() -> Iterator[tuple[str, Any]]:
    """One of each role, of the first office, signed in with both factors."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.test import Client

    from cairn.guard.acts import give_role
    from cairn.guard.models import Office, User
    from cairn.guard.roles import Role

    office = Office.objects.get(code="O00")
    for name, role in COLLEAGUES:
        user, is_new = User.objects.get_or_create(username=name, defaults={"office": office})
        if is_new:
            give_role(user, Role[role])
            user.teams.set(office.teams.all())
            TOTP.activate(user, generate_totp_secret())
        browser = Client(SERVER_NAME="127.0.0.1")
        browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        yield name, browser


def open_lists() -> None:
    """The first page, and a page some way down, for each colleague."""
    from django.urls import reverse

    first = reverse("people:list")
    print(f"\n{'who':22}{'page':10}{'p50 ms':>8}{'p95 ms':>8}")
    for name, browser in colleagues():
        address = first
        for page in ("first", "tenth"):
            _asked(browser, address)
            seconds = sorted(_asked(browser, address) for _time in range(ASKED))
            p50, p95 = statistics.median(seconds), seconds[int(len(seconds) * 0.95)]
            print(f"{name:22}{page:10}{p50 * 1000:8.0f}{p95 * 1000:8.0f}", flush=True)
            address = _further(browser, first, 9)


def _asked(browser: Any, address: str) -> float:
    begun = time.perf_counter()
    assert browser.get(address).status_code == 200
    return time.perf_counter() - begun


def _further(browser: Any, first: str, pages: int) -> str:
    """The address that so many presses of “Next page” lead to."""
    address = first
    for _page in range(pages):
        following = re.search(rb'rel="next" href="[^"]*after=([\w-]+)', browser.get(address).content)
        if following is None:
            return address
        address = f"{first}?after={following.group(1).decode()}"
    return address


def write_list() -> None:
    """Everybody, as an information manager takes them along."""
    import datetime as dt

    from django.utils import timezone

    from cairn.guard.models import User
    from cairn.guard.trace.details import Format
    from cairn.people.acts.exporting import order_list
    from cairn.people.exchange.exporting import make_list_file

    by = User.objects.get(username="information manager")
    for format in (Format.CSV, Format.XLSX):
        until = timezone.now() + dt.timedelta(days=1)
        export = order_list(
            columns=COLUMNS, format=format, reason="Measured for the bench.", by=by, expires_at=until
        )
        begun, worked = time.perf_counter(), time.process_time()
        export = make_list_file(export)
        took, cpu = time.perf_counter() - begun, time.process_time() - worked
        size = export.file.size / (1 << 20)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{format:5} {export.rows_total:,} rows, {size:.0f} MB sealed, {took:.0f} s ({cpu:.0f} s of processor), "
            f"{export.rows_total / took:,.0f} rows a second, peak {peak:.0f} MB of memory",
            flush=True,
        )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--steps", default="fill,open,write")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "cairn-bench-lists")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = asked.parse_args()
    folder = given.folder / f"{given.database}-{given.people}"
    database = (
        cluster.address(cluster.start(folder / "cluster", 5477)) if given.database == "postgresql" else ""
    )
    print(machine())
    use_scratch_mission(folder, database)
    steps = {"fill": lambda: fill(given.people), "open": open_lists, "write": write_list}
    for name in given.steps.split(","):
        steps[name]()


if __name__ == "__main__":
    main()
