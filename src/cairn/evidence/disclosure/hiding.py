"""Hidden cells of a release: the small ones, and the cheapest others, with all that was released before in mind."""

from collections.abc import Sequence

import numpy as np

from cairn.evidence.attack.report import People, few_people, still_true
from cairn.evidence.attack.statements import Ledger, Statement
from cairn.evidence.attack.system import NO_BOUND, Equation, System
from cairn.evidence.disclosure.cuts import Cells
from cairn.evidence.disclosure.rules import Suppressed
from cairn.evidence.disclosure.suppression import hide
from cairn.evidence.regions import Space


def hidden_cells(
    cells: Sequence[Statement], people: People, rule: Suppressed, ledger: Ledger, *, least: int = 1
) -> list[bool]:
    """For each cell, given as it is, whether it is hidden; cells about the same people are hidden together.

    Zeros are shown, so a reader knows that at least one person is in a hidden cell; with `least` 0 they would not.
    """
    earlier = still_true(ledger.statements, people)
    told = [*earlier, *cells]
    space = Space((one.region for one in told), people.sizes)
    truth = space.fold(people.counts, people.dimensions)
    system = System(space, told, truth)
    targets = few_people(system, truth, people, rule.threshold)
    costs = _cells(system, len(earlier), rule, least)
    hiding = hide(system, costs, targets, [rule.needed] * len(targets), insiders=rule.insiders)
    gone = {at for equation in np.flatnonzero(hiding.hidden) for at in system.equations[equation].said_by}
    return [len(earlier) + at in gone for at in range(len(cells))]


def _cells(system: System, earlier: int, rule: Suppressed, least: int) -> Cells:
    equations = system.equations
    people = np.array([int(system.truth[one.unknowns].sum()) for one in equations], np.int64)
    free = np.array([_may_be_hidden(system, one, earlier) for one in equations], np.bool_)
    mine = np.array([sum(at >= earlier for at in one.said_by) for one in equations])
    before = [_before(system, one, earlier) for one in equations]
    return Cells(
        may=free & (people > 0),
        must=free & (people > 0) & (people < rule.threshold),
        cost=(people * mine).astype(float),
        floor=np.array([max(least, low) for low, _ in before], np.int64),
        ceiling=np.array([high for _, high in before], np.int64),
    )


def _may_be_hidden(system: System, equation: Equation, earlier: int) -> bool:
    """What was exact in an earlier release, or is a headline, cannot be taken back; nor what is no cell of this one."""
    said = [(at, system.statements[at]) for at in equation.said_by]
    return any(at >= earlier for at, _ in said) and not any(
        one.headline or (at < earlier and one.is_exact) for at, one in said
    )


def _before(system: System, equation: Equation, earlier: int) -> tuple[int, int]:
    said = [system.statements[at] for at in equation.said_by if at < earlier]
    lows = [one.low for one in said]
    highs = [one.high for one in said if one.high is not None]
    return max(lows, default=0), min(highs, default=NO_BOUND)
