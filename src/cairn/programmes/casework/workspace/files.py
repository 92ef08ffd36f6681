"""Files of a case. What comes in is sealed as it comes; what goes out, no browser keeps."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.guard.scope import MayNot
from cairn.guard.sealed.attachments import attachment_response
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.guard.trace.events import Event
from cairn.people.workspace.files import FileForm
from cairn.programmes.casework.acts import attach_file, remove_file
from cairn.programmes.casework.models import CaseFile
from cairn.programmes.casework.workspace.case import CaseAct, CasePage, OfCase
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab


class FilesScreen(CasePage):
    """The tab of files."""

    template_name = "casework/files.html"
    tab = "files"

    def context(self) -> dict[str, Any]:
        files = self.parts(CaseFile).select_related("data_key", "attachment__data_key")
        return {
            **super().context(),
            "files": [
                {
                    "row": file,
                    "title": file.title,
                    "name": file.attachment.file_name,
                    "size": filesizeformat(file.attachment.size),
                    "stored_at": file.attachment.stored_at,
                }
                for file in files.order_by("-made_at", "pk")
            ],
        }


class AttachScreen(CaseAct):
    """A file, sealed while it comes in."""

    form_class = FileForm
    leads_to = "casework:files"
    title = _("Add a file")
    icon = "upload"
    button = _("Add")
    said = _("The file is kept, sealed.")

    def act(self, form: forms.Form) -> CaseFile:
        said = form.cleaned_data
        return attach_file(self.row, said["file"], title=said["title"], by=self.request.user)


class FileScreen(OfCase):
    """One file, as a download."""

    model = CaseFile

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "attachment" not in self.seen:
            raise MayNot
        return attachment_response(self.row.attachment, by=request.user, about=self.case.person_id)


class RemoveFileScreen(CaseAct):
    """A file is taken away after a second look."""

    model = CaseFile
    read_event = Event.CASE_READ
    form_class = forms.Form
    template_name = "casework/remove.html"
    leads_to = "casework:files"
    title = _("Take a file away")
    icon = "bin"
    button = _("Take away")
    said = _("Taken away. The trace keeps that it was, and not what it held.")
    is_grave = True

    def context(self) -> dict[str, Any]:
        facts = [{"label": _("What it is"), "value": self.row.title}] if "title" in self.seen else []
        return {**super().context(), "facts": facts}

    def act(self, form: forms.Form) -> None:
        remove_file(self.row, by=self.request.user)


register_case_tab(CaseTab(name="files", label=_("Files"), address="casework:files", order=60))

urls = [
    path("<uuid:pk>/files/", FilesScreen.as_view(), name="files"),
    path("<uuid:pk>/files/add/", sealed_uploads(AttachScreen.as_view()), name="file-add"),
    path("file/<uuid:pk>/", FileScreen.as_view(), name="file"),
    path("file/<uuid:pk>/remove/", RemoveFileScreen.as_view(), name="file-remove"),
]
