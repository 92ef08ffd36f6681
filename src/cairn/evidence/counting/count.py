"""The door to counting: which tables, from which facts, by whichever way suits their width."""

import os
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from pathlib import Path

import numpy as np

from cairn.evidence.counting import cover
from cairn.evidence.counting.columns import Dimension
from cairn.evidence.counting.dense import Wide, count_wide, narrowed
from cairn.evidence.counting.reading import all_tracks, read_blocks, tracks_by_dimension
from cairn.evidence.counting.sparse import count_sparse
from cairn.evidence.counting.tables import Table
from cairn.evidence.errors import WrongFacts

Names = tuple[str, ...]


def up_to(ways: int, dimensions: Sequence[Dimension]) -> list[Names]:
    """All tables by one dimension, by two, and so on."""
    names = [dimension.name for dimension in dimensions]
    return [chosen for count in range(1, ways + 1) for chosen in combinations(names, count)]


def count_tables(
    facts: Path,
    dimensions: Sequence[Dimension],
    wanted: Iterable[Names],
    *,
    key: str = "key",
    threads: int | None = None,
    widest: int = cover.FITS_MEMORY,
) -> dict[Names, Table]:
    """Count people by each wanted choice of dimensions, in one reading of the facts."""
    by_name = {dimension.name: dimension for dimension in dimensions}
    chosen = {names: _chosen(names, by_name) for names in wanted}
    threads = threads or len(os.sched_getaffinity(0))
    dense = {names: some for names, some in chosen.items() if _cells(some) <= widest}
    tables = _count_dense(facts, dense, key, threads)
    for names, some in chosen.items():
        if names not in dense:
            tables[names] = count_sparse(facts, some, key, threads=threads)
    return {names: tables[names] for names in chosen}


def _chosen(names: Names, by_name: dict[str, Dimension]) -> tuple[Dimension, ...]:
    if unknown := [name for name in names if name not in by_name]:
        raise WrongFacts(f"No dimension is called “{unknown[0]}”.")
    if len(set(names)) < len(names):
        raise WrongFacts(f"A table by {', '.join(names)} names a dimension twice.")
    return tuple(by_name[name] for name in names)


def _cells(dimensions: Sequence[Dimension]) -> int:
    """Cells that the table needs while it is counted; a carried member is counted beside those who do not carry it."""
    return int(np.prod([2 * d.size if d.many else d.size for d in dimensions], dtype=object))


def _count_dense(
    facts: Path, wanted: dict[Names, tuple[Dimension, ...]], key: str, threads: int
) -> dict[Names, Table]:
    if not wanted:
        return {}
    used = list({dimension.name: dimension for some in wanted.values() for dimension in some}.values())
    lines = tracks_by_dimension(used)
    sizes = {at: track.size for at, track in enumerate(all_tracks(used))}
    groups = {
        frozenset(tracks) for some in wanted.values() for tracks in product(*(lines[d.name] for d in some))
    }
    wide = count_wide(read_blocks(facts, used, key), cover.passes(groups, sizes), sizes, threads=threads)
    return {names: _table(some, lines, wide) for names, some in wanted.items()}


def _table(dimensions: tuple[Dimension, ...], lines: dict[str, tuple[int, ...]], wide: list[Wide]) -> Table:
    """Put the table together; for a dimension that says several things, from those who carry each member."""
    packed = np.zeros([dimension.size for dimension in dimensions], np.uint64)
    many = [dimension for dimension in dimensions if dimension.many]
    for members in product(*(range(dimension.size) for dimension in many)):
        chosen = dict(zip((d.name for d in many), members, strict=True))
        tracks = [lines[d.name][chosen.get(d.name, 0)] for d in dimensions]
        source = min((w for w in wide if set(tracks) <= set(w.tracks)), key=lambda w: w.cells.size)
        carried = tuple(1 if dimension.many else slice(None) for dimension in dimensions)
        packed[tuple(chosen.get(d.name, slice(None)) for d in dimensions)] = narrowed(source, tracks)[carried]
    return Table(dimensions, packed)
