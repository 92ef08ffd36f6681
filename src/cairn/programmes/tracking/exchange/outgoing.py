"""The files that leave: incidents in the older and the newer columns of the Missing Migrants Project, sites and flows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.utils.translation import gettext_lazy as _

from cairn.programmes.tracking.exchange.causes import NAMES
from cairn.programmes.tracking.exchange.exporting import Out, Table
from cairn.programmes.tracking.exchange.missing_migrants import TYPES
from cairn.programmes.tracking.models import Assessment, FlowCount, Incident

_TYPE_NAMES = {kind: name.title() for name, kind in TYPES.items()}


def field(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def of(place: str, name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(getattr(row, place), name)


def country(name: str) -> Callable[[Any], str]:
    """The name in English, as the project publishes it."""
    return lambda row: Locale("en").territories.get(getattr(row, name), "") if getattr(row, name) else ""


@dataclass(frozen=True, slots=True)
class Position:
    """“50.92, 1.81”: digits of our own making, which no sheet takes for a formula."""

    row: Any

    def __str__(self) -> str:
        return (
            ""
            if self.row.latitude is None
            else f"{self.row.latitude.normalize():f}, {self.row.longitude.normalize():f}"
        )


# What both forms have, in the order of the newer.
_SHARED = {
    "main": ("#event+main+code", field("main_code")),
    "code": ("#event+code", field("code")),
    "kind": ("#event+type", lambda row: _TYPE_NAMES[row.kind]),
    "region": ("#region+name", field("region")),
    "day": ("#date+occurred", field("first_day")),
    "year": ("#date+year+occurred", lambda row: row.first_day.year),
    "month": ("#date+month+occurred", lambda row: Locale("en").months["format"]["wide"][row.first_day.month]),
    "dead": ("#affected+killed", field("dead")),
    "missing": ("#affected+missing", field("missing")),
    "total": ("#affected+dead+missing", field("dead_and_missing")),
    "survivors": ("#affected+survivors", field("survivors")),
    "women": ("#affected+f", field("women")),
    "men": ("#affected+m", field("men")),
    "children": ("#affected+children", field("children")),
    "origin_country": ("#country+origin", country("origin_country")),
    "origin_region": ("#region+origin", field("origin_region")),
    "cause": ("#cause+type", lambda row: NAMES[row.cause]),
    "reported": ("#cause+reported", lambda row: row.cause_reported or NAMES[row.cause]),
    "country": ("#country+name", country("country")),
    "location": ("#loc+name", field("location")),
    "position": ("#geo+coord", Position),
    "latitude": ("#geo+lat", field("latitude")),
    "longitude": ("#geo+lon", field("longitude")),
    "route": ("#loc+route", field("route")),
    "grouping": ("#region+unsd", field("grouping")),
    "source": ("#meta+source", field("source")),
    "url": ("#meta+url", field("source_url")),
    "quality": ("#meta+quality", field("source_quality")),
}  # fmt: skip


def _columns(*named: tuple[str, str]) -> tuple[Out, ...]:
    return tuple(Out(name, *_SHARED[key]) for key, name in named)


OLDER = _columns(
    ("main", "Main ID"), ("code", "Incident ID"), ("region", "Region"), ("day", "Incident Date"), ("year", "Year"),
    ("month", "Reported Month"), ("dead", "Number Dead"), ("missing", "Minimum Estimated Number of Missing"),
    ("survivors", "Number of Survivors"), ("women", "Number of Females"), ("men", "Number of Males"),
    ("children", "Number of Children"), ("origin_region", "Region of Origin"), ("reported", "Cause of Death"),
    ("origin_country", "Country of Origin"), ("location", "Location of death"), ("source", "Information Source"),
    ("position", "Coordinates"), ("route", "Migration route"), ("url", "URL"),
    ("grouping", "UNSD Geographical Grouping"), ("quality", "Source Quality"),
)  # fmt: skip
NEWER = _columns(
    ("main", "Main ID"), ("code", "Incident ID"), ("kind", "Incident Type"), ("region", "Region of Incident"),
    ("day", "Incident Date"), ("year", "Incident Year"), ("month", "Month"), ("dead", "Number of Dead"),
    ("missing", "Minimum Estimated Number of Missing"), ("total", "Total Number of Dead and Missing"),
    ("survivors", "Number of Survivors"), ("women", "Number of Females"), ("men", "Number of Males"),
    ("children", "Number of Children"), ("origin_country", "Country of Origin"), ("origin_region", "Region of Origin"),
    ("cause", "Cause of Death"), ("reported", "Cause of Death (reported)"), ("country", "Country of Incident"),
    ("location", "Location of Incident"), ("latitude", "Latitude"), ("longitude", "Longitude"),
    ("position", "Coordinates"), ("route", "Migration Route"), ("grouping", "UNSD Geographical Grouping"),
    ("source", "Information Source"), ("url", "URL"), ("quality", "Source Quality"),
)  # fmt: skip
SITES = (
    Out("Site ID", "#loc+site+code", of("site", "code")),
    Out("Site Name", "#loc+site+name", of("site", "name")),
    Out("Site Type", "#loc+type", of("site", "kind")),
    Out("Country Code", "#country+code", of("site", "country")),
    Out("Admin 1 Name", "#adm1+name", of("site", "area")),
    Out("Latitude", "#geo+lat", of("site", "latitude")),
    Out("Longitude", "#geo+lon", of("site", "longitude")),
    Out("Site Manager", "#org+manager", of("site", "manager")),
    Out("Opening Date", "#date+start", of("site", "opened_on")),
    Out("Closing Date", "#date+end", of("site", "closed_on")),
    Out("Reporting Date", "#date+occurred", field("counted_on")),
    Out("Individuals", "#affected", field("people")),
    Out("Individuals At Least", "#affected+min", field("people_low")),
    Out("Individuals At Most", "#affected+max", field("people_high")),
    Out("Households", "#affected+hh", field("households")),
    Out("Women", "#affected+f+adult", field("women")),
    Out("Men", "#affected+m+adult", field("men")),
    Out("Girls", "#affected+f+children", field("girls")),
    Out("Boys", "#affected+m+children", field("boys")),
    Out("Method", "#meta+method", field("method")),
    Out("Confidence", "#meta+confidence", field("confidence")),
    Out("Source", "#meta+source", field("source")),
    Out("Source URL", "#meta+url", field("source_url")),
    Out("Known On", "#date+reported", field("known_on")),
)
FLOWS = (
    Out("Flow Monitoring Point ID", "#loc+code", of("point", "code")),
    Out("Flow Monitoring Point", "#loc+name", of("point", "name")),
    Out("Country Code", "#country+code", of("point", "country")),
    Out("Latitude", "#geo+lat", of("point", "latitude")),
    Out("Longitude", "#geo+lon", of("point", "longitude")),
    Out("From", "#date+start", field("first_day")),
    Out("To", "#date+end", field("last_day")),
    Out("Direction", "#indicator+direction", field("direction")),
    Out("Nationality", "#affected+nationality", field("nationality")),
    Out("Sex", "#affected+gender", field("sex")),
    Out("Age Group", "#affected+age", field("age_group")),
    Out("Mode of Transport", "#transport+mode", field("mode")),
    Out("Intended Destination", "#country+destination", field("destination")),
    Out("Individuals", "#affected", field("people")),
    Out("Source", "#meta+source", field("source")),
    Out("Source URL", "#meta+url", field("source_url")),
    Out("Known On", "#date+reported", field("known_on")),
)


def _incidents() -> Any:
    return Incident.objects.standing().order_by("first_day", "code", "pk")


def _assessments() -> Any:
    rows = Assessment.objects.standing().select_related("site")
    return rows.order_by("site__code", "counted_on", "pk")


def _flows() -> Any:
    return FlowCount.objects.standing().select_related("point").order_by("point__code", "first_day", "pk")


TABLES = {
    table.name: table
    for table in (
        Table("incidents", _("Incidents, newer columns of Missing Migrants"), NEWER, _incidents),
        Table("incidents-older", _("Incidents, older columns of Missing Migrants"), OLDER, _incidents),
        Table("sites", _("Sites and their populations"), SITES, _assessments),
        Table("flows", _("Flows past points"), FLOWS, _flows),
    )
}
