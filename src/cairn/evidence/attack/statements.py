"""What a reader knows from a figure, and the ledger of all that was ever released."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cairn.evidence.regions import Region


@dataclass(frozen=True, slots=True)
class Statement:
    """Between `low` and `high` people are in the region, says a cell of a release; without `high`, no bound is known."""

    region: Region
    low: int
    high: int | None
    release: str
    table: str
    cell: str
    # The state of the records that the release was made from; figures of one snapshot agree with each other.
    snapshot: str
    hidden: bool = False
    headline: bool = False

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def holds(self, people: int) -> bool:
        return self.low <= people and (self.high is None or people <= self.high)

    def __str__(self) -> str:
        return f"{self.release}: {self.table}: {self.cell} = {self.said}"

    @property
    def said(self) -> str:
        """What a reader sees or may conclude from the cell alone."""
        if self.is_exact:
            return str(self.low)
        if self.high is None:
            return f"hidden, at least {self.low}"
        return f"{self.low} to {self.high}"


class Ledger:
    """Every figure ever released, in the order of release; nothing is taken out again."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self.statements = list(statements)

    def enter(self, statements: Iterable[Statement]) -> None:
        self.statements.extend(statements)

    def lines(self) -> Iterator[str]:
        """The ledger as JSON, a statement to a line, always the same bytes for the same figures."""
        for one in self.statements:
            held = {name: getattr(one, name) for name in Statement.__slots__ if name != "region"}
            held["region"] = {name: sorted(codes) for name, codes in one.region.parts}
            yield json.dumps(held, ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, lines: Iterable[str]) -> "Ledger":
        held = map(json.loads, lines)
        return cls(Statement(**{**one, "region": Region.of(one["region"])}) for one in held)
