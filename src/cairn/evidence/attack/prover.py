"""The solver, started once for a set of equations and asked many times from where it last stood."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.system import NO_BOUND, Equation, Indices
from cairn.evidence.errors import CannotProtect

Point = NDArray[np.float64]
_PRIMAL_SIMPLEX = 4


@dataclass(frozen=True, slots=True)
class Extreme:
    """How far a sum of unknowns can go: the value, a point that shows it, and the weight of each equation in the proof.

    What bounds a single unknown has no weight here; it is what the weighted equations and the sum leave over.
    """

    value: float
    point: Point
    duals: NDArray[np.float64]


class Prover:
    """What the equations allow; unknowns are numbered as in `unknowns`, and the rest are known to be `truth`."""

    def __init__(
        self, unknowns: Indices, equations: Sequence[Equation], truth: NDArray[np.int64], total: int
    ) -> None:
        self.unknowns = unknowns
        self.place = {int(at): here for here, at in enumerate(unknowns)}
        self._rows = [at for at, equation in enumerate(equations) if len(equation.unknowns) > 1]
        self._solver = quiet_solver()
        self._all, self._truth = equations, truth
        self._solver.passModel(self._model(equations, truth, total))
        self._asked: NDArray[np.int32] = np.zeros(0, np.int32)
        self._warm = False

    def _model(self, equations: Sequence[Equation], truth: NDArray[np.int64], total: int) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.unknowns), len(self._rows)
        model.col_cost_ = np.zeros(len(self.unknowns))
        model.col_lower_, model.col_upper_ = self._bounds(equations, total)
        columns, low, high, starts = [], [], [], [0]
        for row in self._rows:
            equation = equations[row]
            mine = [self.place[int(at)] for at in equation.unknowns if int(at) in self.place]
            rest = int(truth[equation.unknowns].sum()) - int(truth[self.unknowns[mine]].sum())
            columns += mine
            starts.append(len(columns))
            low.append(equation.low - rest)
            high.append(highspy.kHighsInf if equation.high >= NO_BOUND else equation.high - rest)
        model.row_lower_, model.row_upper_ = np.array(low, float), np.array(high, float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts, np.int32)
        model.a_matrix_.index_ = np.array(columns, np.int32)
        model.a_matrix_.value_ = np.ones(len(columns))
        return model

    def _bounds(self, equations: Sequence[Equation], total: int) -> tuple[Point, Point]:
        """What is said of single unknowns; no row is spent on it."""
        low, high = np.zeros(len(self.unknowns)), np.full(len(self.unknowns), float(total))
        for equation in equations:
            if len(equation.unknowns) == 1:
                at = self.place[int(equation.unknowns[0])]
                low[at], high[at] = max(low[at], equation.low), min(high[at], equation.high)
        return low, high

    @contextmanager
    def fixed(self, at: int) -> Iterator[None]:
        """For a while, hold one equation to what is true."""
        held = [self.place[int(u)] for u in self._all[at].unknowns if int(u) in self.place]
        people = float(self._truth[self.unknowns[held]].sum())
        change: Callable[[int, float, float], object]
        change, where = self._solver.changeRowBounds, self._rows.index(at) if at in self._rows else -1
        model = self._solver.getLp()
        before = (model.row_lower_[where], model.row_upper_[where])
        if where < 0:
            change, where = self._solver.changeColBounds, held[0]
            before = (model.col_lower_[where], model.col_upper_[where])
        change(where, people, people)
        try:
            yield
        finally:
            change(where, *before)

    def most(self, weights: dict[int, float]) -> Extreme:
        """The greatest value of a weighted sum of unknowns."""
        here = np.array([self.place[at] for at in weights], np.int32)
        costs = -np.array(list(weights.values()), float)
        self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._solver.changeColsCost(len(here), here, costs)
        self._asked = here
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise CannotProtect(f"The solver stopped without an answer: {self._solver.getModelStatus()}.")
        if not self._warm:
            # A new question leaves the last answer possible, which suits the primal method.
            self._solver.setOptionValue("simplex_strategy", _PRIMAL_SIMPLEX)
            self._warm = True
        solution = self._solver.getSolution()
        point = np.array(solution.col_value)
        duals = np.zeros(len(self._all))
        duals[self._rows] = -np.array(solution.row_dual)
        return Extreme(float(-costs @ point[here]), point, duals)


class _Quiet(highspy.Highs):
    """HiGHS greets when its callbacks are set; here nobody listens, and each step is faster without them."""

    def enableCallbacks(self) -> None:
        self.silent()


def quiet_solver() -> highspy.Highs:
    """HiGHS without its words, on one thread, so that the same question has the same answer."""
    solver = _Quiet()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("random_seed", 0)
    return solver
