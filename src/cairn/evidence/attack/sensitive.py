"""Of whom nothing narrow may be proved: every box of pieces, totals and categories that counts a few people.

A box need not stand in any table. The people who came between two cut-offs, or who are in the district and not in the
camp, are boxes as well; that is how differences between releases and between overlapping categories are found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.errors import CannotProtect
from cairn.evidence.regions import Space

MOST_BOXES = 20_000_000


@dataclass(frozen=True, slots=True)
class Box:
    """Some people, by a choice in each dimension; None is everybody."""

    chosen: tuple[tuple[str, frozenset[int] | None], ...]
    people: int
    atoms: NDArray[np.intp]

    @property
    def parts(self) -> dict[str, frozenset[int]]:
        return {name: codes for name, codes in self.chosen if codes is not None}


def small_boxes(space: Space, truth: NDArray[np.int64], threshold: int) -> Iterator[Box]:
    """Every box with at least one person and fewer than the threshold."""
    choices = [_choices(space, at) for at in range(len(space.axes))]
    if prod(map(len, choices)) > MOST_BOXES:
        raise CannotProtect(
            f"The figures divide people in {prod(map(len, choices)):,} ways, too many to be attacked as one.",
            "Publish fewer dimensions together, or under a rule of their own.",
        )
    people = truth.reshape(space.shape)
    for at, chosen in enumerate(choices):
        inside = np.array([space.axes[at].chosen(codes) for codes in chosen], np.int64)
        people = np.moveaxis(np.tensordot(inside, people, axes=(1, at)), 0, at)
    for place in np.argwhere((people > 0) & (people < threshold)).tolist():
        picked = zip(space.axes, choices, place, strict=True)
        named = tuple((axis.name, some[at]) for axis, some, at in picked)
        yield Box(named, int(people[tuple(place)]), _atoms(space, named))


def _choices(space: Space, at: int) -> list[frozenset[int] | None]:
    """Everybody, the sets that figures speak of, what lies between two of them, and the pieces."""
    axis = space.axes[at]
    sets = space.sets[axis.name]
    between = [one - other for one, other in product(sets, sets) if other < one]
    found = {codes: None for codes in [*sets, *between, *axis.pieces] if codes}
    everybody = frozenset().union(*axis.pieces)
    return [None, *sorted((codes for codes in found if codes != everybody), key=sorted)]


def _atoms(space: Space, chosen: tuple[tuple[str, frozenset[int] | None], ...]) -> NDArray[np.intp]:
    places = np.zeros(1, np.intp)
    for axis, (_, codes) in zip(space.axes, chosen, strict=True):
        places = (places[:, None] * len(axis.pieces) + np.flatnonzero(axis.chosen(codes))).reshape(-1)
    return places
