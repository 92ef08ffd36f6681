"""All tables of up to three dimensions, counted and perturbed, beside DuckDB's plain counts of the same file.

    python bench/tables.py [--rows 1000000 10000000] [--folder DIR]

makes a fact file of people with 15 dimensions and counts it both ways in turn, in processes of their own that have
their code loaded. What loading and the first compilation cost stands in lines of its own. Times are of the clock and of
the processor; on a machine that is shared the second says more. Polars is measured where it is installed.
"""

import argparse
import gc
import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.scratch import machine

# As many values as nationalities, places, months, age bands and so on have in a mission's records.
SIZES = (97, 60, 24, 9, 3, 6, 5, 4, 12, 8, 2, 2, 7, 10, 3)
COLUMNS = tuple(f"c{at}" for at in range(len(SIZES)))
TABLES = [chosen for ways in (1, 2, 3) for chosen in combinations(COLUMNS, ways)]
ROWS_IN_A_GROUP = 1 << 19
TURNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--folder", type=Path, help="keep the fact files here, and use them again")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FACTS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        way, facts = asked.one
        if way not in COLD:
            WAYS[way](facts_of(Path(facts).parent, 1000))
        print(json.dumps(measured(WAYS[way], Path(facts))))
        return
    print(f"{len(TABLES)} tables of {len(SIZES)} columns; {machine()}\n")
    print("| Rows | Way | Clock | Processor | Memory | Beside DuckDB: clock | processor |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as temporary:
        for rows in asked.rows:
            compare(facts_of(asked.folder or Path(temporary), rows), rows)


def facts_of(folder: Path, rows: int) -> Path:
    """People drawn unevenly, as nationalities are; the same for the same number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = folder / f"facts-{rows}.parquet"
    if facts.exists():
        return facts
    chance = np.random.default_rng(rows)
    names = [*COLUMNS, "key"]
    schema = pa.schema([*((name, pa.uint8()) for name in COLUMNS), ("key", pa.uint32())])
    with pq.ParquetWriter(facts.with_suffix(".part"), schema) as writer:
        for start in range(0, rows, ROWS_IN_A_GROUP):
            count = min(ROWS_IN_A_GROUP, rows - start)
            drawn = [chance.choice(size, count, p=_zipf(size)).astype(np.uint8) for size in SIZES]
            drawn.append(chance.integers(0, 1 << 32, count, np.uint32))
            writer.write_table(pa.table(dict(zip(names, drawn, strict=True)), schema))
    return facts.with_suffix(".part").rename(facts)


def _zipf(size: int) -> np.ndarray:
    shares = 1 / np.arange(1, size + 1)
    return shares / shares.sum()


def compare(facts: Path, rows: int) -> None:
    """Each way in turn, several times, so that a slow minute of the machine meets all of them."""
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS if way != "Polars" or has_polars()}
    for _ in range(TURNS):
        for way in runs:
            command = [sys.executable, __file__, "--one", way, str(facts)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            runs[way].append(json.loads(done.stdout))
    for way, found in runs.items():
        clock, cpu, memory = (
            statistics.median(run[what] for run in found) for what in ("clock", "cpu", "memory")
        )
        by_clock, by_cpu = (
            statistics.median(
                theirs[what] / ours[what] for theirs, ours in zip(runs["DuckDB"], found, strict=True)
            )
            for what in ("clock", "cpu")
        )
        print(
            f"| {rows:,} | {way} | {clock:.2f} s | {cpu:.2f} s | {memory:,.0f} MiB "
            f"| {by_clock:.1f} times faster | {by_cpu:.1f} |",
            flush=True,
        )


def measured(way: Callable[[Path], None], facts: Path) -> dict[str, float]:
    gc.collect()
    clock, cpu = time.perf_counter(), time.process_time()
    way(facts)
    return {
        "clock": time.perf_counter() - clock,
        "cpu": time.process_time() - cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def count_and_perturb(facts: Path) -> None:
    """Everything from the file to noisy figures, loading of compiled code included."""
    from fractions import Fraction

    from cairn.evidence.counting import count_tables, single
    from cairn.evidence.disclosure.noise import Noise, noise_table

    dimensions = [
        single(name, tuple(map(str, range(size)))) for name, size in zip(COLUMNS, SIZES, strict=True)
    ]
    noise = noise_table(Noise(Fraction(2), 5))
    for table in count_tables(facts, dimensions, TABLES).values():
        noise.perturb(table.counts, table.keys)


def first_use(facts: Path) -> None:
    """The same on the first day: the code is compiled before it counts."""
    from cairn.evidence.compiled import keep_compiled_in

    with tempfile.TemporaryDirectory() as folder:
        keep_compiled_in(Path(folder) / "compiled")
        count_and_perturb(facts)


def duckdb_counts(facts: Path) -> None:
    import duckdb

    with duckdb.connect(config={"threads": 2}) as engine:
        for chosen in TABLES:
            columns = ", ".join(chosen)
            engine.execute(
                f"SELECT {columns}, count(*) FROM read_parquet(?) GROUP BY {columns}", [str(facts)]
            ).fetchnumpy()


def polars_counts(facts: Path) -> None:
    import polars

    frame = polars.read_parquet(facts)
    for chosen in TABLES:
        frame.group_by(chosen).len()


def has_polars() -> bool:
    return importlib.util.find_spec("polars") is not None


WAYS: dict[str, Callable[[Path], None]] = {
    "DuckDB": duckdb_counts,
    "Cairn, with noise": count_and_perturb,
    "Cairn, in a new process": count_and_perturb,
    "Cairn, first use of all": first_use,
    "Polars": polars_counts,
}
COLD = ("Cairn, in a new process", "Cairn, first use of all")

if __name__ == "__main__":
    main()
