"""The journey home: its legs, and at every step the way to say no."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.acts import Outcome
from cairn.guard.edits.reads import open_conflicts
from cairn.guard.trace.events import Event
from cairn.people.workspace.outcomes import tell_outcome
from cairn.people.workspace.showing import in_words, label_of
from cairn.programmes.casework.acts import (
    arrive,
    ask_and_board,
    book_leg,
    change_leg,
    drop_leg,
    move_case,
    plan_leg,
)
from cairn.programmes.casework.codes import ClosingReason, Work
from cairn.programmes.casework.models import Leg
from cairn.programmes.casework.models.travel import Escort, LegStatus
from cairn.programmes.casework.reads import may_settle
from cairn.programmes.casework.ways.return_gates import wish_stands
from cairn.programmes.casework.workspace.case import CaseAct, CasePage, OfCase
from cairn.programmes.casework.workspace.clocks import ClockField, by_clock, told, zone_choices, zone_name
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab
from cairn.programmes.casework.workspace.way import stage_of

STAYS = "stays"


class OfReturn(OfCase):
    """A page that only cases of voluntary return have."""

    def admit(self) -> None:
        super().admit()
        if self.case.kind != Work.RETURN:
            raise Http404

    @property
    def may_stay(self) -> bool:
        """Whether the way still leads to staying: everywhere before arrival."""
        stage = stage_of(self.case)
        return stage is not None and stage.move(STAYS) is not None


class JourneyScreen(OfReturn, CasePage):
    """The tab: whether the wish stands, then the legs with how far each is."""

    template_name = "casework/journey.html"
    tab = "journey"

    def context(self) -> dict[str, Any]:
        legs = list(self.parts(Leg).order_by("number"))
        quarrels = [each for leg in legs for each in open_conflicts(leg)]
        return {
            **super().context(),
            "legs": [self._leg(leg, legs) for leg in legs],
            "quarrels": [each for each in quarrels if self._may_settle(each, legs)],
            "missing_wish": wish_stands(self.case),
            "is_before_arrival": self.may_stay,
        }

    def _may_settle(self, conflict: Any, legs: list[Leg]) -> bool:
        leg = next(leg for leg in legs if str(leg.pk) == conflict.subject_id)
        return may_settle(self.request.user, conflict, leg)

    def _leg(self, leg: Leg, legs: list[Leg]) -> dict[str, Any]:
        next_one = next((each for each in legs if each.boarded_at is None), None)
        return {
            "row": leg,
            "status": leg.status,
            "leaves": told(leg.leaves_at, _zone_of(leg)),
            "zone": zone_name(_zone_of(leg)),
            "may_change": leg.boarded_at is None,
            "may_book": leg.status in (LegStatus.PLANNED, LegStatus.CHANGED),
            "may_board": self.case.stage == "travelling" and leg is next_one,
            "may_arrive": leg.status == LegStatus.BOARDED,
            "may_drop": leg.boarded_at is None and leg is legs[-1],
        }


class LegForm(forms.Form):
    """A leg as on its ticket, with the version on which the colleague looks."""

    leaves_from = forms.CharField(label=_("From"), max_length=120)
    goes_to = forms.CharField(label=_("To"), max_length=120)
    leaves_at = ClockField(label=_("Leaves"), help_text=_("As on the ticket, by the clock there."))
    zone = forms.ChoiceField(label=_("By the clock of"))
    carrier = forms.CharField(label=_("Flight, train, bus or ship"), max_length=120, required=False)
    escort = forms.ChoiceField(
        label=_("Who travels along"), choices=Escort.choices, initial=Escort.NONE, widget=forms.RadioSelect
    )
    transit_help = forms.CharField(
        label=_("Help on the way, and by whom"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, row: Leg | None = None) -> None:
        super().__init__(data, files)
        self.row = row
        self.fields["zone"].choices = [("", "–"), *zone_choices()]  # type: ignore[attr-defined]
        if row is None:
            return
        self.initial = {name: getattr(row, name) for name in Leg.EDITED}
        self.initial |= {"zone": _zone_of(row), "leaves_at": row.leaves_there.replace(tzinfo=None)}
        self.fields["based_on"] = forms.IntegerField(
            min_value=1, widget=forms.HiddenInput, initial=row.version
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("leaves_at") and said.get("zone"):
            try:
                said["leaves_at"] = self._moment(said["leaves_at"], said["zone"])
            except ValidationError as error:
                self.add_error("leaves_at", error)
        return said

    def _moment(self, wall: Any, zone: str) -> Any:
        """Of an hour that comes twice in autumn, the one that stood there; else the first."""
        row = self.row
        if row is not None and (wall, zone) == (self.initial["leaves_at"], self.initial["zone"]):
            return row.leaves_at
        return by_clock(wall, zone)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Leg.EDITED}


class FieldOfLeg:
    """A field of a leg, as the page of a conflict asks for it; an hour is told and written by the leg's own clock."""

    def __init__(self, row: Leg, name: str) -> None:
        self.row, self.name = row, name

    @property
    def label(self) -> str:
        return label_of(Leg, self.name)

    def in_words(self, value: Any) -> str:
        if self.name == "leaves_at" and value:
            return told(dt.datetime.fromisoformat(value), _zone_of(self.row))
        return zone_name(value) if self.name == "zone" else in_words(Leg, self.name, value)

    def field(self) -> forms.Field:
        return LegForm(row=self.row).fields[self.name]

    def as_typed(self, value: Any) -> Any:
        return self.row.leaves_there.replace(tzinfo=None) if self.name == "leaves_at" else value

    def as_kept(self, typed: Any) -> Any:
        return by_clock(typed, _zone_of(self.row)) if self.name == "leaves_at" and typed else typed


