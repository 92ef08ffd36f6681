"""The demonstration’s releases: counted from its invented records, approved by a second of the cast, and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.demo.cast import MARK
from cairn.evidence.acts import approve, ask_for_approval, draft_release, order_build, publish_release
from cairn.evidence.facts import fact_table
from cairn.evidence.facts.snapshots import take_snapshot
from cairn.evidence.indicators import indicator
from cairn.evidence.models import Release, Series
from cairn.evidence.releases.building import build
from cairn.guard.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The first release of a series. What happened after the cut-off is not in it; it was known on the day of a story."""

    code: str
    title: Mapping[str, str]
    indicators: tuple[str, ...]
    cut_off: dt.date
    known_on: dt.date


CODE = "calais"
END_OF_2015 = {"cut_off": dt.date(2015, 12, 31), "known_on": dt.date(2016, 1, 15)}


def _marked(en: str, fr: str, ar: str) -> dict[str, str]:
    return {"en": f"{en} {MARK}", "fr": f"{fr} (démonstration)", "ar": f"{ar} (عرض توضيحي)"}


OF_CASEWORK = (
    Planned(
        code="assistance",
        title=_marked("Assistance", "Assistance", "المساعدة"),
        indicators=("people-assisted", "people-assisted-by-month"),
        **END_OF_2015,
    ),
    Planned(
        code="screening",
        title=_marked("Screening", "Examen des signes de traite", "فحص علامات الاتجار"),
        indicators=("people-screened",),
        **END_OF_2015,
    ),
    Planned(
        code="decisions",
        title=_marked("Decisions on victims", "Décisions sur les victimes", "القرارات بشأن الضحايا"),
        indicators=("first-decisions", "first-decisions-in-time", "final-decisions"),
        **END_OF_2015,
    ),
    Planned(
        code="returns",
        title=_marked("Voluntary return", "Retour volontaire", "العودة الطوعية"),
        indicators=(
            "voluntary-returns",
            "voluntary-returns-by-country",
            "voluntary-returns-by-kind",
            "voluntary-returns-by-route",
        ),
        **END_OF_2015,
    ),
    Planned(
        code="reintegration",
        title=_marked("Reintegration", "Réintégration", "إعادة الإدماج"),
        indicators=("reintegration-after-a-year", "reintegration-by-dimension"),
        **END_OF_2015,
    ),
    Planned(
        code="pathways",
        title=_marked("Legal pathways", "Voies légales", "السبل القانونية"),
        indicators=("people-advised", "legal-way-applications"),
        **END_OF_2015,
    ),
)
RELEASES = (
    *OF_CASEWORK,
    Planned(
        code="trafficking",
        title={
            "en": f"Trafficking in persons {MARK}",
            "fr": "Traite des personnes (démonstration)",
            "ar": "الاتجار بالأشخاص (عرض توضيحي)",
        },
        indicators=("people-identified", "countries-of-origin"),
        cut_off=dt.date(2014, 12, 31),
        known_on=dt.date(2015, 6, 12),
    ),
    Planned(
        code=CODE,
        title={"en": f"Calais {MARK}", "fr": "Calais (démonstration)", "ar": "كاليه (عرض توضيحي)"},
        indicators=("people-in-sites", "deaths-on-the-way"),
        cut_off=dt.date(2015, 10, 21),
        known_on=dt.date(2015, 10, 21),
    ),
)


def put_out_releases(cast: Mapping[Role, Any], releases: Iterable[Planned] = RELEASES) -> int:
    """Build, approve and publish the first release of each series that has none; answer how many were made."""
    return sum(_put_out(planned, cast) for planned in releases)


def _put_out(planned: Planned, cast: Mapping[Role, Any]) -> bool:
    series, _is_new = Series.objects.get_or_create(code=planned.code, defaults={"title": dict(planned.title)})
    if series.releases.exists():
        return False
    maker, approver = cast[Role.INFORMATION], cast[Role.PROGRAMME]
    release = draft_release(series, by=maker, indicators=planned.indicators, cut_off=planned.cut_off)
    _take_facts(release, planned)
    release = build(order_build(release, by=maker))
    ask_for_approval(release, by=maker)
    approve(release, by=approver)
    publish_release(release, by=maker)
    return True


def _take_facts(release: Release, planned: Planned) -> None:
    """The invented records are known on the day of the demonstration, whenever it is loaded."""
    tables = sorted({indicator(code).facts for code in planned.indicators})
    release.snapshot = take_snapshot([fact_table(name) for name in tables]).name
    release.known_on = planned.known_on
    release.save(update_fields=["snapshot", "known_on"])
