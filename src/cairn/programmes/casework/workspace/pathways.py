"""What only cases about legal pathways have: advice with its routes, applications with documents and deadlines."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.acts import Outcome
from cairn.guard.trace.events import Event
from cairn.mission.pathways import routes
from cairn.people.workspace.outcomes import tell_outcome
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.acts import add_paper, check_paper
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import ApplicationPaper, CaseRecord, PaperState, Task
from cairn.programmes.casework.reads import quarrels_about
from cairn.programmes.casework.routes import ADVICE, APPLICATION, DEADLINES, routes_in_words
from cairn.programmes.casework.workspace.case import CaseAct, CasePage
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab
from cairn.programmes.casework.workspace.way import stage_of

TAB = "pathways"


class PathwaysScreen(CasePage):
    """The tab: what was talked through, and how far each application is."""

    template_name = "casework/pathways.html"
    tab = TAB

    def admit(self) -> None:
        super().admit()
        if self.case.kind != Work.PATHWAYS:
            raise Http404

    def context(self) -> dict[str, Any]:
        records = self.parts(CaseRecord).order_by("-made_at", "pk")
        papers, tasks = list(self.parts(ApplicationPaper)), self._deadlines()
        stage = stage_of(self.case) if self.case.is_open else None
        return {
            **super().context(),
            "advice": [_talk(each) for each in records.filter(form=ADVICE)],
            "applications": [_application(each, papers, tasks) for each in records.filter(form=APPLICATION)],
            "opens": stage.forms if stage else (),
            "quarrels": quarrels_about(papers, self.request.user),
            "today": timezone.localdate(),
        }

    def _deadlines(self) -> list[Task]:
        return [
            task
            for task in self.parts(Task).filter(done_at=None).exclude(clock="")
            if task.clock.partition(":")[0] in DEADLINES
        ]


class CheckForm(forms.Form):
    """What somebody saw."""

    state = forms.ChoiceField(label=_("Is it there?"), choices=PaperState.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Until when it is valid, what is wrong with it, who brings it."),
    )

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        # Beside the question and in no title: what a document is called may say something about somebody.
        self.fields["state"].help_text = name


class OfApplication(CaseAct):
    """Pages about the documents of an application, which lead back to the tab."""

    leads_to = "casework:pathways"
    icon = "doc-full"


class PaperScreen(OfApplication):
    """One document, looked at."""

    model = ApplicationPaper
    read_event = Event.CASE_READ
    form_class = CheckForm
    title = _("Check a document")
    button = _("Keep")

    def form_options(self) -> dict[str, Any]:
        row = self.row
        initial = {"state": row.state, "note": row.note, "based_on": row.version}
        return {"initial": initial, "name": str(row.name)}

    def act(self, form: forms.Form) -> Outcome:
        outcome = check_paper(self.row, by=self.request.user, **form.cleaned_data)
        based_on = form.cleaned_data["based_on"]
        if outcome.changed_something:
            tell_outcome(self.request, outcome, based_on=based_on, conflict_at="casework:conflict")
        else:
            messages.success(self.request, _now("The document is checked."))
        return outcome


class PaperForm(forms.Form):
    name = forms.CharField(label=_("Document"), max_length=200)


class AddPaperScreen(OfApplication):
    """A document beyond the list of the route."""

    model = CaseRecord
    form_class = PaperForm
    title = _("Add a document")
    button = _("Add")
    said = _("The document is in the list.")

    def act(self, form: forms.Form) -> ApplicationPaper:
        return add_paper(self.row, form.cleaned_data["name"], by=self.request.user)


def _talk(row: CaseRecord) -> dict[str, Any]:
    said = row.answers
    return {
        "row": row,
        "routes": routes_in_words(said.get("routes")),
        "told": said.get("told", ""),
        "next": said.get("next", ""),
        "who": colleague(row.made_by),
    }


def _application(row: CaseRecord, papers: list[ApplicationPaper], tasks: list[Task]) -> dict[str, Any]:
    said = row.answers
    own = [paper for paper in papers if paper.application_id == row.pk]
    route = routes().get(said.get("route") or "")
    return {
        "row": row,
        "title": next(iter(routes_in_words(said.get("route"))), ""),
        "is_old": bool(route and route.review_by and route.review_by < timezone.localdate()),
        "papers": [{"row": paper, "who": colleague(paper.checked_by)} for paper in own],
        "missing": sum(paper.state == PaperState.MISSING for paper in own),
        "deadlines": [task for task in tasks if task.clock.endswith(row.pk.hex)],
    }


register_case_tab(
    CaseTab(
        name=TAB,
        label=_("Legal pathways"),
        address="casework:pathways",
        order=25,
        kinds=(Work.PATHWAYS,),
    )
)
urls = [
    path("<uuid:pk>/pathways/", PathwaysScreen.as_view(), name="pathways"),
    path("papers/<uuid:pk>/check/", PaperScreen.as_view(), name="paper"),
    path("form/<uuid:pk>/papers/add/", AddPaperScreen.as_view(), name="paper-add"),
]
