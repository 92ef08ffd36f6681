"""Statements as equations over the pieces of people that they divide.

Before anything is solved, what needs no solver is done exactly: pieces in a region of nobody are nobody, pieces that
always stand together are one unknown, figures about the same people are one equation, and an unknown that an equation
leaves alone is known. What remains falls apart into independent parts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.statements import Statement
from cairn.evidence.errors import CannotProtect
from cairn.evidence.regions import Space

Indices = NDArray[np.intp]
# No bound: more people than any mission counts, and still exact in a double.
NO_BOUND = 1 << 40


@dataclass(slots=True)
class Equation:
    """Unknowns whose sum lies between two bounds, and the statements that say so."""

    unknowns: Indices
    low: int
    high: int
    said_by: list[int]


@dataclass(frozen=True, slots=True)
class Target:
    """People about whom something might be proved.

    `inside` are the unknowns wholly among them and `touched` also those that they share with others: the first bound
    them from below, the second from above.
    """

    name: str
    people: int
    inside: Indices
    touched: Indices


class System:
    """All that is known about the people, as equations over as few unknowns as say the same."""

    def __init__(self, space: Space, statements: Sequence[Statement], truth: NDArray[np.int64]) -> None:
        self.space, self.statements = space, statements
        places = [space.atoms(statement.region) for statement in statements]
        self.unknown_of = _unknowns(space.size, statements, places)
        self.count = int(self.unknown_of.max(initial=-1)) + 1
        alive = self.unknown_of >= 0
        self.truth = np.bincount(self.unknown_of[alive], truth[alive], self.count).astype(np.int64)
        self.atoms_in = np.bincount(self.unknown_of[alive], minlength=self.count)
        self.equations = _equations(self, places)
        self.place = {equation.unknowns.tobytes(): at for at, equation in enumerate(self.equations)}

    def target(self, name: str, atoms: Indices, people: int) -> Target:
        """The unknowns of some pieces, and how much of each is theirs."""
        held = self.unknown_of[atoms]
        touched, parts = np.unique(held[held >= 0], return_counts=True)
        return Target(name, people, touched[parts == self.atoms_in[touched]], touched)


def _unknowns(size: int, statements: Sequence[Statement], places: Sequence[Indices]) -> Indices:
    """The number of each piece's unknown, -1 where nobody is; pieces in the same regions share one."""
    nobody = np.zeros(size, np.bool_)
    # Two sums of random numbers of 64 bits name the set of regions that a piece lies in, as good as surely.
    chance = np.random.default_rng(20151016)
    marks = np.zeros((size, 2), np.uint64)
    for statement, inside in zip(statements, places, strict=True):
        if statement.high == 0:
            nobody[inside] = True
        else:
            marks[inside] += chance.integers(0, 1 << 63, 2, np.uint64)
    found = np.full(size, -1, np.intp)
    alive = np.flatnonzero(~nobody)
    _, found[alive] = np.unique(marks[alive], axis=0, return_inverse=True)
    return found


def _equations(system: System, places: Sequence[Indices]) -> list[Equation]:
    """One equation for each set of unknowns, with the narrowest bounds that were said of it."""
    found: dict[bytes, Equation] = {}
    for at, (statement, inside) in enumerate(zip(system.statements, places, strict=True)):
        unknowns = system.unknown_of[inside]
        unknowns = np.unique(unknowns[unknowns >= 0])
        high = NO_BOUND if statement.high is None else statement.high
        equation = found.setdefault(unknowns.tobytes(), Equation(unknowns, 0, NO_BOUND, []))
        equation.low, equation.high = max(equation.low, statement.low), min(equation.high, high)
        equation.said_by.append(at)
    for equation in found.values():
        people = int(system.truth[equation.unknowns].sum())
        if not equation.low <= people <= equation.high:
            raise CannotProtect("The figures contradict each other or the records.", _who(system, equation))
    return list(found.values())


def _who(system: System, equation: Equation) -> str:
    return "; ".join(str(system.statements[at]) for at in equation.said_by[:3])


@dataclass(frozen=True, slots=True)
class Part:
    """Unknowns that depend on each other, and the equations between them."""

    unknowns: Indices
    equations: tuple[Equation, ...]


def parts(equations: Iterable[Equation], known: NDArray[np.bool_]) -> list[Part]:
    """The independent parts of what is not known yet."""
    left = [(one, one.unknowns[~known[one.unknowns]]) for one in equations]
    left = [(equation, unknowns) for equation, unknowns in left if len(unknowns)]
    root = np.arange(len(known))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for _, unknowns in left:
        first = top(unknowns[0])
        for other in unknowns[1:]:
            root[top(other)] = first
    members: dict[int, list[int]] = {}
    for at in np.flatnonzero(~known):
        members.setdefault(top(int(at)), []).append(int(at))
    inside: dict[int, list[Equation]] = {at: [] for at in members}
    for equation, unknowns in left:
        inside[top(unknowns[0])].append(equation)
    return [Part(np.array(some), tuple(inside[at])) for at, some in members.items()]


def known_at_once(system: System) -> Indices:
    """For each unknown the equation that gives it away once others are known, without any solver; -1 where none does."""
    known_by = np.full(system.count, -1, np.intp)
    waiting = [at for at, equation in enumerate(system.equations) if equation.low == equation.high]
    while True:
        open_ = {at: system.equations[at].unknowns for at in waiting}
        open_ = {at: unknowns[known_by[unknowns] < 0] for at, unknowns in open_.items()}
        found = [at for at, unknowns in open_.items() if len(unknowns) == 1]
        if not found:
            return known_by
        for at in found:
            if known_by[open_[at][0]] < 0:
                known_by[open_[at][0]] = at
        waiting = [at for at, unknowns in open_.items() if len(unknowns) > 1]
