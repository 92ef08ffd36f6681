"""Moments as a ticket has them: by the clock of a place, which is called by its city."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Names of places; “Etc/GMT-3” means three hours the other way round, and misleads.
REGIONS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})


def by_clock(wall: dt.datetime, zone: str) -> dt.datetime:
    """The moment at which a clock says this; an hour that the clock leaves out in spring is refused."""
    at = wall.replace(tzinfo=ZoneInfo(zone))
    if at.astimezone(dt.UTC).astimezone(at.tzinfo).replace(tzinfo=None) != wall:
        raise ValidationError(_("This hour does not exist there: the clocks are put forward in it."))
    return at


def zone_choices() -> list[tuple[str, str]]:
    """Every zone by its city and country, in the language of the page."""
    return list(_zones((get_language() or "en").partition("-")[0]))


def zone_name(zone: str) -> str:
    return dict(zone_choices()).get(zone, zone)


def told(at: dt.datetime, zone: str) -> str:
    """A moment as on the ticket, with how far the clock there is from UTC."""
    there = at.astimezone(ZoneInfo(zone))
    hours, minutes = divmod(round(abs(_offset(there)).total_seconds() / 60), 60)
    sign = "−" if _offset(there) < dt.timedelta() else "+"
    utc = f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    # Isolated: between Arabic words the sign and the hours keep their order.
    return f"{date_format(there, 'DATE_FORMAT')} · {there:%H:%M} (\u2066{utc}\u2069)"


def _offset(there: dt.datetime) -> dt.timedelta:
    return there.utcoffset() or dt.timedelta()


@lru_cache(maxsize=8)
def _zones(language: str) -> tuple[tuple[str, str], ...]:
    countries, belongs = Locale.parse(language).territories, get_global("zone_territories")
    named = []
    for zone in available_timezones():
        if zone.partition("/")[0] in REGIONS and (country := countries.get(belongs.get(zone, ""))):
            city = get_timezone_location(zone, locale=language, return_city=True)
            named.append((zone, f"{city} · {country}"))
    return tuple(sorted(named, key=lambda each: each[1].casefold()))
