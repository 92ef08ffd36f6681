"""Finding one person among a million by a name that is spelt otherwise: how often, how fast, at what price.

A register with known truth is sealed and indexed in SQLite and in PostgreSQL; questions are asked as colleagues type
them; beside it, in the same run, PostgreSQL's own trigram search over plain names answers the same questions.

    python -m bench.search --people 50000                       everything, both databases
    python -m bench.search --people 1000000 --steps tokens      one step at a time, results are kept in the folder
    python -m bench.search --people 1000000 --steps seal --databases sqlite
    python -m bench.search --people 1000000 --steps index --databases sqlite
    python -m bench.search --people 1000000 --steps peer --databases postgresql
    python -m bench.search --people 1000000 --steps ask

A time is the wall's for one search on a warm database, from the line of text to the ranked list: tokens, candidates,
opening 400 sealed records, comparing. The halves are before and after the opening begins. Beside it stands the time on
a processor, PostgreSQL's own included, which is what the wall would show if the machine did nothing else.
Within a scope, a colleague of an office asks for somebody of that office: half of the people are the capital's,
the others are spread over a hundred offices.
"""

import argparse
import json
import os
import time
from array import array
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import django
from bench import cluster
from bench.asking import Asked, cairn, report, trigrams
from bench.questions import OTHER_KINDS, questions
from bench.register import Person, register
from bench.sealed import OFFICES, TABLE, Register
from django.conf import settings
from django.db import connections

from cairn.people.matching import tables
from cairn.people.matching.records import Record
from cairn.people.matching.tokens import blinder, index_tokens

KEY = bytes(range(32))
STEPS = ("tokens", "seal", "index", "peer", "ask")
SLICE = 100_000
SEED = 2015


class Bench:
    """One folder with the register of one size in two databases."""

    def __init__(self, folder: Path, people: int) -> None:
        self.folder, self.people = folder, people
        self.notes = folder / "notes.json"

    def note(self, **facts: float) -> None:
        known = self.noted()
        self.notes.write_text(json.dumps(known | facts, indent=1))

    def noted(self) -> dict[str, float]:
        return json.loads(self.notes.read_text()) if self.notes.exists() else {}

    def records(self) -> Iterator[Record]:
        return (record for record, _ in register(self.people, SEED))

    def make_tokens(self) -> None:
        """Every person's tokens in files of a hundred thousand: number, how many, tokens. Goes on where it was stopped."""
        blind = blinder(KEY, remembered=1 << 20)
        records = self.records()
        for place in range(0, self.people, SLICE):
            target = self.folder / f"tokens-{place:09d}"
            some = islice(records, SLICE)
            if target.exists():
                for _ in some:
                    pass
                continue
            cpu = time.process_time()
            numbers = array("i")
            for record in some:
                tokens = index_tokens(record, blind)
                numbers.extend((record.id, len(tokens), *tokens))
            target.with_suffix(".part").write_bytes(numbers.tobytes())
            target.with_suffix(".part").rename(target)
            self.note(**{f"tokens_cpu_{place:09d}": time.process_time() - cpu})

    def read_tokens(self) -> Iterator[tuple[int, set[int]]]:
        for file in sorted(self.folder.glob("tokens-?????????")):
            numbers, at = array("i"), 0
            numbers.frombytes(file.read_bytes())
            while at < len(numbers):
                many = numbers[at + 1]
                yield numbers[at], set(numbers[at + 2 : at + 2 + many])
                at += 2 + many

    def seal(self, alias: str) -> None:
        start = time.perf_counter()
        Register(connections[alias], KEY).fill(self.records())
        self.note(**{f"{alias}_sealed_s": time.perf_counter() - start})
        _settle(connections[alias])
        self.note(**{f"{alias}_sealed_mb": _size(connections[alias], TABLE)})

    def index(self, alias: str) -> None:
        connection = connections[alias]
        tables.drop(connection)
        tables.create(connection)
        start, cpu = time.perf_counter(), time.process_time()
        rows = tables.rebuild(connection, self.read_tokens())
        self.note(
            **{
                f"{alias}_index_s": time.perf_counter() - start,
                f"{alias}_index_cpu_s": time.process_time() - cpu,
                f"{alias}_rows": rows,
            }
        )
        _settle(connection)
        self.note(
            **{
                f"{alias}_index_mb": _size(connection, tables.INDEX),
                f"{alias}_bearers_mb": _size(connection, tables.BEARERS),
                f"{alias}_counts_mb": _size(connection, tables.COUNTS),
            }
        )

    def build_peer(self) -> None:
        """Plain names under PostgreSQL's trigrams: what one would do without sealing."""
        connection = connections["postgresql"]
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("DROP TABLE IF EXISTS bench_plain")
            cursor.execute("CREATE TABLE bench_plain (id integer PRIMARY KEY, name text NOT NULL)")
            with cursor.copy("COPY bench_plain FROM STDIN") as copy:
                for record in self.records():
                    copy.write_row((record.id, record.full_name))
            cursor.execute("CREATE INDEX bench_plain_trgm ON bench_plain USING gin (name gin_trgm_ops)")
        _settle(connection)
        self.note(peer_s=time.perf_counter() - start, peer_mb=_size(connection, "bench_plain"))

    def ask(self, aliases: list[str], each: int, each_of_peer: int) -> None:
        asked = self.questions(each)
        print(
            f"{len(asked.todo)} questions about {self.people:,} records; load average {os.getloadavg()[0]:.1f}\n"
        )
        for alias in aliases:
            report(alias, f"Cairn on {alias}", asked.todo, asked.truth, cairn(alias, KEY))
            report(alias, f"Cairn on {alias}, other questions", asked.others, asked.truth, cairn(alias, KEY))
            for name, offices in (("the capital", {0}), ("one of the offices", set(range(1, OFFICES + 1)))):
                there = asked.within(offices)
                some = [question for question in asked.todo if question.person in there]
                report(
                    alias, f"Cairn on {alias}, within {name}", some, there, cairn(alias, KEY, scoped_to=there)
                )
        if "postgresql" in aliases and each_of_peer:
            fewer = asked.fewer(each_of_peer)
            report(
                "postgresql", "pg_trgm, GIN, similarity > 0.3, plain names", fewer, asked.truth, trigrams()
            )
        known = self.noted()
        known["tokens_cpu"] = sum(known.pop(name) for name in list(known) if name.startswith("tokens_cpu_"))
        for name, value in known.items():
            print(f"{name:24} {value:14,.1f}")

    def questions(self, each: int) -> Asked:
        """What is asked, and which records are right answers."""
        chance = Random(3)
        chosen = {chance.randrange(1, self.people + 1) for _ in range(max(4000, each * 40))}
        rows: dict[int, set[int]] = defaultdict(set)
        sample: list[tuple[Record, Person]] = []
        for record, person in register(self.people, SEED):
            rows[person.number].add(record.id)
            if record.id in chosen:
                sample.append((record, person))
        todo, others = questions(sample, each), questions(sample, each, kinds=OTHER_KINDS)
        return Asked(todo, others, {one.person: rows[one.person] for one in (*todo, *others)})


