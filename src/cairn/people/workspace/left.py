"""What left the register and the trace: who took it, why, and how much. For those who answer for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import TraceExport
from cairn.guard.rights import Can
from cairn.guard.screens import ListScreen
from cairn.guard.trace.events import Event
from cairn.guard.trace.telling import detail_in_words, fields_in_words
from cairn.guard.workspace.trace_filter import filter_in_words
from cairn.people.models import Export, Person
from cairn.people.workspace.showing import colleague


class LeftScreen(ListScreen):
    """One of two lists that stand side by side. It shows what was asked for, and opens no file."""

    right = Can.TRACE_READ
    read_event = Event.LIST_REVIEWED
    template_name = "people/lists/left.html"
    title = _("Lists and extracts that left")
    icon = "download"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.page()
        self.trace(self.read_event, self.model, rows=len(page.rows))
        return self.show(page=page, rows=[self.line(row) for row in page.rows])

    def line(self, row: Any) -> dict[str, Any]:
        """What both kinds say in the same way."""
        return {
            "by": colleague(row.by),
            "format": row.format.upper(),
            "reason": "" if row.data_key.is_destroyed else row.reason,
        }

    def context(self) -> dict[str, Any]:
        ways = (
            (ListsLeftScreen, "people:lists-left", _now("Lists of people")),
            (ExtractsLeftScreen, "people:extracts-left", _now("Extracts of the trace")),
        )
        filters = [
            {"url": reverse(address), "label": label, "is_current": isinstance(self, screen)}
            for screen, address, label in ways
        ]
        return {**super().context(), "filters": filters}


class ListsLeftScreen(LeftScreen):
    """Lists of people; their reasons outlast them, until somebody is erased whom a list held or a reason names."""

    model = Export
    order = ("-made_at", "pk")

    def rows(self) -> Any:
        rows = Export.objects.visible_to(self.request.user, self.right)
        return rows.with_keys().select_related("by")

    def line(self, row: Export) -> dict[str, Any]:
        return {
            **super().line(row),
            "at": row.made_at,
            "columns": fields_in_words(Person._meta.label, row.columns),
            "filter": _pairs((detail_in_words(name), value) for name, value in row.only.items()),
            "rows": row.rows_done,
            "state": row.get_state_display(),
        }


class ExtractsLeftScreen(LeftScreen):
    """Extracts of the trace, which are handed over as they are made."""

    model = TraceExport
    order = ("-at", "pk")

    def rows(self) -> Any:
        return super().rows().select_related("by")

    def line(self, row: TraceExport) -> dict[str, Any]:
        asked: Mapping[str, str] = row.asked
        return {
            **super().line(row),
            "at": row.at,
            "columns": "",
            "filter": _pairs(filter_in_words(asked)),
            "rows": row.rows,
            "state": _now("handed over"),
        }


def _pairs(said: Iterable[tuple[Any, Any]]) -> str:
    return " · ".join(f"{name}: {value}" for name, value in said)


urls = [
    path("lists/left/", ListsLeftScreen.as_view(), name="lists-left"),
    path("lists/left/extracts/", ExtractsLeftScreen.as_view(), name="extracts-left"),
]
