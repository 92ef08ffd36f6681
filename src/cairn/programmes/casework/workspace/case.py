"""The page of one case: what must be known of the person first, then the case in tabs."""

import datetime as dt
from operator import attrgetter
from typing import Any

from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import fields_seen
from cairn.guard.screens import RowActScreen, RowScreen
from cairn.guard.trace.events import Event
from cairn.people.models import Consent, Person
from cairn.people.workspace.forms import RowForm, Section
from cairn.people.workspace.outcomes import tell_outcome
from cairn.people.workspace.person import known_first
from cairn.people.workspace.showing import facts
from cairn.programmes.casework.acts import change_case
from cairn.programmes.casework.codes import Decision
from cairn.programmes.casework.models import Approval, Case, Task
from cairn.programmes.casework.reads import household_of, parts_of, people_seen, quarrels_about
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab, tabs_of
from cairn.programmes.casework.workspace.way import next_moves, stage_label, steps

FIRST_TASKS = 6
SHORT = ("risk", "review_on", "follow_up_on", "of_household")
LONG = ("about", "goals", "plan")
FILE = (
    Section("standing", _("Risk and review"), SHORT),
    Section("file", _("Case file"), LONG, _("Others may stand behind you: write what the work needs.")),
)


class OfCase(RowScreen):
    """Any screen about a case, or about a row that hangs on one."""

    model: Any = Case
    right = Can.CASE_READ
    icon = "folder-open-inverse"

    @property
    def case(self) -> Case:
        return self.row if isinstance(self.row, Case) else self.row.case

    def rows(self) -> Any:
        whole = ("data_key", "office", "team", "worker", "person__data_key")
        if self.model is not Case:
            whole = ("data_key", "made_by", *(f"case__{name}" for name in whole), "case")
        return super().rows().select_related(*whole)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("casework:list"), "label": str(_("Cases"))}]

    def trace(self, event: Event, subject: Any = None, **data: Any) -> None:
        """A read is of the case, whatever part of it the page shows."""
        super().trace(event, self.case if event is Event.CASE_READ else subject, **data)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "case": self.case}


class CasePage(OfCase):
    """What every tab of a case shares: the head, what must be known first, the tabs."""

    read_event = Event.CASE_READ
    tab = ""

    def context(self) -> dict[str, Any]:
        user, case = self.request.user, self.case
        return {
            **super().context(),
            "stage": stage_label(case.kind, case.stage),
            "tabs": tabs_of(case, user, self.tab),
            "conflicts": quarrels_about([case], user),
            "may_edit": self.may(Can.CASE_EDIT, case),
            "is_overdue": is_overdue(case),
            **self.whom(),
        }

    def whom(self) -> dict[str, Any]:
        """The person as the register shows them to this colleague; nobody where they are beyond their scope."""
        person = people_seen(self.request.user, [self.case.person_id]).get(self.case.person_id)
        if person is None:
            return {"person": None, "person_seen": frozenset(), "first": {}}
        seen = fields_seen(self.request.user, person)
        return {"person": person, "person_seen": seen, "first": known_first(person, seen)}

    def parts(self, model: Any) -> Any:
        """Rows of one kind that hang on this case."""
        return parts_of(self.case, model, self.request.user)


class CaseScreen(CasePage):
    """The first tab: how far it is, what comes next, what it is about."""

    template_name = "casework/case.html"
    tab = "overview"

    def context(self) -> dict[str, Any]:
        context = super().context()
        tasks = list(self.parts(Task).filter(done_at=None).select_related("to")[: FIRST_TASKS + 1])
        return {
            **context,
            "consents": self.consents(context["person"]),
            "standing": facts(self.row, SHORT, self.seen),
            "file": facts(self.row, LONG, self.seen),
            "ending": facts(self.row, ("closing_reason", "closing_note"), self.seen),
            "steps": steps(self.row),
            "moves": next_moves(self.row) if self.may(Can.CASE_EDIT, self.row) else [],
            "tasks": tasks[:FIRST_TASKS],
            "more_tasks": len(tasks) > FIRST_TASKS,
            "today": timezone.localdate(),
            "waiting": [
                {"row": each, "to": stage_label(self.row.kind, each.to_stage)}
                for each in self.parts(Approval).filter(decision=Decision.ASKED)
            ],
            "may_decide": self.may(Can.CASE_APPROVE, self.row),
            "household": household_of(self.row, self.request.user),
        }

    def consents(self, person: Person | None) -> list[Consent] | None:
        """The last answer to each question, as this colleague may read it in the register; nothing to change here."""
        user = self.request.user
        if person is None or not self.may(Can.CONSENT_READ, person):
            return None
        if not {"purpose", "said"} <= fields_seen(user, Consent(person=person)):
            return None
        answers = Consent.objects.visible_to(user, Can.CONSENT_READ).with_keys().filter(person=person)
        # To take a consent back is to say something, as it is at the gate of what may be shared.
        told = sorted(answers.order_by("given_at", "made_at", "pk"), key=attrgetter("last_spoken_of"))
        last = {(str(each.purpose), each.partner_code): each for each in told}
        if last:
            self.trace(Event.CONSENT_READ, person)
        return list(last.values())


class CaseAct(OfCase, RowActScreen):
    """A form that does one act in a case, and leads back to the tab from which it came."""

    right = Can.CASE_EDIT
    template_name = "casework/act.html"
    leads_to = "casework:case"

    @property
    def heading(self) -> str:
        return str(self.title)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": self.next_address(None), "label": str(self.case)}]

    def next_address(self, answer: Any) -> str:
        return reverse(self.leads_to, args=[self.case.pk])


class EditScreen(CaseAct):
    """The case file, edited on the version that the colleague looks at."""

    read_event = Event.CASE_READ
    template_name = "casework/act.html"
    title = _("Case file")
    icon = "edit"
    button = _("Save")

    def form(self, data: Any = None, files: Any = None) -> RowForm:
        return RowForm(data, model=Case, sections=FILE, seen=self.seen, row=self.row)

    def act(self, form: Any) -> Any:
        based_on = form.cleaned_data["based_on"]
        outcome = change_case(self.row, based_on=based_on, changes=form.said, by=self.request.user)
        tell_outcome(self.request, outcome, based_on=based_on, conflict_at="casework:conflict")
        return outcome


def is_overdue(case: Case, today: dt.date | None = None) -> bool:
    """Whether an open case should have been looked at by now."""
    return case.is_open and case.review_on is not None and case.review_on < (today or timezone.localdate())


register_case_tab(CaseTab(name="overview", label=_("Overview"), address="casework:case", order=10))

urls = [
    path("<uuid:pk>/", CaseScreen.as_view(), name="case"),
    path("<uuid:pk>/edit/", EditScreen.as_view(), name="edit"),
]
