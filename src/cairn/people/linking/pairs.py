"""The two questions: who in the register may be there twice, and who may this new person already be."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import NamedTuple

import duckdb
from duckdb import DuckDBPyConnection

from cairn.people.linking import columns, keys, model
from cairn.people.linking.comparisons import COMPARISONS
from cairn.people.linking.reasons import Reason
from cairn.people.matching.records import Record

LIKELY = 0.5
# Pairs are looked for in shares of so many people, so that memory does not grow with the square of anything.
PEOPLE_IN_A_SHARE = 250_000
FETCHED = 10_000


class Pair(NamedTuple):
    """Two people who may be one, smaller number first; for a new person, the new one first."""

    one: int
    other: int
    probability: float
    reasons: tuple[Reason, ...]


class Step(StrEnum):
    """What is being done; the code is told to whoever waits."""

    READING = "reading"
    HEARING = "hearing"
    MEETING = "meeting"
    WEIGHING = "weighing"


Progress = Callable[[int, int, str], None]


def likely_pairs(
    records: Iterable[Record],
    *,
    progress: Progress | None = None,
    threshold: float = LIKELY,
    memory: str = "2500MB",
) -> Iterator[Pair]:
    """Pairs of records that are likelier one person than not, best first, each pair once.

    Progress is told as (done, of how many, which step); while records are read, of how many is 0: nobody knows yet.
    All work is done in memory, never on the disk; where `memory` does not suffice, DuckDB's error says so.
    """
    tell = progress or (lambda done, total, step: None)
    with _engine(memory) as con:
        people = 0
        for people in columns.read(con, records):
            tell(people, 0, Step.READING)
        if people > 1:
            _find(con, people, threshold, tell)
            yield from _told(con)


def _find(con: DuckDBPyConnection, people: int, threshold: float, tell: Progress) -> None:
    tell(0, 1, Step.HEARING)
    columns.number(con)
    tell(1, 1, Step.HEARING)
    keys.find_keys(con)
    shares = -(-people // PEOPLE_IN_A_SHARE)
    for share in range(shares):
        keys.find_pairs(con, model.worth_weighing(people, threshold), share, shares)
        tell(share + 1, shares, Step.MEETING)
    con.execute("DROP TABLE keys")
    weighed = model.weigh_against_strangers(con, people, threshold)
    model.weigh_against_family(con, weighed, threshold)
    tell(1, 1, Step.WEIGHING)


def matches_for(
    record: Record, candidates: Iterable[Record], *, people: int = 100_000, threshold: float = LIKELY
) -> list[Pair]:
    """The candidates who may already be this person, best first, by the same weights; `people` are in the register."""
    # So little data is compared faster than a plan for comparing it is improved.
    with _engine("500MB", threads=1) as con:
        con.execute("PRAGMA disable_optimizer")
        for _ in columns.read(con, [record, *(other for other in candidates if other.id != record.id)]):
            pass
        columns.number(con, all_names_are_usual=True)
        keys.pair(con, record.id)
        model.weigh_against_family(con, model.weigh(con, people), threshold)
        return [
            pair if pair.one == record.id else pair._replace(one=pair.other, other=pair.one)
            for pair in _told(con)
        ]


@contextmanager
def _engine(memory: str, **more: int) -> Iterator[DuckDBPyConnection]:
    """A DuckDB of one's own, in memory, without a place on the disk to spill what it holds, or a way to fetch anything."""
    con = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "preserve_insertion_order": False,
            **more,
        },
    )
    try:
        yield con
    finally:
        con.close()


def _told(con: DuckDBPyConnection) -> Iterator[Pair]:
    told = con.execute("FROM likely ORDER BY probability DESC, one, other")
    while rows := told.fetchmany(FETCHED):
        for one, other, probability, *levels in rows:
            yield Pair(one, other, probability, tuple(_reasons(levels)))


def _reasons(levels: list[int]) -> Iterator[Reason]:
    for comparison, number in zip(COMPARISONS, levels, strict=True):
        reason = comparison.levels[len(comparison.levels) - 1 - number].reason if number >= 0 else None
        if reason:
            yield reason
