"""What tracking offers to evidence: populations, flows and incidents, none of whose rows is a person."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cairn.evidence.facts import FactColumn, FactTable, Kind
from cairn.evidence.words import countries
from cairn.programmes.tracking.codes import (
    AgeGroup,
    Cause,
    Confidence,
    Direction,
    IncidentType,
    Method,
    Mode,
    SiteKind,
)
from cairn.programmes.tracking.models import Assessment, FlowCount, FlowPoint, Incident, Site
from cairn.programmes.tracking.models.records import name_for_readers

AT_ONCE = 5_000
_name = lazy(name_for_readers, str)
SEXES = {"female": _("female"), "male": _("male")}


def populations() -> FactTable:
    """Each standing assessment of a site."""
    sites = Site.objects.order_by("code")
    columns = (
        _code(
            "site",
            _("site"),
            sites.values_list("code", flat=True),
            "#loc+site+code",
            _names(sites),
        ),
        _code("site_kind", _("kind of site"), SiteKind.values, "#loc+type", SiteKind.choices),
        _country("country", _("country"), _distinct(sites, "country"), "#country+code"),
        _code("area", _("area"), _distinct(sites, "area"), "#adm1+name"),
        FactColumn(name="closed_on", kind=Kind.DAY, title=_("closed"), hxl="#date+end"),
        FactColumn(name="counted_on", kind=Kind.DAY, title=_("counted on"), hxl="#date+occurred"),
        FactColumn(name="people", kind=Kind.COUNT, title=_("people"), hxl="#affected"),
        FactColumn(name="people_low", kind=Kind.COUNT, title=_("at least"), hxl="#affected+min"),
        FactColumn(name="people_high", kind=Kind.COUNT, title=_("at most"), hxl="#affected+max"),
        FactColumn(name="women", kind=Kind.COUNT, title=_("women"), hxl="#affected+f+adult"),
        FactColumn(name="men", kind=Kind.COUNT, title=_("men"), hxl="#affected+m+adult"),
        FactColumn(name="girls", kind=Kind.COUNT, title=_("girls"), hxl="#affected+f+children"),
        FactColumn(name="boys", kind=Kind.COUNT, title=_("boys"), hxl="#affected+m+children"),
        _code("method", _("method"), Method.values, "#meta+method", Method.choices),
        _code("confidence", _("confidence"), Confidence.values, "#meta+confidence", Confidence.choices),
        _code("source", _("source"), _distinct(Assessment.objects.standing(), "source"), "#meta+source"),
        FactColumn(name="known_on", kind=Kind.DAY, title=_("known on"), hxl="#date+reported"),
    )
    return FactTable(
        name="tracking.populations",
        title=_("Populations of sites"),
        grain=_("One count of the people at one site on one day, by one source."),
        columns=columns,
        programme="tracking",
        read=lambda: _slices(
            Assessment.objects.standing().select_related("site").order_by("site__code", "counted_on", "pk"),
            {
                "site": lambda row: row.site.code,
                "site_kind": lambda row: row.site.kind,
                "country": lambda row: row.site.country,
                "area": lambda row: row.site.area or None,
                "closed_on": lambda row: row.site.closed_on,
                "people_low": lambda row: row.people if row.people_low is None else row.people_low,
                "people_high": lambda row: row.people if row.people_high is None else row.people_high,
                **{
                    name: _plain(name)
                    for name in (
                        "counted_on", "people", "women", "men", "girls", "boys", "method", "confidence", "source",
                        "known_on",
                    )
                },
            },
        ),
    )  # fmt: skip


def flows() -> FactTable:
    """Each standing count at a flow monitoring point."""
    points, counts = FlowPoint.objects.order_by("code"), FlowCount.objects.standing()
    columns = (
        _code(
            "point",
            _("flow monitoring point"),
            points.values_list("code", flat=True),
            "#loc+code",
            _names(points),
        ),
        _country("country", _("country"), _distinct(points, "country"), "#country+code"),
        FactColumn(name="first_day", kind=Kind.DAY, title=_("from"), hxl="#date+start"),
        FactColumn(name="last_day", kind=Kind.DAY, title=_("to"), hxl="#date+end"),
        _code("direction", _("direction"), Direction.values, "#indicator+direction", Direction.choices),
        _country("nationality", _("nationality"), _distinct(counts, "nationality"), "#affected+nationality"),
        _code("sex", _("sex"), ("female", "male", None), "#affected+gender", SEXES),
        _code("age_group", _("age group"), AgeGroup.values, "#affected+age", AgeGroup.choices),
        _code("mode", _("mode"), Mode.values, "#transport+mode", Mode.choices),
        _country(
            "destination", _("intended destination"), _distinct(counts, "destination"), "#country+destination"
        ),
        FactColumn(name="people", kind=Kind.COUNT, title=_("people"), hxl="#affected"),
    )
    names = [column.name for column in columns if column.name not in ("point", "country")]
    return FactTable(
        name="tracking.flows",
        title=_("Flows past points"),
        grain=_("People of one kind who passed one point in one period."),
        columns=columns,
        programme="tracking",
        read=lambda: _slices(
            counts.select_related("point").order_by("point__code", "first_day", "pk"),
            {
                "point": lambda row: row.point.code,
                "country": lambda row: row.point.country,
                **{name: _plain(name) for name in names},
            },
        ),
    )


def incidents() -> FactTable:
    """Each standing incident of death or disappearance."""
    standing = Incident.objects.standing()
    columns = (
        FactColumn(name="day", kind=Kind.DAY, title=_("date"), hxl="#date+occurred"),
        _code("incident_type", _("incident type"), IncidentType.values, "#event+type", IncidentType.choices),
        _country("country", _("country of incident"), _distinct(standing, "country"), "#country+code"),
        _code("region", _("region of incident"), _distinct(standing, "region"), "#region+name"),
        _code("place", _("place"), _distinct(standing, "place"), "#loc+code"),
        _code("route", _("migration route"), _distinct(standing, "route"), "#loc+route"),
        _code("cause", _("cause of death"), Cause.values, "#cause+type", Cause.choices),
        _country("origin", _("country of origin"), _distinct(standing, "origin_country"), "#country+origin"),
        FactColumn(name="dead", kind=Kind.COUNT, title=_("dead"), hxl="#affected+killed"),
        FactColumn(name="dead_high", kind=Kind.COUNT, title=_("dead, at most"), hxl="#affected+killed+max"),
        FactColumn(name="missing", kind=Kind.COUNT, title=_("missing"), hxl="#affected+missing"),
        FactColumn(
            name="dead_and_missing",
            kind=Kind.COUNT,
            title=_("dead and missing"),
            hxl="#affected+dead+missing",
        ),
        FactColumn(
            name="dead_and_missing_high",
            kind=Kind.COUNT,
            title=_("dead and missing, at most"),
            hxl="#affected+dead+missing+max",
        ),
        FactColumn(name="women", kind=Kind.COUNT, title=_("women"), hxl="#affected+f"),
        FactColumn(name="men", kind=Kind.COUNT, title=_("men"), hxl="#affected+m"),
        FactColumn(name="children", kind=Kind.COUNT, title=_("children"), hxl="#affected+children"),
        FactColumn(name="survivors", kind=Kind.COUNT, title=_("survivors"), hxl="#affected+survivors"),
        _code("source_quality", _("source quality"), ("1", "2", "3", "4", "5"), "#meta+quality"),
        FactColumn(name="known_on", kind=Kind.DAY, title=_("known on"), hxl="#date+reported"),
    )
    return FactTable(
        name="tracking.incidents",
        title=_("Deaths and disappearances"),
        grain=_("One incident, or a sum of incidents, in which people died or went missing."),
        columns=columns,
        programme="tracking",
        read=lambda: _slices(
            standing.order_by("first_day", "code", "pk"),
            {
                "day": lambda row: row.first_day,
                "incident_type": lambda row: row.kind,
                "origin": lambda row: row.origin_country or None,
                "source_quality": lambda row: str(row.source_quality),
                "dead_high": _most_dead,
                "dead_and_missing_high": lambda row: _most_dead(row) + row.missing,
                **{
                    name: _plain(name)
                    for name in (
                        "country", "region", "place", "route", "cause", "dead", "missing", "dead_and_missing", "women",
                        "men", "children", "survivors", "known_on",
                    )
                },
            },
        ),
    )  # fmt: skip


def _most_dead(row: Incident) -> int:
    """The upper end of what sources gave; the number itself where they agree."""
    return row.dead if row.dead_high is None else row.dead_high


def _code(name: str, title: Any, codes: Any, hxl: str, labels: Any = ()) -> FactColumn:
    """A column of codes; `labels` are pairs of a code and its words, as the choices of a field are."""
    return FactColumn(
        name=name, kind=Kind.CODE, title=title, codes=tuple(codes) or (None,), hxl=hxl, labels=dict(labels)
    )


def _names(places: QuerySet) -> dict[str, Any]:
    """Each code with its name, in whatever language it is read."""
    return {code: _name(*said) for code, *said in places.values_list("code", "name", "names")}


def _country(name: str, title: Any, codes: tuple[str | None, ...], hxl: str) -> FactColumn:
    return _code(name, title, codes, hxl, countries(codes))


def _distinct(rows: QuerySet, field: str) -> tuple[str | None, ...]:
    """The values that are there, and nothing for what is not known."""
    found = set(rows.order_by().values_list(field, flat=True).distinct())
    return (*sorted(found - {""}), None)


def _plain(name: str) -> Any:
    """A field as it stands; no word is no code."""
    return lambda row: None if getattr(row, name) == "" else getattr(row, name)


def _slices(rows: QuerySet, columns: dict[str, Any]) -> Iterator[dict[str, list[Any]]]:
    waiting: list[Any] = []
    for row in rows.iterator(AT_ONCE):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            yield {name: [value(each) for each in waiting] for name, value in columns.items()}
            waiting.clear()
    if waiting:
        yield {name: [value(each) for each in waiting] for name, value in columns.items()}
