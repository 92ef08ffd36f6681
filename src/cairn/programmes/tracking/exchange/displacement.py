"""Sites and flows as displacement tracking exchanges them: a line for each count, with the place that it was made at."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cairn.programmes.tracking.codes import AgeGroup, Confidence, Direction, Method, Mode, SiteKind
from cairn.programmes.tracking.exchange import cells as read
from cairn.programmes.tracking.models import Assessment, FlowCount, FlowPoint, Site

NUMBERS = ("people", "people_low", "people_high", "households", "women", "men", "girls", "boys")
PLACE: Mapping[str, tuple[str, ...]] = {
    "country": ("Country Code", "admin0Pcode", "Country"),
    "latitude": ("Latitude", "Lat"),
    "longitude": ("Longitude", "Lon", "Long"),
    "opened_on": ("Opening Date", "Opened"),
    "closed_on": ("Closing Date", "Closed"),
    "source": ("Source", "Information Source"),
    "source_url": ("Source URL", "URL"),
    "known_on": ("Known On", "Published On"),
}


class SiteCounts:
    """A line is a population assessment; a site that is not in the register yet is entered with its first count."""

    model = Assessment
    needed = ("code", "counted_on", "people")
    same = ("site", "counted_on", "source")
    compared = NUMBERS
    names: Mapping[str, tuple[str, ...]] = {
        **PLACE,
        "code": ("Site ID", "SSID", "Site Code"),
        "name": ("Site Name",),
        "kind": ("Site Type", "Site Classification"),
        "area": ("Admin 1 Name", "admin1Name", "Area"),
        "manager": ("Site Manager", "Managing Agency", "SMC Agency"),
        "counted_on": ("Reporting Date", "Assessment Date", "Survey Date"),
        "people": ("Individuals", "numPresentIdpInd", "Number of Individuals"),
        "people_low": ("Individuals At Least",),
        "people_high": ("Individuals At Most",),
        "households": ("Households", "Number of Households", "numPresentIdpHh"),
        "women": ("Women",),
        "men": ("Men",),
        "girls": ("Girls",),
        "boys": ("Boys",),
        "method": ("Method", "Count Method"),
        "confidence": ("Confidence",),
    }

    def build(self, cells: Mapping[str, str], known_on: dt.date) -> Assessment:
        counted_on = _read("counted_on", cells, read.day)
        return Assessment(
            site=_place(Site, cells, ("name", "area", "manager"), kind=SiteKind),
            counted_on=counted_on,
            **{name: _read(name, cells, read.whole_number) for name in NUMBERS},
            method=_read("method", cells, lambda text: read.one_of(Method, text)),
            confidence=_read("confidence", cells, lambda text: read.one_of(Confidence, text)),
            **_source(cells, known_on),
        )

    def earlier(self, row: Assessment) -> Any:
        return _alike(row, self.same)

    def identity(self, row: Assessment) -> tuple[Any, ...]:
        return (row.site.code, *(getattr(row, name) for name in self.same[1:]))

    def place_of(self, cells: Mapping[str, str]) -> str:
        return _code(cells)


class FlowCounts:
    """A line is a count of people of one kind who passed a point in a period."""

    model = FlowCount
    needed = ("code", "first_day", "people")
    same = (
        "point", "first_day", "last_day", "direction", "nationality", "sex", "age_group", "mode", "destination",
        "source",
    )  # fmt: skip
    compared = ("people",)
    names: Mapping[str, tuple[str, ...]] = {
        **PLACE,
        "code": ("Flow Monitoring Point ID", "FMP ID", "Point ID"),
        "name": ("Flow Monitoring Point", "FMP Name", "Point Name"),
        "first_day": ("From", "Start Date", "Reporting Date"),
        "last_day": ("To", "End Date"),
        "direction": ("Direction", "Flow Type"),
        "nationality": ("Nationality",),
        "sex": ("Sex", "Gender"),
        "age_group": ("Age Group",),
        "mode": ("Mode of Transport", "Transport"),
        "destination": ("Intended Destination", "Destination Country"),
        "people": ("Individuals", "Number of Individuals"),
    }

    def build(self, cells: Mapping[str, str], known_on: dt.date) -> FlowCount:
        first_day = _read("first_day", cells, read.day)
        return FlowCount(
            point=_place(FlowPoint, cells, ("name",)),
            first_day=first_day,
            last_day=_read("last_day", cells, read.day) if cells.get("last_day") else first_day,
            direction=_read("direction", cells, lambda text: read.one_of(Direction, text)),
            nationality=_read("nationality", cells, read.country),
            destination=_read("destination", cells, read.country),
            sex=_read("sex", cells, _sex),
            age_group=_listed("age_group", cells, AgeGroup),
            mode=_listed("mode", cells, Mode),
            people=_read("people", cells, read.whole_number),
            **_source(cells, known_on),
        )

    def earlier(self, row: FlowCount) -> Any:
        return _alike(row, self.same)

    def identity(self, row: FlowCount) -> tuple[Any, ...]:
        return (row.point.code, *(getattr(row, name) for name in self.same[1:]))

    def place_of(self, cells: Mapping[str, str]) -> str:
        return _code(cells)


def _alike(row: Any, names: tuple[str, ...]) -> Any:
    same = {name: getattr(row, name) for name in names}
    return type(row).objects.filter(**same).order_by("recorded_at", "pk")


def _code(cells: Mapping[str, str]) -> str:
    return read.words(cells.get("code", ""))


def _place(model: Any, cells: Mapping[str, str], texts: tuple[str, ...], **listed: Any) -> Any:
    """The site or point of a line; entered into its register where it is new."""
    code = _code(cells)
    if not code:
        raise ValidationError(
            _("The line does not say which place it is about: nothing is taken from the line above.")
        )
    if standing := model.objects.filter(code=code).first():
        return standing
    place = model(
        code=code,
        country=_read("country", cells, read.country),
        **{name: read.words(cells.get(name, "")) for name in texts},
        **{
            name: _read(name, cells, lambda text, of=of: read.one_of(of, text)) for name, of in listed.items()
        },
        **{
            name: _read(name, cells, read.day) if cells.get(name) else None
            for name in ("opened_on", "closed_on")
        },
    )
    if cells.get("latitude") and cells.get("longitude"):
        place.latitude = _read("latitude", cells, lambda text: read.degrees(text, 90))
        place.longitude = _read("longitude", cells, lambda text: read.degrees(text, 180))
    place.full_clean()
    place.save()
    return place


def _source(cells: Mapping[str, str], known_on: dt.date) -> dict[str, Any]:
    """Who says so, and since when it is known: by the line itself, or by the day of the file."""
    told = _read("known_on", cells, read.day) if cells.get("known_on") else known_on
    return {
        "source": read.words(cells.get("source", "")),
        "source_url": read.words(cells.get("source_url", "")),
        "known_on": told,
    }


def _listed(name: str, cells: Mapping[str, str], choices: Any) -> str:
    return (
        "unknown"
        if read.is_nothing(cells.get(name, ""))
        else _read(name, cells, lambda t: read.one_of(choices, t))
    )


def _sex(text: str) -> str:
    known = {"f": "female", "female": "female", "m": "male", "male": "male"}
    said = read.words(text).casefold()
    if not read.is_nothing(said) and said not in known:
        raise ValidationError(_("Write female or male, or nothing where it is not known."))
    return known.get(said, "")


def _read(name: str, cells: Mapping[str, str], reader: Any) -> Any:
    try:
        return reader(cells.get(name, ""))
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None
