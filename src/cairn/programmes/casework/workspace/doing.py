"""Tasks, services that were given, and attempts to reach the person."""

from typing import Any

from django import forms
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import User
from cairn.guard.rights import Can
from cairn.people.workspace.handing import ColleagueField
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.acts import finish_task, give_service, set_task, try_to_reach
from cairn.programmes.casework.codes import Channel, Reached, ServiceKind
from cairn.programmes.casework.models import Attempt, Service, Task
from cairn.programmes.casework.reads import colleagues_on_cases
from cairn.programmes.casework.workspace.case import CaseAct, CasePage
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab

SHOWN = 100
Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
Moment = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def today() -> Any:
    return timezone.localdate()


def now() -> Any:
    return timezone.localtime().replace(second=0, microsecond=0)


class DoingScreen(CasePage):
    """The tab: what is to be done, what was given, and whom one tried to reach."""

    template_name = "casework/doing.html"
    tab = "doing"

    def context(self) -> dict[str, Any]:
        tasks = self.parts(Task).select_related("data_key", "made_by", "to", "done_by")
        return {
            **super().context(),
            "today": today(),
            "open": [self._task(each) for each in tasks.filter(done_at=None).order_by("due_on", "pk")],
            "done": [
                self._task(each) for each in tasks.exclude(done_at=None).order_by("-done_at", "pk")[:SHOWN]
            ],
            "services": self.parts(Service).order_by("-given_on", "pk")[:SHOWN],
            "attempts": [
                {"row": each, "who": colleague(each.made_by)}
                for each in self.parts(Attempt).order_by("-tried_at", "pk")[:SHOWN]
            ],
        }

    def _task(self, task: Task) -> dict[str, Any]:
        return {"row": task, "to": colleague(task.to), "is_overdue": task.due_on < today()}


class TaskForm(forms.Form):
    what = forms.CharField(label=_("What is to be done"), max_length=300)
    due_on = forms.DateField(label=_("Due on"), initial=today, widget=Day)
    to = ColleagueField(label=_("Who does it"), queryset=User.objects.none())
    waits_for = forms.CharField(
        label=_("Waits for"),
        max_length=200,
        required=False,
        help_text=_("Somebody else whose answer is needed first, such as a hospital."),
    )

    def __init__(self, *args: Any, office_id: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = colleagues_on_cases(office_id).select_related("office")  # type: ignore[attr-defined]


class ServiceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Service"), choices=ServiceKind.choices)
    given_on = forms.DateField(label=_("Given on"), initial=today, widget=Day)
    given_by = forms.CharField(
        label=_("Given by"),
        max_length=120,
        required=False,
        help_text=_("An organisation; empty where it was us."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AttemptForm(forms.Form):
    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices, widget=forms.RadioSelect)
    reached = forms.ChoiceField(label=_("What came of it"), choices=Reached.choices, widget=forms.RadioSelect)
    tried_at = forms.DateTimeField(label=_("When"), initial=now, widget=Moment)
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class Doing(CaseAct):
    """A form that adds to this tab."""

    leads_to = "casework:doing"
    button = _("Add")


class TaskScreen(Doing):
    form_class = TaskForm
    title = _("Add a task")
    icon = "list-ul"
    said = _("The task is set.")

    def form_options(self) -> dict[str, Any]:
        return {"office_id": self.row.office_id, "initial": {"to": self.request.user.pk}}

    def act(self, form: forms.Form) -> Task:
        said = dict(form.cleaned_data)
        return set_task(self.row, said.pop("what"), by=self.request.user, **said)


class FinishTaskScreen(Doing):
    """One press on the list; asked alone, the address asks once more."""

    model = Task
    form_class = forms.Form
    title = _("This is done")
    icon = "tick"
    button = _("Done")
    said = _("The task is done.")

    def act(self, form: forms.Form) -> Task:
        return finish_task(self.row, by=self.request.user)


class ServiceScreen(Doing):
    form_class = ServiceForm
    title = _("Add a service")
    icon = "tick"
    said = _("The service is written down.")

    def act(self, form: forms.Form) -> Service:
        said = dict(form.cleaned_data)
        return give_service(self.row, said.pop("kind"), by=self.request.user, **said)


class AttemptScreen(Doing):
    form_class = AttemptForm
    title = _("Add an attempt to reach the person")
    icon = "comment"
    said = _("Written down.")

    def act(self, form: forms.Form) -> Attempt:
        return try_to_reach(self.row, by=self.request.user, **form.cleaned_data)


def _open_tasks(case: Any, user: Any) -> int:
    return Task.objects.visible_to(user, Can.CASE_READ).filter(case=case, done_at=None).count()


register_case_tab(
    CaseTab(
        name="doing", label=_("Tasks and services"), address="casework:doing", order=50, count=_open_tasks
    )
)

urls = [
    path("<uuid:pk>/doing/", DoingScreen.as_view(), name="doing"),
    path("<uuid:pk>/doing/task/", TaskScreen.as_view(), name="task-set"),
    path("<uuid:pk>/doing/service/", ServiceScreen.as_view(), name="service-give"),
    path("<uuid:pk>/doing/attempt/", AttemptScreen.as_view(), name="attempt-add"),
    path("task/<uuid:pk>/done/", FinishTaskScreen.as_view(), name="task-finish"),
]
