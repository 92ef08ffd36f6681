"""Casework in “my work”: what is to be reviewed, done and decided. References and days only, no word of a case."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from cairn.guard.rights import Can
from cairn.guard.scope import may
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.reads import (
    approvals_asked,
    approvals_waiting,
    caseload_of,
    conflicts_waiting,
    follow_ups_due,
    money_waiting,
    open_tasks_of,
    partners_waited_for,
    tasks_for,
    tasks_set_for_others,
)
from cairn.programmes.casework.workspace.conflicts import about
from cairn.programmes.casework.workspace.way import stage_label

AT_MOST = 8
AHEAD = dt.timedelta(days=7)


class MyCases(Component):
    """A panel on the workspace's home, beside that of the register."""

    name = "my_cases"
    template_name = "casework/my_work.html"
    order = 51

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.user = request, request.user

    @cached_property
    def is_shown(self) -> bool:
        return may(self.user, Can.CASE_EDIT)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        with transaction.atomic():
            found = self.found()
            shown = sum(len(part) for part in found.values())
            # A page that only asks whether the session lasts (HEAD) shows nothing to anybody.
            if shown and self.request.method == "GET":
                record(Event.CASE_LISTED, Case, by=self.user, data={"rows": shown})
        counted = {
            "today": timezone.localdate(),
            "shown": shown,
            "all_tasks": open_tasks_of(self.user).count(),
        }
        return {**found, **counted}

    def found(self) -> dict[str, list[Any]]:
        return {
            "conflicts": [self._conflict(*each) for each in conflicts_waiting(self.user)[:AT_MOST]],
            "decisions": self.decisions(),
            "reviews": self.reviews(),
            "follow_ups": list(follow_ups_due(self.user, timezone.localdate() + AHEAD)[:AT_MOST]),
            "tasks": list(tasks_for(self.user, timezone.localdate() + AHEAD)[:AT_MOST]),
            "waiting": self.waiting(),
        }

    def decisions(self) -> list[dict[str, Any]]:
        """Moves and payments that wait for this colleague."""
        if not may(self.user, Can.CASE_APPROVE):
            return []
        moves = [
            {"row": each, "by": colleague(each.made_by), "to": stage_label(each.case.kind, each.to_stage)}
            for each in approvals_waiting(self.user)[:AT_MOST]
        ]
        money = [
            {"row": each, "by": colleague(each.made_by), "is_money": True}
            for each in money_waiting(self.user)[:AT_MOST]
        ]
        return [*moves, *money]

    def reviews(self) -> list[dict[str, Any]]:
        """Own cases whose review is due within a week, the longest overdue first."""
        until = timezone.localdate() + AHEAD
        due = caseload_of(self.user, self.user).filter(review_on__lte=until).order_by("review_on", "pk")
        return [{"case": case, "stage": stage_label(case.kind, case.stage)} for case in due[:AT_MOST]]

    def waiting(self) -> list[dict[str, Any]]:
        """What this colleague waits for: a supervisor's answer, or a task that somebody else has."""
        asked = [{"case": each.case, "since": each.made_at} for each in approvals_asked(self.user)[:AT_MOST]]
        tasks = [
            {"case": each.case, "to": colleague(each.to), "due_on": each.due_on}
            for each in tasks_set_for_others(self.user)[:AT_MOST]
        ]
        partners = [
            {"case": each.case, "since": each.sent_at, "is_partner": True}
            for each in partners_waited_for(self.user)[:AT_MOST]
        ]
        return [*asked, *tasks, *partners]

    def _conflict(self, conflict: Any, row: Any) -> dict[str, Any]:
        return {
            "conflict": conflict,
            "case": row if isinstance(row, Case) else row.case,
            "field": about(row, conflict.field).label,
            "earlier_by": colleague(conflict.theirs_by),
            "later_by": colleague(conflict.by),
        }
