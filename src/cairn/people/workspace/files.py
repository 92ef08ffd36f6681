"""Files about somebody, and their photograph. What comes in is sealed as it comes; what goes out, no browser keeps."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, fields_seen
from cairn.guard.screens import RowActScreen, RowScreen
from cairn.guard.sealed.attachments import LARGEST, attachment_response
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.guard.trace.events import Event
from cairn.people.acts import attach_file, remove_part
from cairn.people.acts.photographs import keep_photograph
from cairn.people.models import Person, PersonFile
from cairn.people.workspace.person import PersonPage
from cairn.people.workspace.tabs import Tab, register_tab


class FilesScreen(PersonPage):
    """The tab of files."""

    template_name = "people/files.html"
    tab = "files"

    def context(self) -> dict[str, Any]:
        may_see = bool(fields_seen(self.request.user, PersonFile(person=self.row)))
        return {**super().context(), "files": self._files() if may_see else [], "may_see_files": may_see}

    def _files(self) -> list[dict[str, Any]]:
        files = PersonFile.objects.visible_to(self.request.user).filter(person=self.row)
        return [
            {
                "row": file,
                "title": file.title,
                "name": file.attachment.file_name,
                "size": filesizeformat(file.attachment.size),
                "stored_at": file.attachment.stored_at,
            }
            for file in files.select_related("data_key", "attachment__data_key").order_by("-made_at", "pk")
        ]


class FileForm(forms.Form):
    title = forms.CharField(
        label=_("What it is"), max_length=200, help_text=_("For example: letter of the hospital.")
    )
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _("At most %(most)d MB.") % {"most": LARGEST >> 20}


class OfAPerson(RowActScreen):
    """A form on the way to or from somebody's files."""

    model = Person
    right = Can.PERSON_EDIT
    template_name = "guard/screens/act.html"

    @property
    def person(self) -> Person:
        return self.row

    @property
    def heading(self) -> str:
        return str(self.title)

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *super().crumbs(),
            {"url": reverse("people:list"), "label": str(_("People"))},
            {"url": self.next_address(None), "label": str(self.person)},
        ]

    def next_address(self, answer: Any) -> str:
        return reverse("people:files", args=[self.person.pk])


class AttachScreen(OfAPerson):
    """A file, sealed while it comes in."""

    form_class = FileForm
    title = _("Add a file")
    icon = "upload"
    button = _("Add")
    said = _("The file is kept, sealed.")

    def admit(self) -> None:
        super().admit()
        if "title" not in fields_seen(self.request.user, PersonFile(person=self.row)):
            raise MayNot

    def act(self, form: Any) -> Any:
        said = form.cleaned_data
        return attach_file(self.row, said["file"], title=said["title"], by=self.request.user)


class PhotographForm(forms.Form):
    file = forms.FileField(
        label=_("Photograph"),
        required=False,
        help_text=_("JPEG, PNG or WebP. It is made small, and what the camera wrote into it is taken out."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    take_away = forms.BooleanField(label=_("Take the photograph away"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("file") and not said.get("take_away") and "file" not in self.errors:
            self.add_error("file", _("Choose a picture, or tick that the photograph is taken away."))
        return said


class PhotographFormScreen(OfAPerson):
    """A photograph in the place of an earlier one, or none."""

    form_class = PhotographForm
    title = _("Photograph")
    icon = "image"
    button = _("Save")
    said = _("Saved.")

    def admit(self) -> None:
        super().admit()
        if "photograph" not in self.seen:
            raise MayNot

    def act(self, form: Any) -> Any:
        said = form.cleaned_data
        return keep_photograph(self.row, None if said["take_away"] else said["file"], by=self.request.user)


class FileScreen(RowScreen):
    """One file, as a download."""

    model = PersonFile
    right = Can.PERSON_READ

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "attachment" not in self.seen:
            raise MayNot
        return attachment_response(self.row.attachment, by=request.user, about=self.row.person_id)


class PhotographScreen(RowScreen):
    """The photograph of somebody, for the head of their page."""

    model = Person
    right = Can.PERSON_READ

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "photograph" not in self.seen:
            raise MayNot
        if self.row.photograph is None:
            raise Http404
        return attachment_response(self.row.photograph, by=request.user, about=self.row.pk)


class RemoveFileScreen(OfAPerson):
    """A file is taken away after a second look."""

    model = PersonFile
    read_event = Event.PERSON_READ
    form_class = forms.Form
    template_name = "people/remove.html"
    title = _("Take a file away")
    icon = "bin"
    button = _("Take away")
    said = _("Taken away. The trace keeps that it was, and not what it held.")
    is_grave = True

    @property
    def person(self) -> Person:
        return self.row.person

    def context(self) -> dict[str, Any]:
        facts = [{"label": _("What it is"), "value": self.row.title}] if "title" in self.seen else []
        return {**super().context(), "facts": facts}

    def act(self, form: Any) -> None:
        remove_part(self.row, by=self.request.user)


register_tab(Tab(name="files", label=_("Files"), address="people:files", order=40))

urls = [
    path("<uuid:pk>/files/", FilesScreen.as_view(), name="files"),
    path("<uuid:pk>/files/add/", sealed_uploads(AttachScreen.as_view()), name="add-file"),
    path("<uuid:pk>/photograph/", PhotographScreen.as_view(), name="photograph"),
    path(
        "<uuid:pk>/photograph/edit/",
        sealed_uploads(PhotographFormScreen.as_view()),
        name="edit-photograph",
    ),
    path("file/<uuid:pk>/", FileScreen.as_view(), name="file"),
    path("file/<uuid:pk>/remove/", RemoveFileScreen.as_view(), name="remove-file"),
]
