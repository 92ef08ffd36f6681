"""The door to the attack: everything released and about to be, against the people it speaks of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.attack.explain import Finding, explain, unexplained
from cairn.evidence.attack.insiders import ties
from cairn.evidence.attack.intervals import Knowledge
from cairn.evidence.attack.revisions import Revision, small_revisions
from cairn.evidence.attack.sensitive import small_boxes
from cairn.evidence.attack.statements import Ledger, Statement
from cairn.evidence.attack.system import System, Target
from cairn.evidence.regions import Region, Space
from cairn.mission.errors import CairnError

# The narrowest are explained; whoever mends them has mended most of the others.
MOST_EXPLAINED = 25


@dataclass(frozen=True, slots=True)
class People:
    """How many there are, by single values of some dimensions: what the intruder does not have."""

    counts: NDArray[np.integer]
    dimensions: tuple[str, ...]
    labels: Mapping[str, Sequence[str]]

    @property
    def sizes(self) -> dict[str, int]:
        return dict(zip(self.dimensions, self.counts.shape, strict=True))

    def places(self, region: Region) -> list[NDArray[np.intp]]:
        """The codes of the region, dimension by dimension."""
        within = dict(region.parts)
        return [
            np.array(sorted(within[name]), np.intp) if name in within else np.arange(size)
            for name, size in self.sizes.items()
        ]

    def named(self, region: Mapping[str, frozenset[int]]) -> str:
        """The region in words."""
        words = (
            f"{name} {', '.join(self.labels[name][code] for code in sorted(codes))}"
            for name, codes in sorted(region.items())
        )
        return "; ".join(words) or "everybody"


@dataclass(frozen=True, slots=True)
class Protection:
    """Fewer people than the threshold are few; of them an interval at least `width` wide must stay open.

    The rule itself tells that a hidden count is between one and the threshold less one. An intruder should learn no
    more, so that is the width unless another is chosen.
    """

    threshold: int
    width: int | None = None
    insiders: bool = True

    @property
    def needed(self) -> int:
        return max(self.threshold - 2, 1) if self.width is None else self.width


@dataclass(frozen=True, slots=True)
class Report:
    """What the attack found; it is kept with the release and shown to its approver, never to the public."""

    findings: tuple[Finding, ...]
    revisions: tuple[Revision, ...]
    insiders: tuple[str, ...]
    figures: int
    few: int
    narrowest: int | None

    @property
    def may_be_published(self) -> bool:
        return not (self.findings or self.revisions or self.insiders)


class GivesPeopleAway(CairnError):
    """The release was attacked, and somebody was found."""

    def __init__(self, report: Report) -> None:
        found = [*map(str, report.findings), *map(str, report.revisions), *report.insiders]
        super().__init__(f"The release gives people away in {len(found)} places.", "\n".join(found[:20]))
        self.report = report


def attack(ledger: Ledger, draft: Sequence[Statement], people: People, protection: Protection) -> Report:
    """Prove whatever can be proved of a few people from the draft and all that was released before it."""
    told = [*still_true(ledger.statements, people), *draft]
    space = Space((one.region for one in told), people.sizes)
    truth = space.fold(people.counts, people.dimensions)
    system = System(space, told, truth)
    targets = few_people(system, truth, people, protection.threshold)
    needed = [protection.needed] * len(targets)
    knowledge = Knowledge(system)
    intervals = knowledge.intervals(targets, needed)
    found = [
        (interval.width, at, interval)
        for at, interval in enumerate(intervals)
        if interval.width < protection.needed
    ]
    name = draft[0].release if draft else ""
    findings = tuple(
        explain(system, knowledge, targets[at], interval, protection.needed, name)
        if nth < MOST_EXPLAINED
        else unexplained(targets[at], interval, protection.needed)
        for nth, (_, at, interval) in enumerate(sorted(found, key=lambda one: one[:2]))
    )
    return Report(
        findings,
        tuple(small_revisions(ledger.statements, draft, protection.threshold)),
        _insiders(knowledge, targets) if protection.insiders else (),
        len(told),
        len(targets),
        min((interval.width for interval in intervals), default=None),
    )


def refuse_if_it_gives_people_away(report: Report) -> None:
    if not report.may_be_published:
        raise GivesPeopleAway(report)


def few_people(system: System, truth: NDArray[np.int64], people: People, threshold: int) -> list[Target]:
    """Everybody of whom nothing narrow may be proved; the same people are named once."""
    found: dict[tuple[bytes, bytes], Target] = {}
    for box in small_boxes(system.space, truth, threshold):
        target = system.target(people.named(box.parts), box.atoms, box.people)
        found.setdefault((target.inside.tobytes(), target.touched.tobytes()), target)
    return list(found.values())


def still_true(statements: Sequence[Statement], people: People) -> list[Statement]:
    """Earlier figures that the records still bear out; what was corrected since is compared as a revision."""
    sums: dict[Region, int] = {}
    kept = []
    for one in statements:
        if one.region not in sums:
            sums[one.region] = _count(one.region, people)
        if one.holds(sums[one.region]):
            kept.append(one)
    return kept


def _count(region: Region, people: People) -> int:
    return int(people.counts[np.ix_(*people.places(region))].sum())


def _insiders(knowledge: Knowledge, targets: Sequence[Target]) -> tuple[str, ...]:
    return tuple(
        f"Whoever is alone in {targets[tie.alone].name} can work out {targets[tie.given_away].name}."
        for tie in ties(knowledge, targets)
    )
