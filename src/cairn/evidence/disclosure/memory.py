"""Worlds that were seen, and what differs in each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.intervals import Sums, World, Worlds
from cairn.evidence.attack.system import System, Target

# How exactly a figure must hold in a world to be true there.
_NEARLY = 1e-3
_MOST_WORLDS = 2000


class Memory:
    """What was possible once is possible again wherever all that differs in it is hidden."""

    def __init__(self, system: System, targets: Sequence[Target]) -> None:
        self._system, self._targets = system, targets
        self._figures = Sums([one.unknowns for one in system.equations])
        self._worlds: list[World] = []
        self._differs: list[NDArray[np.bool_]] = []

    def differs(self, world: World) -> NDArray[np.bool_]:
        """The figures that are not true in a world."""
        return np.abs(self._figures.of(world - self._system.truth)) > _NEARLY

    def keep(self, worlds: Sequence[World]) -> None:
        """Remember these, and forget the oldest."""
        self._worlds = [*self._worlds, *worlds][-_MOST_WORLDS:]
        self._differs = [*self._differs, *map(self.differs, worlds)][-_MOST_WORLDS:]

    def possible(self, hidden: NDArray[np.bool_]) -> Worlds:
        """The worlds in which all that is shown is true."""
        worlds, shown = Worlds(self._system, self._targets), ~hidden
        for world, differs in zip(self._worlds, self._differs, strict=True):
            if not (differs & shown).any():
                worlds.see(world)
        return worlds
