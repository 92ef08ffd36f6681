"""Who changed what in a case file, and in its parts: both edits of a conflict stay here."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.models import Change
from cairn.guard.scope import fields_seen
from cairn.guard.screens.paging import page_of, place_in
from cairn.guard.trace.events import Event
from cairn.people.workspace.edits import entries_of
from cairn.programmes.casework.models import Case, CaseRecord, Leg
from cairn.programmes.casework.reads import EDITED
from cairn.programmes.casework.workspace.case import CasePage
from cairn.programmes.casework.workspace.conflicts import about
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab
from cairn.programmes.casework.workspace.timeline import form_title

PARTS = tuple(model for model in EDITED.values() if model is not Case)


class HistoryScreen(CasePage):
    """The latest first; values of fields that the colleague sees."""

    template_name = "casework/history.html"
    tab = "history"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.trace(Event.CASE_READ)
        self.edited = {str(part.pk): part for model in PARTS for part in self.parts(model)}
        page = page_of(self._changes(), order=("-at", "pk"), **place_in(request))
        return self.show(page=page, entries=entries_of(page.rows, line=self._line, of=self._of))

    def _changes(self) -> Any:
        of_the_file = Q(subject_model=Case._meta.label_lower, subject_id=str(self.row.pk))
        labels = [model._meta.label_lower for model in PARTS]
        of_parts = Q(subject_model__in=labels, subject_id__in=list(self.edited))
        return Change.objects.filter(of_the_file | of_parts).with_keys().select_related("by")

    def _of(self, change: Change) -> str:
        part = self.edited.get(change.subject_id)
        if isinstance(part, Leg):
            return f"{Leg._meta.verbose_name} {part.number}"
        if isinstance(part, CaseRecord):
            return form_title(part.form, part.form_version)
        return str(part._meta.verbose_name) if part else ""

    def _line(self, change: Change) -> dict[str, Any]:
        row = self.edited.get(change.subject_id, self.row)
        field = about(row, change.field)
        if change.field.partition(".")[0] not in fields_seen(self.request.user, row):
            return {"label": field.label, "is_seen": False}
        before, after = field.in_words(change.before), field.in_words(change.after)
        return {"label": field.label, "is_seen": True, "before": before, "after": after}


register_case_tab(CaseTab(name="history", label=_("History"), address="casework:history", order=90))

urls = [path("<uuid:pk>/history/", HistoryScreen.as_view(), name="history")]
