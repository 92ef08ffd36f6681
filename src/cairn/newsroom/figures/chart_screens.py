"""Choosing a chart or map from a release, and looking after those that were chosen."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from cairn.evidence.charts import drawings
from cairn.evidence.models import Released
from cairn.guard.screens.acting import ActScreen
from cairn.newsroom.data.cuts import Cut, cut_by, drawn
from cairn.newsroom.figures import charts
from cairn.newsroom.figures.choice import standing
from cairn.newsroom.figures.reads import pages_using
from cairn.newsroom.figures.screens import FigureScreen
from cairn.newsroom.models.charts import ReleaseChart

LIST = "wagtailsnippets_newsroom_releasechart:list"


class ChartForm(forms.Form):
    """Whether a chart follows later releases."""

    follows = forms.ChoiceField(
        label=_("When a newer release comes out"),
        choices=[
            (
                "",
                _(
                    "Stay with this release: the chart stays as it is, and I am told that a newer one differs."
                ),
            ),
            ("yes", _("Follow it: the chart shows the newest release by itself, and I am told.")),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )


class ChartScreen(FigureScreen):
    """Charts are as public as figures, and the same colleagues look after them."""

    icon = "table"

    def admit(self) -> None:
        if not self.request.user.has_perm(f"newsroom.{self.act_on_figures}_releasechart"):
            raise PermissionDenied


class ChooseChart(ChartScreen, ActScreen):
    """The last step to a new chart: it stands here as readers will see it."""

    act_on_figures = "add"
    form_class = ChartForm
    template_name = "newsroom/admin/figures/chart_new.html"
    button = _("Make this chart")
    said = _("The chart can be used in pages now.")

    @cached_property
    def released(self) -> Released:
        return get_object_or_404(standing(), pk=self.kwargs["released"])

    @cached_property
    def cut(self) -> Cut:
        cut = cut_by(self.released.result, self.kwargs["division"], get_language() or "")
        if cut is None:
            raise Http404
        return cut

    @property
    def heading(self) -> str:
        return self.cut.finding

    def crumbs(self) -> list[dict[str, str]]:
        way = [*super().crumbs(), {"url": reverse("figures:indicators"), "label": str(_("From a release"))}]
        cells = reverse("figures:cells", args=[self.released.pk])
        return [*way, {"url": cells, "label": self.released.title(get_language() or "")}]

    def context(self) -> dict[str, Any]:
        drawing = drawn(self.cut.chart, drawings)
        return {**super().context(), "released": self.released, "cut": self.cut, "drawing": drawing}

    def act(self, form: Any) -> ReleaseChart:
        follows = bool(form.cleaned_data["follows"])
        return charts.choose_chart(self.released, self.cut.name, by=self.request.user, follows=follows)

    def next_address(self, answer: ReleaseChart) -> str:
        return reverse("figures:chart", args=[answer.pk])


class _OfOneChart(ChartScreen):
    """A page about one chart."""

    @cached_property
    def chart(self) -> ReleaseChart:
        return get_object_or_404(ReleaseChart, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return str(self.chart)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs()[:-1], {"url": reverse(LIST), "label": str(_("Charts"))}]


class OneChart(_OfOneChart):
    """What readers see, where it comes from, which pages show it, and what became of it."""

    template_name = "newsroom/admin/figures/chart.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        chart = self.chart
        history = ModelLogEntry.objects.for_instance(chart).select_related("user").order_by("-timestamp")
        now = charts.standing_of(chart)
        newer = now.newest if now.waits and now.can_move else None
        return self.show(
            chart=chart, drawn=self._drawn(None if chart.is_withdrawn else chart.released), now=now,
            newer=self._drawn(newer), history=history, pages=pages_using(chart),
        )  # fmt: skip

    def _drawn(self, released: Released | None) -> tuple[str, SafeString | str]:
        language = get_language() or ""
        cut = cut_by(released.result, self.chart.division, language) if released else None
        return (cut.finding, drawn(cut.chart, drawings)) if cut else ("", "")


class _Deed(_OfOneChart, ActScreen):
    """One button of the list of what is stale; asked for by its address, it leads to the chart."""

    form_class = forms.Form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("figures:chart", self.chart.pk)

    def next_address(self, answer: ReleaseChart) -> str:
        return reverse("figures:stale")


class AcceptChart(_Deed):
    """Show what the newest release says."""

    button = _("Accept")
    said = _("The chart shows what the newest release says, wherever it stands.")

    def act(self, form: Any) -> ReleaseChart:
        return charts.move_chart(self.chart, by=self.request.user)


class KeepChart(_Deed):
    """Stay with the release that was chosen."""

    button = _("Keep as it is")
    said = _("The chart stays with its release.")

    def act(self, form: Any) -> ReleaseChart:
        return charts.keep_chart(self.chart, by=self.request.user)
