"""Incidents as the Missing Migrants Project publishes them, under the names of its older and of its newer columns."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cairn.programmes.tracking.codes import IncidentType
from cairn.programmes.tracking.exchange import cells as read
from cairn.programmes.tracking.exchange.causes import cause_of
from cairn.programmes.tracking.models import Incident

TYPES = {
    "incident": IncidentType.INCIDENT,
    "cumulative incident": IncidentType.CUMULATIVE,
    "split incident": IncidentType.SPLIT,
}
ADDRESS = re.compile(r"https?://[^\s,;]+")
COUNTS = {"survivors": "survivors", "women": "women", "men": "men", "children": "children"}


class MissingMigrants:
    """A line of the project's file is an incident, or is refused; no cell is filled from the line above."""

    model = Incident
    needed = ("day", "dead", "missing")
    compared = (
        "first_day",
        "dead",
        "missing",
        "survivors",
        "women",
        "men",
        "children",
        "latitude",
        "longitude",
    )
    names: Mapping[str, tuple[str, ...]] = {
        "main_code": ("Main ID",),
        "code": ("Incident ID", "Web ID"),
        "kind": ("Incident Type",),
        "region": ("Region of Incident", "Region"),
        "day": ("Incident Date", "Date of Incident", "Reported Date"),
        "year": ("Incident Year", "Year", "Year of Incident", "Reported Year"),
        "month": ("Month", "Reported Month", "Incident Month"),
        "dead": ("Number of Dead", "Number Dead", "Dead"),
        "missing": ("Minimum Estimated Number of Missing", "Number of Missing", "Missing"),
        "total": ("Total Number of Dead and Missing", "Total Dead and Missing", "Dead and Missing"),
        "survivors": ("Number of Survivors", "Number Survivors", "Survivors"),
        "women": ("Number of Females", "Number Females", "Females"),
        "men": ("Number of Males", "Number Males", "Males"),
        "children": ("Number of Children", "Number Children", "Children"),
        "origin_region": ("Region of Origin",),
        "origin_country": ("Country of Origin",),
        "cause": ("Cause of Death", "Cause of Death (category)", "Cause Category"),
        "cause_reported": ("Cause of Death (reported)", "Reported Cause of Death", "Cause Reported"),
        "country": ("Country of Incident",),
        "location": ("Location of Incident", "Location of Death", "Location Description"),
        "position": ("Coordinates", "Location Coordinates"),
        "latitude": ("Latitude",),
        "longitude": ("Longitude",),
        "route": ("Migration Route",),
        "grouping": ("UNSD Geographical Grouping",),
        "source": ("Information Source", "Source"),
        "url": ("URL", "Link"),
        "quality": ("Source Quality",),
    }

    def build(self, cells: Mapping[str, str], known_on: dt.date) -> Incident:
        notes: list[str] = []
        day = _day(cells)
        dead, missing = _dead_and_missing(cells)
        kind = _kind(cells.get("kind", ""))
        latitude, longitude = _position(cells) or (None, None)
        reported = read.words(cells.get("cause_reported") or cells.get("cause", ""))
        if kind == IncidentType.CUMULATIVE:
            notes.append(_("The file gives one day for a sum of incidents."))
        address, more = _address(cells.get("url", ""))
        incident = Incident(
            code=_code(cells),
            main_code=read.words(cells.get("main_code", "")),
            kind=kind,
            first_day=day,
            last_day=day if kind == IncidentType.CUMULATIVE else None,
            known_on=known_on,
            dead=dead,
            missing=missing,
            **{name: _number(cells, name) for name in COUNTS},
            cause=cause_of(cells.get("cause", "")),
            cause_reported=_short(reported, 200, notes),
            country=_country(cells, "country", notes),
            origin_country=_country(cells, "origin_country", notes),
            latitude=latitude,
            longitude=longitude,
            location=_short(cells.get("location", ""), 300, notes),
            source=_short(cells.get("source", ""), 200, notes),
            source_url=address,
            source_quality=_quality(cells.get("quality", "")),
            **{
                name: _short(cells.get(name, ""), 120, notes)
                for name in ("region", "origin_region", "route", "grouping")
            },
        )
        incident.note = "\n".join([*notes, *([more] if more else [])])[:2000]
        return incident

    def earlier(self, row: Incident) -> Any:
        return Incident.objects.filter(code=row.code).order_by("recorded_at", "pk")

    def identity(self, row: Incident) -> str:
        return row.code

    def place_of(self, cells: Mapping[str, str]) -> str:
        return ""


