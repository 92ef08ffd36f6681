"""Releases by series: what waits for whom, what is out, and the history of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.evidence.indicators import indicators
from cairn.evidence.models import Release, Series, State
from cairn.evidence.models.releases import OPEN
from cairn.evidence.workspace.comparing import release_before
from cairn.evidence.workspace.of_release import OpenRow, ReleaseScreen
from cairn.evidence.workspace.way import CHOOSE, waiting_for, what_is_next
from cairn.guard.rights import Can
from cairn.guard.screens import Screen


class ReleasesScreen(Screen):
    """First what waits for the colleague who looks, then every series with what is out and what is in the making."""

    right = Can.RELEASE_READ
    template_name = "evidence/releases.html"
    title = _("Releases")
    icon = "tasks"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        series = Series.objects.prefetch_related("releases__made_by", "releases__approved_by")
        return self.show(mine=list(waiting_for(request.user)), lines=[self._line(one) for one in series])

    def _line(self, series: Series) -> dict[str, Any]:
        releases = list(series.releases.all())
        at_work = next((one for one in releases if one.state in OPEN), None)
        return {
            "series": series,
            "current": next((one for one in releases if one.state == State.PUBLISHED), None),
            "at_work": at_work,
            "next": what_is_next(at_work, self.request.user) if at_work else None,
            "count": len(releases),
        }

    def context(self) -> dict[str, Any]:
        return {**super().context(), "may_build": self.may(Can.RELEASE_BUILD)}


class SeriesScreen(OpenRow):
    """The history of a series: what each release changed, and why one was withdrawn."""

    model = Series
    right = Can.RELEASE_READ
    template_name = "evidence/series.html"
    icon = "history"

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("evidence:releases"), "label": str(_("Releases"))}]

    def context(self) -> dict[str, Any]:
        found = self.row.releases.select_related("series", "made_by", "approved_by").order_by("-number")
        lines = [
            {"release": one, "next": what_is_next(one, self.request.user), **_chosen_anew(one)}
            for one in found
        ]
        return {
            **super().context(),
            "lines": lines,
            "may_begin": self.may(Can.RELEASE_BUILD) and not any(one.state in OPEN for one in found),
        }


def _chosen_anew(release: Release) -> dict[str, Any]:
    """The indicators that came and went since the release before."""
    before = release_before(release)
    if before is None:
        return {"came": [], "went": []}
    return {
        "came": [code for code in release.indicators if code not in before.indicators],
        "went": [code for code in before.indicators if code not in release.indicators],
    }


class OneReleaseScreen(ReleaseScreen):
    """Where a release stands, what was chosen for it, and who did what."""

    template_name = "evidence/release.html"
    step = CHOOSE

    def context(self) -> dict[str, Any]:
        known = {one.code: one for one in indicators()}
        builds = self.may(Can.RELEASE_BUILD)
        return {
            **super().context(),
            "chosen": [{"code": code, "indicator": known.get(code)} for code in self.row.indicators],
            "may_change": builds and (self.row.state == State.DRAFT or self.row.may_move(State.DRAFT))
            and self.row.state != State.BUILDING,
            "may_drop": builds and self.row.state in OPEN and self.row.state != State.BUILDING,
            "may_withdraw": self.may(Can.RELEASE_WITHDRAW) and self.row.may_move(State.WITHDRAWN),
        }  # fmt: skip


urls = [
    path("releases/", ReleasesScreen.as_view(), name="releases"),
    path("series/<int:pk>/", SeriesScreen.as_view(), name="series"),
    path("releases/<int:pk>/", OneReleaseScreen.as_view(), name="release"),
]
