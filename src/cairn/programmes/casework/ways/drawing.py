"""The page of the ways of casework, drawn from the code that moves cases.

    python -m cairn.programmes.casework.ways.drawing > docs/casework.md

A test says when the page is older than the code.
"""

import inspect
from collections.abc import Iterator
from enum import Enum
from typing import Any

from django.utils import translation

from cairn.programmes.casework.codes import OPEN_STATES
from cairn.programmes.casework.forms.library import WrongForm, form
from cairn.programmes.casework.sharing.states import ANSWERS, MOVES, ReferralState, may_move
from cairn.programmes.casework.trafficking.htcds.standard import standard
from cairn.programmes.casework.ways.machine import Gate, Move, Stage, Way, ways

HEAD = """# The ways of a case

A case is one kind of work with one person. Each kind has a way: its stages, and the moves between them. A move that is
not here is refused. What must be true before a move is looked at when it is asked for, and once more when a supervisor
grants it. The colleague who asks never decides.

This page is drawn from the code: `python -m cairn.programmes.casework.ways.drawing > docs/casework.md`.
"""


def page() -> str:
    """All ways, in English."""
    with translation.override("en"):
        kinds = (line for way in ways().values() for line in drawn(way))
        return "\n".join([HEAD, *kinds, *_of_partners(), *_of_standard()])


def drawn(way: Way) -> Iterator[str]:
    """One way: a picture, then what each move asks for, then what each stage opens."""
    yield f"## {_upper(way.kind.label)}\n"
    yield from _picture(way)
    yield "\n| From | To | What must be true first | Who decides | Says why |\n|---|---|---|---|---|"
    for stage in way.stages:
        for move in stage.moves:
            yield _row(way, stage, move)
    yield "\n| Stage | State | Review after | Forms |\n|---|---|---|---|"
    for stage in way.stages:
        yield _about(stage)
    yield ""


def _of_partners() -> Iterator[str]:
    """The way of a referral to a partner, which is the same in every kind of work."""
    yield "## A referral to a partner\n\n```mermaid\nstateDiagram-v2"
    for state in ReferralState:
        yield f'    state "{_upper(state.label)}" as {state}'
    yield f"    [*] --> {ReferralState.DRAFTED}"
    moves = [(state, to) for state in ReferralState for to in ReferralState if may_move(state, to)]
    yield from (f"    {state} --> {to}" for state, to in moves)
    yield from (f"    {state} --> [*]" for state in ReferralState if not MOVES[state])
    yield "```\n\n| From | To | Whose word it is |\n|---|---|---|"
    for state, to in moves:
        whose = "the partner's" if to in ANSWERS else "the clock's" if to == ReferralState.EXPIRED else "ours"
        yield f"| {state.label} | {to.label} | {whose} |"
    yield ""


def _of_standard() -> Iterator[str]:
    """What a case has nothing for, of the standard by which it leaves."""
    known = standard()
    empty: dict[str, list[str]] = {}
    for field in known.fields:
        if field.empty:
            empty.setdefault(field.empty, []).append(field.name)
    count = sum(map(len, empty.values()))
    yield f"## A case by {known.standard} {known.version}\n"
    held = len(known.fields) - count
    yield f"Of its {len(known.fields)} fields, {held} have an origin in a case. The others stay empty:\n"
    yield "| Fields | Why |\n|---|---|"
    yield from (f"| {', '.join(names)} | {why} |" for why, names in empty.items())
    yield ""


def gate_in_words(gate: Gate) -> str:
    """What a gate asks for: its promise, or its name with what it was made for."""
    made_for = inspect.getclosurevars(gate).nonlocals
    if "else_say" in made_for:
        return str(made_for["else_say"]).rstrip(".")
    maker = gate.__qualname__.partition(".")[0].replace("_", " ")
    if made_for:
        return f"{maker}: {', '.join(_value(each) for each in made_for.values())}"
    promise = (inspect.getdoc(gate) or "").partition("\n")[0].rstrip(".")
    return promise or maker


def _picture(way: Way) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    for stage in way.stages:
        yield f'    state "{_upper(stage.label)}" as {_id(stage.name)}'
    yield f"    [*] --> {_id(way.first)}"
    for stage in way.stages:
        for move in stage.moves:
            some = " : supervisor, for some" if move.approval_where else ""
            asked = " : supervisor" if move.needs_approval else some
            yield f"    {_id(stage.name)} --> {_id(move.to)}{asked}"
    for name in sorted(way.ends()):
        yield f"    {_id(name)} --> [*]"
    yield "```"


def _row(way: Way, stage: Stage, move: Move) -> str:
    gates = "; ".join(gate_in_words(gate) for gate in move.gates) or "–"
    who = "a supervisor" if move.needs_approval else "the colleague"
    ends = way.stage(move.to).state not in OPEN_STATES
    why = "why the case ends" if ends else "why" if move.needs_reason or move.needs_approval else "–"
    if move.approval_where is not None:
        who = f"the colleague; a supervisor where “{gate_in_words(move.approval_where)}”"
        why = "why, where a supervisor decides" if why == "–" else why
    return f"| {stage.label} | {way.stage(move.to).label} | {gates} | {who} | {why} |"


def _about(stage: Stage) -> str:
    opens = ", ".join(str(form(name).title) for name in stage.forms) or "–"
    review = f"{stage.review_after} days" if stage.review_after else "–"
    return f"| {stage.label} | {stage.state.label} | {review} | {opens} |"


def _value(value: Any) -> str:
    """A form by its title, a code by its words, several one after the other."""
    if isinstance(value, tuple):
        return " or ".join(map(_value, value))
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    try:
        return f"“{form(value).title}”"
    except WrongForm:
        return str(value)


def _id(name: str) -> str:
    return name.replace("-", "_")


def _upper(label: Any) -> str:
    return str(label)[:1].upper() + str(label)[1:]


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.mission.settings.local")
    django.setup()
    print(page(), end="")
