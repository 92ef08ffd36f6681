"""Names of the dead and missing whose time is over, by reference. For the data protection officer."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ListScreen
from cairn.guard.trace.events import Event
from cairn.people.models import RetentionReview
from cairn.people.workspace.deciding import DecisionScreen
from cairn.people.workspace.forms import form_field
from cairn.people.workspace.showing import facts
from cairn.programmes.tracking.acts import erase_name, keep_name
from cairn.programmes.tracking.models import NamedVictim
from cairn.programmes.tracking.workspace.names import RemoveNameScreen, way_to_incidents


class WaitingName:
    """Pages on names that wait for a decision; any other name is not found here."""

    model = NamedVictim

    def rows(self) -> Any:
        return super().rows().exclude(due_on=None).select_related("incident", "office")  # type: ignore[misc]


class NamesOverScreen(WaitingName, ListScreen):
    """What waits for a decision, the longest overdue first."""

    right = Can.RETENTION_REVIEW
    read_event = Event.RETENTION_READ
    template_name = "tracking/names_over.html"
    title = _("Names whose time is over")
    icon = "history"
    order = ("due_on", "pk")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to_incidents()]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "waiting": self.rows().count()}


class KeepForm(forms.Form):
    """Why a name is kept, and until when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "keep_until"):
            self.fields[name] = form_field(RetentionReview, name)
            self.fields[name].required = True
        self.fields["keep_until"].help_text = _("A day within the next two years.")


class KeepNameScreen(WaitingName, DecisionScreen):
    """Keeps one name for a while longer. It is known here by its reference."""

    right = Can.RETENTION_REVIEW
    read_event = Event.RETENTION_READ
    form_class = KeepForm
    template_name = "tracking/name_keep.html"
    title = _("Keep a name whose time is over")
    icon = "history"
    button = _("Keep it")
    decide = keep_name
    shown_with = ("incident",)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to_incidents(), _way_to_waiting()]

    def context(self) -> dict[str, Any]:
        told = facts(self.row, ("incident", "due_on", "keep_until", "kept_for"), self.seen)
        return {**super().context(), "facts": told}

    def next_address(self, answer: Any) -> str:
        return reverse("tracking:names-over")


class EraseNameScreen(WaitingName, RemoveNameScreen):
    """Erases one name, after whoever does it has shown again who they are."""

    right = Can.PERSON_ERASE
    title = _("Erase a name whose time is over")
    button = _("Erase it")
    said = _("Erased. The trace keeps that it was there, and not whose it was.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs()[:-1], _way_to_waiting()]

    def act(self, form: Any) -> None:
        erase_name(self.row, by=self.request.user)

    def next_address(self, answer: Any) -> str:
        return reverse("tracking:names-over")


def _way_to_waiting() -> dict[str, str]:
    return {"url": reverse("tracking:names-over"), "label": str(NamesOverScreen.title)}


urls = [
    path("names/over/", NamesOverScreen.as_view(), name="names-over"),
    path("names/<uuid:pk>/keep/", KeepNameScreen.as_view(), name="name-keep"),
    path("names/<uuid:pk>/erase/", EraseNameScreen.as_view(), name="name-erase"),
]
