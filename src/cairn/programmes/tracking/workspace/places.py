"""Sites with their populations, and points with the flows past them."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ListScreen
from cairn.programmes.tracking.models import Assessment, FlowCount, FlowPoint, Site
from cairn.programmes.tracking.workspace.chart import drawn, points_on_map, series_of, sites_on_map
from cairn.programmes.tracking.workspace.forms import AssessmentForm, FlowForm, correction_of
from cairn.programmes.tracking.workspace.open_rows import (
    Corrects,
    OpenRow,
    OpenRowAct,
    Records,
    Withdraws,
    facts_of,
)

OF_A_SITE = (
    "names",
    "kind",
    "country",
    "area",
    "manager",
    "opened_on",
    "closed_on",
    "latitude",
    "longitude",
    "note",
)
OF_A_POINT = ("names", "country", "opened_on", "closed_on", "latitude", "longitude")
IN_TWO_TIMES = ("corrected_by", "corrects", "reported_by")


class SitesScreen(ListScreen):
    """Sites, each with its latest count."""

    model = Site
    right = Can.TRACKING_RECORD
    template_name = "tracking/sites.html"
    title = _("Sites")
    icon = "home"
    order = ("code",)

    def rows(self) -> Any:
        return Site.objects.all()

    def show(self, status: int = 200, **context: Any) -> Any:
        latest: dict[int, Assessment] = {}
        counts = Assessment.objects.standing().filter(site__in=[site.pk for site in context["rows"]])
        for count in counts.order_by("counted_on", "recorded_at"):
            latest[count.site_id] = count
        lines = [{"site": site, "latest": latest.get(site.pk)} for site in context["rows"]]
        chart = sites_on_map(lines)
        return super().show(status, **{**context, "rows": lines, "chart": chart, "drawing": drawn(chart)})


class OfSites:
    """What lies below the list of sites."""

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("tracking:sites"), "label": str(_("Sites"))}]  # type: ignore[misc]

    def next_address(self, answer: Assessment) -> str:
        return reverse("tracking:site", args=[answer.site_id])


class SiteScreen(OfSites, OpenRow):
    """One site with its series: every count, the corrected ones with the reason."""

    model = Site
    template_name = "tracking/site.html"
    icon = "home"

    def context(self) -> dict[str, Any]:
        counts = list(
            self.row.assessments.select_related(*IN_TWO_TIMES).order_by("counted_on", "recorded_at")
        )
        chart = series_of(self.row, counts)
        return {
            **super().context(),
            "facts": list(facts_of(self.row, OF_A_SITE)),
            "counts": counts[::-1],
            "drawing": drawn(chart),
            "is_drawn_in_part": chart is not None and len(chart.marks) < len(counts),
        }


class OfPoints:
    """What lies below the list of points."""

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("tracking:points"), "label": str(_("Flow monitoring points"))}
        return [*super().crumbs(), way]  # type: ignore[misc]

    def next_address(self, answer: FlowCount) -> str:
        return reverse("tracking:point", args=[answer.point_id])


class PointsScreen(ListScreen):
    model = FlowPoint
    right = Can.TRACKING_RECORD
    template_name = "tracking/points.html"
    title = _("Flow monitoring points")
    icon = "crosshairs"
    order = ("code",)

    def rows(self) -> Any:
        return FlowPoint.objects.all()

    def show(self, status: int = 200, **context: Any) -> Any:
        chart = points_on_map(context["rows"])
        return super().show(status, **{**context, "chart": chart, "drawing": drawn(chart)})


class PointScreen(OfPoints, OpenRow):
    """One point with what was counted there, the latest first."""

    model = FlowPoint
    template_name = "tracking/point.html"
    icon = "crosshairs"

    def context(self) -> dict[str, Any]:
        counts = self.row.counts.select_related(*IN_TWO_TIMES).order_by("-first_day", "-recorded_at")
        return {**super().context(), "facts": list(facts_of(self.row, OF_A_POINT)), "counts": counts[:200]}


class RecordCountScreen(OfSites, Records, OpenRowAct):
    model = Site
    form_class = AssessmentForm
    title = _("Record a count")
    icon = "plus"

    def act(self, form: Any) -> Assessment:
        return self.keep(Assessment(site=self.row, **form.cleaned_data))


class RecordFlowScreen(OfPoints, Records, OpenRowAct):
    model = FlowPoint
    form_class = FlowForm
    title = _("Record a flow")
    icon = "plus"

    def act(self, form: Any) -> FlowCount:
        return self.keep(FlowCount(point=self.row, **form.cleaned_data))


class CorrectCountScreen(OfSites, Corrects):
    model = Assessment
    form_class = correction_of(AssessmentForm)


class WithdrawCountScreen(OfSites, Withdraws):
    model = Assessment


class CorrectFlowScreen(OfPoints, Corrects):
    model = FlowCount
    form_class = correction_of(FlowForm)


class WithdrawFlowScreen(OfPoints, Withdraws):
    model = FlowCount


urls = [
    path("sites/", SitesScreen.as_view(), name="sites"),
    path("sites/<int:pk>/", SiteScreen.as_view(), name="site"),
    path("sites/<int:pk>/count/", RecordCountScreen.as_view(), name="count-record"),
    path("counts/<int:pk>/correct/", CorrectCountScreen.as_view(), name="count-correct"),
    path("counts/<int:pk>/withdraw/", WithdrawCountScreen.as_view(), name="count-withdraw"),
    path("points/", PointsScreen.as_view(), name="points"),
    path("points/<int:pk>/", PointScreen.as_view(), name="point"),
    path("points/<int:pk>/count/", RecordFlowScreen.as_view(), name="flow-record"),
    path("flows/<int:pk>/correct/", CorrectFlowScreen.as_view(), name="flow-correct"),
    path("flows/<int:pk>/withdraw/", WithdrawFlowScreen.as_view(), name="flow-withdraw"),
]
