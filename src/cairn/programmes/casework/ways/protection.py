"""Humanitarian protection: from intake to safety, or to somebody who goes on with it."""

from django.utils.translation import gettext_lazy as _

from cairn.programmes.casework.codes import CaseState, Work
from cairn.programmes.casework.ways.gates import finished, nothing_left_to_do, planned, risk_assessed
from cairn.programmes.casework.ways.machine import Move, Stage, Way

_CLOSE = (
    Move(to="follow-up", gates=(nothing_left_to_do,)),
    Move(to="closed", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
    Move(to="referred", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
)
WAY = Way(
    kind=Work.PROTECTION,
    first="intake",
    stages=(
        Stage(
            name="intake",
            label=_("intake"),
            opens=("protection-intake",),
            review_after=3,
            moves=(
                Move(to="assessment", gates=(finished("protection-intake"),)),
                Move(to="closed", gates=(nothing_left_to_do,), needs_reason=True),
            ),
        ),
        Stage(
            name="assessment",
            label=_("assessment of vulnerability"),
            opens=("vulnerability", "best-interests", "asylum"),
            review_after=14,
            moves=(
                Move(to="planning", gates=(finished("vulnerability"), risk_assessed)),
                Move(to="closed", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
            ),
        ),
        Stage(
            name="planning",
            label=_("plan with the person"),
            opens=("safety-plan", "asylum"),
            review_after=14,
            moves=(Move(to="assistance", gates=(planned,)), Move(to="assessment", needs_reason=True)),
        ),
        Stage(
            name="assistance",
            label=_("assistance"),
            opens=("vulnerability", "safety-plan", "best-interests", "asylum"),
            review_after=30,
            moves=(Move(to="assessment", needs_reason=True), *_CLOSE),
        ),
        Stage(
            name="follow-up",
            label=_("follow-up"),
            state=CaseState.FOLLOW_UP,
            opens=("vulnerability", "safety-plan"),
            review_after=90,
            moves=(
                Move(to="assistance", needs_reason=True),
                Move(to="closed", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
            ),
        ),
        Stage(
            name="closed",
            label=_("closed"),
            state=CaseState.CLOSED,
            moves=(Move(to="assessment", needs_approval=True, needs_reason=True),),
        ),
        Stage(
            name="referred",
            label=_("closed, and referred to others"),
            state=CaseState.CLOSED_REFERRED,
            moves=(Move(to="assessment", needs_approval=True, needs_reason=True),),
        ),
    ),
)
