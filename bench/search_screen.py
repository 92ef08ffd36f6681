"""A search as a colleague makes it, among a large register: what is typed, posted, found, traced and drawn.

    python -m bench.lists --people 1000000 --steps fill         a register in the app's own tables
    python -m bench.search_screen --people 1000000              its blind index, and questions over HTTP

`bench.search` measures the search itself on rows of its own. Here it is the app: rights and scope, records opened
through Django's columns, reasons in words, an entry in the trace, the page. Each question is asked once, cold as
a question is; beside the wall stands the time on a processor, which is what the wall would show on a quiet machine.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from bench import cluster
from bench.lists import colleagues
from bench.register import register
from bench.scratch import machine, use_scratch_mission

EACH = 40  # Questions of each kind.
SEED = 2015


def index(people: int) -> None:
    """The tokens of everybody, as registering writes them one by one."""
    from django.db import connection

    from cairn.people.index import index_key
    from cairn.people.matching import tables
    from cairn.people.matching.tokens import blinder, index_tokens

    blind = blinder(index_key(), remembered=1 << 20)

    def tokens() -> Iterator[tuple[int, set[int]]]:
        for record, _person in register(people, SEED):
            # What `bench.lists` registers of a record.
            held = record._replace(phones=(), documents=(), reference="", other_names=(), birth_place="")
            yield record.id, index_tokens(held, blind)

    print(f"{tables.rebuild(connection, tokens()):,} tokens", flush=True)


def ask(people: int) -> None:
    """The same questions by everybody who may look, each within their scope."""
    from bench.questions import questions

    chance = Random(3)
    chosen = {chance.randrange(1, people + 1) for _ in range(4000)}
    sample = [told for told in register(people, SEED) if told[0].id in chosen]
    asked = questions(sample, EACH)
    Random(2).shuffle(asked)
    numbers = {person.number: record.id for record, person in sample}
    print(f"{len(asked)} questions; load {os.getloadavg()[0]:.1f}\n")
    print(f"{'who':22}{'what':22}{'p50 ms':>8}{'p95 ms':>8}{'p50 cpu':>9}{'p95 cpu':>9}{'found':>8}")
    for name, browser in colleagues():
        _report(name, browser, [one.text for one in asked], [numbers[one.person] for one in asked])


def _report(name: str, browser: Any, texts: list[str], meant: list[int]) -> None:
    from django.urls import reverse

    from cairn.guard.models import User
    from cairn.people.finding import find_people

    place, user, found = reverse("people:search"), User.objects.get(username=name), 0
    for text in texts[:40]:
        browser.post(place, {"text": text})
    for what in ("search alone", "form, act, answer"):
        walls, cpus = [], []
        for text, number in zip(texts, meant, strict=True):
            begun, worked = time.perf_counter(), time.process_time()
            if what == "search alone":
                user = User.objects.get(pk=user.pk)
                found += number in {answer.person.number for answer in find_people(user, text)[:20]}
            else:
                assert browser.post(place, {"text": text}).status_code == 200
            walls.append(time.perf_counter() - begun)
            cpus.append(time.process_time() - worked)
        told = "".join(f"{_share(some, part):9.1f}" for some in (walls, cpus) for part in (0.5, 0.95))
        print(f"{name:22}{what:20}{told}{found / len(texts):8.3f}", flush=True)


def _share(seconds: list[float], part: float) -> float:
    return 1000 * sorted(seconds)[int(len(seconds) * part)]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--people", type=int, default=20_000)
    given.add_argument("--steps", default="index,ask")
    given.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "cairn-bench-lists")
    given.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    told = given.parse_args()
    folder = told.folder / f"{told.database}-{told.people}"
    is_postgresql = told.database == "postgresql"
    database = cluster.address(cluster.start(folder / "cluster", 5477)) if is_postgresql else ""
    print(machine())
    try:
        use_scratch_mission(folder, database)
        for step in told.steps.split(","):
            {"index": index, "ask": ask}[step](told.people)
    finally:
        if is_postgresql:
            cluster.stop(folder / "cluster")


if __name__ == "__main__":
    main()
