"""What can be proved of whom: the narrowest interval, or that it is wide enough.

One answer of the solver is a world that all figures allow, and it widens what is possible for every target at once. So
most targets are cleared by a few worlds, drawn far apart; only the rest are asked one by one, each from where the
solver last stood.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, floor
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.prover import Extreme, Prover
from cairn.evidence.attack.system import Equation, System, Target, known_at_once, parts

# The solver's own tolerance is ten times smaller.
_CLOSE = 1e-6
# Worlds drawn at random after the first two, as long as each still clears somebody.
_MOST_WORLDS = 80
# Asking one by one takes two answers for each; a world that clears fewer is not worth drawing.
_WORTH_A_WORLD = 2


# People by unknown, as all figures allow it.
World: TypeAlias = NDArray[np.float64]
# By part of the system.
Proof: TypeAlias = dict[int, Extreme]


@dataclass(frozen=True, slots=True)
class Interval:
    """Between these two counts, and nothing narrower; unless `settled`, it may be even wider."""

    low: int
    high: int
    settled: bool

    @property
    def width(self) -> int:
        return self.high - self.low


class Knowledge:
    """All that figures let a reader prove."""

    def __init__(
        self,
        system: System,
        equations: Sequence[Equation] | None = None,
        known: NDArray[np.bool_] | None = None,
    ) -> None:
        self.system = system
        self.known_by = known_at_once(system) if known is None else np.where(known, 0, -1)
        self.known: NDArray[np.bool_] = self.known_by >= 0
        self.parts = parts(system.equations if equations is None else equations, self.known)
        self.part_of = np.full(system.count, -1, np.intp)
        for at, part in enumerate(self.parts):
            self.part_of[part.unknowns] = at
        # How the solver proved the interval of each target that it was asked about alone, from above and from below.
        self.proofs: dict[int, tuple[Proof, Proof]] = {}
        self._provers: dict[int, Prover] = {}
        self._total = int(system.truth.sum()) + 1000

    def prover(self, at: int) -> Prover:
        if at not in self._provers:
            part = self.parts[at]
            self._provers[at] = Prover(part.unknowns, part.equations, self.system.truth, self._total)
        return self._provers[at]

    def intervals(
        self, targets: Sequence[Target], needed: Sequence[int] | None = None, worlds: "Worlds | None" = None
    ) -> list[Interval]:
        """For each target its interval: exact, or at least as wide as is needed where that is enough.

        Worlds that were seen before, and are still allowed, spare the solver.
        """
        worlds = worlds or Worlds(self.system, targets)
        enough = (
            np.full(len(targets), np.iinfo(np.int64).max) if needed is None else np.array(needed, np.int64)
        )
        if needed is not None:
            self._draw(worlds, targets, enough)
        found = []
        for at, target in enumerate(targets):
            settled = worlds.width[at] < enough[at]
            if settled:
                self._settle(worlds, at, target)
            found.append(Interval(*whole(worlds.low[at], worlds.high[at]), bool(settled)))
        return found

    @contextmanager
    def told(self, target: Target) -> Iterator[None]:
        """For a while, what somebody knows who was told how many people are in a hidden cell."""
        part = int(self.part_of[next(at for at in target.touched if not self.known[at])])
        unknowns = target.touched.tobytes()
        row = next(
            at
            for at, equation in enumerate(self.parts[part].equations)
            if equation.unknowns.tobytes() == unknowns
        )
        with self.prover(part).fixed(row):
            yield

    def _draw(self, worlds: "Worlds", targets: Sequence[Target], enough: NDArray[np.int64]) -> None:
        """Worlds as far apart as they go for all who are not cleared yet."""
        chance = np.random.default_rng(0)
        for draw in range(_MOST_WORLDS):
            waiting = np.flatnonzero(worlds.width < enough)
            if not len(waiting):
                return
            signs = np.ones(len(targets)) if draw < 2 else chance.choice((-1.0, 1.0), len(targets))
            sign = -1.0 if draw == 1 else 1.0
            weights: dict[int, float] = {}
            for at in waiting:
                for unknown in targets[int(at)].touched:
                    weights[int(unknown)] = weights.get(int(unknown), 0.0) + sign * signs[at]
            worlds.see(self._world(weights))
            cleared = int((worlds.width[waiting] >= enough[waiting]).sum())
            if draw > 3 and cleared < _WORTH_A_WORLD:
                return

    def _settle(self, worlds: "Worlds", at: int, target: Target) -> None:
        above, below = self.proof(target.touched, 1.0), self.proof(target.inside, -1.0)
        for proof in (above, below):
            world = self.system.truth.astype(float)
            for part, extreme in proof.items():
                world[self.parts[part].unknowns] = extreme.point
            worlds.see(world)
        self.proofs[at] = (above, below)

    def proof(self, unknowns: NDArray[np.intp], sign: float) -> Proof:
        """How far the sum of the unknowns goes up (or down, with -1), in each part that they lie in."""
        return self._most({int(unknown): sign for unknown in unknowns})

    def _world(self, weights: dict[int, float]) -> NDArray[np.float64]:
        """People by unknown where the weighted sum is greatest; parts that are not asked stay as they are."""
        world = self.system.truth.astype(float)
        for at, extreme in self._most(weights).items():
            world[self.parts[at].unknowns] = extreme.point
        return world

    def _most(self, weights: dict[int, float]) -> Proof:
        split: dict[int, dict[int, float]] = {}
        for unknown, weight in weights.items():
            if not self.known[unknown] and weight:
                split.setdefault(int(self.part_of[unknown]), {})[unknown] = weight
        return {at: self.prover(at).most(some) for at, some in split.items()}


class Worlds:
    """The least and the most that any world seen so far has for each target."""

    def __init__(self, system: System, targets: Sequence[Target]) -> None:
        self._inside = Sums([target.inside for target in targets])
        self._touched = Sums([target.touched for target in targets])
        truth = system.truth.astype(float)
        self.seen: list[World] = []
        # World by world; the truth is the first.
        self.lows, self.highs = [self._inside.of(truth)], [self._touched.of(truth)]
        self.low, self.high = self.lows[0].copy(), self.highs[0].copy()

    def see(self, world: World) -> None:
        self.seen.append(world)
        self.lows.append(self._inside.of(world))
        self.highs.append(self._touched.of(world))
        np.minimum(self.low, self.lows[-1], out=self.low)
        np.maximum(self.high, self.highs[-1], out=self.high)

    @property
    def width(self) -> NDArray[np.int64]:
        return widths(self.low, self.high)


def whole(low: float, high: float) -> tuple[int, int]:
    """The whole numbers of people between two bounds, as the solver found them."""
    return ceil(low - _CLOSE), floor(high + _CLOSE)


def widths(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.int64]:
    """How wide intervals are in whole people."""
    return (np.floor(high + _CLOSE) - np.ceil(low - _CLOSE)).astype(np.int64)


class Sums:
    """Many sums over one list of numbers."""

    def __init__(self, members: Sequence[NDArray[np.intp]]) -> None:
        self._all = np.concatenate([*members, np.zeros(0, np.intp)]).astype(np.intp)
        self._ends = np.cumsum([0, *map(len, members)])

    def of(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        running = np.concatenate(([0.0], np.cumsum(numbers[self._all])))
        return running[self._ends[1:]] - running[self._ends[:-1]]
