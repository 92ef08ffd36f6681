"""Decisions of national mechanisms about people, and how long they took.

Each person counts once for each decision of a mechanism, with the first that was taken. What was asked for again and
changed later is not in it: a figure that is out would otherwise change without anybody having been wrong. Days stand
in bands, because nothing of people is added up: there is no average, but there is a share within a limit.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactTable, fact_keys
from cairn.programmes.casework.facts.columns import TRAITS, Counted, band, code, day, traits
from cairn.programmes.casework.facts.reading import by_person, in_slices
from cairn.programmes.casework.models import ReferralStep
from cairn.programmes.casework.trafficking.mechanisms import Mechanism, mechanism, mechanisms
from cairn.programmes.casework.trafficking.mechanisms.clocks import due_on, local_day
from cairn.programmes.casework.trafficking.mechanisms.declaration import Decides, Step

NAME = "casework.decided"
DECISIONS = {
    Decides.FIRST: _("first decision: may they be a victim?"),
    Decides.FINAL: _("final decision: are they a victim?"),
}
OUTCOMES = {"positive": _("positive"), "negative": _("negative")}
IN_TIME = {"in-time": _("within the time that is set"), "late": _("later than the time that is set")}
# By the fewest days of each.
DAYS = {0: "0-7", 8: "8-30", 31: "31-90", 91: "91-180", 181: "181-365", 366: "366+"}
DAYS_LABELS = {
    "0-7": _("up to 7 days"),
    "8-30": _("8 to 30 days"),
    "31-90": _("31 to 90 days"),
    "91-180": _("91 to 180 days"),
    "181-365": _("181 to 365 days"),
    "366+": _("more than 365 days"),
}


@dataclass(frozen=True, slots=True)
class Decided(Counted):
    """A decision about somebody: the step that tells it, and how it came to it."""

    declared: Mechanism
    step: Step
    days: int
    in_time: str | None


def decided() -> FactTable:
    """Each first decision of each kind about each person who was referred to a national mechanism."""
    names = {name: each.label for name, each in mechanisms().items()}
    columns = (
        day("decided_on", _("decided on"), "#date+decided"),
        *traits(),
        code("mechanism", _("mechanism"), names, "#org+mechanism+code", names),
        code("decision", _("decision"), DECISIONS, "#status+decision", DECISIONS),
        code("outcome", _("outcome"), OUTCOMES, "#status+outcome", OUTCOMES),
        code(
            "days", _("days from the referral to the decision"), DAYS_LABELS, "#indicator+days", DAYS_LABELS
        ),
        code("in_time", _("whether it was in time"), (*IN_TIME, None), "#status+in_time", IN_TIME),
    )
    return FactTable(
        name=NAME,
        title=_("Decisions of national referral mechanisms"),
        grain=_("One person and one of the decisions of a mechanism, the first time that it was taken."),
        columns=columns,
        programme="casework",
        is_person=True,
        read=_read,
    )


def _read() -> Iterator[dict[str, list[Any]]]:
    keyed = fact_keys(NAME)
    columns = TRAITS | {
        "decided_on": lambda one: one.day,
        "mechanism": lambda one: one.declared.code,
        "decision": lambda one: one.step.decides,
        "outcome": lambda one: "positive" if one.step.is_positive else "negative",
        "days": lambda one: band(one.days, DAYS),
        "in_time": lambda one: one.in_time,
        "key": lambda one: keyed(one.person.pk),
    }
    return in_slices(_decisions(), columns, of=ReferralStep)


def _decisions() -> Iterator[Decided]:
    for person, rows in by_person(ReferralStep.objects.select_related("referral")):
        referrals: dict[Any, list[ReferralStep]] = {}
        for row in sorted(rows, key=lambda row: (row.happened_at, row.made_at)):
            referrals.setdefault(row.referral, []).append(row)
        told: set[tuple[str, str]] = set()
        for referral, steps in referrals.items():
            declared = mechanism(referral.mechanism)
            for at, row in enumerate(steps):
                step = declared.step(row.step)
                if step and step.decides and (declared.code, step.decides) not in told:
                    told.add((declared.code, step.decides))
                    yield _decision(person, declared, step, steps[: at + 1])


def _decision(person: Any, declared: Mechanism, step: Step, steps: list[ReferralStep]) -> Decided:
    *before, last = steps
    on = local_day(declared, last.happened_at)
    days = (on - local_day(declared, steps[0].happened_at)).days
    return Decided(person, on, declared, step, days, _in_time(declared, step, before, on))


def _in_time(declared: Mechanism, step: Step, before: Iterable[ReferralStep], on: dt.date) -> str | None:
    """Nothing where the mechanism sets no limit, or its clock never began."""
    for clock in declared.clocks:
        began = [row for row in before if row.step in clock.starts]
        if clock.at_least or clock.days is None or step.code not in clock.stops or not began:
            continue
        until = due_on(declared, clock, began[-1].happened_at)
        return "in-time" if until and on <= until else "late"
    return None
