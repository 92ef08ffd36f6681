"""Who looked at this person, on their own page: for those who read the trace and may see the person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens.paging import page_of, place_in
from cairn.guard.trace.events import Event
from cairn.guard.trace.reads import entries_about_person
from cairn.guard.trace.telling import told
from cairn.people.workspace.person import PersonPage
from cairn.people.workspace.tabs import Tab, register_tab


class LookedScreen(PersonPage):
    """Everything that was done with somebody's record and its parts, or read of them, the latest first."""

    right = Can.TRACE_READ
    template_name = "people/looked.html"
    tab = "looked"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entries = entries_about_person(self.row)
        page = page_of(entries, order=("-sequence",), **place_in(request))
        lines = told(page.rows, to=request.user)
        self.trace(Event.TRACE_READ, self.row, rows=len(lines))
        return self.show(page=page, rows=lines)


register_tab(
    Tab(name="looked", label=_("Who looked"), address="people:looked", order=95, right=Can.TRACE_READ)
)

urls = [path("<uuid:pk>/looked/", LookedScreen.as_view(), name="looked")]
