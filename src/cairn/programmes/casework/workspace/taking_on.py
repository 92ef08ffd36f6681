"""What becomes of a case that another organisation brought: one of ours, or nothing that anybody keeps."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import RowActScreen
from cairn.guard.trace.events import Event
from cairn.people.workspace.bonds import ReferenceForm
from cairn.programmes.casework.acts import accept_proposal, drop_proposal
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.trafficking.codes import DeclinedWhy
from cairn.programmes.casework.workspace.proposals import LIST, OfProposal


class OfDecision(OfProposal, RowActScreen):
    """A decision about one proposal."""

    right = Can.CASE_OPEN
    read_event = Event.CASE_READ

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("casework:proposal", args=[self.row.pk]), "label": str(self.row)}
        return [*super().crumbs(), way]

    @property
    def heading(self) -> str:
        return str(self.title)


class AcceptForm(ReferenceForm):
    """Whose case it becomes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reference"].label = _("Reference of the person")
        self.fields["reference"].help_text = _(
            "Eight letters and digits, such as 7KMQ-4XCP. Somebody who is not in the register yet is registered first."
        )


class AcceptScreen(OfDecision):
    """Opens a case of somebody who is registered."""

    form_class = AcceptForm
    template_name = "casework/proposals/decide.html"
    title = _("Open a case on it")
    button = _("Open the case")
    said = _("The case is open.")

    def form_options(self) -> dict[str, Any]:
        chosen = self.request.GET.get("person", "")
        return {"user": self.request.user, "initial": {"reference": chosen[:40]}}

    def act(self, form: forms.Form) -> Case:
        return accept_proposal(self.row, form.cleaned_data["reference"], by=self.request.user)

    def next_address(self, answer: Case) -> str:
        return reverse("casework:case", args=[answer.pk])


class DeclineForm(forms.Form):
    why = forms.ChoiceField(label=_("Why"), choices=DeclinedWhy.choices, widget=forms.RadioSelect)


class DeclineScreen(OfDecision):
    """Nobody takes it on: what was told is destroyed with its key, and the trace keeps why."""

    form_class = DeclineForm
    template_name = "casework/proposals/decline.html"
    title = _("Decline")
    button = _("Decline, and destroy what was told")
    said = _("Declined. What was told is destroyed; the trace keeps that it was, and why.")
    is_grave = True

    def act(self, form: forms.Form) -> None:
        drop_proposal(self.row, why=form.cleaned_data["why"], by=self.request.user)

    def next_address(self, answer: None) -> str:
        return reverse(LIST)


urls = [
    path("proposals/<uuid:pk>/accept/", AcceptScreen.as_view(), name="proposal-accept"),
    path("proposals/<uuid:pk>/decline/", DeclineScreen.as_view(), name="proposal-decline"),
]
