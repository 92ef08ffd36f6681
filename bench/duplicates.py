"""Who is in the register twice: how many are found, how many pairs are wrong, in what time and memory.

    python -m bench.duplicates --people 100000
    python -m bench.duplicates --people 1000000 --contenders cairn

A register with known truth is written to a file; each contender reads it in a process of its own and answers with pairs
and probabilities. Beside Cairn stand two uses of Splink: as its documentation begins, and with folded keys of the names
for blocking. Time is the wall's and the processor's, from the first record read to the last pair told.
"""

import argparse
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from bench.register import register

from cairn.people.matching.records import Record

SEED = 2015  # The weights were fitted on another one: bench/weights.py.
THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
BATCH = 10_000
Answer = Iterator[tuple[int, int, float]]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--contenders", default=",".join(CONTENDERS))
    asked.add_argument(
        "--answer", nargs=3, metavar=("CONTENDER", "REGISTER", "PAIRS"), help=argparse.SUPPRESS
    )
    given = asked.parse_args()
    if given.answer:
        answer(given.answer[0], Path(given.answer[1]), Path(given.answer[2]))
        return
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as scratch:
        folder = Path(scratch)
        truth = write(folder / "register", given.people, given.seed)
        for name in given.contenders.split(","):
            command = [
                sys.executable,
                "-m",
                "bench.duplicates",
                "--answer",
                name,
                folder / "register",
                folder / name,
            ]
            subprocess.run(command, check=True)
            report(name, folder / name, truth)


def write(target: Path, people: int, seed: int) -> dict[int, int]:
    """The register, in slices; returns who each record is."""
    truth: dict[int, int] = {}
    rows = register(people, seed)
    with target.open("wb") as file:
        while some := list(islice(rows, BATCH)):
            truth.update((record.id, person.number) for record, person in some)
            pickle.dump([tuple(record) for record, _ in some], file)
    return truth


def records(source: Path) -> Iterator[Record]:
    with source.open("rb") as file:
        while True:
            try:
                some = pickle.load(file)
            except EOFError:
                return
            yield from map(Record._make, some)


def answer(name: str, source: Path, target: Path) -> None:
    """One contender's pairs and costs; runs in a process of its own."""
    wall, processor = time.perf_counter(), time.process_time()
    pairs = list(CONTENDERS[name](records(source)))
    costs = {
        "seconds": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    with target.open("wb") as file:
        pickle.dump((costs, pairs), file)


def report(name: str, source: Path, truth: dict[int, int]) -> None:
    with source.open("rb") as file:
        costs, pairs = pickle.load(file)
    same = sum(count * (count - 1) // 2 for count in Counter(truth.values()).values())
    print(
        f"\n{name}: {len(truth):,} records, {same:,} true pairs; {costs['seconds']:.1f} s, "
        f"{costs['processor']:.1f} s of processor, {costs['memory']:,.0f} MiB at most"
    )
    print("  threshold      pairs  precision  recall     F1")
    ranked = sorted(
        ((probability, truth[one] == truth[other]) for one, other, probability in pairs), reverse=True
    )
    best = (0.0, 1.0)
    right = 0
    for found, (probability, is_right) in enumerate(ranked, 1):
        right += is_right
        best = max(best, (2 * right / (found + same), probability))
    for threshold in (*THRESHOLDS, best[1]):
        likely = [is_right for probability, is_right in ranked if probability >= threshold]
        precision, recall = sum(likely) / max(len(likely), 1), sum(likely) / same
        f1 = 2 * sum(likely) / (len(likely) + same)
        word = "  best of all" if threshold == best[1] else ""
        print(
            f"  {threshold:<11.9g} {len(likely):>8,} {precision:>10.3f} {recall:>7.3f} {f1:>6.3f}{word}",
            flush=True,
        )


def cairn(people: Iterator[Record]) -> Answer:
    from cairn.people.linking.pairs import likely_pairs

    for pair in likely_pairs(people, threshold=THRESHOLDS[0]):
        yield pair.one, pair.other, pair.probability


def splink_default(people: Iterator[Record]) -> Answer:
    """As its documentation begins: exact names, dates and numbers for blocking, its own comparisons, EM."""
    return _splink(people, folded=False)


def splink_folded(people: Iterator[Record]) -> Answer:
    """The same comparisons of folded names, blocked on folded keys."""
    return _splink(people, folded=True)


def _splink(people: Iterator[Record], folded: bool) -> Answer:
    import logging

    import duckdb
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.disable(logging.WARNING)
    con = duckdb.connect(":memory:")
    _load(con, people, folded)
    blocking = (
        [("given", "family", "year"), ("given", "father", "year"), ("father", "family", "year"), ("given", "born"),
         ("given", "father", "family"), ("given", "family", "birth_place")]
        if folded
        else [("given", "family"), ("given", "father"), ("given", "born"), ("family", "born")]
    )  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            *(cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(term_frequency_adjustments=True)
              for name in ("given", "father", "family")),
            cl.LevenshteinAtThresholds("born", [1, 2]),
            cl.ExactMatch("sex"), cl.ExactMatch("nationality"), cl.ExactMatch("birth_place"),
            cl.ExactMatch("phone"), cl.LevenshteinAtThresholds("document", 1),
        ],
        blocking_rules_to_generate_predictions=[block_on(*key) for key in (("phone",), ("document",), *blocking)],
    )  # fmt: skip
    linker = Linker(DuckDBAPI(con).register("register"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("document"), block_on("given", "family", "born"), block_on("given", "phone")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given", "born"))
    # Not on the telephone: whoever shares one is mostly family, and EM would learn to find families.
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("document"))
    likely = linker.inference.predict(threshold_match_probability=THRESHOLDS[0]).physical_name
    told = con.execute(f"SELECT id_l, id_r, match_probability FROM {likely}")
    while rows := told.fetchmany(BATCH):
        yield from rows


def _load(con, people: Iterator[Record], folded: bool) -> None:
    import pyarrow as pa

    from cairn.people.matching.names import parts_of
    from cairn.people.matching.sounds import readings

    def fold(name: str) -> str | None:
        return " ".join(readings(part)[0] for part in parts_of(name)) or None

    kept = fold if folded else (lambda name: name or None)
    names = (
        "id",
        "given",
        "father",
        "family",
        "born",
        "year",
        "sex",
        "nationality",
        "birth_place",
        "phone",
        "document",
    )
    while some := list(islice(people, BATCH)):
        rows = [
            (
                one.id, kept(one.given_name), kept(one.father_name), kept(one.family_name), one.born or None,
                one.born[:4] or None, one.sex or None, one.nationality or None, kept(one.birth_place),
                one.phones[0] if one.phones else None, one.documents[0] if one.documents else None,
            )
            for one in some
        ]  # fmt: skip
        con.register("arriving", pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))))
        con.execute(
            "CREATE TABLE IF NOT EXISTS register AS FROM arriving LIMIT 0; INSERT INTO register FROM arriving"
        )


CONTENDERS: dict[str, Callable[[Iterator[Record]], Answer]] = {
    "cairn": cairn,
    "splink_default": splink_default,
    "splink_folded": splink_folded,
}

if __name__ == "__main__":
    main()
