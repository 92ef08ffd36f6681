"""The cheapest world in which a count is another one: hide whatever differs in it, and the count is safe.

A proof of the attack names figures, and hiding one of them often moves the proof to a neighbour only: in a dense table a
hundred times, from cell to cell. Here the question is asked from the other side. People are moved until the count is another
one, and the move that changes the fewest people in figures that are shown is the one to make possible (Kelly, Golden
and Assad 1992).
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import TypeAlias

import highspy
import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.intervals import World, whole
from cairn.evidence.attack.prover import quiet_solver
from cairn.evidence.attack.system import NO_BOUND, Indices, System, Target
from cairn.evidence.disclosure.cuts import Cells

# Figures that are dearer than this are left as they are at first, so that the programme stays small.
_FIRST_WORTH = 32.0
_DEARER = 8.0


# By how many people more, or fewer, each of the sums that are asked about is to change; None where that is no matter.
Way: TypeAlias = tuple[int | None, ...]


class Repair:
    """Finds worlds in which something is otherwise; each question is a small linear programme."""

    def __init__(self, system: System, cells: Cells) -> None:
        self._system, self._cells = system, cells
        self._sums = np.array(
            [at for at, one in enumerate(system.equations) if len(one.unknowns) > 1], np.intp
        )
        held = [system.equations[at].unknowns for at in self._sums]
        self._members = np.concatenate([*held, np.zeros(0, np.intp)]).astype(np.intp)
        self._member_of = np.repeat(np.arange(len(held)), list(map(len, held)))
        self._more, self._fewer = self._room()
        # The figure of each unknown, where it has one of its own.
        self._own = np.full(system.count, -1, np.intp)
        for at, one in enumerate(system.equations):
            if len(one.unknowns) == 1:
                self._own[one.unknowns[0]] = at

    def _room(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How many more, and how many fewer people each figure may stand for once it is hidden."""
        cells, equations = self._cells, self._system.equations
        people = np.array([self._system.truth[one.unknowns].sum() for one in equations], np.int64)
        hideable = cells.may | cells.must
        high = np.where(hideable, cells.ceiling, [one.high for one in equations])
        low = np.where(hideable, cells.floor, [one.low for one in equations])
        more = np.where(high >= NO_BOUND, highspy.kHighsInf, (high - people).astype(float))
        return more, (people - low).astype(float)

    def wider(
        self,
        hidden: NDArray[np.bool_],
        target: Target,
        known: tuple[float, float],
        wanted: int,
        worth: float = inf,
    ) -> World | None:
        """A world that leaves so wide an interval open of a target that is known to lie between two counts."""
        low, high = whole(*known)
        truth = self._system.truth
        up = low + wanted - int(truth[target.touched].sum())
        down = high - wanted - int(truth[target.inside].sum())
        return self._cheapest(hidden, (target.touched, target.inside), ((up, None), (None, down)), worth)

    def untied(
        self, hidden: NDArray[np.bool_], alone: Target, other: Target, worth: float = inf
    ) -> World | None:
        """A world in which another count differs, although whoever is alone in a cell is still alone there."""
        return self._cheapest(hidden, (other.touched, alone.touched), ((1, 0), (-1, 0)), worth)

    def _cheapest(
        self, hidden: NDArray[np.bool_], asked: Sequence[Indices], ways: Sequence[Way], worth: float
    ) -> World | None:
        """The world that costs least of all ways to change these sums, if it costs less than it is worth."""
        cost = np.where(hidden, 0.0, self._cells.cost)
        for limit in _limits(worth, float(cost.max(initial=0.0))):
            found = list(self._worlds(cost, asked, ways, limit))
            if found:
                return min(found, key=lambda one: one[0])[1]
        return None

    def _worlds(
        self, cost: NDArray[np.float64], asked: Sequence[Indices], ways: Sequence[Way], worth: float
    ) -> Iterator[tuple[float, World]]:
        """The cheapest world of each way, and its cost; with figures alone that cost no more than it is worth."""
        unknowns = self._free_unknowns(cost, worth)
        model, first = self._model(cost, asked, worth, unknowns)
        solver = quiet_solver()
        solver.setOptionValue("presolve", "off")
        solver.passModel(model)
        many = len(unknowns)
        for way in ways:
            for row, by in enumerate(way, first):
                bounds = (-highspy.kHighsInf, highspy.kHighsInf) if by is None else (float(by), float(by))
                solver.changeRowBounds(row, *bounds)
            solver.setOptionValue("objective_bound", worth * max(abs(by) for by in way if by is not None))
            solver.run()
            if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                moved = np.array(solver.getSolution().col_value)
                world = self._system.truth.astype(float)
                world[unknowns] += moved[:many] - moved[many : 2 * many]
                yield float(solver.getInfo().objective_function_value), world

    def _free_unknowns(self, cost: NDArray[np.float64], worth: float) -> Indices:
        """Those that can differ at all: not those that a sum that stays leaves alone."""
        free = self._may_differ(cost, worth)
        may = (self._own < 0) | free[self._own]
        stays = ~free[self._sums]
        while True:
            inside = may[self._members]
            alone = stays & (np.bincount(self._member_of[inside], minlength=len(self._sums)) == 1)
            settled = self._members[inside & alone[self._member_of]]
            if not len(settled):
                return np.flatnonzero(may)
            may[settled] = False

    def _may_differ(self, cost: NDArray[np.float64], worth: float) -> NDArray[np.bool_]:
        return (cost <= worth) & (self._more + self._fewer > 0)

    def _model(
        self, cost: NDArray[np.float64], asked: Sequence[Indices], worth: float, unknowns: Indices
    ) -> tuple[highspy.HighsLp, int]:
        """Columns: more and fewer in each unknown, then in each sum that may differ. Rows: the sums, then what is asked."""
        column = np.full(self._system.count, -1, np.intp)
        column[unknowns] = np.arange(len(unknowns))
        inside = column[self._members] >= 0
        rows, row_of = np.unique(self._member_of[inside], return_inverse=True)
        differing = np.flatnonzero(self._may_differ(cost, worth)[self._sums[rows]])
        sums = self._sums[rows[differing]]
        many, first = len(unknowns), len(rows)

        asked = [column[each][column[each] >= 0] for each in asked]
        row = np.concatenate([row_of, *(np.full(len(each), first + at) for at, each in enumerate(asked))])
        at = np.concatenate([column[self._members[inside]], *asked])
        # What is more counts up and what is fewer down; a sum's own columns take away what its unknowns give.
        all_rows = np.concatenate([row, row, differing, differing])
        order = np.argsort(all_rows, kind="stable")
        columns = np.concatenate([at, at + many, 2 * many + np.arange(2 * len(sums))])
        values = np.repeat([1.0, -1.0, -1.0, 1.0], [len(row), len(row), len(sums), len(sums)])

        own = self._own[unknowns]
        price = np.where(own >= 0, cost[own], 0.0)
        truth = self._system.truth[unknowns].astype(float)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * (many + len(sums)), first + len(asked)
        model.col_cost_ = np.concatenate([price, price, cost[sums], cost[sums]])
        model.col_lower_ = np.zeros(model.num_col_)
        model.col_upper_ = np.concatenate(
            [
                np.where(own >= 0, self._more[own], highspy.kHighsInf),
                np.where(own >= 0, np.minimum(truth, self._fewer[own]), truth),
                self._more[sums],
                self._fewer[sums],
            ]
        )
        model.row_lower_ = model.row_upper_ = np.zeros(model.num_row_)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = np.searchsorted(all_rows[order], np.arange(model.num_row_ + 1))
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = columns[order].astype(np.int32)
        model.a_matrix_.value_ = values[order]
        return model, first


def _limits(worth: float, dearest: float) -> Iterator[float]:
    """Up to which cost figures are looked at: few at first, all at last."""
    limit = _FIRST_WORTH
    while limit < min(worth, dearest):
        yield limit
        limit *= _DEARER
    yield worth
