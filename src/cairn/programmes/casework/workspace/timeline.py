"""What happened in a case, the latest first: in codes and numbers, because it is open while others pass by."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.screens.paging import page_of, place_in
from cairn.guard.trace.events import Event
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.codes import Decision, PaymentState, Reached, ServiceKind, What, Work
from cairn.programmes.casework.forms.library import forms
from cairn.programmes.casework.models import Case, Happening, PaperState
from cairn.programmes.casework.routes import deadline_in_words
from cairn.programmes.casework.sharing.states import ReferralState
from cairn.programmes.casework.trafficking.mechanisms import mechanisms
from cairn.programmes.casework.workspace.case import CasePage
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab
from cairn.programmes.casework.workspace.way import stage_label

# What the code of a line is a code of; stages and forms have their own words.
CODES = {
    What.APPROVAL_DECIDED: Decision,
    What.CONTACT_TRIED: Reached,
    What.MONEY_ASKED: ServiceKind,
    What.MONEY_MOVED: PaymentState,
    What.OPENED: Work,
    What.PAPER_CHECKED: PaperState,
    What.PARTNER_REFERRAL: ReferralState,
    What.SERVICE_GIVEN: ServiceKind,
}
STAGES = (What.APPROVAL_ASKED, What.MOVED)
FORMS = (What.RECORD_CHANGED, What.RECORD_MADE)
MECHANISMS = (
    What.REFERRAL_BEGUN,
    What.REFERRAL_STEPPED,
    What.TAKEN_ALONG,
    What.TASK_DONE,
    What.TASK_SET,
)
LEADS_TO = {"casework.caserecord": "casework:record"}


class TimelineScreen(CasePage):
    """A page of the timeline."""

    template_name = "casework/timeline.html"
    tab = "timeline"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.trace(Event.CASE_READ)
        page = page_of(self.parts(Happening), order=("-made_at", "pk"), **place_in(request))
        return self.show(page=page, lines=[told(line, self.row) for line in page.rows])


def told(line: Happening, case: Case) -> dict[str, Any]:
    """One line in words, with the way to what it is about."""
    address = LEADS_TO.get(line.subject_model)
    return {
        "what": line.get_what_display(),  # type: ignore[attr-defined]
        "about": in_words(line, case),
        "who": colleague(line.made_by),
        "at": line.made_at,
        "url": reverse(address, args=[line.subject_id]) if address and line.subject_id else "",
    }


def in_words(line: Happening, case: Case) -> str:
    """The code of a line as a colleague reads it; nothing where this page has no words for it."""
    if not line.code:
        return ""
    if line.what in STAGES:
        return str(stage_label(case.kind, line.code))
    if line.what in FORMS:
        return form_title(line.code)
    if line.what in MECHANISMS:
        return deadline_in_words(line.code) or in_words_of_a_mechanism(line.code)
    known = CODES.get(What(line.what)) if line.what in What.values else None
    return str(dict(known.choices).get(line.code, "")) if known else ""


def in_words_of_a_mechanism(code: str) -> str:
    """A national mechanism, a step of one, or a clock of one, such as “nrm-uk:reasonable-grounds”."""
    name, _colon, clock = code.partition(":")
    for one in mechanisms().values():
        found = (
            one.clock(clock) if clock and one.code == name else one if one.code == name else one.step(name)
        )
        if found:
            return str(found.label)
    return ""


def form_title(code: str, version: int | None = None) -> str:
    """What a form is called; its code where the mission no longer has it."""
    known = [one for (name, number), one in forms().items() if name == code and version in (None, number)]
    return str(known[-1].title) if known else code


register_case_tab(CaseTab(name="timeline", label=_("Timeline"), address="casework:timeline", order=20))

urls = [path("<uuid:pk>/timeline/", TimelineScreen.as_view(), name="timeline")]
