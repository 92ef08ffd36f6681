"""Deaths and disappearances: the list, each incident with its corrections, and pairs that may be one."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ListScreen
from cairn.programmes.tracking.acts import decide_repetition
from cairn.programmes.tracking.models import Incident, PossibleRepetition
from cairn.programmes.tracking.workspace.chart import drawn, incidents_on_map
from cairn.programmes.tracking.workspace.forms import IncidentForm, correction_of
from cairn.programmes.tracking.workspace.open_rows import (
    Corrects,
    OpenRow,
    OpenRowAct,
    Records,
    Withdraws,
    facts_of,
    line_of,
)

TOLD = (
    "code", "main_code", "kind", "first_day", "last_day", "dead", "dead_high", "missing", "survivors", "women", "men",
    "children", "cause", "cause_reported", "origin_country", "origin_region", "location", "country", "region",
    "latitude", "longitude", "place", "route", "grouping", "source", "source_url", "source_quality", "known_on", "note",
)  # fmt: skip
COMPARED = (
    "first_day",
    "dead",
    "missing",
    "cause",
    "location",
    "place",
    "latitude",
    "longitude",
    "source",
    "note",
)


def _waiting() -> Any:
    """Pairs that nobody has decided, and of which both still stand."""
    return PossibleRepetition.objects.filter(
        is_same=None, one__withdrawn_at=None, other__withdrawn_at=None, one__corrected_by=None, other__corrected_by=None
    ).select_related("one", "other")  # fmt: skip


class OfIncidents:
    """What lies below the list of incidents."""

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("tracking:incidents"), "label": str(_("Incidents"))}
        return [*super().crumbs(), way]  # type: ignore[misc]

    def next_address(self, answer: Any) -> str:
        return reverse("tracking:incident", args=[answer.pk])


class IncidentsScreen(ListScreen):
    """The incidents that stand, the latest first."""

    model = Incident
    right = Can.TRACKING_RECORD
    template_name = "tracking/incidents.html"
    title = _("Incidents")
    icon = "warning"
    order = ("-first_day", "pk")

    def rows(self) -> Any:
        return Incident.objects.standing()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "waiting": _waiting().count()}

    def show(self, status: int = 200, **context: Any) -> Any:
        chart = incidents_on_map(context["rows"])
        return super().show(status, **{**context, "chart": chart, "drawing": drawn(chart)})


class IncidentScreen(OfIncidents, OpenRow):
    """One incident: what is known of it, and what was thought before."""

    model = Incident
    template_name = "tracking/incident.html"
    icon = "warning"

    def context(self) -> dict[str, Any]:
        facts = list(facts_of(self.row, TOLD))
        may_read_names = self.may(Can.VICTIM_READ)
        return {
            **super().context(),
            "facts": facts,
            "versions": line_of(self.row),
            "may_read_names": may_read_names,
        }


class RecordIncidentScreen(OfIncidents, Records):
    form_class = IncidentForm
    title = _("Record an incident")
    icon = "plus"

    def act(self, form: Any) -> Incident:
        return self.keep(Incident(**form.cleaned_data))


class CorrectIncidentScreen(OfIncidents, Corrects):
    model = Incident
    form_class = correction_of(IncidentForm)


class WithdrawIncidentScreen(OfIncidents, Withdraws):
    model = Incident


class RepetitionsScreen(OfIncidents, ListScreen):
    """Pairs near in place, time and number, until a person decides."""

    model = PossibleRepetition
    right = Can.TRACKING_RECORD
    template_name = "tracking/repetitions.html"
    title = _("Possible repetitions")
    icon = "copy"

    def rows(self) -> Any:
        return _waiting()


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=(("same", _("one incident")), ("apart", _("two incidents"))))


class RepetitionScreen(OfIncidents, OpenRowAct):
    """Two incidents side by side; of two that are one, the later recorded is withdrawn next, with a reason."""

    model = PossibleRepetition
    form_class = DecisionForm
    template_name = "tracking/repetition.html"
    title = _("One incident, or two?")
    icon = "copy"

    @property
    def heading(self) -> str:
        return str(self.title)

    def rows(self) -> Any:
        return PossibleRepetition.objects.select_related("one", "other")

    def context(self) -> dict[str, Any]:
        one, other = (dict(facts_of(row, COMPARED)) for row in (self.row.one, self.row.other))
        facts = [(name, one.get(name), other.get(name)) for name in {**one, **other}]
        return {**super().context(), "facts": facts}

    def act(self, form: Any) -> PossibleRepetition:
        return decide_repetition(
            self.row, is_same=form.cleaned_data["decision"] == "same", by=self.request.user
        )

    def next_address(self, answer: PossibleRepetition) -> str:
        later = max(answer.one, answer.other, key=lambda each: (each.recorded_at, each.pk))
        if answer.is_same and later.is_standing:
            return reverse("tracking:incident-withdraw", args=[later.pk])
        return reverse("tracking:repetitions")

    def done(self, answer: PossibleRepetition) -> HttpResponse:
        self.said = (
            _("Noted. Withdraw the later of the two, so that nobody is counted twice.")
            if answer.is_same
            else _("Noted: these are two incidents.")
        )
        return super().done(answer)


urls = [
    path("incidents/", IncidentsScreen.as_view(), name="incidents"),
    path("incidents/record/", RecordIncidentScreen.as_view(), name="incident-record"),
    path("incidents/<int:pk>/", IncidentScreen.as_view(), name="incident"),
    path("incidents/<int:pk>/correct/", CorrectIncidentScreen.as_view(), name="incident-correct"),
    path("incidents/<int:pk>/withdraw/", WithdrawIncidentScreen.as_view(), name="incident-withdraw"),
    path("repetitions/", RepetitionsScreen.as_view(), name="repetitions"),
    path("repetitions/<int:pk>/", RepetitionScreen.as_view(), name="repetition"),
]
