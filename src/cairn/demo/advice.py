"""Invented advice on legal ways, and for half of the people an application with its outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from cairn.demo.inventing import one_of, some_of
from cairn.demo.journeys import LAST, SAID, record
from cairn.programmes.casework.models import Case, CaseRecord

WAYS = {"family": 38, "humanitarian": 22, "resettlement": 16, "study": 12, "work": 12}
COUNTRIES = {"GB": 82, "FR": 11, "IE": 7}
OUTCOMES = {"granted": 58, "refused": 33, "withdrawn": 9}


def rows(case: Case, chance: Random) -> Iterator[CaseRecord]:
    """The talk; and where a way fitted and the person wanted it, the application as it stood at the end of 2015."""
    held = case.opened_at.date() + dt.timedelta(days=chance.randrange(1, 20))
    ways, country = some_of(WAYS, 3, chance), one_of(COUNTRIES, chance)
    none_fits = chance.random() < 0.14
    yield record(case, "pathway-advice", held, _advice(held, ["none"] if none_fits else ways, country))
    sent = held + dt.timedelta(days=chance.randrange(20, 90))
    if not none_fits and sent <= LAST and chance.random() < 0.7:
        yield record(case, "pathway-application", sent, _application(sent, ways[0], country, chance))


def _advice(held: dt.date, ways: list[str], country: str) -> dict[str, object]:
    return {
        "held_on": held.isoformat(), "wish": SAID, "to_country": country, "ways": ways, "risks_told": True,
        "next": SAID,
    }  # fmt: skip


def _application(sent: dt.date, way: str, country: str, chance: Random) -> dict[str, object]:
    decided = sent + dt.timedelta(days=chance.randrange(40, 200))
    outcome = one_of(OUTCOMES, chance) if decided <= LAST else "waiting"
    said = {"way": way, "country": country, "sent_on": sent.isoformat(), "outcome": outcome}
    return said | ({"decided_on": decided.isoformat()} if outcome in ("granted", "refused") else {})
