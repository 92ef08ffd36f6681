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


@dataclass(frozen=True, slots=True)
class Tie:
    """The person alone in one target can work out the other; both are numbers of targets."""

    alone: int
    given_away: int


def ties(knowledge: Knowledge, targets: Sequence[Target]) -> list[Tie]:
    """Every pair of a single person and a count that this person could read."""
    inside: dict[int, list[int]] = defaultdict(list)
    for at, target in enumerate(targets):
        parts = {
            int(knowledge.part_of[unknown]) for unknown in target.touched if not knowledge.known[unknown]
        }
        if len(parts) == 1 and len(target.inside) == len(target.touched):
            inside[parts.pop()].append(at)
    return [
        tie
        for part, members in inside.items()
        if any(targets[at].people == 1 for at in members)
        for tie in _in_part(knowledge.parts[part], targets, members)
    ]


def _in_part(part: Part, targets: Sequence[Target], members: Sequence[int]) -> list[Tie]:
    place = {int(unknown): here for here, unknown in enumerate(part.unknowns)}
    moves = _free_moves(part, place)
    together: dict[bytes, list[int]] = defaultdict(list)
    for at in members:
        motion = moves[[place[int(u)] for u in targets[at].touched if int(u) in place]].sum(axis=0)
        size = np.linalg.norm(motion)
        if size > _NOTHING:
            together[_direction(motion / size)].append(at)
    return [
        Tie(alone, other)
        for group in together.values()
        for alone in group
        if targets[alone].people == 1
        for other in group
        if other != alone
    ]


def _free_moves(part: Part, place: dict[int, int]) -> NDArray[np.float64]:
    """For each unknown how it moves in each independent direction that exact figures leave open."""
    exact = [equation for equation in part.equations if equation.low == equation.high]
    held = np.zeros((max(len(exact), 1), len(part.unknowns)))
    for row, equation in enumerate(exact):
        held[row, [place[int(unknown)] for unknown in equation.unknowns if int(unknown) in place]] = 1.0
    # Of the square matrix only the directions without any hold remain.
    strengths, directions = np.linalg.eigh(held.T @ held)
    return np.asarray(directions[:, strengths < _NOTHING * max(1.0, float(strengths.max(initial=1.0)))])


def _direction(motion: NDArray[np.float64]) -> bytes:
    """The same bytes for a direction and its opposite."""
    rounded = np.round(motion, _DIGITS) + 0.0
    first = rounded[np.flatnonzero(rounded)[0]]
    return (np.round(motion * np.sign(first), _DIGITS) + 0.0).tobytes()
