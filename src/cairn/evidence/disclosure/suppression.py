"""Which cells to hide besides the small ones, so that nothing that is shown gives the small ones back.

The choice is an integer programme: hide as few people as possible. What makes a choice safe is learnt from the attack.
Wherever it proves too much of somebody, its proof is a sum of shown figures, and at least so many of them must be
hidden that the proof fails; that is one more inequality. When the attack finds nothing more, the choice is the best
there is, because no inequality ever excluded a safe one (Fischetti and Salazar 2001).
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.insiders import likely_ties
from cairn.evidence.attack.intervals import Knowledge, World, Worlds
from cairn.evidence.attack.system import Equation, System, Target
from cairn.evidence.disclosure.choice import GAP, Choice
from cairn.evidence.disclosure.cuts import Cells, cut

_MOST_ROUNDS = 60
_CLOSE = 1e-6
# Worlds remembered from choice to choice, and how exactly figures must hold in them.
_MOST_WORLDS = 2000
_NEARLY = 1e-3
_MOST_HELD = 100_000_000
# The first choices teach much and are worth little: they are mended a few times, unless that is nearly enough.
_HASTY_MENDS = 3
_WORTH_MENDING = 1.05
_PATIENT_FROM = 4


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
    cost, rounds = inf, 0
    while rounds < _MOST_ROUNDS:
        rounds += 1
        cheapest = search.choice.best()
        safe = search.made_safe(cheapest, patient=rounds >= _PATIENT_FROM)
        if safe is not None and search.choice.cost(safe) < cost:
            best, cost = safe, search.choice.cost(safe)
        if cost <= max(search.choice.cost(cheapest), search.choice.bound * (1 + GAP)) + _CLOSE:
            break
    return Hiding(best, cost, search.choice.bound, rounds)


class _Search:
    """Learns from the attack what a safe choice needs."""

    def __init__(
        self, system: System, cells: Cells, targets: Sequence[Target], wanted: list[int], insiders: bool
    ) -> None:
        self.system, self.cells, self.targets, self.wanted = system, cells, targets, wanted
        self.insiders, self.choice = insiders, Choice(cells)
        self._worlds: list[World] = []
        self._held = _held(system)

    def made_safe(self, hidden: NDArray[np.bool_], *, patient: bool) -> NDArray[np.bool_] | None:
        """Hide more until the attack finds nothing; every proof on the way is learnt.

        What was hidden in haste is rarely cheap, so without patience a choice that grew too costly is given up for a
        better one.
        """
        worlds, mends = self._still_possible(hidden), 0
        worth = self.choice.cost(hidden) * _WORTH_MENDING
        # What is possible stays possible when more is hidden.
        while self._learn(hidden, worlds) or self._learn_ties(hidden, worlds):
            hidden, mends = self.choice.mended(hidden), mends + 1
            if not patient and mends >= _HASTY_MENDS and self.choice.cost(hidden) > worth:
                self._worlds = worlds.seen[-_MOST_WORLDS:]
                return None
        self._worlds = worlds.seen[-_MOST_WORLDS:]
        return hidden

    def _still_possible(self, hidden: NDArray[np.bool_]) -> Worlds:
        """The worlds of earlier choices in which all that is shown now is true."""
        worlds = Worlds(self.system, self.targets)
        if self._worlds and self._held is not None:
            moved = np.array(self._worlds, np.float32) - self.system.truth.astype(np.float32)
            off = np.abs(moved @ self._held[~hidden].T).max(axis=1, initial=0.0)
            for at in np.flatnonzero(off < _NEARLY):
                worlds.see(self._worlds[at])
        return worlds

    def _learn(self, hidden: NDArray[np.bool_], worlds: Worlds) -> bool:
        knowledge = what_is_left(self.system, self.cells, hidden)
        found = False
        for at, interval in enumerate(knowledge.intervals(self.targets, self.wanted, worlds)):
            while interval.width < self.wanted[at]:
                found = True
                proof = cut(knowledge, self.cells, at, self.targets[at], self.wanted[at])
                if not proof.is_kept(hidden):
                    self.choice.add(proof)
                    break
                # In fractions the interval is wide enough, in whole people it is not.
                self.wanted[at] += 1
        return found

    def _learn_ties(self, hidden: NDArray[np.bool_], worlds: Worlds) -> bool:
        """Proofs that whoever is alone in a cell could make, knowing it."""
        given_away: dict[int, list[Target]] = defaultdict(list)
        for tie in likely_ties(self.system, worlds.seen, self.targets) if self.insiders else ():
            given_away[tie.alone].append(self.targets[tie.given_away])
        if not given_away:
            return False
        before = len(self.choice.cuts)
        knowledge = what_is_left(self.system, self.cells, hidden)
        for alone, others in given_away.items():
            self._learn_as(self.targets[alone], others, hidden, knowledge, worlds)
        return len(self.choice.cuts) > before

    def _learn_as(
        self,
        alone: Target,
        others: Sequence[Target],
        hidden: NDArray[np.bool_],
        knowledge: Knowledge,
        worlds: Worlds,
    ) -> None:
        """Learn from what somebody proves who knows to be alone."""
        knowing: AbstractContextManager[None] = nullcontext()
        place = self.system.place.get(alone.touched.tobytes())
        if place is None:
            # They are in no cell of their own; to them it is as if there were one, and it were shown.
            told, own = self.cells, Equation(alone.touched, 1, 1, [])
            knowledge = what_is_left(self.system, told, hidden, own)
        else:
            told, knowing = self.cells.without(place), knowledge.told(alone)
        seen = Worlds(self.system, others)
        with knowing:
            for at, interval in enumerate(knowledge.intervals(others, [1] * len(others), seen)):
                if interval.width < 1:
                    self.choice.add(cut(knowledge, told, at, others[at], 1, alone))
        # What is possible for somebody who knows more is possible.
        worlds.seen.extend(seen.seen)


def _held(system: System) -> NDArray[np.float32] | None:
    """Which unknowns stand in which equation; without it, where it would be too large, no world is remembered."""
    if len(system.equations) * system.count > _MOST_HELD:
        return None
    held = np.zeros((len(system.equations), system.count), np.float32)
    for at, equation in enumerate(system.equations):
        held[at, equation.unknowns] = 1.0
    return held


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
