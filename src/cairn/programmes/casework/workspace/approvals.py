"""What a caseworker may not decide alone: the tab, deciding, taking a question back."""

from typing import Any

from django import forms
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.trace.events import Event
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.acts import decide_approval, take_back_approval
from cairn.programmes.casework.codes import Decision
from cairn.programmes.casework.models import Approval
from cairn.programmes.casework.workspace.case import CaseAct, CasePage
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab
from cairn.programmes.casework.workspace.way import stage_label


class ApprovalsScreen(CasePage):
    """Each question, who asked it, and what became of it."""

    template_name = "casework/approvals.html"
    tab = "approvals"

    def context(self) -> dict[str, Any]:
        asked = self.parts(Approval).select_related("data_key", "made_by", "decided_by")
        return {
            **super().context(),
            "approvals": [self._approval(each) for each in asked.order_by("-made_at", "pk")],
        }

    def _approval(self, row: Approval) -> dict[str, Any]:
        waits, is_mine = row.decision == Decision.ASKED, row.made_by_id == self.request.user.pk
        return {
            "row": row,
            "to": stage_label(self.row.kind, row.to_stage),
            "asked_by": colleague(row.made_by),
            "decided_by": colleague(row.decided_by) if row.decided_by else "",
            "waits": waits,
            "may_decide": waits and not is_mine and self.may(Can.CASE_APPROVE, row),
            "may_take_back": waits and is_mine,
        }


class DecisionForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("grant it: the case moves")), ("no", _("refuse it: the case stays"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where you refuse: your colleague goes on from there."),
    )


class OfApproval(CaseAct):
    """A step with one question, which stands above the form."""

    model = Approval
    template_name = "casework/approval.html"
    leads_to = "casework:approvals"
    read_event = Event.CASE_READ

    def context(self) -> dict[str, Any]:
        to = {"label": _("to stage"), "value": stage_label(self.case.kind, self.row.to_stage)}
        why = {"label": _("why"), "value": self.row.why}
        facts = [to, why] if "why" in self.seen else [to]
        return {**super().context(), "facts": facts, "asked_by": colleague(self.row.made_by)}


class DecideScreen(OfApproval):
    """A supervisor decides."""

    right = Can.CASE_APPROVE
    form_class = DecisionForm
    title = _("Decide on a move")
    icon = "tick"
    button = _("Decide")
    said = _("Your decision is recorded.")

    def act(self, form: forms.Form) -> Any:
        return decide_approval(self.row, by=self.request.user, **form.cleaned_data)


class TakeBackScreen(OfApproval):
    """Whoever asked no longer wants it."""

    form_class = forms.Form
    title = _("Take the question back")
    icon = "undo"
    button = _("Take back")
    said = _("Taken back.")

    def act(self, form: forms.Form) -> Any:
        return take_back_approval(self.row, by=self.request.user)


def _waiting(case: Any, user: Any) -> int:
    asked = Approval.objects.visible_to(user, Can.CASE_READ).filter(case=case, decision=Decision.ASKED)
    return asked.count()


register_case_tab(
    CaseTab(name="approvals", label=_("Approvals"), address="casework:approvals", order=80, count=_waiting)
)

urls = [
    path("<uuid:pk>/approvals/", ApprovalsScreen.as_view(), name="approvals"),
    path("approval/<uuid:pk>/", DecideScreen.as_view(), name="approval"),
    path("approval/<uuid:pk>/take-back/", TakeBackScreen.as_view(), name="approval-take-back"),
]
