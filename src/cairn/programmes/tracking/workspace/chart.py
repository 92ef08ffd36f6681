"""Series and places of tracking as the workspace draws them, always beside a table that says the same."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cairn.evidence.charts import Chart, Kind, Mark, PartsMissing, drawings
from cairn.evidence.charts.chart import MOST, MOST_GROUPS
from cairn.programmes.tracking.models import Assessment, FlowPoint, Incident, Site

# Counts further apart than this say nothing of the days between them.
GAP = dt.timedelta(days=45)


def drawn(chart: Chart | None) -> str:
    """The chart as a page shows it; nothing where fonts and outlines are not set up, because the table says the same."""
    try:
        return drawings(chart) if chart else ""
    except PartsMissing:
        return ""


def series_of(site: Site, counts: Iterable[Assessment]) -> Chart | None:
    """A line for each source, since what two sources say is never one line; none where nothing was counted."""
    in_order = sorted(counts, key=lambda count: (count.counted_on, count.recorded_at))
    # More lines than these nobody tells apart; the table has all of them.
    drawn = {source for source, _times in Counter(each.source for each in in_order).most_common(MOST_GROUPS)}
    marks = [_count(count) for count in in_order if count.source in drawn][-MOST[Kind.LINE] :]
    if not marks:
        return None
    title = _("People over time: %(site)s") % {"site": site.called}
    return Chart(kind=Kind.LINE, title=title, unit=_("People"), marks=marks, gap=GAP, language=_language())


def _count(count: Assessment) -> Mark:
    return Mark(
        label=why_not_standing(count),
        day=count.counted_on,
        value=count.people,
        low=count.people_low,
        high=count.people_high,
        group=count.source,
        is_superseded=not count.is_standing,
    )


def why_not_standing(count: Any) -> str:
    """The reason with which a count was corrected or withdrawn; nothing where it stands."""
    if count.is_standing:
        return ""
    return count.correction_reason if count.withdrawn_at else count.corrected_by.correction_reason


def sites_on_map(lines: Iterable[dict[str, Any]]) -> Chart | None:
    """The sites of a page of the list, each with its latest count."""
    marks = [
        _place(line["site"], line["site"].called, line["latest"] and line["latest"].people) for line in lines
    ]
    return _map(_("Sites on this page, with their latest counts"), _("People"), marks)


def points_on_map(points: Iterable[FlowPoint]) -> Chart | None:
    return _map(
        _("Flow monitoring points on this page"), "", [_place(each, each.called, None) for each in points]
    )


def incidents_on_map(incidents: Iterable[Incident]) -> Chart | None:
    """The dead and the missing of a page of the list, together where several incidents have one position."""
    places: dict[tuple[Any, Any], list[Incident]] = {}
    for incident in incidents:
        places.setdefault((incident.longitude, incident.latitude), []).append(incident)
    marks = [
        _place(several[0], _where(several), sum(each.dead_and_missing for each in several))
        for several in places.values()
    ]
    return _map(_("Incidents on this page, by place"), _("Dead and missing"), marks)


def _where(incidents: list[Incident]) -> str:
    """In the words of those who reported them, or how many they are where these differ."""
    locations = {incident.location for incident in incidents}
    if len(locations) == 1:
        return locations.pop()
    count = len(incidents)
    return ngettext("%(count)d incident", "%(count)d incidents", count) % {"count": count}


def _place(row: Any, label: str, value: int | None) -> Mark | None:
    if row.longitude is None:
        return None
    return Mark(label=label, value=value, longitude=float(row.longitude), latitude=float(row.latitude))


def _map(title: str, unit: str, marks: Iterable[Mark | None]) -> Chart | None:
    """None where no row has a position."""
    placed = [mark for mark in marks if mark]
    if not placed:
        return None
    return Chart(kind=Kind.MAP_POINTS, title=title, unit=unit, marks=placed, language=_language())


def _language() -> str:
    return get_language() or "en"
