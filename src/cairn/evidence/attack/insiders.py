"""Whoever is alone in a hidden cell may know it, and subtract themselves.

Two hidden counts are tied when figures let them move only together. If one of them is a single person, that person
reads the other. Ties are found by linear algebra, without the solver: in all directions in which the unknowns can
still move, tied counts keep one ratio.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.intervals import Knowledge
from cairn.evidence.attack.system import Part, Target

_NOTHING = 1e-9
_DIGITS = 6
_MIXTURES = 8


@dataclass(frozen=True, slots=True)
class Tie:
    """The person alone in one target can work out the other; both are numbers of targets."""

    alone: int
    given_away: int


def ties(knowledge: Knowledge, targets: Sequence[Target]) -> list[Tie]:
    """Every pair of a single person and a count that this person could read."""
    moves = np.zeros((knowledge.system.count, 0))
    for part in knowledge.parts:
        free = _free_moves(part)
        mine = np.zeros((knowledge.system.count, free.shape[1]))
        mine[part.unknowns] = free
        moves = np.hstack((moves, mine))
    motions = np.zeros((len(targets), moves.shape[1]))
    for at, target in enumerate(targets):
        motions[at] = moves[target.touched].sum(axis=0)
    return _tied(motions, targets)


def likely_ties(counts: NDArray[np.float64], targets: Sequence[Target]) -> list[Tie]:
    """The same from the counts of the targets in some worlds, the truth first: all ties, and some that another world
    would undo."""
    # A few random mixtures of the worlds keep what is proportional in all of them, and nothing else.
    mixing = np.random.default_rng(1).standard_normal((len(counts), _MIXTURES))
    return _tied(np.einsum("wt,wm->tm", counts - counts[0], mixing), targets)


def _tied(motions: NDArray[np.float64], targets: Sequence[Target]) -> list[Tie]:
    """From the motion of each target in several directions."""
    sizes = np.linalg.norm(motions, axis=1)
    whole = np.array([len(target.inside) == len(target.touched) for target in targets], np.bool_)
    moving = np.flatnonzero(whole & (sizes > _NOTHING))
    if not len(moving):
        return []
    together: dict[bytes, list[int]] = defaultdict(list)
    for at, direction in zip(moving, _directions(motions[moving] / sizes[moving, None]), strict=True):
        together[direction.tobytes()].append(int(at))
    return [
        Tie(alone, other)
        for group in together.values()
        for alone in group
        if targets[alone].people == 1
        for other in group
        if other != alone
    ]


def _free_moves(part: Part) -> NDArray[np.float64]:
    """For each unknown how it moves in each independent direction that exact figures leave open."""
    place = {int(unknown): here for here, unknown in enumerate(part.unknowns)}
    exact = [equation for equation in part.equations if equation.low == equation.high]
    held = np.zeros((max(len(exact), 1), len(part.unknowns)))
    for row, equation in enumerate(exact):
        held[row, [place[int(unknown)] for unknown in equation.unknowns if int(unknown) in place]] = 1.0
    # Of the square matrix only the directions without any hold remain.
    strengths, directions = np.linalg.eigh(held.T @ held)
    return np.asarray(directions[:, strengths < _NOTHING * max(1.0, float(strengths.max(initial=1.0)))])


def _directions(motions: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same numbers for a direction and its opposite."""
    rounded = np.round(motions, _DIGITS)
    first = rounded[np.arange(len(rounded)), (rounded != 0).argmax(axis=1)]
    return rounded * np.sign(first)[:, None] + 0.0
