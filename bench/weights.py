"""The weights of likely duplicates, fitted on an invented register whose truth is known, and printed as their module.

    python -m bench.weights > src/cairn/people/linking/weights.py

Every pair that meets in a key is one person, two of a family, or strangers. All weights are fitted together (a softmax
of the three), one comparison after the other until none moves: added up one by one from plain counts, what goes with
each other would count twice, and F1 on another seed falls from 0.91 to 0.85. It takes a few minutes and 3 GB.
"""

import argparse
import sys
from array import array
from collections.abc import Iterator
from math import log

import duckdb
import pyarrow as pa
from bench.register import families, register

from cairn.people.linking import columns, keys
from cairn.people.linking.comparisons import COMPARISONS
from cairn.people.matching.records import Record

SEED = 7  # The benches measure on 2015.
SWEEPS = 50
FLOOR = -8.0  # Bits that one thing may speak against one person at most.
CAUTION = 0.1  # As if each weight had been seen to be nothing a tenth of a time.
STEP = 2.0
STRANGERS, FAMILY = 0, 1

HEAD = '''"""What each level of each comparison is worth, in bits: for one person against strangers, and against family.

A bit doubles the odds; what is unknown on either side is worth nothing. Fitted by `python -m bench.weights` on {people:,}
invented records of seed {seed}, all weights together, so that what goes with each other does not count twice; the benches
measure on another seed. No single thing speaks against one person with more than {floor:.0f} bits, for offices make every
mistake.
"""

VERSION = 1
MEASURED_AMONG = {people:_}
# Before anything is compared, for two who share a key.
AGAINST_STRANGERS, AGAINST_FAMILY = {prior[0]:.1f}, {prior[1]:.1f}

WEIGHTS: dict[str, dict[str, tuple[float, float]]] = {{'''

Weights = dict[str, dict[int, list[float]]]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=SEED)
    given = asked.parse_args()
    con = duckdb.connect(":memory:")
    make_patterns(con, given.people, given.seed)
    weights: Weights = {
        comparison.name: {n: [0.0, 0.0] for n, _ in comparison.numbered()} for comparison in COMPARISONS
    }
    prior = [0.0, 0.0]
    for sweep in range(SWEEPS):
        moved = sum(improve(con, weights, prior, name) for name in (None, *weights))
        print(f"sweep {sweep + 1} moved the weights by {moved:.2f} bits", file=sys.stderr, flush=True)
    print(HEAD.format(people=given.people, seed=given.seed, floor=-FLOOR, prior=prior))
    for comparison in COMPARISONS:
        print(f'    "{comparison.name}": {{')
        for number, level in comparison.numbered():
            strangers, family = weights[comparison.name][number]
            print(f'        "{level.name}": ({strangers:.1f}, {family:.1f}),')
        print("    },")
    print("}")


def make_patterns(con: duckdb.DuckDBPyConnection, people: int, seed: int) -> None:
    """How often each combination of levels was met, and by whom: 0 strangers, 1 a family, 2 one person."""
    ids, persons = array("i"), array("i")

    def records() -> Iterator[Record]:
        for record, person in register(people, seed):
            ids.append(record.id)
            persons.append(person.number)
            yield record

    for _ in columns.read(con, records()):
        pass
    columns.number(con)
    keys.find_keys(con)
    shares = -(-people // 250_000)
    for share in range(shares):
        keys.find_pairs(con, "true", share, shares)
    family = family_of(seed, max(persons))
    truth = pa.table(
        {"id": ids, "person": persons, "family": array("i", [family[number] for number in persons])}
    )
    con.register("truth", truth)
    levels = ", ".join(f"{comparison.number} AS {comparison.name}" for comparison in COMPARISONS)
    con.execute(f"""
        CREATE TABLE patterns AS
        SELECT {levels}, count(*) AS times,
            CASE WHEN l.person = r.person THEN 2 WHEN l.family = r.family THEN 1 ELSE 0 END AS who
        FROM pairs JOIN people_l ON row_l = join_key_l JOIN people_r ON row_r = join_key_r
        JOIN truth AS l ON l.id = id_l JOIN truth AS r ON r.id = id_r
        GROUP BY ALL
    """)


def family_of(seed: int, last: int) -> array:
    found = array("i", [0] * (last + 1))
    for number, family in enumerate(families(seed)):
        for person in family:
            if person.number <= last:
                found[person.number] = number
        if family[-1].number >= last:
            return found
    raise AssertionError("Families never end.")


def improve(con: duckdb.DuckDBPyConnection, weights: Weights, prior: list[float], name: str | None) -> float:
    """Newton's step for one comparison's weights, or for the prior, while the others stand still; how far they moved."""
    sums = [
        " + ".join(
            [str(prior[against]), *(_worth(levels, other, against) for other, levels in weights.items())]
        )
        for against in (STRANGERS, FAMILY)
    ]
    rows = con.execute(f"""
        WITH chances AS (
            SELECT *, power(2, -({sums[0]})) AS s, power(2, -({sums[1]})) AS f, s / (1 + s + f) AS ps, f / (1 + s + f) AS pf
            FROM patterns
        )
        SELECT {name or 0} AS level, sum(times * (ps - (who = 0)::int)), sum(times * ps * (1 - ps)),
            sum(times * (pf - (who = 1)::int)), sum(times * pf * (1 - pf))
        FROM chances GROUP BY 1
    """).fetchall()
    moved = 0.0
    for level, *slopes in rows:
        weight = prior if name is None else weights[name].get(level)
        for against in (STRANGERS, FAMILY) if weight else ():
            slope, bend = slopes[2 * against : 2 * against + 2]
            step = (slope - CAUTION * weight[against]) / (bend + CAUTION) / log(2)
            better = (
                max(FLOOR, weight[against] + max(-STEP, min(STEP, step))) if name else weight[against] + step
            )
            moved += abs(better - weight[against])
            weight[against] = better
    return moved


def _worth(levels: dict[int, list[float]], name: str, against: int) -> str:
    whens = " ".join(f"WHEN {number} THEN {weight[against]}" for number, weight in levels.items())
    return f"CASE {name} {whens} ELSE 0 END"


if __name__ == "__main__":
    main()
