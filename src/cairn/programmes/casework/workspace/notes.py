"""Notes: written fast, sealed every few seconds while they are written, and standing from then on."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens.paging import page_of, place_in
from cairn.guard.trace.events import Event
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.acts import drop_draft, finish_note, keep_draft
from cairn.programmes.casework.models import Note
from cairn.programmes.casework.reads import draft_of, notes_of
from cairn.programmes.casework.workspace.case import CaseAct, CasePage, OfCase
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab

LATEST_FIRST = ("-written_at", "pk")


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=Note._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5, "data-writes": ""}),
    )


class NotesScreen(CasePage):
    """The tab: one box to write in, then the notes that stand, the latest first."""

    template_name = "casework/notes.html"
    tab = "notes"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.trace(Event.CASE_READ)
        page = page_of(notes_of(self.row, request.user), order=LATEST_FIRST, **place_in(request))
        lines = [{"row": note, "who": colleague(note.made_by)} for note in page.rows]
        draft = draft_of(self.row, request.user)
        form = NoteForm(initial={"text": draft.text if draft else ""})
        return self.show(page=page, lines=lines, form=form, has_draft=draft is not None)


class WriteScreen(CaseAct):
    """Puts a note into the case. Where nothing was written, the box comes back and says so."""

    form_class = NoteForm
    template_name = "casework/write.html"
    leads_to = "casework:notes"
    title = _("Write a note")
    icon = "edit"
    button = _("Put into the case")
    said = _("The note stands in the case.")

    def form_options(self) -> dict[str, Any]:
        draft = draft_of(self.row, self.request.user)
        return {"initial": {"text": draft.text if draft else ""}}

    def act(self, form: forms.Form) -> Note:
        return finish_note(self.row, form.cleaned_data["text"], by=self.request.user)


class KeepScreen(OfCase):
    """Seals what is being written. The script asks this every few seconds; nothing comes back but when it was."""

    right = Can.CASE_EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("casework:notes", pk=self.row.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = request.POST.get("text", "")
        if len(text) > NoteForm.base_fields["text"].max_length:  # type: ignore[attr-defined]
            return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        keep_draft(self.row, text, by=request.user)
        hour = date_format(timezone.localtime(), "H:i")
        return JsonResponse({"said": _now("Sealed at %(hour)s.") % {"hour": hour}})


class DropScreen(CaseAct):
    """Throws away what one was writing."""

    form_class = forms.Form
    template_name = "casework/drop.html"
    leads_to = "casework:notes"
    title = _("Throw the draft away")
    icon = "bin"
    button = _("Throw away")
    said = _("Thrown away.")
    is_grave = True

    def act(self, form: forms.Form) -> None:
        drop_draft(self.row, by=self.request.user)


def _many(case: Any, user: Any) -> int:
    return notes_of(case, user).count()


register_case_tab(CaseTab(name="notes", label=_("Notes"), address="casework:notes", order=40, count=_many))

urls = [
    path("<uuid:pk>/notes/", NotesScreen.as_view(), name="notes"),
    path("<uuid:pk>/notes/write/", WriteScreen.as_view(), name="note-write"),
    path("<uuid:pk>/notes/keep/", KeepScreen.as_view(), name="note-keep"),
    path("<uuid:pk>/notes/drop/", DropScreen.as_view(), name="note-drop"),
]
