"""What waits for a supervisor's decision: moves of cases, and payments."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import Screen
from cairn.guard.trace.events import Event
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.reads import approvals_waiting, money_waiting
from cairn.programmes.casework.workspace.way import stage_label

MOST = 100


class WaitingScreen(Screen):
    """Both lists, the longest waiting first; what the supervisor asked for themself waits for another one."""

    right = Can.CASE_APPROVE
    template_name = "casework/waiting.html"
    title = _("Waiting for a decision")
    icon = "tick-inverse"

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("casework:list"), "label": str(_("Cases"))}]

    def get(self, request: HttpRequest) -> HttpResponse:
        approvals = [
            {"row": each, "by": colleague(each.made_by), "to": stage_label(each.case.kind, each.to_stage)}
            for each in approvals_waiting(request.user)[:MOST]
        ]
        payments: list[dict[str, Any]] = [
            {"row": each, "by": colleague(each.made_by)} for each in money_waiting(request.user)[:MOST]
        ]
        self.trace(Event.CASE_LISTED, Case, rows=len(approvals) + len(payments))
        return self.show(approvals=approvals, payments=payments)


urls = [path("waiting/", WaitingScreen.as_view(), name="waiting")]
