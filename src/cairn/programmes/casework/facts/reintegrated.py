"""How people live after their return, as the survey on reintegration has it: by dimension, and so long after arrival.

Somebody who is asked twice within half a year counts with the first answers: each person stands once in each interval,
and a survey that is made later changes no figure that is out.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactTable, fact_keys
from cairn.programmes.casework.facts.columns import TRAITS, Counted, band, code, day, several, traits
from cairn.programmes.casework.facts.reading import by_person, in_slices
from cairn.programmes.casework.facts.returned import ARRIVAL, arrival_day, finished, of_cases
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import CaseRecord
from cairn.programmes.casework.survey import HIGH, LOW, Score, score_of

NAME = "casework.reintegrated"
SURVEY = "sustainability-survey"
DIMENSIONS = {
    "economic": _("economic situation"),
    "social": _("social situation"),
    "psychosocial": _("psychosocial situation"),
}
LEVELS = {
    "low": _("low (below 0.33)"),
    "medium": _("medium (0.33 to 0.66)"),
    "high": _("high (0.66 and more)"),
}
# By the fewest full months of each.
SINCE = {0: "0-5", 6: "6-11", 12: "12-17", 18: "18+"}
SINCE_LABELS = {
    "0-5": _("less than 6 months"),
    "6-11": _("6 to 11 months"),
    "12-17": _("12 to 17 months"),
    "18+": _("18 months and more"),
}


@dataclass(frozen=True, slots=True)
class Surveyed(Counted):
    """Somebody on the day of a survey, so many full months after they arrived."""

    months: int | None
    score: Score


def reintegrated() -> FactTable:
    """Each person who answered the survey, once in each interval since their arrival."""
    levels = (*LEVELS, None)
    columns = (
        day("surveyed_on", _("asked on"), "#date+surveyed"),
        *traits(),
        code("since", _("time since arrival"), (*SINCE_LABELS, None), "#date+since_arrival", SINCE_LABELS),
        code("level", _("reintegration in all"), levels, "#indicator+level", LEVELS),
        *(code(name, title, levels, f"#indicator+{name}", LEVELS) for name, title in DIMENSIONS.items()),
        several("high_in", _("where it is high"), DIMENSIONS, "#indicator+high+list", DIMENSIONS),
    )
    return FactTable(
        name=NAME,
        title=_("Results of reintegration"),
        grain=_("One person and one interval since their arrival, with the first survey in it."),
        columns=columns,
        programme="casework",
        is_person=True,
        read=_read,
    )


def _read() -> Iterator[dict[str, list[Any]]]:
    keyed = fact_keys(NAME)
    columns = TRAITS | {
        "surveyed_on": lambda one: one.day,
        "since": lambda one: band(one.months, SINCE),
        "level": lambda one: level(one.score.whole),
        "economic": lambda one: level(one.score.dimensions.get("economic")),
        "social": lambda one: level(one.score.dimensions.get("social")),
        "psychosocial": lambda one: level(one.score.dimensions.get("psychosocial")),
        "high_in": lambda one: [
            name for name in DIMENSIONS if level(one.score.dimensions.get(name)) == "high"
        ],
        "key": lambda one: keyed(one.person.pk),
    }
    return in_slices(_surveys(), columns, of=CaseRecord)


def level(score: Fraction | None) -> str | None:
    """As the survey's own levels, for each of its dimensions."""
    if score is None:
        return None
    return "low" if score < LOW else "high" if score >= HIGH else "medium"


def full_months(first: dt.date, last: dt.date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day)


def _surveys() -> Iterator[Surveyed]:
    for person, rows in by_person(finished(ARRIVAL, SURVEY)):
        told: set[str | None] = set()
        for forms in of_cases(rows):
            arrived = next((day for row in forms if (day := _arrival(row))), None)
            for row in (each for each in forms if each.form == SURVEY):
                one = _surveyed(person, row, arrived)
                if band(one.months, SINCE) not in told:
                    told.add(band(one.months, SINCE))
                    yield one


def _arrival(row: CaseRecord) -> dt.date | None:
    return arrival_day(row.answers) if row.form == ARRIVAL else None


def _surveyed(person: Any, row: CaseRecord, arrived: dt.date | None) -> Surveyed:
    on = timezone.localdate(row.made_at)
    months = None if arrived is None else max(0, full_months(arrived, on))
    return Surveyed(person, on, months, score_of(form(row.form, row.form_version), row.answers))