def _code(cells: Mapping[str, str]) -> str:
    code = read.words(cells["code"] if "code" in cells else cells.get("main_code", ""))
    if not code:
        raise ValidationError({"code": _EMPTY()})
    return code


def _EMPTY() -> str:
    return _(
        "This cell is empty, as below a merged cell. Write it into each line: nothing is taken from the line above."
    )


def _day(cells: Mapping[str, str]) -> dt.date:
    if not cells["day"]:
        raise ValidationError({"first_day": _EMPTY()})
    try:
        day = read.day(cells["day"], month=read.month_named(cells.get("month", "")))
    except ValidationError as error:
        raise ValidationError({"first_day": error.messages}) from None
    if (year := _number(cells, "year")) not in (None, day.year):
        raise ValidationError({"first_day": _("The day is not in the year %(year)d.") % {"year": year}})
    return day


def _dead_and_missing(cells: Mapping[str, str]) -> tuple[int, int]:
    """Two columns that files have used in two meanings: a total tells which, and where it does not fit nobody knows."""
    dead, missing, total = (_number(cells, name) for name in ("dead", "missing", "total"))
    if dead is None and missing is None:
        raise ValidationError(
            {"dead": _EMPTY() if total is None else _("Only the sum of dead and missing is given.")}
        )
    dead, missing = dead or 0, missing or 0
    if total is not None and dead + missing != total:
        raise ValidationError(
            _(
                "%(dead)d dead and %(missing)d missing are not the %(total)d of the total: one may contain the other."
            )
            % {"dead": dead, "missing": missing, "total": total}
        )
    return dead, missing


def _number(cells: Mapping[str, str], name: str) -> int | None:
    try:
        return read.whole_number(cells.get(name, ""))
    except ValidationError as error:
        raise ValidationError(
            {name if name in ("dead", "missing", *COUNTS) else "__all__": error.messages}
        ) from None


def _kind(text: str) -> IncidentType:
    said = read.words(text).casefold()
    if said and said not in TYPES:
        raise ValidationError({"kind": _("“%(cell)s” is no type of incident.") % {"cell": text[:40]}})
    return TYPES.get(said, IncidentType.INCIDENT)


def _position(cells: Mapping[str, str]) -> tuple[Decimal, Decimal] | None:
    try:
        if cells.get("latitude") and cells.get("longitude"):
            return read.degrees(cells["latitude"], 90), read.degrees(cells["longitude"], 180)
        return read.position(cells.get("position", ""))
    except ValidationError as error:
        raise ValidationError({"latitude": error.messages}) from None


def _quality(text: str) -> int:
    found = re.search(r"[1-5]", text)
    if not found or len(re.findall(r"\d", text)) != 1:
        raise ValidationError(
            {"source_quality": _("Write the quality of the source as a number from 1 to 5.")}
        )
    return int(found[0])


def _country(cells: Mapping[str, str], name: str, notes: list[str]) -> str:
    """A country where the file names one; several, or a name that nobody knows, stay in the note as they were."""
    text = cells.get(name, "")
    try:
        return read.country(text)
    except ValidationError:
        notes.append(f"{Incident._meta.get_field(name).verbose_name}: {read.words(text)}")
        return ""


def _short(text: str, most: int, notes: list[str]) -> str:
    """What a field takes; the whole goes into the note where it is longer."""
    plain = read.words(text)
    if len(plain) <= most:
        return plain
    notes.append(plain)
    return plain[: most - 1] + "…"


def _address(text: str) -> tuple[str, str]:
    """The first address of a cell, and the whole cell where it holds more than that."""
    found = ADDRESS.search(text)
    first = found[0] if found and len(found[0]) <= 500 else ""
    return first, "" if text.strip() == first else read.words(text)
