"""Voluntary return and reintegration: free at every step until boarding, and not over at the airport."""

from django.utils.translation import gettext_lazy as _

from cairn.programmes.casework.codes import CaseState, Work
from cairn.programmes.casework.ways.gates import finished, nothing_left_to_do
from cairn.programmes.casework.ways.machine import Move, Stage, Way
from cairn.programmes.casework.ways.return_gates import (
    all_boarded,
    child_is_heard,
    cooled_off,
    eligible,
    fit_to_travel,
    journey_planned,
    papers_there,
    plan_agreed,
    victim_is_safe,
    wish_is_free,
    wish_stands,
)

# Nobody has to give a reason for staying, and nobody approves it.
_STAYS = Move(to="stays")
_NOT_ELIGIBLE = Move(to="closed", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True)
_OPEN_AGAIN = (Move(to="counselling", needs_approval=True, needs_reason=True),)
WAY = Way(
    kind=Work.RETURN,
    first="counselling",
    retention="return",
    stages=(
        Stage(
            name="counselling",
            label=_("counselling"),
            opens=("return-counselling",),
            review_after=14,
            moves=(Move(to="interview", gates=(finished("return-counselling"),)), _STAYS),
        ),
        Stage(
            name="interview",
            label=_("interview on voluntariness"),
            opens=("voluntariness",),
            review_after=14,
            moves=(
                Move(to="cooling-off", gates=(wish_is_free,)),
                Move(to="counselling", needs_reason=True),
                _STAYS,
            ),
        ),
        Stage(
            name="cooling-off",
            label=_("time to think"),
            opens=("return-eligibility",),
            review_after=3,
            moves=(
                Move(to="eligibility", gates=(cooled_off,)),
                Move(to="interview", needs_reason=True),
                _STAYS,
            ),
        ),
        Stage(
            name="eligibility",
            label=_("eligibility and needs"),
            opens=("return-eligibility", "victim-safeguards", "best-interests", "fitness-to-travel"),
            review_after=14,
            moves=(
                Move(
                    to="preparation",
                    gates=(eligible, victim_is_safe, child_is_heard),
                    needs_approval=True,
                    needs_reason=True,
                ),
                _NOT_ELIGIBLE,
                _STAYS,
            ),
        ),
        Stage(
            name="preparation",
            label=_("preparation of the journey"),
            opens=(
                "return-eligibility",
                "victim-safeguards",
                "best-interests",
                "fitness-to-travel",
                "reconfirmation",
            ),
            review_after=14,
            moves=(
                Move(
                    to="travelling",
                    gates=(
                        journey_planned,
                        papers_there,
                        fit_to_travel,
                        victim_is_safe,
                        child_is_heard,
                        wish_stands,
                    ),
                ),
                Move(to="interview", needs_reason=True),
                _STAYS,
            ),
        ),
        Stage(
            name="travelling",
            label=_("on the way"),
            opens=("reconfirmation", "arrival"),
            review_after=1,
            moves=(
                Move(to="arrived", gates=(all_boarded, finished("arrival"))),
                Move(to="preparation", needs_reason=True),
                _STAYS,
            ),
        ),
        Stage(
            name="arrived",
            label=_("arrived"),
            opens=("reintegration-plan",),
            review_after=30,
            moves=(
                Move(to="reintegration", gates=(plan_agreed,)),
                Move(to="closed", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
            ),
        ),
        Stage(
            name="reintegration",
            label=_("reintegration"),
            opens=("reintegration-plan", "monitoring-visit", "sustainability-survey"),
            review_after=60,
            moves=(
                Move(to="monitoring", gates=(nothing_left_to_do, finished("monitoring-visit"))),
                Move(to="closed", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
            ),
        ),
        Stage(
            name="monitoring",
            label=_("monitoring"),
            state=CaseState.FOLLOW_UP,
            opens=("monitoring-visit", "sustainability-survey"),
            review_after=180,
            moves=(
                Move(to="reintegration", needs_reason=True),
                Move(
                    to="closed",
                    gates=(nothing_left_to_do, finished("sustainability-survey")),
                    needs_approval=True,
                    needs_reason=True,
                ),
            ),
        ),
        Stage(name="closed", label=_("closed"), state=CaseState.CLOSED, moves=_OPEN_AGAIN),
        Stage(name="stays", label=_("stays, by their own wish"), state=CaseState.CLOSED, moves=_OPEN_AGAIN),
    ),
)
