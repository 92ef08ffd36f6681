"""A release about millions of people: facts written down, everybody counted, protected and attacked.

    python bench/release.py [--rows 1000000 10000000] [--folder DIR]

takes a snapshot of generated facts as the worker does, and computes an indicator by nationality, sex, age band and quarter
with all its totals as a build does, with noise; and, with and without quarters, with small groups hidden. Beside it stands
DuckDB's plain count of the same people by nationality, sex, age band and day, from the same file. Each step runs in a
process of its own, so that its memory is its own.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.scratch import machine, use_scratch_mission

TABLE = "bench.people"
SEED = 7
AT_ONCE = 1 << 17
DAYS = 730
FIRST = np.datetime64("2014-01-01")
NATIONALITIES = tuple(f"N{at:02d}" for at in range(30))
SEXES = ("female", "male", "")
AGES = ("0-4", "5-17", "18-59", "60+")
DECLARED = """
code = "people"
owner = "information"
facts = "bench.people"
dimensions = ["nationality", "sex", "age"]
[title]
en = "People"
fr = "Personnes"
ar = "أشخاص"
[definition]
en = "People, counted."
[method]
en = "Counted from generated records."
[unit.en]
one = "person"
other = "people"
[measure]
kind = "count"
[period]
column = "day"
step = "{step}"
[disclosure]
kind = "{rule}"
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--folder", type=Path, help="keep the mission and its facts here")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as temporary:
        folder = asked.folder or Path(temporary)
        if asked.step:
            use_scratch_mission(folder)
            print(json.dumps(measured(STEPS[asked.step], asked.rows[0])))
            return
        print(f"{machine()}\n\n| Rows | Step | Clock | Processor | Memory | |\n|---|---|---|---|---|---|")
        for rows in asked.rows:
            for step in STEPS:
                command = [
                    sys.executable,
                    __file__,
                    "--rows",
                    str(rows),
                    "--folder",
                    str(folder),
                    "--step",
                    step,
                ]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                if done.returncode:
                    raise SystemExit(done.stderr)
                told = json.loads(done.stdout.splitlines()[-1])
                print(
                    f"| {rows:,} | {step} | {told['clock']:.2f} s | {told['cpu']:.2f} s | {told['memory']:,.0f} MiB "
                    f"| {told['said']} |",
                    flush=True,
                )


def measured(step: Callable[[int], str], rows: int) -> dict[str, Any]:
    clock, cpu = time.perf_counter(), time.process_time()
    said = step(rows)
    return {
        "said": said,
        "clock": time.perf_counter() - clock,
        "cpu": time.process_time() - cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def table(rows: int) -> Any:
    from cairn.evidence.facts import FactColumn, FactTable, Kind

    def code(name: str, codes: tuple[str, ...]) -> FactColumn:
        return FactColumn(name=name, kind=Kind.CODE, title=name, codes=tuple(each or None for each in codes))

    return FactTable(
        name=TABLE,
        title="People",
        grain="a person",
        columns=(
            code("nationality", NATIONALITIES),
            code("sex", SEXES),
            code("age", AGES),
            FactColumn(name="day", kind=Kind.DAY, title="day"),
        ),
        read=lambda: slices(rows),
        is_person=True,
    )


def slices(rows: int) -> Iterator[dict[str, Any]]:
    """People drawn unevenly, as they come; the same for the same number."""
    chance = np.random.default_rng(SEED)
    for start in range(0, rows, AT_ONCE):
        many = min(AT_ONCE, rows - start)
        yield {
            "nationality": _drawn(chance, NATIONALITIES, many),
            "sex": _drawn(chance, SEXES, many),
            "age": _drawn(chance, AGES, many),
            "day": FIRST + chance.integers(0, DAYS, many).astype("timedelta64[D]"),
            "key": chance.integers(0, 1 << 32, many, np.uint32),
        }


def _drawn(chance: np.random.Generator, codes: tuple[str, ...], many: int) -> list[str | None]:
    shares = 1 / np.arange(1, len(codes) + 1) ** 1.5
    found = chance.choice(len(codes), many, p=shares / shares.sum())
    named = [code or None for code in codes]
    return [named[at] for at in found]


def take(rows: int) -> str:
    from cairn.evidence.facts.snapshots import take_snapshot

    snapshot = take_snapshot([table(rows)])
    size = snapshot.path(TABLE).stat().st_size / 2**20
    return f"{size:,.0f} MiB on the disk"


def newest() -> Any:
    from cairn.evidence.facts.snapshots import snapshots

    return snapshots()[0]


def by_duckdb(_rows: int) -> str:
    import duckdb

    with duckdb.connect(config={"threads": len(os.sched_getaffinity(0))}) as engine:
        found = engine.execute(
            "SELECT nationality, sex, age, day, count(*) FROM read_parquet(?) GROUP BY ALL",
            [str(newest().path(TABLE))],
        ).fetchnumpy()
    return f"{len(found['day']):,} groups, no totals, nothing protected"


def perturbed(rows: int) -> str:
    return _built(rows, "perturbed", "quarter")


def suppressed(rows: int) -> str:
    return _built(rows, "suppressed", "whole")


def suppressed_by_quarter(rows: int) -> str:
    return _built(rows, "suppressed", "quarter")


def _built(rows: int, rule: str, step: str) -> str:
    import datetime as dt
    import tomllib

    from cairn.evidence.indicators.declaration import Indicator
    from cairn.evidence.releases.people_tables import Group, protected_cells
    from cairn.mission.config import Disclosure

    one = Indicator.model_validate(tomllib.loads(DECLARED.format(rule=rule, step=step)))
    group = Group("bench-1", table(rows), [one], dt.date(2015, 12, 31))
    cells, report = protected_cells(group, newest(), [], Disclosure())
    hidden = sum(cell.hidden for cell in cells["people"])
    verdict = "may be published" if report.may_be_published else "refused"
    return f"{len(cells['people']):,} cells, {hidden:,} hidden, {verdict}"


STEPS: dict[str, Callable[[int], str]] = {
    "snapshot written": take,
    "DuckDB, plain counts by four columns": by_duckdb,
    "counted, with noise, attacked": perturbed,
    "counted, small groups hidden, attacked": suppressed,
    "counted, small groups hidden by quarter, attacked": suppressed_by_quarter,
}

if __name__ == "__main__":
    main()
