"""People who were assisted, each once a year.

A row for each service or each month would be easier to fill. But one person with five services would then pass for five
people, in the figure and in everything that protects small numbers.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactTable, Kind, fact_keys
from cairn.programmes.casework.codes import ServiceKind, Work
from cairn.programmes.casework.facts.columns import TRAITS, Counted, choices, day, traits
from cairn.programmes.casework.facts.reading import by_person, in_slices
from cairn.programmes.casework.models import Service

NAME = "casework.assisted"


class Sector(TextChoices):
    """Services in as many kinds as a figure can be divided by."""

    BASIC = "basic", _("shelter, food and other basic needs")
    HEALTH = "health", _("health and psychosocial support")
    LEGAL = "legal", _("legal advice, documents and information")
    LIVELIHOOD = "livelihood", _("learning and livelihood")
    SAFETY = "safety", _("safety, children and family")


SECTOR_OF: dict[str, Sector] = {
    ServiceKind.ACCOMMODATION: Sector.BASIC,
    ServiceKind.CASH: Sector.BASIC,
    ServiceKind.CHILD_PROTECTION: Sector.SAFETY,
    ServiceKind.COUNSELLING: Sector.HEALTH,
    ServiceKind.DOCUMENTS: Sector.LEGAL,
    ServiceKind.EDUCATION: Sector.LIVELIHOOD,
    ServiceKind.FAMILY_TRACING: Sector.SAFETY,
    ServiceKind.FOOD: Sector.BASIC,
    ServiceKind.HEALTH: Sector.HEALTH,
    ServiceKind.INFORMATION: Sector.LEGAL,
    ServiceKind.INTERPRETATION: Sector.LEGAL,
    ServiceKind.LEGAL_ADVICE: Sector.LEGAL,
    ServiceKind.LIVELIHOOD: Sector.LIVELIHOOD,
    ServiceKind.MATERIAL: Sector.BASIC,
    ServiceKind.MENTAL_HEALTH: Sector.HEALTH,
    ServiceKind.SAFETY: Sector.SAFETY,
    ServiceKind.TRAINING: Sector.LIVELIHOOD,
    ServiceKind.TRANSPORT: Sector.BASIC,
}


@dataclass(frozen=True, slots=True)
class Assisted(Counted):
    """Somebody in a year, from the first day on which they were given something."""

    given: tuple[Service, ...]


def assisted() -> FactTable:
    """Whom the mission or a partner gave something, with all that they were given in the year."""
    columns = (
        day("assisted_on", _("first assisted in the year on"), "#date+assisted"),
        *traits(),
        choices("sectors", _("kind of assistance"), Sector, "#sector+code", Kind.SEVERAL),
        choices("services", _("service"), ServiceKind, "#service+code", Kind.SEVERAL),
        choices("work", _("kind of work"), Work, "#activity+code", Kind.SEVERAL),
    )
    return FactTable(
        name=NAME,
        title=_("People assisted"),
        grain=_("One person in one year, from the day on which they were first given something in it."),
        columns=columns,
        programme="casework",
        is_person=True,
        read=_read,
    )


def _read() -> Iterator[dict[str, list[Any]]]:
    keyed = fact_keys(NAME)
    columns = TRAITS | {
        "assisted_on": lambda one: one.day,
        "sectors": lambda one: {SECTOR_OF[each.kind] for each in one.given},
        "services": lambda one: {each.kind for each in one.given},
        "work": lambda one: {each.case.kind for each in one.given},
        "key": lambda one: keyed(one.person.pk),
    }
    return in_slices(_people(), columns, of=Service)


def _people() -> Iterator[Assisted]:
    for person, rows in by_person(Service.objects.all()):
        for _year, given in groupby(sorted(rows, key=_given_on), key=lambda row: row.given_on.year):
            first, *others = given
            yield Assisted(person, first.given_on, (first, *others))


def _given_on(row: Service) -> dt.date:
    return row.given_on
