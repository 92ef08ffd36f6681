"""Lists of a large register as colleagues open them, and lists as they leave: seconds, memory, what a row costs.

    python -m bench.lists --people 1000000              fill the register, open lists, write lists of everybody
    python -m bench.lists --people 1000000 --steps open --database postgresql

A page is asked for over HTTP by a colleague who has signed in with both factors: scope, keyset page, names opened for
whoever sees them, trace and drawing included. The list that leaves is the app's own: sealed, counted and hashed.
"""

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain, islice
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
    from cairn.people.models import Person, RegisterNumber
    from cairn.people.references import free_references

    offices = [Office.objects.create(code=f"O{n:02d}", name=f"Office {n}") for n in range(OFFICES)]
    teams = [Team.objects.create(office=office, code="T", name="Team") for office in offices]
    rows = (record for record, _person in register(people))
    done = 0
    while some := list(islice(rows, AT_ONCE)):
        with transaction.atomic():
            numbers = RegisterNumber.objects.bulk_create(RegisterNumber() for _row in some)
            keys = DataKey.objects.make_many(len(some))
            codes = free_references(Person, len(some))
            members = [
                Person(
                    data_key=key, number=number.pk, reference=code, office=offices[number.pk % OFFICES],
                    team=teams[number.pk % OFFICES], given_name=row.given_name, father_name=row.father_name,
                    family_name=row.family_name, born=row.born, sex={"m": "male", "f": "female"}.get(row.sex, ""),
                    nationalities=[row.nationality] if row.nationality else [],
                )
                for row, key, number, code in zip(some, keys, numbers, codes, strict=True)
            ]  # fmt: skip
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
    print(f"\n{'who':22}{'page':10}{'p50 ms':>8}{'p95 ms':>8}{'p50 cpu':>9}{'p95 cpu':>9}")
    for name, browser in colleagues():
        address = first
        for page in ("first", "tenth"):
            _asked(browser, address)
            times = zip(*(_asked(browser, address) for _time in range(ASKED)), strict=True)
            told = "".join(f"{part:9.0f}" for seconds in times for part in _p50_and_p95(seconds))
            print(f"{name:22}{page:9}{told}", flush=True)
            address = _further(browser, first, 9)


def _asked(browser: Any, address: str) -> tuple[float, float]:
    """Seconds of the wall, and of this process on a processor."""
    begun, worked = time.perf_counter(), time.process_time()
    assert browser.get(address).status_code == 200
    return time.perf_counter() - begun, time.process_time() - worked


def _p50_and_p95(seconds: Sequence[float]) -> tuple[float, float]:
    """In milliseconds."""
    return statistics.median(seconds) * 1000, sorted(seconds)[int(len(seconds) * 0.95)] * 1000


def _further(browser: Any, first: str, pages: int) -> str:
    """The address that so many presses of “Next page” lead to."""
    address = first
    for _page in range(pages):
        following = re.search(rb'rel="next" href="[^"]*after=([\w-]+)', browser.get(address).content)
        if following is None:
            return address
        address = f"{first}?after={following.group(1).decode()}"
    return address


def write_lists(times: int) -> None:
    """Everybody, as an information manager takes them along, and an office, as its supervisor does."""
    from cairn.guard.trace.details import Format
    from cairn.people.exchange import exporting

    once = exporting._rows
    for name, format, over in (
        ("case supervisor", Format.CSV, 1),
        ("information manager", Format.CSV, 1),
        ("information manager", Format.CSV, times),
        ("information manager", Format.XLSX, times),
    ):
        # A list longer than the register: the same people over and over, read, opened and written anew each time.
        exporting._rows = lambda *told, over=over: chain.from_iterable(once(*told) for _time in range(over))
        _write(name, format)


def _write(name: str, format: Any) -> None:
    import datetime as dt

    from django.utils import timezone

    from cairn.guard.models import User
    from cairn.people.acts.exporting import order_list
    from cairn.people.exchange.exporting import make_list_file

    by, until = User.objects.get(username=name), timezone.now() + dt.timedelta(days=1)
    export = order_list(
        columns=COLUMNS, format=format, reason="Measured for the bench.", by=by, expires_at=until
    )
    begun, worked = time.perf_counter(), time.process_time()
    _peak_anew()
    export = make_list_file(export)
    took, cpu = time.perf_counter() - begun, time.process_time() - worked
    with export.file.open() as written:
        rows = sum(piece.count(b"\n") for piece in iter(lambda: written.read(1 << 20), b"")) - 1
    said = f"{rows:,} rows" if format == "csv" else "the same rows"
    print(
        f"{name}, {format}: {said}, {export.file.size / (1 << 20):.0f} MB sealed, {took:.0f} s ({cpu:.0f} s of "
        f"processor), peak {_peak():.0f} MB of memory",
        flush=True,
    )


def _peak_anew() -> None:
    """Let Linux forget how much memory this process ever held."""
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    """How much memory it held at most since then, in megabytes."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(told["VmHWM"].split()[0]) / 1024


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--times", type=int, default=2, help="how often everybody stands in the longest list")
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
    steps = {
        "fill": lambda: fill(given.people),
        "open": open_lists,
        "write": lambda: write_lists(given.times),
    }
    for name in given.steps.split(","):
        steps[name]()


if __name__ == "__main__":
    main()
