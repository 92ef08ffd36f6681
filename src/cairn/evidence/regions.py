"""Where people are counted: a region is a choice of values in some dimensions, and everything in the others.

Figures of different tables, periods and places overlap in many ways. What they have in common is cut into the largest
pieces that no figure divides; an intruder's knowledge is then a set of equations over these pieces.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Region:
    """Values by dimension, as codes; a dimension that is not named is not restricted."""

    parts: tuple[tuple[str, frozenset[int]], ...] = ()

    @classmethod
    def of(cls, parts: Mapping[str, Iterable[int]]) -> "Region":
        return cls(tuple(sorted((name, frozenset(codes)) for name, codes in parts.items())))

    def within(self, name: str) -> frozenset[int] | None:
        """The values allowed in a dimension; None where all are."""
        return dict(self.parts).get(name)


@dataclass(frozen=True, slots=True)
class Category:
    """A line of a published table: a label, and the values that it stands for; None stands for all."""

    label: str
    codes: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How a published table divides one dimension; categories may nest and overlap, and a total is one of them."""

    dimension: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A published table: its breakdowns, and the part of the people that it speaks of."""

    name: str
    breakdowns: tuple[Breakdown, ...]
    only: Region = field(default_factory=Region)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(breakdown.categories) for breakdown in self.breakdowns)

    def cells(self) -> Iterator[tuple[str, Region]]:
        """Label and region of each cell, the last breakdown running fastest."""
        for chosen in product(*(breakdown.categories for breakdown in self.breakdowns)):
            parts = dict(self.only.parts)
            for breakdown, category in zip(self.breakdowns, chosen, strict=True):
                if category.codes is not None:
                    held = parts.get(breakdown.dimension)
                    parts[breakdown.dimension] = category.codes if held is None else held & category.codes
            yield ", ".join(category.label for category in chosen), Region.of(parts)


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension, divided as finely as any figure divides it."""

    name: str
    pieces: tuple[frozenset[int], ...]

    def chosen(self, codes: frozenset[int] | None) -> NDArray[np.bool_]:
        if codes is None:
            return np.ones(len(self.pieces), np.bool_)
        return np.array([piece <= codes for piece in self.pieces], np.bool_)


class Space:
    """All pieces into which a set of regions divides the people."""

    def __init__(self, regions: Iterable[Region], sizes: Mapping[str, int]) -> None:
        used: dict[str, set[frozenset[int]]] = {}
        for region in regions:
            for name, codes in region.parts:
                used.setdefault(name, set()).add(codes)
        self.sets = {name: sorted(sets, key=sorted) for name, sets in sorted(used.items())}
        self.axes = tuple(Axis(name, _pieces(sets, sizes[name])) for name, sets in self.sets.items())
        self._chosen: dict[tuple[str, frozenset[int] | None], NDArray[np.intp]] = {}

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis.pieces) for axis in self.axes)

    @property
    def size(self) -> int:
        return prod(self.shape)

    def atoms(self, region: Region) -> NDArray[np.intp]:
        """The numbers of the pieces inside a region."""
        parts = dict(region.parts)
        places = np.zeros(1, np.intp)
        for axis in self.axes:
            inside = self._inside(axis, parts.get(axis.name))
            places = (places[:, None] * len(axis.pieces) + inside).reshape(-1)
        return places

    def _inside(self, axis: Axis, codes: frozenset[int] | None) -> NDArray[np.intp]:
        key = (axis.name, codes)
        if key not in self._chosen:
            self._chosen[key] = np.flatnonzero(axis.chosen(codes))
        return self._chosen[key]

    def fold(self, counts: NDArray[np.integer], names: tuple[str, ...]) -> NDArray[np.int64]:
        """People in each piece, from a table by single values of (at least) these dimensions."""
        folded = np.asarray(counts, np.int64)
        order = [names.index(axis.name) for axis in self.axes]
        rest = tuple(at for at in range(len(names)) if at not in order)
        folded = folded.transpose([*order, *rest]).sum(axis=tuple(range(len(order), len(names))))
        for at, axis in enumerate(self.axes):
            parts = [folded.take(sorted(piece), axis=at).sum(axis=at) for piece in axis.pieces]
            folded = np.stack(parts, axis=at)
        return np.asarray(folded).reshape(-1)


def _pieces(sets: list[frozenset[int]], size: int) -> tuple[frozenset[int], ...]:
    """Values that no set tells apart, together."""
    alike: dict[tuple[bool, ...], set[int]] = {}
    for code in range(size):
        alike.setdefault(tuple(code in codes for codes in sets), set()).add(code)
    return tuple(map(frozenset, alike.values()))
