"""Editing a part of a person's record, what was changed in it, and choosing between two edits of one field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.acts import ChangedAgain
from cairn.guard.edits.models import Change, Conflict, Settled
from cairn.guard.edits.values import held
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, OutsideScope, fields_seen, may
from cairn.guard.screens import RowActScreen, Screen
from cairn.guard.screens.paging import Page, page_of, place_in
from cairn.guard.trace.events import Event
from cairn.people.acts import change_person, settle
from cairn.people.acts.parts import settle_part
from cairn.people.models import Contact, IdentityDocument, NextOfKin, Person
from cairn.people.workspace.forms import SECTIONS, RowForm, form_field, person_form, suggestions
from cairn.people.workspace.milestones import milestones, within
from cairn.people.workspace.outcomes import tell_outcome
from cairn.people.workspace.person import PersonPage
from cairn.people.workspace.showing import colleague, in_words, label_of
from cairn.people.workspace.tabs import Tab, register_tab

PARTS = (Contact, IdentityDocument, NextOfKin)
EDITED = {model._meta.label_lower: model for model in (Person, *PARTS)}
MOST_WAITING = 200


class EditScreen(RowActScreen):
    """One part of the record, edited on the version that the colleague looks at."""

    model = Person
    right = Can.PERSON_EDIT
    read_event = Event.PERSON_READ
    template_name = "people/edit.html"
    icon = "edit"
    button = _("Save")

    def admit(self) -> None:
        super().admit()
        if self.kwargs["section"] not in SECTIONS:
            raise Http404
        self.section = SECTIONS[self.kwargs["section"]]

    @property
    def heading(self) -> str:
        return str(self.section.title)

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *super().crumbs(),
            {"url": reverse("people:list"), "label": str(_("People"))},
            {"url": self.next_address(None), "label": str(self.row)},
        ]

    def form(self, data: Any = None, files: Any = None) -> RowForm:
        return person_form(self.section.name, seen=self.seen, row=self.row, data=data)

    def act(self, form: Any) -> Any:
        based_on = form.cleaned_data["based_on"]
        outcome = change_person(self.row, based_on=based_on, changes=form.said, by=self.request.user)
        tell_outcome(self.request, outcome, based_on=based_on)
        return outcome

    def next_address(self, answer: Any) -> str:
        return reverse("people:person", args=[self.row.pk])


class HistoryScreen(PersonPage):
    """The timeline of a record, the latest first: who changed what, and what came to it and went.

    Values stand there only of fields that the colleague sees.
    """

    template_name = "people/history.html"
    tab = "history"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.trace(Event.PERSON_READ, self.row)
        page = page_of(self._changes(), order=("-at", "pk"), **place_in(request))
        entries = entries_of(page.rows, line=self._line, of=self._of)
        entries += self._milestones(page)
        return self.show(page=page, entries=sorted(entries, key=lambda entry: entry["at"], reverse=True))

    def _milestones(self, page: Page) -> list[dict[str, Any]]:
        """Those of the stretch of time that this page shows: from its last edit to the one after its first."""
        every = milestones(self.row, self.request.user)
        if not page.rows:
            return every
        newer = self._changes().filter(at__gt=page.rows[0].at).order_by("at").first()
        return within(every, page.rows[-1].at if page.after else None, newer.at if newer else None)

    def _changes(self) -> Any:
        of_the_record = Q(subject_model=Person._meta.label_lower, subject_id=str(self.row.pk))
        for model in PARTS:
            parts = model.objects.visible_to(self.request.user).filter(person=self.row)
            ids = [str(pk) for pk in parts.values_list("pk", flat=True)]
            of_the_record |= Q(subject_model=model._meta.label_lower, subject_id__in=ids)
        return Change.objects.filter(of_the_record).with_keys().select_related("by")

    def _of(self, change: Change) -> str:
        model = EDITED[change.subject_model]
        return "" if model is Person else str(model._meta.verbose_name)

    def _line(self, change: Change) -> dict[str, Any]:
        model = EDITED[change.subject_model]
        line: dict[str, Any] = {"label": label_of(model, change.field), "is_seen": False}
        if change.field in self._seen_of(model):
            before, after = (in_words(model, change.field, value) for value in (change.before, change.after))
            line |= {"is_seen": True, "before": before, "after": after}
        return line

    def _seen_of(self, model: Any) -> Any:
        if model is Person:
            return self.seen
        return fields_seen(self.request.user, model(person=self.row))


def entries_of(changes: list[Change], *, line: Callable[[Change], Any], of: Callable[[Change], str]) -> Any:
    """Changes as a history is drawn: fields that one colleague changed in one go stand together."""
    entries: list[dict[str, Any]] = []
    for change in changes:
        key = (change.subject_id, change.made_version)
        if not entries or entries[-1]["key"] != key:
            who = colleague(change.by)
            entries.append({"key": key, "who": who, "at": change.at, "fields": [], "of": of(change)})
        entries[-1]["fields"].append(line(change))
    return entries


class ConflictsScreen(Screen):
    """Conflicts of records within the scope that wait for somebody to choose."""

    right = Can.PERSON_EDIT
    template_name = "people/conflicts.html"
    title = _("Conflicts that wait")
    icon = "resubmit"

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:list"), "label": str(_("People"))}]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = waiting_conflicts(request.user)
        self.trace(Event.PERSON_LISTED, Person, rows=len(rows))
        return self.show(rows=rows)


def waiting_conflicts(user: Any) -> list[dict[str, Any]]:
    """The oldest first; those of rows beyond the scope and of fields that are not seen are no concern of theirs."""
    waiting: list[dict[str, Any]] = []
    unsettled = (
        Conflict.objects.filter(settled_at=None).select_related("by", "theirs_by").order_by("at", "pk")
    )
    start = 0
    # Those of other offices are passed over, and take nobody's place in the list.
    while len(waiting) < MOST_WAITING and (some := list(unsettled[start : start + MOST_WAITING])):
        waiting += _waiting_among(some, user)
        start += MOST_WAITING
    return waiting[:MOST_WAITING]


def _waiting_among(conflicts: list[Conflict], user: Any) -> list[dict[str, Any]]:
    wanted: dict[str, list[str]] = {}
    for conflict in conflicts:
        wanted.setdefault(conflict.subject_model, []).append(conflict.subject_id)
    rows = {
        (label, str(row.pk)): row
        for label, ids in wanted.items()
        if label in EDITED
        for row in EDITED[label].objects.visible_to(user).filter(pk__in=ids)
    }
    waiting = []
    for conflict in conflicts:
        row = rows.get((conflict.subject_model, conflict.subject_id))
        if row is None or conflict.field not in fields_seen(user, row) or not may(user, Can.PERSON_EDIT, row):
            continue
        waiting.append(
            {
                "conflict": conflict,
                "person": row if isinstance(row, Person) else row.person,
                "field": label_of(row, conflict.field),
                "later_by": colleague(conflict.by),
                "earlier_by": colleague(conflict.theirs_by),
            }
        )
    return waiting


class ChoiceForm(forms.Form):
    """Which of two edits stands, or what else."""

    settled = forms.ChoiceField(
        label=_("What shall stand in the record?"),
        choices=[
            (Settled.THEIRS, _("Leave what stands in the record")),
            (Settled.MINE, _("Take the later edit")),
            (Settled.OTHER, _("Write something else")),
        ],
        widget=forms.RadioSelect,
    )
    based_on = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any, files: Any, *, field: forms.Field, value: Any, version: int) -> None:
        super().__init__(data, files)
        self.initial["based_on"] = version
        self.fields["value"] = field
        self.fields["value"].required = False
        self.fields["value"].label = _("Something else")
        self.initial["value"] = value
        self.lists = suggestions(self)


class ConflictScreen(RowActScreen):
    """What stood before both, what stands now, what the second wrote, and who; somebody chooses."""

    right = Can.PERSON_EDIT
    read_event = Event.PERSON_READ
    template_name = "people/conflict.html"
    icon = "resubmit"
    button = _("Decide")
    said = _("Decided. Both edits stay in the history.")

    def find_row(self) -> Any:
        """The row of the conflict, if that is within the scope."""
        self.conflict = (
            Conflict.objects.filter(pk=self.kwargs["pk"])
            .select_related("data_key", "by", "theirs_by", "settled_by")
            .first()
        )
        model = EDITED.get(self.conflict.subject_model) if self.conflict else None
        row = (
            model.objects.visible_to(self.request.user).filter(pk=self.conflict.subject_id).first()
            if model
            else None
        )
        if row is None:
            raise OutsideScope
        return row

    def admit(self) -> None:
        super().admit()
        if self.conflict.field not in self.seen:
            raise MayNot

    @property
    def person(self) -> Person:
        return self.row if isinstance(self.row, Person) else self.row.person

    @property
    def heading(self) -> str:
        return str(_("Two edits of “%(field)s”") % {"field": label_of(self.row, self.conflict.field)})

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *super().crumbs(),
            {"url": reverse("people:conflicts"), "label": str(_("Conflicts that wait"))},
            {"url": reverse("people:person", args=[self.person.pk]), "label": str(self.person)},
        ]

    def form(self, data: Any = None, files: Any = None) -> ChoiceForm:
        name = self.conflict.field
        field, now = form_field(type(self.row), name), held(self.row, name)
        return ChoiceForm(data, files, field=field, value=now, version=self.row.version)

    def context(self) -> dict[str, Any]:
        name, conflict = self.conflict.field, self.conflict
        return {
            **super().context(),
            "person": self.person,
            "conflict": conflict,
            "base": in_words(type(self.row), name, conflict.base),
            "mine": in_words(type(self.row), name, conflict.mine),
            "now": in_words(type(self.row), name, held(self.row, name)),
            "later_by": colleague(conflict.by),
            "earlier_by": colleague(conflict.theirs_by),
            "settled_by": colleague(conflict.settled_by),
        }

    def act(self, form: Any) -> Any:
        chosen = Settled(form.cleaned_data["settled"])
        verb = settle if isinstance(self.row, Person) else settle_part
        try:
            return verb(
                self.conflict,
                self.row,
                based_on=form.cleaned_data["based_on"],
                settled=chosen,
                by=self.request.user,
                value=form.cleaned_data["value"] if chosen == Settled.OTHER else None,
            )
        except ChangedAgain:
            # The page is drawn again with what stands now, so the next decision is about that.
            form.data = {**form.data.dict(), "based_on": self.row.version}
            raise

    def next_address(self, answer: Any) -> str:
        return reverse("people:person", args=[self.person.pk])


register_tab(Tab(name="history", label=_("History"), address="people:history", order=90))

urls = [
    path("<uuid:pk>/edit/<slug:section>/", EditScreen.as_view(), name="edit"),
    path("<uuid:pk>/history/", HistoryScreen.as_view(), name="history"),
    path("conflicts/", ConflictsScreen.as_view(), name="conflicts"),
    path("conflicts/<uuid:pk>/", ConflictScreen.as_view(), name="conflict"),
]
