"""A counted table: how many people are in each cell, and the key that decides the cell's noise."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.counting.columns import Dimension

# People in the lower half of each number, the sum of their keys in the upper half.
Packed: TypeAlias = NDArray[np.uint64]

_LOWER = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
MOST_PEOPLE = (1 << 32) - 1


def people_in(packed: Packed) -> NDArray[np.uint64]:
    return packed & _LOWER


def keys_in(packed: Packed) -> NDArray[np.uint32]:
    """The sums of keys, modulo 2**32."""
    return (packed >> _HALF).astype(np.uint32)


@dataclass(frozen=True)
class Table:
    """People by some dimensions; a cell that is not held counts nobody.

    Small tables are held whole. Where the cells would be too many, `places` tells which ones are held.
    """

    dimensions: tuple[Dimension, ...]
    packed: Packed
    places: NDArray[np.uint64] | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(dimension.size for dimension in self.dimensions)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dimension.name for dimension in self.dimensions)

    @property
    def sums_to_people(self) -> bool:
        """Whether each person stands in one cell; if not, the table is published with a note that says so."""
        return not any(dimension.many for dimension in self.dimensions)

    @cached_property
    def counts(self) -> NDArray[np.uint64]:
        return people_in(self.packed)

    @cached_property
    def keys(self) -> NDArray[np.uint32]:
        """For each cell the sum of its people's keys, modulo 2**32: the same people, the same key, in every table."""
        return keys_in(self.packed)

    def filled(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint32]]:
        """Places, counts and keys of the cells with people in them, in the order of their places."""
        if self.places is not None:
            return self.places, self.counts, self.keys
        flat = self.packed.reshape(-1)
        places = np.flatnonzero(flat)
        some = flat[places]
        return places.astype(np.uint64), people_in(some), keys_in(some)
