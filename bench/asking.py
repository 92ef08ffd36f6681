"""Asking a register whose truth is known, and telling how often and how fast it answers."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bench.questions import Question
from bench.sealed import Register, numbers_of, office_of
from django.db import connections

from cairn.people.matching.questions import asked
from cairn.people.matching.records import Record
from cairn.people.matching.search import find

# Ranked numbers, all candidates, and the times of the two halves.
Answer = Callable[[Question], tuple[list[int], set[int], list[float]]]


class Asked(NamedTuple):
    """The questions that count, others whose time is told, and the records of each person who is meant."""

    todo: list[Question]
    others: list[Question]
    truth: dict[int, set[int]]

    def within(self, offices: set[int]) -> dict[int, set[int]]:
        """The right records as far as they lie in one of the offices."""
        there = {
            one: {number for number in all_of if office_of(number) in offices}
            for one, all_of in self.truth.items()
        }
        return {one: numbers for one, numbers in there.items() if numbers}

    def fewer(self, each: int) -> list[Question]:
        """So many of each kind, for a peer that takes its time."""
        taken: Counter[str] = Counter()
        chosen = []
        for question in self.todo:
            taken[question.kind] += 1
            if taken[question.kind] <= each:
                chosen.append(question)
        return chosen


def cairn(alias: str, key: bytes, *, scoped_to: dict[int, set[int]] | None = None) -> Answer:
    """The whole way of one search. With `scoped_to`, within the office of the record that is meant."""
    connection = connections[alias]
    sealed = Register(connection, key)

    def answer(question: Question) -> tuple[list[int], set[int], list[float]]:
        opened: list[Any] = [time.perf_counter(), []]

        def open_records(numbers: Sequence[int]) -> Iterator[Record]:
            opened[:] = time.perf_counter(), numbers
            return sealed.open(numbers, contacts=bool(typed.numbers or typed.codes))

        office = office_of(min(scoped_to[question.person])) if scoped_to else None
        within = None if office is None else numbers_of(office, alias)
        start = time.perf_counter()
        typed = asked(question.text)
        found = find(connection, key, typed, within=within, open_records=open_records)
        best = [one.id for one in found[:20]]
        return best, set(opened[1]), [opened[0] - start, time.perf_counter() - opened[0]]

    return answer


def trigrams() -> Answer:
    connection = connections["postgresql"]

    def answer(question: Question) -> tuple[list[int], set[int], list[float]]:
        name = " ".join(word for word in question.text.split() if not word.isdigit())
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM bench_plain WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 20",
                [name, name],
            )
            best = [row[0] for row in cursor.fetchall()]
        return best, set(best), [time.perf_counter() - start]

    return answer


def report(alias: str, title: str, todo: list[Question], truth: dict[int, set[int]], answer: Answer) -> None:
    for question in Random(1).sample(todo, min(40, len(todo))):  # The database warms up, as at work.
        answer(question)
    hits: dict[str, list[tuple[bool, bool, bool]]] = {question.kind: [] for question in todo}
    times: list[list[float]] = []
    processor: list[float] = []
    used = _processor(alias)
    for question in Random(2).sample(todo, len(todo)):
        before = used()
        best, candidates, taken = answer(question)
        processor.append(used() - before)
        right = truth[question.person]
        hits[question.kind].append(
            (not right.isdisjoint(candidates), not right.isdisjoint(best), bool(best) and best[0] in right)
        )
        times.append(taken)
    halves = "".join(f", {_both(half)}" for half in zip(*times, strict=True))
    print(
        f"{title}: p50 / p95 {_both([sum(taken) for taken in times])} ms (halves{halves}), processor {_both(processor)} ms"
    )
    print(f"  {'':36} {'asked':>6} {'candidate':>10} {'first 20':>9} {'first':>6}")
    for kind, found in (*hits.items(), ("all", [one for some in hits.values() for one in some])):
        if found:
            shares = [sum(column) / len(found) for column in zip(*found, strict=True)]
            print(f"  {kind:36} {len(found):6} {shares[0]:10.3f} {shares[1]:9.3f} {shares[2]:6.3f}")
    print(flush=True)


def _both(times: Sequence[float]) -> str:
    return f"{_share(times, 0.5):.1f} / {_share(times, 0.95):.1f}"


def _processor(alias: str) -> Callable[[], float]:
    """Seconds on a processor of this process, and of the one that serves it in PostgreSQL."""
    if connections[alias].vendor != "postgresql":
        return time.process_time
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        counted = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() + int(counted.read_text().split()[0]) / 1e9


def _share(times: Sequence[float], part: float) -> float:
    return 1000 * sorted(times)[int(len(times) * part)]
