"""The last moments before a leg: asked once more, and free to stay."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.programmes.casework.acts import ask_and_board, move_case
from cairn.programmes.casework.codes import ClosingReason
from cairn.programmes.casework.models import Leg
from cairn.programmes.casework.workspace.case import CaseAct
from cairn.programmes.casework.workspace.travel import STAYS, OfLeg, OfReturn


def _yes_no(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """No answer is chosen beforehand."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )


class BoardForm(forms.Form):
    """The last question before the gate."""

    alone = _yes_no(_("Was the person alone with you and the interpreter?"))
    still_wants = _yes_no(
        _("Does the person still want to return?"), _("A “no” needs no reason, and costs nothing.")
    )
    words = forms.CharField(
        label=_("In their own words"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BoardScreen(OfLeg):
    """Asks once more. Whoever says no is not led through the gate, and the answer is kept."""

    form_class = BoardForm
    title = _("Boarding")
    icon = "arrow-right-full"
    button = _("Keep the answer, and board")

    def act(self, form: forms.Form) -> Leg | None:
        return ask_and_board(self.row, by=self.request.user, **form.cleaned_data)

    def done(self, answer: Leg | None) -> HttpResponse:
        if answer is None:
            messages.warning(
                self.request,
                _now(
                    "Nobody boards: the person no longer wants to go, or was not asked alone. The answer is kept."
                ),
            )
        else:
            messages.success(self.request, _now("Boarded, and the answer is kept."))
        return super().done(answer)


class StayForm(forms.Form):
    words = forms.CharField(
        label=_("What they said"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("May stay empty: nobody has to give a reason for staying, and nobody approves it."),
    )


class StayScreen(OfReturn, CaseAct):
    """They do not want to go: the return ends here, at once."""

    form_class = StayForm
    title = _("They do not want to go")
    icon = "undo"
    button = _("They stay")
    said = _("The person stays. No journey goes on from here.")

    def admit(self) -> None:
        super().admit()
        if not self.may_stay:
            raise Http404

    def act(self, form: forms.Form) -> Any:
        return move_case(
            self.case,
            STAYS,
            by=self.request.user,
            closing_reason=ClosingReason.WITHDREW,
            closing_note=form.cleaned_data["words"],
        )


urls = [
    path("<uuid:pk>/stay/", StayScreen.as_view(), name="stay"),
    path("leg/<uuid:pk>/board/", BoardScreen.as_view(), name="leg-board"),
]
