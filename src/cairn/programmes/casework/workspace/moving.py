"""Going on to another stage: by one press, or with the words that the way asks for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.programmes.casework.acts import move_case
from cairn.programmes.casework.codes import ClosingReason
from cairn.programmes.casework.models import Approval
from cairn.programmes.casework.ways import way_of
from cairn.programmes.casework.workspace.case import CaseAct
from cairn.programmes.casework.workspace.way import is_end, stage_of

CLOSING = ("closing_reason", "closing_note", "follow_up_on")


class MoveForm(forms.Form):
    """Only what this move asks for."""

    why = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few words: colleagues read them, and the supervisor where one decides."),
    )
    closing_reason = forms.ChoiceField(
        label=_("Why the case ends"), choices=ClosingReason.choices, widget=forms.RadioSelect
    )
    closing_note = forms.CharField(
        label=_("How it ended"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    follow_up_on = forms.DateField(
        label=_("Follow up on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It stands in your work on that day, although the case has ended."),
    )

    def __init__(self, *args: Any, asks_why: bool, ends: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        unasked = [] if asks_why else ["why"]
        for name in (*unasked, *(() if ends else CLOSING)):
            del self.fields[name]


class MoveScreen(CaseAct):
    """One listed move; whatever else the address names does not exist."""

    form_class = MoveForm
    template_name = "casework/move.html"
    icon = "arrow-right-full"

    def admit(self) -> None:
        super().admit()
        stage = stage_of(self.row)
        move = stage.move(self.kwargs["to"]) if stage else None
        if move is None:
            raise Http404
        self.move, self.to = move, way_of(self.row).stage(move.to)

    @property
    def heading(self) -> str:
        return _now("Go on to: %(stage)s") % {"stage": self.to.label}

    @property
    def button(self) -> Any:  # type: ignore[override]
        return _("Ask the supervisor") if self.move.asks_supervisor(self.row) else _("Go on")

    def form_options(self) -> dict[str, Any]:
        return {"asks_why": self.move.asks_why(self.row), "ends": is_end(self.to)}

    def context(self) -> dict[str, Any]:
        missing = list(way_of(self.row).why_not(self.row, self.move.to))
        return {
            **super().context(),
            "missing": missing,
            "needs_approval": self.move.asks_supervisor(self.row),
        }

    def act(self, form: forms.Form) -> Any:
        answer = move_case(self.row, self.move.to, by=self.request.user, **form.cleaned_data)
        if isinstance(answer, Approval):
            said = _now("Asked. Until a supervisor decides, the case stays where it is.")
        else:
            said = _now("The case stands at “%(stage)s” now.") % {"stage": self.to.label}
        messages.success(self.request, said)
        return answer


urls = [path("<uuid:pk>/move/<slug:to>/", MoveScreen.as_view(), name="move")]
