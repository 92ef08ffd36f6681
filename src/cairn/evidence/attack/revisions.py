"""A correction tells how many people it moved; when they are few, the two figures together point at them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cairn.evidence.attack.statements import Statement
from cairn.evidence.regions import Region


@dataclass(frozen=True, slots=True)
class Revision:
    """The same region, two figures, and too few people between them."""

    before: Statement
    after: Statement

    @property
    def people(self) -> int:
        return abs(self.after.low - self.before.low)

    @property
    def mend(self) -> str:
        return (
            f"Keep “{self.before.low}” until more than {self.people} people have changed, "
            "or publish the figure rounded from now on."
        )

    def __str__(self) -> str:
        return f"{self.people} people moved between {self.before} and {self.after}. {self.mend}"


def small_revisions(
    ledger: Sequence[Statement], draft: Sequence[Statement], threshold: int
) -> Iterator[Revision]:
    """Figures of the draft that differ from the last exact one by fewer people than the threshold."""
    last: dict[Region, Statement] = {one.region: one for one in ledger if one.is_exact}
    told = set[Region]()
    for after in draft:
        before = last.get(after.region)
        if before is None or not after.is_exact or after.region in told:
            continue
        if 0 < abs(after.low - before.low) < threshold:
            told.add(after.region)
            yield Revision(before, after)
