"""Invented records of tracking: two sites at Calais, and deaths in or near the Channel Tunnel from June to October 2015.

The stories of the demonstration say “doubled to 6,000” and “16 since June”; these records are what they are computed
from. No incident here happened: days, numbers and circumstances were made up so that they add up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cairn.demo.cast import MARK
from cairn.guard.roles import Role
from cairn.programmes.tracking.acts import correct, record_new
from cairn.programmes.tracking.models import Assessment, Incident, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What one demonstration records of sites and incidents.

    A count names its site, day, people, and at least so many where a range was given; an incident its day, dead, missing,
    cause and where. `where` is what all of the incidents have in common.
    """

    sites: Sequence[Mapping[str, Any]]
    counts: Sequence[tuple[str, dt.date, int, int | None]]
    incidents: Sequence[tuple[dt.date, int, int, str, str]]
    prefix: str
    where: Mapping[str, Any]
    first_said: Mapping[tuple[str, dt.date], int] = field(default_factory=dict)


SOURCE = f"Invented count {MARK}"
REPORT = f"Invented report {MARK}"
KNOWN_AFTER = dt.timedelta(days=1)
SITES = (
    {
        "code": "FR-CAL-01", "name": "The dunes, Calais",
        "names": {"fr": "Les dunes, Calais", "ar": "الكثبان، كاليه"}, "kind": "informal-camp", "country": "FR",
        "area": "Hauts-de-France", "latitude": Decimal("50.969"), "longitude": Decimal("1.905"),
        "opened_on": dt.date(2015, 4, 1), "note": f"An invented site {MARK}.",
    },
    {
        "code": "FR-CAL-02", "name": "The harbour road, Calais",
        "names": {"fr": "La route du port, Calais", "ar": "طريق الميناء، كاليه"}, "kind": "informal-camp", "country": "FR",
        "area": "Hauts-de-France", "latitude": Decimal("50.961"), "longitude": Decimal("1.878"),
        "opened_on": dt.date(2015, 5, 10), "note": f"An invented site {MARK}.",
    },
)  # fmt: skip
# 3,000 people in all on 25 September, 6,000 on 16 October.
# The counts of these two days carry no range: with one, nobody could say that the number has doubled.
COUNTS = (
    ("FR-CAL-01", dt.date(2015, 7, 3), 1_500, 1_300),
    ("FR-CAL-02", dt.date(2015, 7, 3), 600, None),
    ("FR-CAL-01", dt.date(2015, 8, 14), 1_900, None),
    ("FR-CAL-02", dt.date(2015, 8, 14), 750, None),
    ("FR-CAL-01", dt.date(2015, 9, 25), 2_100, None),
    ("FR-CAL-02", dt.date(2015, 9, 25), 900, None),
    ("FR-CAL-01", dt.date(2015, 10, 16), 4_400, None),
    ("FR-CAL-02", dt.date(2015, 10, 16), 1_600, None),
)
# One count was wrong at first, so that the workspace shows how a correction stands beside what it corrects.
FIRST_SAID = {("FR-CAL-02", dt.date(2015, 9, 25)): 1_100}
WHY = "Two hundred people were counted twice, at both ends of the road."
# Sixteen dead since June, and one with somebody missing before it, whom that window leaves out.
INCIDENTS = (
    (dt.date(2015, 5, 19), 1, 1, "transport", "Motorway to the tunnel terminal"),
    (dt.date(2015, 6, 4), 1, 0, "transport", "Tunnel terminal, on a freight train"),
    (dt.date(2015, 6, 15), 1, 0, "drowning", "Basin beside the tunnel terminal"),
    (dt.date(2015, 6, 29), 1, 0, "transport", "Inside the tunnel, on the track"),
    (dt.date(2015, 7, 9), 2, 0, "transport", "Tunnel terminal, beside the track"),
    (dt.date(2015, 7, 11), 1, 0, "transport", "Tunnel terminal, on a freight wagon"),
    (dt.date(2015, 7, 22), 1, 0, "accidental", "Fence of the tunnel terminal"),
    (dt.date(2015, 8, 5), 1, 0, "transport", "Mouth of the tunnel"),
    (dt.date(2015, 8, 17), 1, 0, "unknown", "Service road of the tunnel"),
    (dt.date(2015, 8, 31), 2, 0, "transport", "Motorway to the tunnel terminal"),
    (dt.date(2015, 9, 12), 1, 0, "transport", "Tunnel terminal, on a freight train"),
    (dt.date(2015, 9, 23), 1, 0, "transport", "Inside the tunnel, on the track"),
    (dt.date(2015, 10, 2), 2, 0, "transport", "Tunnel terminal, under a lorry"),
    (dt.date(2015, 10, 13), 1, 0, "accidental", "Catenary at the mouth of the tunnel"),
)


CALAIS = Records(
    sites=SITES,
    counts=COUNTS,
    incidents=[(*told, f"{location}, Coquelles") for *told, location in INCIDENTS],
    first_said=FIRST_SAID,
    prefix="DEMO",
    where={
        "place": "channel-tunnel", "country": "FR", "region": "Europe",
        "route": "English Channel to the United Kingdom",
        "latitude": Decimal("50.923"), "longitude": Decimal("1.781"),
    },
)  # fmt: skip


def record_tracking(cast: Mapping[Role, Any], told: Records = CALAIS) -> int:
    """Record what is missing of the sites, their counts and the incidents; answer how many records are new."""
    partner, manager = cast[Role.FIELD_PARTNER], cast[Role.INFORMATION]
    sites = {site["code"]: _site(site) for site in told.sites}
    counts = [
        _count(sites[code], day, people, low, first=told.first_said.get((code, day), people), by=partner)
        for code, day, people, low in told.counts
    ]
    incidents = [
        _incident(f"{told.prefix}.{each[0].year}.{number:02d}", *each, told.where, by=manager)
        for number, each in enumerate(told.incidents, start=1)
    ]
    return sum(counts) + sum(incidents)


def _site(told: Mapping[str, Any]) -> Site:
    site, _is_new = Site.objects.get_or_create(code=told["code"], defaults=told)
    return site


def _count(site: Site, day: dt.date, people: int, low: int | None, *, first: int, by: Any) -> bool:
    if Assessment.objects.filter(site=site, counted_on=day, source=SOURCE).exists():
        return False
    row = Assessment(
        site=site, counted_on=day, known_on=day, people=first, people_low=low, method="shelter-count",
        confidence="medium", source=SOURCE,
    )  # fmt: skip
    record_new(row, by=by)
    if first != people:
        correct(row, by=by, reason=WHY, people=people, known_on=day + KNOWN_AFTER)
    return True


def _incident(
    code: str,
    day: dt.date,
    dead: int,
    missing: int,
    cause: str,
    location: str,
    where: Mapping[str, Any],
    *,
    by: Any,
) -> bool:
    if Incident.objects.filter(code=code).exists():
        return False
    row = Incident(
        code=code, first_day=day, known_on=day + KNOWN_AFTER, dead=dead, missing=missing, cause=cause,
        location=location, **where, source=REPORT, source_quality=3, note=f"This did not happen: it was made up {MARK}.",
    )  # fmt: skip
    record_new(row, by=by)
    return True
