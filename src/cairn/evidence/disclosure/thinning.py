"""Show again what was hidden and need not be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.insiders import Tie, likely_ties
from cairn.evidence.attack.intervals import Worlds, widths
from cairn.evidence.attack.system import System, Target
from cairn.evidence.disclosure.cuts import Cells
from cairn.evidence.disclosure.memory import Memory
from cairn.evidence.disclosure.repair import Repair

# A figure that keeps more people safe than this is not tried without.
_MOST_MENDS = 6

Hidden = NDArray[np.bool_]
Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Thinning:
    """Figure by figure, the dearest first: cheaper ones make safe whoever needs it, or it stays hidden.

    Worlds that are possible without the figure are the proof that somebody is safe, so that no attack is needed.
    """

    system: System
    cells: Cells
    targets: Sequence[Target]
    wanted: Sequence[int]
    insiders: bool
    repair: Repair
    memory: Memory

    def thinned(self, hidden: Hidden) -> Hidden:
        spare = np.flatnonzero(hidden & self.cells.may & ~self.cells.must)
        worlds = self.memory.possible(hidden)
        lows, highs = np.array(worlds.lows), np.array(worlds.highs)
        truth = np.zeros((1, len(hidden)), np.bool_)
        differs = np.vstack((truth, *map(self.memory.differs, worlds.seen)))
        for at in spare[np.argsort(-self.cells.cost[spare], kind="stable")]:
            left = ~differs[:, at]
            without = hidden.copy()
            without[at] = False
            found = self._made_safe(without, lows[left], highs[left], float(self.cells.cost[at]))
            if found is not None:
                hidden, new = found
                self.memory.keep(new.seen)
                lows, highs = np.vstack((lows[left], *new.lows[1:])), np.vstack((highs[left], *new.highs[1:]))
                differs = np.vstack((differs[left], *map(self.memory.differs, new.seen)))
        return hidden

    def _made_safe(
        self, hidden: Hidden, lows: Counts, highs: Counts, worth: float
    ) -> tuple[Hidden, Worlds] | None:
        """Hide other figures that cost less than it is worth, so that nobody is given away; and what then is possible."""
        new = Worlds(self.system, self.targets)
        low, high = lows.min(axis=0), highs.max(axis=0)
        while len(new.seen) <= _MOST_MENDS:
            low, high = np.minimum(low, new.low), np.maximum(high, new.high)
            narrow = np.flatnonzero(widths(low, high) < self.wanted)
            if len(narrow) > _MOST_MENDS:
                return None
            if len(narrow):
                at = int(narrow[0])
                world = self.repair.wider(
                    hidden, self.targets[at], (low[at], high[at]), self.wanted[at], worth
                )
            elif ties := self._ties(np.vstack((highs, *new.highs[1:]))):
                world = self.repair.untied(
                    hidden, self.targets[ties[0].alone], self.targets[ties[0].given_away], worth
                )
            else:
                return hidden, new
            if world is None:
                return None
            new.see(world)
            more = self.memory.differs(world) & self.cells.may & ~hidden
            worth -= float(self.cells.cost[more].sum())
            hidden = hidden | more
            if worth <= 0:
                return None
        return None

    def _ties(self, counts: Counts) -> list[Tie]:
        return likely_ties(counts, self.targets) if self.insiders else []
