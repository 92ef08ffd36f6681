"""Cases of a large mission as colleagues open them: lists with their filters, and one case with a long timeline.

    python -m bench.casework --cases 1000000              fill, open lists, open a case of 2,000 events
    python -m bench.casework --cases 1000000 --steps open,case --database postgresql

Pages are asked for over HTTP by colleagues who have signed in with both factors: scope, keyset page, trace and drawing
included. Cases are spread over offices, kinds, stages and colleagues; one in a thousand is urgent.
"""

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from bench import cluster
from bench.lists import colleagues, fill
from bench.scratch import machine, use_scratch_mission

AT_ONCE = 5_000
ASKED = 20
EACH = 20  # Cases of one person: of an old mission, most people have one or two.
EVENTS = 2_000
TABS = ("case", "timeline", "forms", "notes", "doing", "files", "money", "approvals")


def fill_cases(cases: int) -> None:
    """People of a generated register, and their cases, through the app's own models."""
    from django.db import transaction

    from cairn.programmes.casework.models import Case

    fill(max(cases // EACH, 100))
    made = rows(cases)
    done = 0
    while some := list(islice(made, AT_ONCE)):
        with transaction.atomic():
            Case.objects.bulk_create(some)
        done += len(some)
        if done % 100_000 < AT_ONCE:
            print(f"  {done:,} cases opened", flush=True)


def rows(cases: int) -> Iterator[Any]:
    from django.utils import timezone

    from cairn.people.models import Person
    from cairn.people.references import new_reference
    from cairn.programmes.casework.codes import OPEN_STATES, Risk
    from cairn.programmes.casework.models import Case
    from cairn.programmes.casework.ways import ways

    chance, now, today = Random(2015), timezone.now(), timezone.localdate()
    stages = [(kind, stage) for kind, way in ways().items() for stage in way.stages]
    workers = _workers()
    number, taken = 0, set()
    while number < cases:
        for person in Person.objects.order_by("number").iterator(AT_ONCE):
            if number == cases:
                return
            kind, stage = chance.choice(stages)
            is_open, opened = stage.state in OPEN_STATES, now - dt.timedelta(minutes=5 * (cases - number))
            worker = chance.choice(workers[person.office_id])
            while (reference := new_reference()) in taken:
                pass
            taken.add(reference)
            yield Case(
                reference=f"C-{reference}", person_id=person.pk, data_key_id=person.data_key_id, kind=kind,
                stage=stage.name, state=stage.state, office_id=person.office_id, team_id=person.team_id,
                worker_id=worker, opened_at=opened, stage_since=opened,
                risk=Risk.URGENT if chance.random() < 0.001 else chance.choice(Risk.values[:3]),
                review_on=today + dt.timedelta(days=chance.randrange(-5, 60)) if is_open else None,
                closed_at=None if is_open else now,
            )  # fmt: skip
            number += 1


def _workers() -> dict[Any, list[int]]:
    """Ten colleagues of each office, and those who look, in theirs."""
    from cairn.guard.acts import give_role
    from cairn.guard.models import Office, User
    from cairn.guard.roles import Role

    list(colleagues())
    found: dict[Any, list[int]] = {}
    for office in Office.objects.all():
        for number in range(10):
            user, is_new = User.objects.get_or_create(
                username=f"w-{office.code}-{number}", defaults={"office": office}
            )
            if is_new:
                give_role(user, Role.CASEWORKER)
        found[office.pk] = list(User.objects.filter(office=office).values_list("pk", flat=True))
    return found


def filters() -> dict[str, dict[str, str]]:
    from cairn.programmes.casework.ways import ways

    kind, way = next(iter(ways().items()))
    return {
        "everything": {},
        "a kind": {"kind": kind},
        "a stage": {"stage": f"{kind}:{way.stages[-1].name}"},
        "open": {"state": "open"},
        "urgent": {"risk": "urgent"},
        "urgent, of a stage": {"risk": "urgent", "stage": f"{kind}:{way.first}"},
        "to be reviewed": {"due": "on"},
    }


def readers() -> Iterator[tuple[str, Any]]:
    """Who reads cases: those who work in the first office, and one who stands beside the whole mission."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.test import Client

    from cairn.guard.acts import give_role
    from cairn.guard.models import User
    from cairn.guard.roles import Role

    yield from (each for each in colleagues() if each[0] != "information manager")
    user, is_new = User.objects.get_or_create(username="data protection")
    if is_new:
        give_role(user, Role.DATA_PROTECTION)
        TOTP.activate(user, generate_totp_secret())
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    yield "data protection officer", browser


def open_lists() -> None:
    """Each filter for each role that reads cases, and the caseload of one."""
    from django.urls import reverse

    print(f"\n{'who':26}{'list':26}{'p50 ms':>8}{'p95 ms':>8}")
    for name, browser in readers():
        for said, asked in filters().items():
            _told(name, said, browser, f"{reverse('casework:list')}?{urlencode(asked)}")
        _told(name, "my caseload", browser, reverse("casework:caseload"))
        _told(name, "home", browser, reverse("wagtailadmin_home"))


def open_case() -> None:
    """Each tab of one case in which two thousand things happened."""
    from django.urls import reverse

    from cairn.guard.models import User
    from cairn.programmes.casework.models import Case

    case = Case.objects.filter(office__code="O00", closed_at=None).order_by("-opened_at").first()
    assert case is not None
    _let_happen(case, User.objects.get(username="caseworker"))
    print(f"\n{'who':26}{'tab':26}{'p50 ms':>8}{'p95 ms':>8}")
    for name, browser in readers():
        for tab in TABS:
            _told(name, tab, browser, reverse(f"casework:{tab}", args=[case.pk]))


def _let_happen(case: Any, user: Any) -> None:
    """Two thousand lines of the timeline, and what they tell of."""
    from django.utils import timezone

    from cairn.programmes.casework.codes import What
    from cairn.programmes.casework.models import Happening, Note, Service, Task

    if case.happenings.count() >= EVENTS:
        return
    common = {"case": case, "data_key": case.data_key, "made_by": user}
    now, today = timezone.now(), timezone.localdate()
    whats = (What.NOTE_WRITTEN, What.SERVICE_GIVEN, What.TASK_SET, What.CONTACT_TRIED)
    Happening.objects.bulk_create(
        Happening(what=whats[number % 4], made_at=now - dt.timedelta(hours=number), **common)
        for number in range(EVENTS)
    )
    Note.objects.bulk_create(
        Note(text=f"A note of some length, number {number}. " * 20, is_draft=False, written_at=now, **common)
        for number in range(EVENTS // 4)
    )
    Service.objects.bulk_create(
        Service(kind="food", given_on=today, note="For two days.", **common) for _number in range(EVENTS // 4)
    )
    Task.objects.bulk_create(
        Task(what="Call the shelter", due_on=today, to=user, done_at=now if number > 20 else None, **common)
        for number in range(EVENTS // 4)
    )


def _told(who: str, what: str, browser: Any, address: str) -> None:
    seconds = []
    for _time in range(ASKED + 1):
        begun = time.perf_counter()
        assert browser.get(address).status_code == 200
        seconds.append(time.perf_counter() - begun)
    seconds = sorted(seconds[1:])
    p50, p95 = statistics.median(seconds) * 1000, seconds[int(len(seconds) * 0.95)] * 1000
    print(f"{who:26}{what:26}{p50:8.0f}{p95:8.0f}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=20_000)
    asked.add_argument("--steps", default="fill,open,case")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "cairn-bench-casework")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = asked.parse_args()
    folder = given.folder / f"{given.database}-{given.cases}"
    database = (
        cluster.address(cluster.start(folder / "cluster", 5479)) if given.database == "postgresql" else ""
    )
    print(machine())
    use_scratch_mission(folder, database)
    steps = {"fill": lambda: fill_cases(given.cases), "open": open_lists, "case": open_case}
    for name in given.steps.split(","):
        steps[name]()


if __name__ == "__main__":
    main()
