"""The first thing after signing in for those who work with people: what waits for them, and what they did lately."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from cairn.guard.glass.reads import open_glass
from cairn.guard.models import Notice
from cairn.guard.notices.acts import see_notices
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.scope import may
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.models import Person
from cairn.people.reads import people_of
from cairn.people.workspace.edits import waiting_conflicts

AT_MOST = 6
LATELY = dt.timedelta(days=7)
# Where a notice leads; the others speak for themselves.
LEADS_TO = {
    Kind.CASE_DECIDED: "casework:approvals",
    Kind.CASE_HANDED_OVER: "casework:case",
    Kind.CASE_WAITS: "casework:approvals",
    Kind.CHART_FOLLOWED: "figures:chart",
    Kind.CHART_MISSING: "figures:chart",
    Kind.CHART_SAYS_OTHERWISE: "figures:chart",
    Kind.CHART_WITHDRAWN: "figures:chart",
    Kind.CLOCK_RUNS_OUT: "casework:doing",
    Kind.CONFLICT_WAITS: "people:conflict",
    Kind.FIGURE_FOLLOWED: "figures:figure",
    Kind.FIGURE_HOLDS_NO_MORE: "figures:figure",
    Kind.FIGURE_MISSING: "figures:figure",
    Kind.FIGURE_SAYS_OTHERWISE: "figures:figure",
    Kind.FIGURE_WITHDRAWN: "figures:figure",
    Kind.INDICATOR_REVIEWED: "evidence:text",
    Kind.INDICATOR_SENT_BACK: "evidence:text",
    Kind.INDICATOR_WAITS: "evidence:text",
    Kind.MONEY_WAITS: "casework:money",
    Kind.RELEASE_APPROVED: "evidence:release",
    Kind.RELEASE_ASKED: "evidence:release",
    Kind.RELEASE_BUILT: "evidence:release",
    Kind.RELEASE_REFUSED: "evidence:attack",
    Kind.RELEASE_SENT_BACK: "evidence:release",
    Kind.RELEASE_STOPPED: "evidence:build",
}


class MyWork(Component):
    """A panel on the workspace's home. It names references only: a home page is open while others pass by."""

    name = "my_work"
    template_name = "people/my_work.html"
    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.user = request, request.user

    @cached_property
    def is_shown(self) -> bool:
        """For whoever reads people, and for whoever was told something."""
        return may(self.user, Can.PERSON_READ) or bool(self.notices)

    @cached_property
    def notices(self) -> list[dict[str, Any]]:
        """What was told lately, the new ones marked; conflicts have a list of their own beside these."""
        lately = Q(seen_at=None) | Q(made_at__gt=timezone.now() - LATELY)
        told = Notice.objects.filter(lately, to=self.user).exclude(kind=Kind.CONFLICT_WAITS)[:AT_MOST]
        return [{"notice": notice, "url": _address(notice), "is_new": not notice.seen_at} for notice in told]

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        with transaction.atomic():
            context = self.found()
            # A page that only asks whether the session lasts (HEAD) shows nothing to anybody.
            if self.request.method == "GET":
                self.remember(context)
        return context

    def found(self) -> dict[str, Any]:
        reads = may(self.user, Can.PERSON_READ)
        return {
            "notices": self.notices,
            "may_read": reads,
            "may_register": may(self.user, Can.PERSON_REGISTER),
            "conflicts": waiting_conflicts(self.user)[:AT_MOST] if may(self.user, Can.PERSON_EDIT) else [],
            "people": self.lately() if reads else [],
            "glass": self.open_glass() if may(self.user, Can.GLASS_BREAK) else [],
            "token": get_token(self.request),
        }

    def remember(self, context: dict[str, Any]) -> None:
        """What is shown counts as seen; and showing records, if only by reference, is a read of the register."""
        see_notices(self.user)
        if shown := sum(len(context[part]) for part in ("conflicts", "people", "glass")):
            record(Event.PERSON_LISTED, Person, by=self.user, data={"rows": shown})

    def open_glass(self) -> list[dict[str, Any]]:
        panes = list(open_glass(self.user, Person)[:AT_MOST])
        seen = Person.objects.visible_to(self.user).filter(pk__in=[pane.subject_id for pane in panes])
        people = {str(person.pk): person for person in seen}
        return [
            {"person": people[pane.subject_id], "closes_at": pane.closes_at}
            for pane in panes
            if pane.subject_id in people
        ]

    def lately(self) -> list[Person]:
        """Those for whom this colleague answers, the latest first."""
        return list(people_of(self.user).filter(worker=self.user).order_by("-registered_at", "pk")[:AT_MOST])


def _address(notice: Notice) -> str:
    name = LEADS_TO.get(Kind(notice.kind))
    try:
        return reverse(name, args=[notice.subject_id]) if name and notice.subject_id else ""
    except NoReverseMatch:
        return ""
