"""Lists of cases: of all within one's scope, one's own caseload, and one's tasks. References and codes only, no name."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import User
from cairn.guard.rights import Can
from cairn.guard.screens import ListScreen
from cairn.guard.trace.events import Event
from cairn.people.workspace.handing import ColleagueField
from cairn.programmes.casework.codes import OPEN_STATES, CaseState, Risk, Work
from cairn.programmes.casework.models import Case, Task
from cairn.programmes.casework.reads import cases_of, colleagues_on_cases, open_tasks_of, people_seen
from cairn.programmes.casework.ways import ways
from cairn.programmes.casework.workspace.case import is_overdue
from cairn.programmes.casework.workspace.way import stage_label

LATEST = ("-opened_at", "pk")
BY_REVIEW = ("review_on", "pk")
OPEN = "open"


def _stages() -> list[tuple[Any, Any]]:
    """The stages of each kind of work; two kinds may call one alike, so that each is named with its kind."""
    named = [
        (kind.label, [(f"{kind}:{stage.name}", stage.label) for stage in way.stages])
        for kind, way in ways().items()
    ]
    return [("", _("any")), *named]


def _any(choices: Any) -> list[tuple[Any, Any]]:
    return [("", _("any")), *choices]


class CaseFilter(forms.Form):
    """Stands in the address of the list, so it holds codes and numbers only."""

    kind = forms.ChoiceField(label=_("Kind of work"), choices=_any(Work.choices), required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=_stages, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=_any([(OPEN, _("open")), *CaseState.choices]), required=False
    )
    risk = forms.ChoiceField(label=_("Risk"), choices=_any(Risk.choices), required=False)
    worker = ColleagueField(
        label=_("Responsible colleague"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("anybody"),
    )
    due = forms.BooleanField(label=_("To be reviewed by today"), required=False)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["worker"].queryset = colleagues_on_cases(user.office_id).select_related("office")  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked of the database."""
        said = self.cleaned_data
        kind, _colon, stage = said["stage"].partition(":")
        wanted = {
            "kind": said["kind"] or kind,
            "stage": stage,
            "risk": said["risk"],
            "worker": said["worker"],
        }
        if said["due"]:
            wanted |= {"review_on__lte": timezone.localdate(), "state__in": OPEN_STATES}
        if said["state"]:
            wanted |= {"state__in": OPEN_STATES if said["state"] == OPEN else (said["state"],)}
        return {name: value for name, value in wanted.items() if value}


class CasesScreen(ListScreen):
    """The cases within one's scope, the latest first; those to be reviewed, the longest overdue first."""

    model = Case
    right = Can.CASE_READ
    read_event = Event.CASE_LISTED
    template_name = "casework/cases.html"
    title = _("Cases")
    icon = "folder-open-inverse"
    here = "casework:list"

    @cached_property
    def filter(self) -> CaseFilter:
        return CaseFilter(self.request.GET, user=self.request.user)

    @property
    def order(self) -> tuple[str, ...]:  # type: ignore[override]
        return BY_REVIEW if self.filter.is_valid() and self.filter.cleaned_data["due"] else LATEST

    def rows(self) -> Any:
        if not self.filter.is_valid():
            return Case.objects.none()
        return cases_of(self.request.user).select_related("worker", "office").filter(**self.filter.wanted)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "filter": self.filter,
            "here": reverse(self.here),
            "is_narrowed": any(value for value in self.request.GET.values()),
        }

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        return super().show(status, **{**context, "rows": lines_of(context["rows"], self.request.user)})


class CaseloadScreen(CasesScreen):
    """The open cases for which the colleague answers."""

    template_name = "casework/caseload.html"
    title = _("My caseload")
    icon = "user"
    here = "casework:caseload"

    def rows(self) -> Any:
        return super().rows().filter(worker=self.request.user, state__in=OPEN_STATES)


class TasksScreen(ListScreen):
    """All that the colleague has to do, the longest due first: references and days, and no word of what it is."""

    model = Task
    right = Can.CASE_READ
    read_event = Event.CASE_LISTED
    template_name = "casework/tasks.html"
    title = _("My tasks")
    icon = "list-ul"
    order = ("due_on", "pk")

    def rows(self) -> Any:
        return open_tasks_of(self.request.user)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "today": timezone.localdate()}


def lines_of(cases: list[Case], user: Any) -> list[dict[str, Any]]:
    """What a list shows of cases: the person by their reference, where the colleague may see them."""
    people = people_seen(user, (case.person_id for case in cases)) if cases else {}
    return [
        {
            "case": case,
            "person": people.get(case.person_id),
            "stage": stage_label(case.kind, case.stage),
            "is_overdue": is_overdue(case),
        }
        for case in cases
    ]


urls = [
    path("", CasesScreen.as_view(), name="list"),
    path("mine/", CaseloadScreen.as_view(), name="caseload"),
    path("tasks/", TasksScreen.as_view(), name="tasks"),
]
