"""Invented journeys home: what was said before, the day of arrival, and for some a survey a year later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from random import Random

from cairn.demo.cast import MARK
from cairn.demo.inventing import noon, one_of
from cairn.programmes.casework.forms.declaration import Question
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case, CaseRecord

SAID = f"Made up {MARK}."
LAST = dt.date(2015, 12, 31)
MET_BY = {"asked": 46, "outreach": 27, "partner": 19, "authority": 8}
NEEDS = {"medical": 11, "family": 12, "victim": 8, "child-alone": 4, "older": 3}
KINDS = {"assisted": 70, "humanitarian": 18, "own-travel": 12}
FROM = {"FR": 78, "BE": 22}
# How well things go, from 0 to 1: work is found later than friends.
WELL = {"economic": 0.42, "social": 0.6, "psychosocial": 0.66}
SPREAD = 0.22


def rows(case: Case, chance: Random) -> Iterator[CaseRecord]:
    """The forms of one return; whoever did not arrive by the end of 2015 stands there with what was said before."""
    opened = case.opened_at.date()
    arrived = opened + dt.timedelta(days=chance.randrange(35, 110))
    yield record(case, "return-counselling", opened, _counselling(case, chance))
    decided = opened + dt.timedelta(days=21)
    yield record(case, "return-eligibility", decided, _eligibility(chance) | _journey(opened), version=2)
    if arrived > LAST:
        return
    yield record(case, "arrival", arrived, {"arrived_on": arrived.isoformat(), "met": True, "onward": True})
    asked = arrived + dt.timedelta(days=chance.randrange(370, 470))
    if asked <= LAST and chance.random() < 0.94:
        yield record(case, "sustainability-survey", asked, _survey(chance))


def record(case: Case, name: str, day: dt.date, answers: dict[str, object], version: int = 1) -> CaseRecord:
    """A form that was finished on the day on which it was filled in."""
    return CaseRecord(
        case=case, form=name, form_version=version, is_finished=True, answers=answers, made_at=noon(day)
    )


def _counselling(case: Case, chance: Random) -> dict[str, object]:
    explained = dict.fromkeys(("alternatives", "country_information", "help_explained"), True)
    home = case.person.nationalities[0]
    return {"met_by": one_of(MET_BY, chance), "destination": home, "why": SAID, **explained}


def _eligibility(chance: Random) -> dict[str, object]:
    needs = [need for need, share in NEEDS.items() if chance.random() < share / 100]
    said = {"lawful": True, "first_time": True, "decision": "yes", "family_back": SAID, "papers": "valid"}
    return said | ({"extra": needs} if needs else {})


def _journey(opened: dt.date) -> dict[str, object]:
    """Drawn apart, by the day, so that all else stays as it was drawn."""
    chance = Random(opened.toordinal())
    return {"kind": one_of(KINDS, chance), "leaves_country": one_of(FROM, chance)}


def _survey(chance: Random) -> dict[str, object]:
    well = {name: chance.gauss(mean, SPREAD) for name, mean in WELL.items()}
    return {
        question.name: _nearest(question, well[question.weight] + chance.gauss(0, 0.15))
        for question in _questions()
    }


def _nearest(question: Question, well: float) -> str:
    return min(question.choices, key=lambda choice: abs((choice.weight or 0) - well)).code


@cache
def _questions() -> tuple[Question, ...]:
    return tuple(each for each in form("sustainability-survey", 1).questions() if each.weight)
