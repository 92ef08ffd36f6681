"""The one machine behind all kinds of work. A move that no stage lists is refused, and a gate says why it is shut."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from cairn.programmes.casework.codes import OPEN_STATES, CaseState, Work

if TYPE_CHECKING:
    from cairn.programmes.casework.models import Case

# Answers nothing where the way is free, else a sentence that says what is missing.
Gate = Callable[["Case"], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A way on from a stage."""

    to: str
    gates: tuple[Gate, ...] = ()
    # A supervisor decides; until then the case stays where it is.
    needs_approval: bool = False
    # Such a case goes by the supervisor, where others do not.
    approval_where: Callable[["Case"], bool] | None = None
    needs_reason: bool = False

    def asks_supervisor(self, case: "Case") -> bool:
        return self.needs_approval or (self.approval_where is not None and self.approval_where(case))

    def asks_why(self, case: "Case") -> bool:
        """Whoever decides, and whoever reads the case later, wants to know why."""
        return self.needs_reason or self.asks_supervisor(case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a case may stand. `opens` are forms that are filled in here; `review_after` days a look is due."""

    name: str
    label: Any
    state: CaseState = CaseState.ACTIVE
    moves: tuple[Move, ...] = ()
    opens: tuple[str, ...] = ()
    # Forms that come with what a mission declares, asked for when they are needed.
    opens_declared: Callable[[], tuple[str, ...]] = tuple
    review_after: int | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        return (*self.opens_declared(), *self.opens)

    def move(self, to: str) -> Move | None:
        return next((move for move in self.moves if move.to == to), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A kind of work from its first stage to its ends."""

    kind: Work
    first: str
    stages: tuple[Stage, ...]
    # How long the person's record is kept when there was such work with them.
    retention: str = "assistance"
    by_name: Mapping[str, Stage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {stage.name: stage for stage in self.stages})
        for stage in self.stages:
            for move in stage.moves:
                if move.to not in self.by_name:
                    raise ValueError(f"{self.kind}: “{stage.name}” leads to “{move.to}”, which is no stage.")
        if self.first not in self.by_name:
            raise ValueError(f"{self.kind} begins at “{self.first}”, which is no stage.")

    def stage(self, name: str) -> Stage:
        return self.by_name[name]

    def why_not(self, case: "Case", to: str) -> Iterator[str]:
        """Every sentence that stands in the way of a listed move."""
        move = self.stage(case.stage).move(to)
        for gate in move.gates if move else ():
            if why := gate(case):
                yield str(why)

    def reached(self) -> set[str]:
        """The stages that a case can come to at all."""
        found, edge = {self.first}, [self.first]
        while edge:
            edge = [move.to for name in edge for move in self.stage(name).moves if move.to not in found]
            found |= set(edge)
        return found

    def ends(self) -> set[str]:
        return {stage.name for stage in self.stages if stage.state not in OPEN_STATES}


@cache
def ways() -> Mapping[Work, Way]:
    """All four, in the order of their names."""
    from cairn.programmes.casework.ways import pathways, protection, returns, trafficking

    found: Iterable[Way] = (pathways.WAY, protection.WAY, returns.WAY, trafficking.WAY)
    return {way.kind: way for way in found}


def way_of(case: "Case") -> Way:
    return ways()[Work(case.kind)]
