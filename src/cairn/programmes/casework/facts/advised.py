"""People who were advised on legal ways, and people who applied for one: each of them once a year."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactTable, Kind, fact_keys
from cairn.evidence.words import countries
from cairn.programmes.casework.facts.columns import TRAITS, Counted, answers, code, day, traits
from cairn.programmes.casework.facts.reading import all_countries, by_person, in_slices
from cairn.programmes.casework.models import CaseRecord

ADVISED, APPLIED = "casework.advised", "casework.applied"
ADVICE, APPLICATION = "pathway-advice", "pathway-application"


@dataclass(frozen=True, slots=True)
class InAYear(Counted):
    """Somebody in a year, with what the forms of that year say, the earliest first."""

    said: tuple[Mapping[str, Any], ...]


def advised() -> FactTable:
    """Each person with whom a colleague looked at legal ways, with all ways that they looked at in the year."""
    codes = all_countries()
    columns = (
        day("advised_on", _("first advised in the year on"), "#date+advised"),
        *traits(),
        answers("ways", _("ways that were looked at"), (ADVICE, "ways"), "#activity+way", Kind.SEVERAL),
        code("destination", _("country in question"), codes, "#country+destination+code", countries(codes)),
    )
    return FactTable(
        name=ADVISED,
        title=_("People advised on legal ways"),
        grain=_("One person in one year, from the day on which they were first advised in it."),
        columns=columns,
        programme="casework",
        is_person=True,
        read=_read_advised,
    )


def applied() -> FactTable:
    """Each person who handed in an application with the mission's help, with the first of the year."""
    codes = all_countries()
    columns = (
        day("applied_on", _("first application in the year handed in on"), "#date+applied"),
        *traits(),
        answers("way", _("way that was applied for"), (APPLICATION, "way"), "#activity+way"),
        answers("outcome", _("outcome so far"), (APPLICATION, "outcome"), "#status+outcome"),
        code("destination", _("country applied to"), codes, "#country+destination+code", countries(codes)),
    )
    return FactTable(
        name=APPLIED,
        title=_("People who applied for a legal way"),
        grain=_("One person in one year, with the first application that was handed in for them in it."),
        columns=columns,
        programme="casework",
        is_person=True,
        read=_read_applied,
    )


def _read_advised() -> Iterator[dict[str, list[Any]]]:
    keyed = fact_keys(ADVISED)
    columns = TRAITS | {
        "advised_on": lambda one: one.day,
        "ways": lambda one: {way for said in one.said for way in said.get("ways") or ()},
        "destination": lambda one: one.said[0].get("to_country"),
        "key": lambda one: keyed(one.person.pk),
    }
    rows = CaseRecord.objects.filter(form=ADVICE, is_finished=True)
    return in_slices(_each_year(rows, _advised_on), columns, of=CaseRecord)


def _read_applied() -> Iterator[dict[str, list[Any]]]:
    keyed = fact_keys(APPLIED)
    columns = TRAITS | {
        "applied_on": lambda one: one.day,
        "way": lambda one: one.said[0].get("way"),
        "outcome": lambda one: one.said[0].get("outcome"),
        "destination": lambda one: one.said[0].get("country"),
        "key": lambda one: keyed(one.person.pk),
    }
    # The form stays open until the outcome is known, and counts from the day on which it was handed in.
    rows = CaseRecord.objects.filter(form=APPLICATION)
    return in_slices(_each_year(rows, _applied_on), columns, of=CaseRecord)


def _each_year(rows: Any, on: Callable[[CaseRecord], dt.date | None]) -> Iterator[InAYear]:
    for person, found in by_person(rows):
        known = [(when, row.answers) for row in found if (when := on(row)) is not None]
        for _year, those in groupby(sorted(known, key=_when), key=lambda each: each[0].year):
            (first, said), *others = those
            yield InAYear(person, first, (said, *(each for _day, each in others)))


def _when(told: tuple[dt.date, Any]) -> dt.date:
    return told[0]


def _advised_on(row: CaseRecord) -> dt.date | None:
    return _day(row.answers, "held_on") or timezone.localdate(row.made_at)


def _applied_on(row: CaseRecord) -> dt.date | None:
    return _day(row.answers, "sent_on")


def _day(said: Mapping[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(said[name]) if said.get(name) else None
