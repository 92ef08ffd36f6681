"""Published figures of this mission and its neighbours as a fact table, so that a region is counted like anything else."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactColumn, FactTable, Kind
from cairn.evidence.federation.taking import folder_of
from cairn.evidence.indicators.library import brought_texts
from cairn.evidence.models import Neighbour, NeighbourRelease, Released, State
from cairn.evidence.models.neighbours import OURS
from cairn.evidence.releases.results import PERIOD, Result, canonical, digest_of, result_of
from cairn.mission.config import load_mission

NAME = "region.figures"
TOTAL = "total"
MEANING = "meaning"


def figures() -> FactTable:
    """Each total of an indicator that a mission says today, and its parts by period."""
    said = list(_said())
    columns = (
        FactColumn(
            name="mission", kind=Kind.CODE, title=_("mission"), codes=_missions(), hxl="#org", labels=_names()
        ),
        FactColumn(
            name="indicator",
            kind=Kind.CODE,
            title=_("indicator"),
            codes=tuple(sorted({*brought_texts(), *(one.indicator.code for _mission, one in said)}))
            or (None,),
            hxl="#indicator+code",
        ),
        FactColumn(
            name=MEANING,
            kind=Kind.CODE,
            title=_("definition and unit"),
            codes=tuple(sorted({_meaning(one) for _mission, one in said})) or (None,),
            hxl="#meta+definition+code",
        ),
        FactColumn(
            name="part",
            kind=Kind.CODE,
            title=_("total, or part of time"),
            codes=(TOTAL, *sorted({key for _mission, one in said for key, _cell in _periods(one)})),
            hxl="#date+period",
            labels={TOTAL: _("total")},
        ),
        FactColumn(name="as_of", kind=Kind.DAY, title=_("as of"), hxl="#date+end"),
        FactColumn(name="value", kind=Kind.NUMBER, title=_("value"), hxl="#indicator+value"),
        FactColumn(name="low", kind=Kind.NUMBER, title=_("at least"), hxl="#indicator+value+min"),
        FactColumn(name="high", kind=Kind.NUMBER, title=_("at most"), hxl="#indicator+value+max"),
    )
    return FactTable(
        name=NAME,
        title=_("Published figures of this mission and its neighbours"),
        grain=_("One figure that one mission says today, of one indicator."),
        columns=columns,
        read=lambda: _rows(said),
    )


def _rows(said: list[tuple[str, Result]]) -> Iterator[dict[str, list[Any]]]:
    rows = [row for mission, result in said for row in _of(mission, result)]
    names = ("mission", "indicator", MEANING, "part", "as_of", "value", "low", "high")
    yield {name: [row[at] for row in rows] for at, name in enumerate(names)}


def _of(mission: str, result: Result) -> Iterator[tuple[Any, ...]]:
    """What is hidden has no row: nobody adds up what a mission did not say."""
    total = result.cell()
    for part, cell in [*([(TOTAL, total)] if total else []), *_periods(result)]:
        if cell.value is not None:
            low = cell.value if cell.low is None else cell.low
            high = cell.value if cell.high is None else cell.high
            yield (
                mission,
                result.indicator.code,
                _meaning(result),
                part,
                result.last,
                cell.value,
                low,
                high,
            )


def _meaning(result: Result) -> str:
    """The same for figures that count the same thing in the same unit, whichever mission says them."""
    one = result.indicator
    return digest_of(canonical([one.definition["en"], one.unit["en"]]))[:12]


def _periods(result: Result) -> list[tuple[str, Any]]:
    if not any(one.name == PERIOD for one in result.divisions):
        return []
    return [(cell.at[PERIOD], cell) for cell in result.along(PERIOD)]


def _said() -> Iterator[tuple[str, Result]]:
    """Our own current releases, then those of neighbours in the order of their codes.

    What was itself added up over missions is left out, or a region would count itself.
    """
    seen: set[tuple[str, str]] = set()
    ours = Released.objects.filter(release__state=State.PUBLISHED).order_by("-release__published_at", "-pk")
    theirs = NeighbourRelease.objects.filter(is_current=True).select_related("neighbour")
    told = [(OURS, row.result) for row in ours]
    told += [
        (row.neighbour.code, result)
        for row in sorted(theirs, key=lambda row: (row.neighbour.code, row.released), reverse=True)
        for result in _results(row)
    ]
    for mission, result in told:
        key = (mission, result.indicator.code)
        if result.facts != NAME and key not in seen:
            seen.add(key)
            yield mission, result


def _results(row: NeighbourRelease) -> Iterator[Result]:
    for path in sorted((folder_of(row) / "tables").glob("*.json")):
        yield result_of(json.loads(path.read_bytes()))


def _missions() -> tuple[str, ...]:
    return (OURS, *Neighbour.objects.order_by("code").values_list("code", flat=True))


def _names() -> dict[str, Any]:
    return {OURS: load_mission().short_name, **dict(Neighbour.objects.values_list("code", "name"))}
