"""The cheapest set of cells to hide that satisfies all inequalities learnt so far."""

from math import inf

import highspy
import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from cairn.evidence.attack.prover import quiet_solver
from cairn.evidence.disclosure.cuts import Cells, Cut
from cairn.evidence.errors import CannotProtect

# A choice may cost so much more than the cheapest one. Limits are counted in steps and never in seconds: the same
# records give the same release on a slow machine.
GAP = 0.02
# While no safe choice is near, neither need the solver be.
_NEAR_ENOUGH = 0.08
_MOST_NODES = 200


class Choice:
    """An integer programme that grows by a row with each proof that must fail."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.cuts: list[Cut] = []
        self.bound = 0.0
        # Steps of the solver, each counted by how large its programme was.
        self.effort = 0
        self._columns: dict[int, int] = {}
        self._solver = quiet_solver()
        self._solver.setOptionValue("mip_max_nodes", _MOST_NODES)

    def add(self, cut: Cut) -> None:
        if cut.coefficients.sum() < cut.worth - 1e-6:
            raise CannotProtect(
                format_lazy(
                    _("Whatever is hidden, the figures that must be shown give away {cell}."),
                    cell=cut.target.name,
                ),
                _("Show fewer headline figures, or coarser categories."),
            )
        self.cuts.append(cut)
        columns = np.array([self._column(int(at)) for at in cut.cells], np.int32)
        # Divided by what is demanded, so that all rows are of one size.
        self._solver.addRow(1.0, highspy.kHighsInf, len(columns), columns, cut.coefficients / cut.worth)

    def cost(self, hidden: NDArray[np.bool_]) -> float:
        """People hidden besides those who must be."""
        return float(self.cells.cost[hidden & ~self.cells.must].sum())

    def best(self, known: float) -> NDArray[np.bool_]:
        """What to hide: all that must be, and the cheapest rest, beside what the best safe choice known costs."""
        hidden = self.cells.must.copy()
        if not self.cuts:
            return hidden
        far = known / self.bound - 1 if self.bound and known < inf else 0.0
        self._solver.setOptionValue("mip_rel_gap", min(max(far / 8, GAP / 4), _NEAR_ENOUGH))
        self._solver.run()
        allowed = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)
        if self._solver.getModelStatus() not in allowed:
            raise CannotProtect(
                f"The solver found no choice of hidden cells: {self._solver.getModelStatus()}."
            )
        self.effort += self._solver.getInfo().simplex_iteration_count * self._solver.getNumNz()
        values = np.array(self._solver.getSolution().col_value)
        self.bound = self._solver.getInfo().mip_dual_bound
        for at, column in self._columns.items():
            hidden[at] = values[column] > 0.5
        return self.mended(hidden)

    def mended(self, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Hide more, the most useful for its cost first, until all inequalities are kept."""
        hidden = hidden.copy()
        waiting = [cut for cut in self.cuts if not cut.is_kept(hidden)]
        while waiting:
            use = np.zeros(len(hidden))
            for cut in waiting:
                free = ~hidden[cut.cells]
                missing = cut.missing(hidden)
                use[cut.cells[free]] += np.minimum(cut.coefficients[free], missing) / missing
            hidden[int(np.argmax(use / np.maximum(self.cells.cost, 1.0)))] = True
            waiting = [cut for cut in waiting if not cut.is_kept(hidden)]
        return hidden

    def _column(self, at: int) -> int:
        if at not in self._columns:
            here = self._columns[at] = len(self._columns)
            self._solver.addCol(float(self.cells.cost[at]), 0.0, 1.0, 0, np.zeros(0, np.int32), np.zeros(0))
            self._solver.changeColIntegrality(here, highspy.HighsVarType.kInteger)
        return self._columns[at]
