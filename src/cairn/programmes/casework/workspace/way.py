"""The way of a case as it is drawn: where it was, where it stands, and what is missing before each move."""

from dataclasses import dataclass
from typing import Any

from cairn.programmes.casework.codes import OPEN_STATES, What, Work
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.ways import Move, Stage, way_of, ways


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the way."""

    label: Any
    is_here: bool
    was_passed: bool
    is_end: bool


@dataclass(frozen=True, slots=True)
class NextMove:
    """A listed move, with every sentence that stands in its way."""

    to: str
    label: Any
    missing: tuple[str, ...]
    needs_approval: bool
    asks: bool


def stage_of(case: Case) -> Stage | None:
    """Where a case stands; nothing where the way no longer has such a stage."""
    return way_of(case).by_name.get(case.stage)


def stage_label(kind: str, name: str) -> Any:
    """A stage in words; its name where a later way has no such stage any more."""
    stage = ways()[Work(kind)].by_name.get(name) if kind in Work.values else None
    return stage.label if stage else name


def steps(case: Case) -> list[Step]:
    """All stages of its kind in their order; ends only where the case came to one."""
    way = way_of(case)
    passed = set(case.happenings.filter(what=What.MOVED).values_list("code", flat=True)) | {way.first}
    return [
        Step(stage.label, stage.name == case.stage, stage.name in passed, is_end(stage))
        for stage in way.stages
        if not is_end(stage) or stage.name == case.stage
    ]


def next_moves(case: Case) -> list[NextMove]:
    stage, way = stage_of(case), way_of(case)
    return [
        NextMove(
            move.to,
            way.stage(move.to).label,
            tuple(way.why_not(case, move.to)),
            move.asks_supervisor(case),
            asks_something(move, case, way.stage(move.to)),
        )
        for move in (stage.moves if stage else ())
    ]


def asks_something(move: Move, case: Case, to: Stage) -> bool:
    """Whether a move wants words before it is made; the others are one press."""
    return move.asks_why(case) or is_end(to)


def is_end(stage: Stage) -> bool:
    return stage.state not in OPEN_STATES
