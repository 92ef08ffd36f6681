"""Few wide counts instead of many narrow ones.

Counting is bound by the increments: one for each row and table. A wider table answers all narrower ones inside it, and
costs no more as long as it fits the processor's cache. So hundreds of tables are served by a few dozen passes.
"""

from collections.abc import Iterable, Mapping
from math import log, prod
from typing import TypeAlias

Group: TypeAlias = frozenset[int]

# Eight bytes a cell: half a megabyte, which stays in the second cache of one core beside the columns it reads.
FITS_THE_CACHE = 1 << 16
# Beyond this a table is mostly empty, and a query engine that keeps only the cells it meets does better.
FITS_MEMORY = 1 << 23


def passes(wanted: Iterable[Group], sizes: Mapping[int, int]) -> list[Group]:
    """Groups of tracks, each within the cache where it can be, so that each wanted group lies inside one of them."""
    waiting = _widest(set(wanted))
    chosen: list[Group] = []
    while waiting:
        first = max(waiting, key=lambda group: (cells(group, sizes), sorted(group)))
        group = _widened(first, waiting, sizes)
        chosen.append(group)
        waiting = {other for other in waiting if not other <= group}
    return chosen


def cells(group: Iterable[int], sizes: Mapping[int, int]) -> int:
    """How many cells a table over these tracks has."""
    return prod(sizes[track] for track in group)


def _widest(wanted: set[Group]) -> set[Group]:
    """Those that lie in no other."""
    by_size = sorted(wanted, key=len, reverse=True)
    kept: list[Group] = []
    inside: set[Group] = set()
    for group in by_size:
        if group not in inside:
            kept.append(group)
            inside |= _parts(group)
    return set(kept)


def _parts(group: Group) -> set[Group]:
    found = {group}
    edge = {group}
    while edge:
        edge = {part - {track} for part in edge for track in part} - found
        found |= edge
    return found


def _widened(group: Group, waiting: set[Group], sizes: Mapping[int, int]) -> Group:
    """The group with whatever track serves most tables that still wait, for the room that it takes."""
    while True:
        room = FITS_THE_CACHE // cells(group, sizes)
        worth = {
            track: _served(group | {track}, waiting) / log(max(sizes[track], 2))
            for track in {track for other in waiting for track in other} - group
            if sizes[track] <= room
        }
        if not worth:
            return group
        group |= {max(sorted(worth), key=worth.__getitem__)}


def _served(group: Group, waiting: set[Group]) -> int:
    return sum(other <= group for other in waiting)
