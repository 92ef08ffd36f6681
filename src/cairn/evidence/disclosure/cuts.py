"""What a proof of the attack demands of the choice of hidden cells."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.intervals import Knowledge
from cairn.evidence.attack.system import System, Target

_NOTHING = 1e-7
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Cells:
    """For each equation of the system: may it be hidden, must it, what does hiding it cost, what is known of it then."""

    may: NDArray[np.bool_]
    must: NDArray[np.bool_]
    cost: NDArray[np.float64]
    # Between these two a reader knows a hidden cell to be: at least one, where zeros are shown, and at most what an
    # earlier release said of it.
    floor: NDArray[np.int64]
    ceiling: NDArray[np.int64]

    def without(self, at: int) -> "Cells":
        """The same, for a reader who knows one of the cells whatever is hidden."""
        may, must = self.may.copy(), self.must.copy()
        may[at] = must[at] = False
        return replace(self, may=may, must=must)


@dataclass(frozen=True, slots=True)
class Cut:
    """The hidden ones among these cells must together be worth at least `worth`."""

    target: Target
    cells: NDArray[np.intp]
    coefficients: NDArray[np.float64]
    worth: float

    def is_kept(self, hidden: NDArray[np.bool_]) -> bool:
        return self.missing(hidden) <= _CLOSE

    def missing(self, hidden: NDArray[np.bool_]) -> float:
        """How much is still to be hidden for it."""
        return self.worth - float(self.coefficients[hidden[self.cells]].sum())


def cut(
    knowledge: Knowledge, cells: Cells, at: int, target: Target, needed: int, told: Target | None = None
) -> Cut:
    """The inequality that every safe choice keeps and the present one breaks, from the proofs about the target.

    The two proofs, from above and from below, are sums of figures. Hiding a figure loosens a proof by how far the
    figure could then move, times its weight in the sum. What the reader was `told` of themselves stays told.
    """
    system = knowledge.system
    gained = np.zeros(len(system.equations))
    truth = system.truth.astype(float)
    loose = truth[target.touched].sum() - truth[target.inside].sum()
    above, below = knowledge.proofs[at]
    for unknowns, sign, proof in ((target.touched, 1.0, above), (target.inside, -1.0, below)):
        weights = np.zeros(system.count)
        weights[unknowns] = -sign
        for part, extreme in proof.items():
            equations = knowledge.parts[part].equations
            for which in np.flatnonzero(np.abs(extreme.duals) > _NOTHING):
                weights[equations[which].unknowns] += extreme.duals[which]
                place = system.place.get(equations[which].unknowns.tobytes())
                if place is not None:
                    loose += _loosened(system, cells, place, extreme.duals[which], gained)
        if told is not None and len(told.touched) == 1:
            weights[told.touched] = 0.0
        loose += _by_single_unknowns(system, cells, weights, gained)
    worth = needed - loose - gained[cells.must].sum()
    useful = np.flatnonzero((gained > _NOTHING) & cells.may & ~cells.must)
    return Cut(target, useful, np.minimum(gained[useful], worth), worth)


def _by_single_unknowns(
    system: System, cells: Cells, weights: NDArray[np.float64], gained: NDArray[np.float64]
) -> float:
    """What a proof takes from unknowns one by one: from their own cells, or from there being no fewer than nobody."""
    loose = 0.0
    for unknown in np.flatnonzero(np.abs(weights) > _NOTHING):
        alone = system.place.get(np.array([unknown], np.intp).tobytes())
        if alone is not None:
            loose += _loosened(system, cells, alone, -weights[unknown], gained)
        else:
            loose += max(weights[unknown], 0.0) * float(system.truth[unknown])
    return loose


def _loosened(system: System, cells: Cells, at: int, dual: float, gained: NDArray[np.float64]) -> float:
    """Add to `gained` what hiding the cell would loosen; return what is loose already, whatever is hidden."""
    equation = system.equations[at]
    people = float(system.truth[equation.unknowns].sum())
    if cells.may[at] or cells.must[at]:
        gained[at] += dual * (cells.ceiling[at] - people) if dual > 0 else -dual * (people - cells.floor[at])
        return 0.0
    return dual * (equation.high - people) if dual > 0 else -dual * (people - equation.low)
