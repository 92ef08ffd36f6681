"""People who were screened for signs of trafficking, each once: what the screening said, and what a person decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactTable, fact_keys
from cairn.programmes.casework.facts.columns import TRAITS, Counted, choices, code, day, traits
from cairn.programmes.casework.facts.reading import by_person, in_slices
from cairn.programmes.casework.models import ScreeningDecision
from cairn.programmes.casework.trafficking.codes import AfterScreening

NAME = "casework.screened"
RESULTS = {
    "points": _("signs that point to trafficking"),
    "does-not-point": _("no signs that point to trafficking"),
}


@dataclass(frozen=True, slots=True)
class Screened(Counted):
    """Somebody on the day of the first decision, with the latest: it takes the place of those before."""

    latest: ScreeningDecision

    @property
    def result(self) -> str:
        return "points" if self.latest.result.get("points_to_trafficking") else "does-not-point"


def screened() -> FactTable:
    """Each person about whom somebody decided after a screening."""
    columns = (
        day("screened_on", _("first screened on"), "#date+screened"),
        *traits(),
        code("result", _("what the screening said"), RESULTS, "#status+screening", RESULTS),
        choices("decision", _("what a person decided"), AfterScreening, "#status+decision"),
    )
    return FactTable(
        name=NAME,
        title=_("People screened for signs of trafficking"),
        grain=_("One person, from the day on which somebody first decided after screening them."),
        columns=columns,
        programme="casework",
        is_person=True,
        read=_read,
    )


def _read() -> Iterator[dict[str, list[Any]]]:
    keyed = fact_keys(NAME)
    columns = TRAITS | {
        "screened_on": lambda one: one.day,
        "result": lambda one: one.result,
        "decision": lambda one: one.latest.decision,
        "key": lambda one: keyed(one.person.pk),
    }
    return in_slices(_people(), columns, of=ScreeningDecision)


def _people() -> Iterator[Screened]:
    for person, rows in by_person(ScreeningDecision.objects.all()):
        yield Screened(person, timezone.localdate(rows[0].made_at), rows[-1])
