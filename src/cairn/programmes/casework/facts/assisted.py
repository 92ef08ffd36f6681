"""People who were assisted, each once a year.

A row for each service or each month would be easier to fill. But one person with five services would then pass for five
people, in the figure and in everything that protects small numbers. Months have a table of their own, which says nothing
of who somebody is: divided by months alone, each cell is people, and no small group is taken for many.
"""

import datetime as dt
from collections.abc import Callable, Iterator
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

NAME, BY_MONTH = "casework.assisted", "casework.assisted_by_month"


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
    """Somebody in a year or a month, from the first day on which they were given something."""

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


def assisted_by_month() -> FactTable:
    """The same people once in each month in which they were given something."""
    return FactTable(
        name=BY_MONTH,
        title=_("People assisted, month by month"),
        grain=_("One person in one month, from the day on which they were first given something in it."),
        columns=(
            day("assisted_on", _("first assisted in the month on"), "#date+assisted"),
            choices("sectors", _("kind of assistance"), Sector, "#sector+code", Kind.SEVERAL),
            choices("services", _("service"), ServiceKind, "#service+code", Kind.SEVERAL),
        ),
        programme="casework",
        is_person=True,
        read=_read_months,
    )


def _read() -> Iterator[dict[str, list[Any]]]:
    columns = TRAITS | _given() | {"work": lambda one: {each.case.kind for each in one.given}}
    return in_slices(_people(_year), columns, of=Service)


def _read_months() -> Iterator[dict[str, list[Any]]]:
    return in_slices(_people(_month), _given(), of=Service)


def _given() -> dict[str, Callable[[Assisted], Any]]:
    """What both tables say. The same people have the same number in both, so that their noise is the same as well."""
    keyed = fact_keys(NAME)
    return {
        "assisted_on": lambda one: one.day,
        "sectors": lambda one: {SECTOR_OF[each.kind] for each in one.given},
        "services": lambda one: {each.kind for each in one.given},
        "key": lambda one: keyed(one.person.pk),
    }


def _people(within: Callable[[Service], Any]) -> Iterator[Assisted]:
    for person, rows in by_person(Service.objects.all()):
        for _part, given in groupby(sorted(rows, key=_given_on), key=within):
            first, *others = given
            yield Assisted(person, first.given_on, (first, *others))


def _year(row: Service) -> int:
    return row.given_on.year


def _month(row: Service) -> tuple[int, int]:
    return row.given_on.year, row.given_on.month


def _given_on(row: Service) -> dt.date:
    return row.given_on
