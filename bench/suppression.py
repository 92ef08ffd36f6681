"""Which cells are hidden, how long it takes, and what the attack finds after it, beside tau-Argus.

    python bench/suppression.py [--turns 3]

Two instances: 2,340 people from 96 countries by form of exploitation (582 cells with totals), and by form, sex and age
(5,238 cells). Tau-Argus is measured where the package `pytauargus` is installed, and on the small instance only: on the
large one it did not end in a quarter of an hour. All results meet the same attack, twice: by a reader who does not know
that zeros are shown, as tau-Argus assumes, and by one who does.
"""

import argparse
import importlib.util
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.scratch import machine

from cairn.evidence.attack.intervals import Knowledge
from cairn.evidence.attack.report import People
from cairn.evidence.attack.statements import Ledger, Statement
from cairn.evidence.attack.system import System
from cairn.evidence.disclosure.hiding import hidden_cells
from cairn.evidence.disclosure.rules import Suppressed
from cairn.evidence.regions import Breakdown, Category, Layout, Region, Space

THRESHOLD = 5
SIZES = {"nationality": 96, "form": 5, "sex": 2, "age": 2}
HOW_MANY = 2340


@dataclass(frozen=True)
class Instance:
    """A table of people, its cells as they are, and the people one by one for whoever wants them so."""

    people: People
    cells: tuple[Statement, ...]
    records: dict[str, np.ndarray]


def instance(*dimensions: str) -> Instance:
    """Few from most countries; forms of exploitation lean differently in each."""
    chance = np.random.default_rng(2014)
    shares = 1 / np.arange(1, 97) ** 1.35
    nationality = chance.choice(96, HOW_MANY, p=shares / shares.sum())
    nationality[:96] = np.arange(96)
    leaning = chance.dirichlet(np.array([0.4, 0.3, 0.15, 0.1, 0.05]) * 4, 96)
    records = {
        "nationality": nationality,
        "form": np.array([chance.choice(5, p=leaning[country]) for country in nationality]),
        "sex": (chance.random(HOW_MANY) < 0.39).astype(int),
        "age": (chance.random(HOW_MANY) < 0.29).astype(int),
    }
    counts = np.zeros([SIZES[name] for name in dimensions], np.int64)
    np.add.at(counts, tuple(records[name] for name in dimensions), 1)
    labels = {name: [f"{name[0]}{at:02d}" for at in range(SIZES[name])] for name in dimensions}
    people = People(counts, dimensions, labels)
    layout = Layout("t", tuple(_with_total(name, labels[name]) for name in dimensions))
    cells = []
    for label, region in layout.cells():
        here = int(counts[np.ix_(*people.places(region))].sum())
        cells.append(Statement(region, here, here, "R", "t", label, "S", headline=region == Region()))
    return Instance(people, tuple(cells), {name: records[name] for name in dimensions})


def _with_total(name: str, labels: Sequence[str]) -> Breakdown:
    single = (Category(label, frozenset([code])) for code, label in enumerate(labels))
    return Breakdown(name, (Category("Total"), *single))


def cairn(least: int, width: int, insiders: bool) -> Callable[[Instance], list[bool]]:
    rule = Suppressed(THRESHOLD, width, insiders)
    return lambda of: hidden_cells(of.cells, of.people, rule, Ledger(), least=least)


def tau_argus(of: Instance) -> list[bool]:
    from pytauargus import protect  # type: ignore[import-not-found,unused-ignore]

    names = list(of.people.dimensions)
    words = {name: [of.people.labels[name][code] for code in of.records[name]] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        done = protect(
            {**words, "n": [1.0] * HOW_MANY},
            names,
            response="n",
            safety_rules=f"FREQ({THRESHOLD},0)",
            suppress="OPT(1,5)",
            workdir=folder,
        )
        table = done.tables[0]
        rows = zip(*(table._col(name) for name in names), table.status(), strict=True)
    hidden = {", ".join(row[:-1]): row[-1] in "UMD" for row in rows}
    return [hidden[one.cell] for one in of.cells]


def recovered(of: Instance, hidden: Sequence[bool], least: int) -> int:
    """Small cells that figures pin down to one number."""
    told = [
        replace(one, low=least, high=None) if gone else one
        for one, gone in zip(of.cells, hidden, strict=True)
    ]
    space = Space((one.region for one in told), of.people.sizes)
    truth = space.fold(of.people.counts, of.people.dimensions)
    system = System(space, told, truth)
    small = [one for one, gone in zip(of.cells, hidden, strict=True) if gone and one.low < THRESHOLD]
    targets = [system.target(one.cell, space.atoms(one.region), one.low) for one in small]
    found = Knowledge(system).intervals(targets, [1] * len(targets))
    return sum(interval.width < 1 for interval in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    ways: dict[str, Callable[[Instance], list[bool]]] = {
        "Cairn, as tau-Argus promises": cairn(0, 1, False),
        "Cairn, zeros known": cairn(1, 1, False),
        "Cairn, as it is": cairn(1, THRESHOLD - 2, True),
    }
    if importlib.util.find_spec("pytauargus"):
        ways["tau-Argus"] = tau_argus
    print(f"Threshold {THRESHOLD}, {HOW_MANY:,} people; {machine()}\n")
    print(
        "| Cells | Way | Other cells hidden | People in them | Clock | Processor | Recovered | Recovered, zeros known |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for of in (instance("nationality", "form"), instance(*SIZES)):
        for way, hide in ways.items():
            if way != "tau-Argus" or len(of.cells) < 1000:
                print(line(of, way, hide, asked.turns), flush=True)


def line(of: Instance, way: str, hide: Callable[[Instance], list[bool]], turns: int) -> str:
    clocks, processors = [], []
    for _ in range(turns):
        clock, processor = time.perf_counter(), time.process_time()
        hidden = hide(of)
        clocks.append(time.perf_counter() - clock)
        processors.append(time.process_time() - processor)
    other = [one.low for one, gone in zip(of.cells, hidden, strict=True) if gone and one.low >= THRESHOLD]
    return (
        f"| {len(of.cells):,} | {way} | {len(other):,} | {sum(other):,} | {statistics.median(clocks):.2f} s "
        f"| {statistics.median(processors):.2f} s | {recovered(of, hidden, 0)} | {recovered(of, hidden, 1)} |"
    )


if __name__ == "__main__":
    main()
