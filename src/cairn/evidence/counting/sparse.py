"""Tables too wide to lie in memory: the query engine keeps only the cells it meets."""

from collections.abc import Sequence
from itertools import product
from math import prod
from pathlib import Path

import duckdb
import numpy as np

from cairn.evidence.counting.columns import Dimension
from cairn.evidence.counting.reading import ensure_columns, ensure_members
from cairn.evidence.counting.tables import Table
from cairn.evidence.errors import WrongFacts

MOST_PLACES = 1 << 63


def count_sparse(
    facts: Path, dimensions: Sequence[Dimension], key: str, *, threads: int, memory: str = "2GiB"
) -> Table:
    """The same table as counted in memory, its cells in the order of their places."""
    if prod(dimension.size for dimension in dimensions) >= MOST_PLACES:
        raise WrongFacts(
            "A table by " + ", ".join(d.name for d in dimensions) + " has more cells than can be named."
        )
    ensure_columns(facts, [*(dimension.name for dimension in dimensions), key])
    places, packed = [], []
    with duckdb.connect(config={"threads": threads, "memory_limit": memory}) as engine:
        many = [dimension for dimension in dimensions if dimension.many]
        _ensure_members(engine, facts, many)
        for members in product(*(range(dimension.size) for dimension in many)):
            chosen = {d.name: member for d, member in zip(many, members, strict=True)}
            some = _query(engine, facts, dimensions, key, chosen)
            places.append(some[0])
            packed.append(some[1])
    where = np.concatenate(places)
    order = np.argsort(where)
    return Table(tuple(dimensions), np.concatenate(packed)[order], where[order])


def _query(
    engine: duckdb.DuckDBPyConnection,
    facts: Path,
    dimensions: Sequence[Dimension],
    key: str,
    members: dict[str, int],
) -> tuple[np.ndarray, np.ndarray]:
    """Places and packed people of the rows that carry the chosen member of each dimension that says several things."""
    one = [dimension for dimension in dimensions if not dimension.many]
    columns = ", ".join(_quoted(dimension.name) for dimension in one)
    carried = " AND ".join(f"({_quoted(name)} >> {member}) & 1 = 1" for name, member in members.items())
    rows = engine.execute(
        f"SELECT {columns}{', ' if columns else ''}count(*), sum({_quoted(key)}::UBIGINT) % 4294967296 "
        f"FROM read_parquet(?){f' WHERE {carried}' if carried else ''}{f' GROUP BY {columns}' if columns else ''}",
        [str(facts)],
    ).fetchnumpy()
    names = list(rows)
    counts = np.asarray(rows[names[-2]]).astype(np.uint64)
    places = np.zeros(len(counts), np.uint64)
    for dimension in dimensions:
        places *= np.uint64(dimension.size)
        if dimension.many:
            places += np.uint64(members[dimension.name])
        else:
            places += _codes(dimension, rows[dimension.name])
    keys = np.ma.filled(np.ma.asarray(rows[names[-1]]), 0).astype(np.float64).astype(np.uint64)
    return places[counts > 0], ((keys << np.uint64(32)) | counts)[counts > 0]


def _ensure_members(engine: duckdb.DuckDBPyConnection, facts: Path, many: Sequence[Dimension]) -> None:
    for dimension in many:
        name = _quoted(dimension.name)
        ends = engine.execute(
            f"SELECT min({name}), max({name}) FROM read_parquet(?)", [str(facts)]
        ).fetchone()
        if ends and ends[0] is not None:
            ensure_members(dimension, *ends)


def _codes(dimension: Dimension, found: np.ndarray) -> np.ndarray:
    if np.issubdtype(found.dtype, np.integer) and not np.ma.is_masked(found):
        if len(found) and not 0 <= found.min() <= found.max() < dimension.size:
            raise WrongFacts(f"“{dimension.name}” holds a code beyond its list.")
        return np.asarray(found).astype(np.uint64)
    place = {value: at for at, value in enumerate(dimension.values)}
    words = np.ma.asarray(found).tolist()
    if unknown := set(words) - place.keys():
        raise WrongFacts(f"“{dimension.name}” holds {len(unknown)} values which its list does not name.")
    return np.array([place[word] for word in words], np.uint64)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
