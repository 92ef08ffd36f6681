"""Which figures give somebody away: as few as still prove it, and what would mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cairn.evidence.attack.intervals import Interval, Knowledge
from cairn.evidence.attack.statements import Statement
from cairn.evidence.attack.system import Equation, System, Target


@dataclass(frozen=True, slots=True)
class Finding:
    """Too narrow an interval about a few people, the figures that prove it, and a way out."""

    about: str
    people: int
    low: int
    high: int
    needed: int
    proof: tuple[Statement, ...]
    mend: str

    def __str__(self) -> str:
        known = f"exactly {self.low}" if self.low == self.high else f"{self.low} to {self.high}"
        proof = f", from {'; '.join(map(str, self.proof))}" if self.proof else ""
        return f"{self.about}: {known}{proof}. {self.mend}"


def explain(
    system: System, knowledge: Knowledge, target: Target, interval: Interval, needed: int, draft: str
) -> Finding:
    """The smallest set of figures, by leaving out one after the other, that still proves as much."""
    said = system.place.get(target.touched.tobytes())
    equations = [system.equations[said]] if said is not None else []
    if not equations or not _proves(system, equations, target, interval):
        equations = _in_proof(system, knowledge, target)
    for one in list(equations):
        fewer = [other for other in equations if other is not one]
        if _proves(system, fewer, target, interval):
            equations = fewer
    proof = tuple(_newest(system, equation, draft) for equation in equations)
    return Finding(
        target.name, target.people, interval.low, interval.high, needed, proof, _way_out(proof, draft)
    )


def unexplained(target: Target, interval: Interval, needed: int) -> Finding:
    """A finding in a long list, without its proof."""
    mend = "Mend those above first, and attack again."
    return Finding(target.name, target.people, interval.low, interval.high, needed, (), mend)


def _in_proof(system: System, knowledge: Knowledge, target: Target) -> list[Equation]:
    """Equations with a weight in the solver's proof; where none was needed, all that speak of the same unknowns."""
    chain = _chain(system, knowledge, set(map(int, target.touched)))
    used = {id(equation): equation for equation in chain}
    for unknowns, sign in ((target.touched, 1.0), (target.inside, -1.0)):
        for part, extreme in knowledge.proof(unknowns, sign).items():
            for equation, dual in zip(knowledge.parts[part].equations, extreme.duals, strict=True):
                if abs(dual) > 1e-9 or len(equation.unknowns) == 1:
                    used[id(equation)] = equation
                    for other in _chain(system, knowledge, set(map(int, equation.unknowns))):
                        used[id(other)] = other
    return list(used.values())


def _chain(system: System, knowledge: Knowledge, unknowns: set[int]) -> list[Equation]:
    """The exact equations that gave the known ones among these away, and those that gave away what they lean on."""
    found, waiting, seen = [], [at for at in unknowns if knowledge.known[at]], set[int]()
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        equation = system.equations[knowledge.known_by[at]]
        found.append(equation)
        waiting += [int(other) for other in equation.unknowns if int(other) != at]
    return found


def _proves(system: System, equations: Sequence[Equation], target: Target, interval: Interval) -> bool:
    knowledge = Knowledge(system, equations, np.zeros(system.count, np.bool_))
    found = knowledge.intervals([target])[0]
    return found.low >= interval.low and found.high <= interval.high


def _newest(system: System, equation: Equation, draft: str) -> Statement:
    """Of all that say so, the figure that says it best, from the draft if it does."""
    said = [system.statements[at] for at in equation.said_by]
    return min(said, key=lambda one: (not one.is_exact, one.release != draft))


def _way_out(proof: Sequence[Statement], draft: str) -> str:
    """What to do: hide the smallest figure of the draft that the proof leans on and that need not be shown."""
    mine = [one for one in proof if one.release == draft and one.is_exact and not one.headline]
    if mine:
        least = min(mine, key=lambda one: (one.low, one.cell))
        return f"Hide “{least.cell}” of “{least.table}” as well, or publish coarser categories."
    if any(one.release == draft for one in proof):
        return "Only headline figures prove it: publish fewer of them, or coarser categories."
    return "It was published before; this release cannot mend it."