class PlanLegScreen(OfReturn, CaseAct):
    form_class = LegForm
    leads_to = "casework:journey"
    title = _("Plan a leg")
    icon = "plus"
    button = _("Add")
    said = _("The leg is planned.")

    def act(self, form: Any) -> Leg:
        return plan_leg(self.case, by=self.request.user, **form.said)


class OfLeg(OfReturn, CaseAct):
    """A step of one leg, with the leg above the form."""

    model = Leg
    form_class = forms.Form
    leads_to = "casework:journey"
    template_name = "casework/leg.html"
    read_event = Event.CASE_READ

    def context(self) -> dict[str, Any]:
        leaves = told(self.row.leaves_at, _zone_of(self.row))
        return {**super().context(), "leaves": leaves, "is_before_arrival": self.may_stay}


class ChangeLegScreen(OfLeg):
    title = _("Change a leg")
    template_name = "casework/act.html"
    icon = "edit"
    button = _("Save")

    def form(self, data: Any = None, files: Any = None) -> LegForm:
        return LegForm(data, row=self.row)

    def act(self, form: Any) -> Outcome:
        based_on = form.cleaned_data["based_on"]
        outcome = change_leg(self.row, based_on=based_on, changes=form.said, by=self.request.user)
        tell_outcome(self.request, outcome, based_on=based_on, conflict_at="casework:conflict")
        return outcome


class BookLegScreen(OfLeg):
    title = _("This leg is booked")
    icon = "tick"
    button = _("It is booked")
    said = _("The leg is booked.")

    def act(self, form: forms.Form) -> Leg:
        return book_leg(self.row, by=self.request.user)


class ArriveScreen(OfLeg):
    title = _("They arrived")
    icon = "tick"
    button = _("They arrived")
    said = _("The person arrived from this leg.")

    def act(self, form: forms.Form) -> Leg:
        return arrive(self.row, by=self.request.user)


class DropLegScreen(OfLeg):
    title = _("Take a leg out")
    icon = "bin"
    button = _("Take out")
    said = _("The leg is taken out of the plan.")
    is_grave = True

    def act(self, form: forms.Form) -> None:
        drop_leg(self.row, by=self.request.user)


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


def _zone_of(leg: Leg) -> str:
    return leg.zone or settings.TIME_ZONE


register_case_tab(
    CaseTab(name="journey", label=_("Journey"), address="casework:journey", order=25, kinds=(Work.RETURN,))
)

urls = [
    path("<uuid:pk>/journey/", JourneyScreen.as_view(), name="journey"),
    path("<uuid:pk>/journey/leg/", PlanLegScreen.as_view(), name="leg-plan"),
    path("<uuid:pk>/stay/", StayScreen.as_view(), name="stay"),
    path("leg/<uuid:pk>/", ChangeLegScreen.as_view(), name="leg-change"),
    path("leg/<uuid:pk>/booked/", BookLegScreen.as_view(), name="leg-book"),
    path("leg/<uuid:pk>/board/", BoardScreen.as_view(), name="leg-board"),
    path("leg/<uuid:pk>/arrived/", ArriveScreen.as_view(), name="leg-arrive"),
    path("leg/<uuid:pk>/drop/", DropLegScreen.as_view(), name="leg-drop"),
]