def _settle(connection: Any) -> None:
    """What the database does by itself overnight."""
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
        )


def _size(connection: Any, table: str) -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
        else:
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name = %s", [table])
        return (cursor.fetchone()[0] or 0) / 1e6


def main() -> None:
    asked_for = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked_for.add_argument("--people", type=int, default=50_000)
    asked_for.add_argument("--folder", type=Path, default=Path("var/bench"))
    asked_for.add_argument("--steps", default=",".join(STEPS), help=f"some of {','.join(STEPS)}")
    asked_for.add_argument("--databases", default="sqlite,postgresql")
    asked_for.add_argument("--each", type=int, default=100, help="questions of each kind")
    asked_for.add_argument(
        "--peer-each", type=int, default=25, help="questions of each kind for the peer, which is slow"
    )
    asked_for.add_argument("--port", type=int, default=8699)
    given = asked_for.parse_args()
    folder = given.folder.resolve() / str(given.people)
    folder.mkdir(parents=True, exist_ok=True)
    steps, aliases = given.steps.split(","), given.databases.split(",")
    bench = Bench(folder, given.people)
    databases: dict[str, Any] = {"default": {}, "sqlite": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "register.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;")},
    }}  # fmt: skip
    with_postgresql = "postgresql" in aliases and set(steps) - {"tokens"}
    if with_postgresql:
        databases["postgresql"] = cluster.start(folder / "cluster", given.port)
    try:
        settings.configure(DATABASES=databases)
        django.setup()
        if "tokens" in steps:
            bench.make_tokens()
        for alias in aliases:
            if "seal" in steps:
                bench.seal(alias)
            if "index" in steps:
                bench.index(alias)
        if "peer" in steps and with_postgresql:
            bench.build_peer()
        if "ask" in steps:
            bench.ask(aliases, given.each, given.peer_each)
        connections.close_all()
    finally:
        if with_postgresql:
            cluster.stop(folder / "cluster")


if __name__ == "__main__":
    main()
