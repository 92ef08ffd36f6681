"""The list of people, and the page of one."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ListScreen, RowScreen
from cairn.guard.trace.events import Event
from cairn.people.models import Person
from cairn.people.reads import people_of


class PeopleScreen(ListScreen):
    """The people within one's scope, the latest first."""

    model = Person
    right = Can.PERSON_READ
    read_event = Event.PERSON_LISTED
    template_name = "people/people.html"
    title = _("People")
    order = ("-registered_at", "pk")

    def rows(self) -> Any:
        return people_of(self.request.user).select_related("data_key", "office", "team")


class PersonScreen(RowScreen):
    """Everything about one person that the colleague may see."""

    model = Person
    right = Can.PERSON_READ
    read_event = Event.PERSON_READ
    template_name = "people/person.html"

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:list"), "label": str(_("People"))}]


urls = [
    path("", PeopleScreen.as_view(), name="list"),
    path("<uuid:pk>/", PersonScreen.as_view(), name="person"),
]
