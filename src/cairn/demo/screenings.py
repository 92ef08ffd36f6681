"""Invented screenings for signs of trafficking, what a person decided, and what the national mechanism decided after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from cairn.demo.cast import MARK
from cairn.demo.inventing import noon, one_of
from cairn.demo.journeys import LAST, SAID, record
from cairn.people.births import is_child
from cairn.programmes.casework.acts.screening import as_kept
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case, NationalReferral, ReferralStep, ScreeningDecision
from cairn.programmes.casework.trafficking.screening import FORM, METHOD, screen

REASON = f"A colleague weighed what was told; all of it was made up {MARK}."
# Which indicators were seen: strong ones of recruitment, work and the hold over somebody; or one that proves nothing.
POINTING = ("dr_job", "dr_conditions", "ex_hours", "ex_wages", "cd_documents", "cd_debt")
NOT_POINTING = ("dr_conditions",)
DECISIONS = {
    True: {"refer": 78, "assist": 17, "look-again": 5},
    False: {"no-sign": 62, "look-again": 16, "assist": 22},
}
RESPONDERS = {"salvation-army": 4, "local-authority": 2, "police": 2, "migrant-help": 2}


def rows(case: Case, chance: Random) -> Iterator[Any]:
    """One screening; of those who were referred also the steps of the mechanism up to the end of 2015."""
    day = case.opened_at.date() + dt.timedelta(days=chance.randrange(1, 12))
    of_child = bool(is_child(case.person.born, day))
    points = chance.random() < 0.72
    decision = one_of(DECISIONS[points], chance)
    screened = record(case, FORM, day, dict(_answers(points)))
    yield screened
    yield ScreeningDecision(
        case=case, screened=screened, answers_version=1, method=METHOD, of_child=of_child,
        result=_result(points, of_child), decision=decision, reason=REASON, made_at=noon(day),
    )  # fmt: skip
    if decision == "refer":
        yield from _referral(case, day + dt.timedelta(days=chance.randrange(1, 9)), of_child, chance)


def _referral(case: Case, sent: dt.date, of_child: bool, chance: Random) -> Iterator[Any]:
    referral = NationalReferral(
        case=case, mechanism="nrm-uk", basis="child" if of_child else "consent", of_child=of_child,
        first_responder="local-authority" if of_child else one_of(RESPONDERS, chance),
        agreed_on=None if of_child else sent, safeguarding_on=sent if of_child else None, made_at=noon(sent),
    )  # fmt: skip
    yield referral
    for step, day in _steps(sent, chance):
        if day <= LAST:
            yield ReferralStep(
                case=case, referral=referral, step=step, happened_at=noon(day), made_at=noon(day)
            )


def _steps(sent: dt.date, chance: Random) -> Iterator[tuple[str, dt.date]]:
    yield "sent", sent
    first = sent + dt.timedelta(days=min(chance.choices(range(2, 24), k=3)))
    is_positive = chance.random() < 0.74
    yield f"reasonable-{_said(is_positive)}", first
    if is_positive:
        final = first + dt.timedelta(days=chance.choice((45, 80, 120, 170, 220, 300)) + chance.randrange(40))
        yield f"conclusive-{_said(chance.random() < 0.7)}", final


def _said(is_positive: bool) -> str:
    return "positive" if is_positive else "negative"


@cache
def _answers(points: bool) -> tuple[tuple[str, str], ...]:
    ticked = POINTING if points else NOT_POINTING
    return tuple(pair for name in ticked for pair in ((name, "said"), (f"{name}_words", SAID)))


@cache
def _result(points: bool, of_child: bool) -> dict[str, Any]:
    return as_kept(screen(form(FORM, 1), dict(_answers(points)), of_child=of_child))
