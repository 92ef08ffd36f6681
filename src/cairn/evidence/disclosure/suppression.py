"""Which cells to hide besides the small ones, so that nothing that is shown gives the small ones back.

The choice is an integer programme: hide as few people as possible. What makes a choice safe is learnt from the attack.
Wherever it proves too much of somebody, its proof is a sum of shown figures, and at least so many of them must be
hidden that the proof fails; that is one more inequality. When the attack finds nothing more, the choice is the best
there is, because no inequality ever excluded a safe one (Fischetti and Salazar 2001).

In a dense table there is no end of proofs. So each choice is also made safe from the other side, by the cheapest worlds
in which somebody is not given away, and then thinned; the best safe choice is taken when the steps are used up, and
the programme's bound says how much cheaper any other could be.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.insiders import Tie, likely_ties
from cairn.evidence.attack.intervals import Knowledge, World, Worlds
from cairn.evidence.attack.system import Equation, System, Target
from cairn.evidence.disclosure.choice import GAP, Choice
from cairn.evidence.disclosure.cuts import Cells, cut
from cairn.evidence.disclosure.memory import Memory
from cairn.evidence.disclosure.repair import Repair
from cairn.evidence.disclosure.thinning import Thinning

# A dense table has no end of nearly equal choices. The best so far is taken when so many more were no better, or when
# the solver has taken so many steps.
_MOST_IN_VAIN = 2
_MOST_EFFORT = 400_000_000
_CLOSE = 1e-6
# The first choices teach much and are worth little: they are mended a few times, unless that is nearly enough.
_HASTY_MENDS = 3
_WORTH_MENDING = 1.05
_PATIENT_FROM = 4
# Then proofs alone make most choices safe; where they still do not, the cheapest worlds do.
_PATIENT_MENDS = 25
# Beside the bound, a choice that proofs made safe is thinned where it may then be near enough, and where it is so far that
# proofs will not bring it near; between the two the next choice is better anyway.
_NEAR, _FAR = 1.12, 1.9


@dataclass(frozen=True, slots=True)
class Hiding:
    """Which equations of the system are hidden, what it costs, and what no safe choice can cost less than."""

    hidden: NDArray[np.bool_]
    cost: float
    bound: float
    rounds: int


def hide(
    system: System, cells: Cells, targets: Sequence[Target], needed: Sequence[int], *, insiders: bool = True
) -> Hiding:
    """Choose what to hide so that of no target less than the needed width is left open.

    With `insiders`, nobody who is alone in a cell and knows it can work out another one either.
    """
    search = _Search(system, cells, targets, list(needed), insiders)
    best = np.ones(len(system.equations), np.bool_)
    cost, rounds, in_vain = inf, 0, 0
    while cost == inf or (in_vain < _MOST_IN_VAIN and search.choice.effort < _MOST_EFFORT):
        rounds += 1
        cheapest = search.choice.best(cost)
        safe = search.made_safe(cheapest, patient=rounds >= _PATIENT_FROM)
        if safe is not None and search.choice.cost(safe) < cost:
            best, cost, in_vain = safe, search.choice.cost(safe), 0
        else:
            in_vain += safe is not None
        if cost <= max(search.choice.cost(cheapest), search.choice.bound * (1 + GAP)) + _CLOSE:
            return Hiding(best, cost, search.choice.bound, rounds)
    best = min(best, search.thinned(best), key=search.choice.cost)
    cost = search.choice.cost(best)
    return Hiding(best, cost, search.choice.bound, rounds)


class _Search:
    """Learns from the attack what a safe choice needs."""

    def __init__(
        self, system: System, cells: Cells, targets: Sequence[Target], wanted: list[int], insiders: bool
    ) -> None:
        self.system, self.cells, self.targets, self.wanted = system, cells, targets, wanted
        self.insiders, self.choice = insiders, Choice(cells)
        self.memory, self.repair = Memory(system, targets), Repair(system, cells)
        self.thinning = Thinning(system, cells, targets, wanted, insiders, self.repair, self.memory)

    def made_safe(self, hidden: NDArray[np.bool_], *, patient: bool) -> NDArray[np.bool_] | None:
        """Hide more until the attack finds nothing; every proof on the way is learnt.

        What was hidden in haste is rarely cheap, so without patience a choice that grew too costly is given up for a
        better one.
        """
        cheapest, worlds, mends = hidden, self.memory.possible(hidden), 0
        old = len(worlds.seen)
        worth = self.choice.cost(hidden) * _WORTH_MENDING
        # What is possible stays possible when more is hidden.
        while is_unsafe := bool(self._learn(hidden, worlds) or self._learn_ties(hidden, worlds)):
            hidden, mends = self.choice.mended(hidden), mends + 1
            is_costly = mends >= _HASTY_MENDS and self.choice.cost(hidden) > worth
            if mends >= _PATIENT_MENDS or (is_costly and not patient):
                break
        self.memory.keep(worlds.seen[old:])
        if is_unsafe:
            return self.thinned(self._hide_more(cheapest)) if patient else None
        return self.thinned(hidden) if patient and self._is_worth_thinning(hidden) else hidden

    def _is_worth_thinning(self, hidden: NDArray[np.bool_]) -> bool:
        beside = self.choice.cost(hidden) / max(self.choice.bound, 1.0)
        return not _NEAR < beside < _FAR

    def thinned(self, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
        # The attack has the last word: worlds that were seen say nothing of whole people.
        return self._hide_more(self.thinning.thinned(hidden))

    def _hide_more(self, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Hide what differs in the cheapest worlds in which nobody is given away, until the attack finds nothing."""
        worlds = self.memory.possible(hidden)
        old = len(worlds.seen)
        while (narrow := self._learn(hidden, worlds)) or (ties := self._learn_ties(hidden, worlds)):
            more = (
                self._with_wider(hidden, narrow, worlds)
                if narrow
                else self._with_untied(hidden, ties, worlds)
            )
            hidden = self.choice.mended(hidden) if (more == hidden).all() else more
        self.memory.keep(worlds.seen[old:])
        return hidden

    def _with_wider(
        self, hidden: NDArray[np.bool_], narrow: Sequence[int], worlds: Worlds
    ) -> NDArray[np.bool_]:
        for at in narrow:
            if worlds.width[at] < self.wanted[at]:
                known = worlds.low[at], worlds.high[at]
                world = self.repair.wider(hidden, self.targets[at], known, self.wanted[at])
                hidden = self._with(hidden, world, worlds)
        return hidden

    def _with_untied(
        self, hidden: NDArray[np.bool_], ties: Sequence[Tie], worlds: Worlds
    ) -> NDArray[np.bool_]:
        for tie in ties:
            world = self.repair.untied(hidden, self.targets[tie.alone], self.targets[tie.given_away])
            hidden = self._with(hidden, world, worlds)
        return hidden

    def _with(self, hidden: NDArray[np.bool_], world: World | None, worlds: Worlds) -> NDArray[np.bool_]:
        """Hide what differs in a world, so that it is possible."""
        if world is None:
            return hidden
        worlds.see(world)
        return hidden | (self.memory.differs(world) & self.cells.may)

    def _learn(self, hidden: NDArray[np.bool_], worlds: Worlds) -> list[int]:
        """The targets that the attack proves too much of."""
        knowledge = what_is_left(self.system, self.cells, hidden)
        found = []
        for at, interval in enumerate(knowledge.intervals(self.targets, self.wanted, worlds)):
            while interval.width < self.wanted[at]:
                proof = cut(knowledge, self.cells, at, self.targets[at], self.wanted[at])
                if not proof.is_kept(hidden):
                    self.choice.add(proof)
                    found.append(at)
                    break
                # In fractions the interval is wide enough, in whole people it is not.
                self.wanted[at] += 1
        return found

    def _learn_ties(self, hidden: NDArray[np.bool_], worlds: Worlds) -> list[Tie]:
        """Proofs that whoever is alone in a cell could make, knowing it."""
        given_away: dict[int, list[Tie]] = defaultdict(list)
        for tie in likely_ties(np.array(worlds.highs), self.targets) if self.insiders else ():
            given_away[tie.alone].append(tie)
        if not given_away:
            return []
        knowledge = what_is_left(self.system, self.cells, hidden)
        found = (self._learn_as(ties, hidden, knowledge, worlds) for ties in given_away.values())
        return [tie for ties in found for tie in ties]

    def _learn_as(
        self, ties: Sequence[Tie], hidden: NDArray[np.bool_], knowledge: Knowledge, worlds: Worlds
    ) -> list[Tie]:
        """Learn from what somebody proves who knows to be alone, of all whom they are tied to."""
        alone, others = self.targets[ties[0].alone], [self.targets[tie.given_away] for tie in ties]
        knowing: AbstractContextManager[None] = nullcontext()
        place = self.system.place.get(alone.touched.tobytes())
        if place is None:
            # They are in no cell of their own; to them it is as if there were one, and it were shown.
            told, own = self.cells, Equation(alone.touched, 1, 1, [])
            knowledge = what_is_left(self.system, told, hidden, own)
        else:
            told, knowing = self.cells.without(place), knowledge.told(alone)
        seen, found = Worlds(self.system, others), []
        with knowing:
            for at, interval in enumerate(knowledge.intervals(others, [1] * len(others), seen)):
                if interval.width < 1:
                    proof = cut(knowledge, told, at, others[at], 1, alone)
                    # Otherwise nobody can prove it with fractions of people.
                    if not proof.is_kept(hidden):
                        self.choice.add(proof)
                        found.append(ties[at])
        # What is possible for somebody who knows more is possible.
        for world in seen.seen:
            worlds.see(world)
        return found


def what_is_left(system: System, cells: Cells, hidden: NDArray[np.bool_], *own: Equation) -> Knowledge:
    """What a reader knows when these cells are hidden, with what they may know of their own."""
    equations: list[Equation] = [*own]
    known = np.zeros(system.count, np.bool_)
    for at, (equation, is_hidden) in enumerate(zip(system.equations, hidden, strict=True)):
        if not is_hidden:
            equations.append(equation)
            if len(equation.unknowns) == 1 and equation.low == equation.high:
                known[equation.unknowns[0]] = True
        else:
            equations.append(
                Equation(equation.unknowns, int(cells.floor[at]), int(cells.ceiling[at]), equation.said_by)
            )
    return Knowledge(system, equations, known)
