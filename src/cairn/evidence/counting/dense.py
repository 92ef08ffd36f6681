"""Counting in memory: one pass over the facts, all wide tables side by side."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.compiled import compiled
from cairn.evidence.counting.cover import Group, cells
from cairn.evidence.counting.loops import pack, tally
from cairn.evidence.counting.reading import Block
from cairn.evidence.counting.tables import MOST_PEOPLE, Packed
from cairn.evidence.errors import WrongFacts


@dataclass(frozen=True, slots=True)
class Wide:
    """One table of the pass, its tracks in the order of its axes."""

    tracks: tuple[int, ...]
    cells: Packed


def count_wide(
    blocks: Iterable[Block], groups: Sequence[Group], sizes: Mapping[int, int], *, threads: int
) -> list[Wide]:
    """Count each group of tracks over all blocks; a table belongs to one thread at a time, so none is copied."""
    wide = [Wide(tuple(sorted(group)), np.zeros(cells(group, sizes), np.uint64)) for group in groups]
    strides = [_strides(table.tracks, sizes) for table in wide]
    add, weigh = compiled(tally), compiled(pack)
    people = 0
    with ThreadPoolExecutor(threads) as pool:
        for block in blocks:
            people += len(block.keys)
            _ensure_countable(people)
            rows = np.empty(len(block.keys), np.uint64)
            weigh(block.keys, rows)

            def one(at: int, codes: NDArray[np.generic] = block.codes, rows: Packed = rows) -> None:
                tracks = np.array(wide[at].tracks, np.uint32)
                if len(tracks):
                    add(codes, rows, tracks, strides[at], wide[at].cells)
                else:
                    wide[at].cells[0] += rows.sum()

            list(pool.map(one, range(len(wide))))
    return [Wide(table.tracks, table.cells.reshape([sizes[t] for t in table.tracks])) for table in wide]


def narrowed(wide: Wide, tracks: Sequence[int]) -> Packed:
    """A narrower table out of a wider one: people and keys add up alike."""
    gone = tuple(axis for axis, track in enumerate(wide.tracks) if track not in tracks)
    kept = [track for track in wide.tracks if track in tracks]
    summed = wide.cells.sum(axis=gone, dtype=np.uint64)
    return np.asarray(summed).transpose([kept.index(track) for track in tracks])


def _strides(tracks: Sequence[int], sizes: Mapping[int, int]) -> NDArray[np.uint32]:
    after = [prod(sizes[track] for track in tracks[at + 1 :]) for at in range(len(tracks))]
    return np.array(after, np.uint32)


def _ensure_countable(people: int) -> None:
    if people > MOST_PEOPLE:
        raise WrongFacts(f"The facts hold more than {MOST_PEOPLE:,} people, which a cell cannot count.")
