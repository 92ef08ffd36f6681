"""Papers, ways to reach somebody, next of kin: seen together, each added, changed and taken away by itself."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import fields_seen
from cairn.guard.screens import RowActScreen, RowScreen
from cairn.guard.sealed.attachments import attachment_response
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.guard.trace.events import Event
from cairn.people.acts import add_part, change_part, remove_part
from cairn.people.codes import Safety
from cairn.people.models import Contact, IdentityDocument, NextOfKin, Person
from cairn.people.workspace.forms import RowForm, Section
from cairn.people.workspace.outcomes import tell_outcome
from cairn.people.workspace.person import PersonPage
from cairn.people.workspace.showing import facts
from cairn.people.workspace.tabs import Tab, register_tab


@dataclass(frozen=True, slots=True, kw_only=True)
class PartKind:
    """A kind of part: its rows, what they are called, and the fields in the order in which they are asked."""

    model: Any
    plural: Any
    add: Any
    change: Any
    remove: Any
    nothing: Any
    fields: tuple[str, ...]

    def form(self, seen: frozenset[str], row: Any = None, data: Any = None, files: Any = None) -> RowForm:
        section = Section("part", self.change if row else self.add, self.fields)
        form = RowForm(data, files, model=self.model, sections=[section], seen=seen, row=row)
        if self.model is IdentityDocument and row is None and "scan" in seen:
            form.fields["scan"] = forms.FileField(label=_("Scan or photograph of it"), required=False)
        return form


KINDS = {
    "paper": PartKind(
        model=IdentityDocument,
        plural=_("Papers"),
        add=_("Add a paper"),
        change=_("Change a paper"),
        remove=_("Take a paper away"),
        nothing=_("No papers are written down."),
        fields=("kind", "number", "country", "issued_on", "expires_on", "is_with_person", "note"),
    ),
    "contact": PartKind(
        model=Contact,
        plural=_("Ways to reach the person"),
        add=_("Add a way to reach the person"),
        change=_("Change a way to reach the person"),
        remove=_("Take away a way to reach the person"),
        nothing=_("Nobody has written down yet how the person can be reached."),
        fields=("kind", "value", "safety", "times", "note"),
    ),
    "kin": PartKind(
        model=NextOfKin,
        plural=_("Next of kin"),
        add=_("Add next of kin"),
        change=_("Change next of kin"),
        remove=_("Take next of kin away"),
        nothing=_("Nobody is named whom the person wants told."),
        fields=("name", "relation", "contact", "country", "may_be_told", "note"),
    ),
}


class PapersScreen(PersonPage):
    """The tab of papers, contacts and next of kin."""

    template_name = "people/papers.html"
    tab = "papers"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "kinds": [kind for kind in map(self._kind, KINDS) if kind]}

    def _kind(self, name: str) -> dict[str, Any] | None:
        kind = KINDS[name]
        if not fields_seen(self.request.user, kind.model(person=self.row)):
            return None
        rows = kind.model.objects.visible_to(self.request.user).with_keys().filter(person=self.row)
        return {"name": name, "kind": kind, "rows": [self._row(kind, row) for row in rows]}

    def _row(self, kind: PartKind, row: Any) -> dict[str, Any]:
        row.person = self.row
        seen = fields_seen(self.request.user, row)
        shown = [fact for fact in facts(row, kind.fields, seen) if fact["value"] and fact["name"] != "safety"]
        line: dict[str, Any] = {"row": row, "facts": shown, "has_scan": "scan" in seen and row.scan_id}
        if isinstance(row, Contact) and "safety" in seen:
            line["safety"] = {"words": Safety(row.safety).label, "is_good": row.may_be_used}
        return line


class PartScreen(RowActScreen):
    """What adding, changing and removing share: the person, the kind of part, and the way back."""

    right = Can.PERSON_EDIT
    icon = "edit"
    button = _("Save")
    template_name = "people/edit.html"

    def find_row(self) -> Any:
        self.kind = KINDS.get(self.kwargs["kind"])
        if self.kind is None:
            raise Http404
        return super().find_row()

    def rows(self) -> Any:
        return self.kind.model.objects.visible_to(self.request.user).with_keys().select_related("person")

    @property
    def person(self) -> Person:
        return self.row.person

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *super().crumbs(),
            {"url": reverse("people:list"), "label": str(_("People"))},
            {"url": self.next_address(None), "label": str(self.person)},
        ]

    def next_address(self, answer: Any) -> str:
        return reverse("people:papers", args=[self.person.pk])


class AddPartScreen(PartScreen):
    """A new part; the address names the person."""

    button = _("Add")
    said = _("Added.")
    icon = "plus"

    def rows(self) -> Any:
        return Person.objects.visible_to(self.request.user).with_keys()

    @property
    def person(self) -> Person:
        return self.row

    @property
    def heading(self) -> str:
        return str(self.kind.add)

    def form(self, data: Any = None, files: Any = None) -> RowForm:
        seen = fields_seen(self.request.user, self.kind.model(person=self.row))
        return self.kind.form(seen, data=data, files=files)

    def act(self, form: Any) -> Any:
        scan = form.cleaned_data.get("scan")
        return add_part(self.row, self.kind.model, by=self.request.user, scan=scan, **form.said)


class ChangePartScreen(PartScreen):
    """A part, edited on the version that the colleague looks at."""

    read_event = Event.PERSON_READ

    @property
    def heading(self) -> str:
        return str(self.kind.change)

    def form(self, data: Any = None, files: Any = None) -> RowForm:
        return self.kind.form(self.seen, row=self.row, data=data)

    def act(self, form: Any) -> Any:
        based_on = form.cleaned_data["based_on"]
        outcome = change_part(self.row, based_on=based_on, changes=form.said, by=self.request.user)
        tell_outcome(self.request, outcome, based_on=based_on)
        return outcome


class RemovePartScreen(PartScreen):
    """A part is taken away after a second look."""

    read_event = Event.PERSON_READ
    form_class = forms.Form
    template_name = "people/remove.html"
    button = _("Take away")
    said = _("Taken away. The trace keeps that it was, and not what it held.")
    icon = "bin"
    is_grave = True

    @property
    def heading(self) -> str:
        return str(self.kind.remove)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "facts": facts(self.row, self.kind.fields, self.seen)}

    def act(self, form: Any) -> None:
        remove_part(self.row, by=self.request.user)


class ScanScreen(RowScreen):
    """The scan of a paper, as a download that no browser keeps."""

    model = IdentityDocument
    right = Can.PERSON_READ

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "scan" not in self.seen or self.row.scan is None:
            raise Http404
        return attachment_response(self.row.scan, by=request.user, about=self.row.person_id)


register_tab(Tab(name="papers", label=_("Papers and contacts"), address="people:papers", order=20))

urls = [
    path("<uuid:pk>/papers/", PapersScreen.as_view(), name="papers"),
    path("<uuid:pk>/add/<slug:kind>/", sealed_uploads(AddPartScreen.as_view()), name="add-part"),
    path("part/<slug:kind>/<uuid:pk>/", ChangePartScreen.as_view(), name="change-part"),
    path("part/<slug:kind>/<uuid:pk>/remove/", RemovePartScreen.as_view(), name="remove-part"),
    path("scan/<uuid:pk>/", ScanScreen.as_view(), name="scan"),
]
