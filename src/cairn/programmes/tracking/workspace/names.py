"""Names of the dead and missing, incident by incident: under the rules of the register, unlike the incidents themselves."""

from collections import Counter
from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import OutsideScope, ensure, fields_seen
from cairn.guard.screens import ActScreen, ListScreen, RowActScreen
from cairn.guard.trace.events import Event
from cairn.people.workspace.forms import RowForm, Section
from cairn.people.workspace.showing import facts
from cairn.programmes.tracking.acts import change_name, name_victim, remove_name
from cairn.programmes.tracking.acts.naming import nobody_yet
from cairn.programmes.tracking.models import Incident, NamedVictim
from cairn.programmes.tracking.workspace.open_rows import line_of

ASKED = ("name", "born", "nationality", "family_contact", "note")
WHO = Section("who", _("Who it was"), ASKED, _("As much as is known: of the birth a year, a month or a day."))


class NamedIncidentsScreen(ListScreen):
    """The incidents that stand, for whoever tells families: incidents name nobody, so all of them are here."""

    model = Incident
    right = Can.VICTIM_READ
    template_name = "tracking/named.html"
    title = _("Names of the dead and missing")
    icon = "group"
    order = ("-first_day", "pk")

    def rows(self) -> Any:
        return Incident.objects.standing()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "may_review": self.may(Can.RETENTION_REVIEW)}

    def show(self, status: int = 200, **context: Any) -> Any:
        named = _named_at(context["rows"], self.request.user)
        lines = [{"incident": each, "named": named[each.pk]} for each in context["rows"]]
        return super().show(status, **{**context, "rows": lines})


class AtIncident:
    """Pages at one incident. That it happened is known to all; the right to read or keep names is asked for first."""

    incident: Incident

    def admit(self) -> None:
        ensure(self.request.user, self.right)  # type: ignore[attr-defined]
        found = Incident.objects.filter(pk=self.kwargs["pk"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise OutsideScope(_now("There is no such record, or it is outside your scope."))
        self.incident = found

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to_incidents()]  # type: ignore[misc]


class NamesScreen(AtIncident, ListScreen):
    """Who is known to have died or gone missing there, of those within one's scope."""

    model = NamedVictim
    right = Can.VICTIM_READ
    read_event = Event.VICTIMS_LISTED
    template_name = "tracking/names.html"
    icon = "group"
    order = ("reference",)

    @property
    def heading(self) -> str:
        return _now("Names at %(incident)s") % {"incident": self.incident}

    def rows(self) -> Any:
        return super().rows().filter(incident__in=line_of(self.incident))

    def context(self) -> dict[str, Any]:
        return {**super().context(), "incident": self.incident, "may_keep": self.may(Can.VICTIM_KEEP)}

    def show(self, status: int = 200, **context: Any) -> Any:
        lines = [self._line(victim) for victim in context["rows"]]
        return super().show(status, **{**context, "rows": lines})

    def _line(self, victim: NamedVictim) -> dict[str, Any]:
        seen = fields_seen(self.request.user, victim)
        told = {fact["name"]: fact["value"] for fact in facts(victim, ASKED, seen)}
        return {"victim": victim, "may_change": self.may(Can.VICTIM_KEEP, victim), **told}


class NameScreen(AtIncident, ActScreen):
    """A new name."""

    right = Can.VICTIM_KEEP
    template_name = "tracking/name.html"
    title = _("Add a name")
    icon = "plus"
    button = _("Add")
    said = _("Added.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_names(self.incident)]

    def form(self, data: Any = None, files: Any = None) -> RowForm:
        seen = fields_seen(self.request.user, nobody_yet(self.incident, self.request.user))
        return RowForm(data, model=NamedVictim, sections=[WHO], seen=seen)

    def act(self, form: Any) -> NamedVictim:
        return name_victim(self.incident, by=self.request.user, **form.said)

    def next_address(self, answer: Any) -> str:
        return reverse("tracking:names", args=[self.incident.pk])


class OfName(RowActScreen):
    """An act on one name within one's scope."""

    model = NamedVictim
    right = Can.VICTIM_KEEP
    read_event = Event.VICTIM_READ

    def rows(self) -> Any:
        return super().rows().select_related("data_key", "incident")

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.row}"

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to_incidents(), _way_to_names(self.row.incident)]

    def next_address(self, answer: Any) -> str:
        return reverse("tracking:names", args=[self.row.incident_id])


class ChangeNameScreen(OfName):
    """A name, changed on the version that the colleague looks at."""

    template_name = "tracking/name.html"
    title = _("Change a name")
    icon = "edit"
    button = _("Save")
    said = _("Saved.")

    def form(self, data: Any = None, files: Any = None) -> RowForm:
        return RowForm(data, model=NamedVictim, sections=[WHO], seen=self.seen, row=self.row)

    def act(self, form: Any) -> Any:
        based_on = form.cleaned_data["based_on"]
        return change_name(self.row, based_on=based_on, changes=form.said, by=self.request.user)


class RemoveNameScreen(OfName):
    """A name is taken away after a second look."""

    form_class = forms.Form
    template_name = "people/remove.html"
    title = _("Remove a name")
    icon = "bin"
    button = _("Remove it")
    said = _("Removed. The trace keeps that it was there, and not whose it was.")
    is_grave = True

    def context(self) -> dict[str, Any]:
        return {**super().context(), "facts": facts(self.row, ASKED, self.seen)}

    def act(self, form: Any) -> None:
        remove_name(self.row, by=self.request.user)


def _named_at(incidents: list[Incident], user: Any) -> Counter[int]:
    """How many names within a colleague's scope hang on each incident, or on what it corrected."""
    stands_for = {incident.pk: incident.pk for incident in incidents}
    edge = {incident.corrects_id: incident.pk for incident in incidents if incident.corrects_id}
    while edge:
        stands_for |= edge
        before = Incident.objects.filter(pk__in=edge).exclude(corrects=None).values_list("pk", "corrects")
        edge = {earlier: edge[later] for later, earlier in before}
    names = NamedVictim.objects.visible_to(user, Can.VICTIM_READ).filter(incident__in=stands_for)
    return Counter(stands_for[number] for number in names.values_list("incident", flat=True))


def way_to_incidents() -> dict[str, str]:
    return {"url": reverse("tracking:named"), "label": str(NamedIncidentsScreen.title)}


def _way_to_names(incident: Incident) -> dict[str, str]:
    return {"url": reverse("tracking:names", args=[incident.pk]), "label": str(incident)}


urls = [
    path("names/", NamedIncidentsScreen.as_view(), name="named"),
    path("incidents/<int:pk>/names/", NamesScreen.as_view(), name="names"),
    path("incidents/<int:pk>/names/add/", NameScreen.as_view(), name="name-add"),
    path("names/<uuid:pk>/", ChangeNameScreen.as_view(), name="name-change"),
    path("names/<uuid:pk>/remove/", RemoveNameScreen.as_view(), name="name-remove"),
]
