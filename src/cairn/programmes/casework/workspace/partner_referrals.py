"""Referrals to partners in a case: the tab, the file for the partner, what the partner says, and the end of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.sealed.attachments import attachment_response
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts.answering import is_open
from cairn.programmes.casework.acts.referring_out import (
    note_partner_answer,
    withdraw_partner_referral,
)
from cairn.programmes.casework.models import PartnerReferral
from cairn.programmes.casework.reads import quarrels_about
from cairn.programmes.casework.sharing.states import (
    WAITING,
    ReferralState,
    answers_from,
    may_move,
)
from cairn.programmes.casework.workspace.case import CaseAct, CasePage, OfCase
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab

TAB = "partners"
Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PartnersScreen(CasePage):
    """The tab: whom one asked, what was told, and what came of it."""

    template_name = "casework/sharing/tab.html"
    tab = TAB

    def context(self) -> dict[str, Any]:
        rows = self.parts(PartnerReferral).select_related("data_key", "made_by", "partner", "package")
        shown = list(rows.order_by("-made_at", "pk"))
        quarrels = quarrels_about(shown, self.request.user)
        return {**super().context(), "referrals": [_drawn(row) for row in shown], "quarrels": quarrels}


class OfReferral(CaseAct):
    """An act on one referral."""

    model = PartnerReferral
    leads_to = "casework:partners"

    def rows(self) -> Any:
        return super().rows().select_related("data_key", "made_by", "case__person__data_key", "partner")


class PackageScreen(OfCase):
    """The file for the partner, to be handed over as long as it may be read."""

    model = PartnerReferral
    right = Can.CASE_EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.package is None or not is_open(self.row):
            messages.error(request, _now("This file is closed: nothing more is told on it."))
            return redirect("casework:partners", self.case.pk)
        self.trace(Event.CASE_READ)
        return attachment_response(self.row.package, by=request.user, about=self.case.person_id)


class AnswerForm(forms.Form):
    """What can follow from where the referral stands, and nothing else."""

    to = forms.ChoiceField(label=_("What the partner says"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Delivered on"), required=False, widget=Day)
    words = forms.CharField(
        label=_("In their words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, state: str, **options: Any) -> None:
        super().__init__(*args, **options)
        possible = answers_from(state)
        self.fields["to"].choices = [(to.value, to.label) for to in possible]  # type: ignore[attr-defined]
        if ReferralState.DELIVERED not in possible:
            del self.fields["on"]


class AnswerScreen(OfReferral):
    """Writes down an answer that came by telephone or on paper."""

    form_class = AnswerForm
    title = _("What the partner says")
    icon = "comment"
    button = _("Write it down")

    def admit(self) -> None:
        super().admit()
        if not answers_from(self.row.state):
            raise Http404

    def form_options(self) -> dict[str, Any]:
        return {"state": self.row.state}

    def act(self, form: forms.Form) -> PartnerReferral:
        said = dict(form.cleaned_data)
        return note_partner_answer(self.row, said.pop("to"), by=self.request.user, **said)


class WithdrawScreen(OfReferral):
    """Closes a referral; what the partner has not read by then stays unread."""

    form_class = forms.Form
    template_name = "casework/sharing/withdraw.html"
    title = _("Withdraw the referral")
    icon = "cross"
    button = _("Withdraw")
    said = _("Withdrawn: its link opens nothing any more.")
    is_grave = True

    def act(self, form: forms.Form) -> PartnerReferral:
        return withdraw_partner_referral(self.row, by=self.request.user)


def _drawn(row: PartnerReferral) -> dict[str, Any]:
    return {
        "row": row,
        "lines": row.told.get("lines", []),
        "is_draft": row.state == ReferralState.DRAFTED,
        "may_be_answered": bool(answers_from(row.state)),
        "may_be_withdrawn": may_move(row.state, ReferralState.WITHDRAWN),
        "was_delivered": row.state in (ReferralState.DELIVERED, ReferralState.FEEDBACK),
    }


def _waiting(case: Any, user: Any) -> int:
    rows = PartnerReferral.objects.visible_to(user, Can.CASE_READ)
    return rows.filter(case=case, state__in=WAITING).count()


register_case_tab(
    CaseTab(name=TAB, label=_("Partners"), address="casework:partners", order=55, count=_waiting)
)
urls = [
    path("<uuid:pk>/partners/", PartnersScreen.as_view(), name="partners"),
    path("partners/<uuid:pk>/package/", PackageScreen.as_view(), name="partner-package"),
    path("partners/<uuid:pk>/answer/", AnswerScreen.as_view(), name="partner-answer"),
    path("partners/<uuid:pk>/withdraw/", WithdrawScreen.as_view(), name="partner-withdraw"),
]
