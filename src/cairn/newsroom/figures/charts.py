"""Charts and maps from releases: chosen, drawn for readers, kept, moved to a newer release, and told about."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log as log_deed

from cairn.evidence.models import Release, Released
from cairn.evidence.releases.results import Cell
from cairn.guard.notices.kinds import Kind
from cairn.newsroom.figures.choice import ensure_quotable
from cairn.newsroom.figures.following import ensure_may, hear, hold, stay, tell_editors
from cairn.newsroom.figures.missing import Newest, Why, is_kept_without, left_out_of, why_missing_now
from cairn.newsroom.figures.reads import is_overtaken, pages_using
from cairn.newsroom.models.charts import ReleaseChart
from cairn.newsroom.models.page import PublicPage

# What a chart’s history says of it.
CHOSEN = "cairn.chart.choose"
FOLLOWED = "cairn.chart.follow"
KEPT = "cairn.chart.keep"
MISSING = "cairn.chart.miss"
MOVED = "cairn.chart.move"
STALE = "cairn.chart.stale"


@dataclass
class OvertakenChart:
    """A chart beside the newest release that shows it."""

    chart: ReleaseChart
    newest: Released | None

    @property
    def can_move(self) -> bool:
        return self.newest is not None

    @cached_property
    def why_missing(self) -> Why | None:
        return why_missing_now(self.chart)

    @cached_property
    def pages(self) -> list[PublicPage]:
        return list(pages_using(self.chart))

    @cached_property
    def says_otherwise(self) -> bool:
        """Whether anything that the chart shows is another by the newest release."""
        if self.newest is None or self.newest.release_id == self.chart.release_id:
            return False
        return _said(self.newest, self.chart.division) != _said(self.chart.released, self.chart.division)

    @property
    def waits(self) -> bool:
        """Whether an editor has to decide."""
        if self.chart.is_withdrawn:
            return True
        if self.chart.missing_from:
            return not is_kept_without(self.chart)
        return is_overtaken(self.chart, self.newest) and self.says_otherwise


def standing_of(chart: ReleaseChart) -> OvertakenChart:
    return OvertakenChart(chart, Newest().of(chart))


def overtaken_charts() -> list[OvertakenChart]:
    """All that wait for a decision, the withdrawn ones first."""
    newest = Newest()
    every = (OvertakenChart(chart, newest.of(chart)) for chart in ReleaseChart.objects.all())
    waiting = [one for one in every if one.waits]
    return sorted(waiting, key=lambda one: not one.chart.is_withdrawn)


@transaction.atomic
def choose_chart(released: Released, division: str, *, by: Any, follows: bool = False) -> ReleaseChart:
    """Make a chart of an indicator by one of its divisions, from a release that may be shown."""
    ensure_may(by, "add", ReleaseChart)
    ensure_quotable(released)
    if not released.result.along(division):
        raise ValidationError(_("The release does not divide the indicator by this."))
    chart = ReleaseChart(
        release=released.release, indicator=released.code, division=division, follows=follows
    )
    chart.missing_from = left_out_of(chart)
    chart.save()
    _write_down(chart, CHOSEN, by=by)
    return chart


@transaction.atomic
def move_chart(chart: ReleaseChart, *, by: Any) -> ReleaseChart:
    """Show what the newest release says."""
    ensure_may(by, "change", ReleaseChart)
    held = hold(chart)
    now = standing_of(held)
    if now.newest is None or not now.can_move:
        raise ValidationError(_("No release that stands shows this. Please choose another chart."))
    _put(held, now.newest, MOVED, by=by)
    return held


@transaction.atomic
def keep_chart(chart: ReleaseChart, *, by: Any) -> ReleaseChart:
    """Stay with the release that it was chosen from, knowing that the newer one says something else."""
    ensure_may(by, "change", ReleaseChart)
    held = hold(chart)
    if held.is_withdrawn:
        raise ValidationError(_("Its release was withdrawn, so the chart cannot be kept as it is."))
    stay(held)
    _write_down(held, KEPT, by=by)
    return held


def hear_of(release: Release) -> None:
    """A release came out or was withdrawn: move what follows, and tell the editors of whatever shows something else now."""
    hear(release, ReleaseChart.objects.all(), compare=_compare, miss=_miss, withdraw=_withdraw)


def _compare(held: ReleaseChart) -> None:
    """Follow the newest release, or say that it shows something else."""
    now = standing_of(held)
    differs = now.says_otherwise  # Asked before it moves.
    moves = held.follows and now.newest is not None and now.can_move
    if moves:
        _put(held, now.newest, FOLLOWED, by=None)
    if differs:
        tell_editors(held, Kind.CHART_FOLLOWED if moves else Kind.CHART_SAYS_OTHERWISE, held.indicator)


def _miss(held: ReleaseChart) -> None:
    if standing_of(held).waits:
        _write_down(held, MISSING, by=None)
        tell_editors(held, Kind.CHART_MISSING, held.indicator)


def _withdraw(held: ReleaseChart) -> None:
    held.save()  # So that the public site hears that its pages have a note to show.
    _write_down(held, STALE, by=None)
    tell_editors(held, Kind.CHART_WITHDRAWN, held.indicator)


def _said(released: Released, division: str) -> list[Cell | None]:
    """Everything that a chart and its table show."""
    return [*released.result.along(division), released.result.cell()]


def _put(held: ReleaseChart, released: Released, action: str, *, by: Any) -> None:
    held.release, held.kept_against = released.release, None
    held.missing_from = left_out_of(held)
    held.save()
    _write_down(held, action, by=by)


def _write_down(chart: ReleaseChart, action: str, *, by: Any) -> None:
    log_deed(instance=chart, action=action, user=by, data={"release": chart.release.name})
