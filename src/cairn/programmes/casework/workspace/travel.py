"""The journey home: its legs, and at every step the way to say no."""

from typing import Any

from django import forms
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.acts import Outcome
from cairn.guard.trace.events import Event
from cairn.people.workspace.outcomes import tell_outcome
from cairn.programmes.casework.acts import arrive, book_leg, change_leg, drop_leg, plan_leg
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import Leg
from cairn.programmes.casework.models.travel import LegStatus
from cairn.programmes.casework.reads import quarrels_about
from cairn.programmes.casework.ways.return_gates import wish_stands
from cairn.programmes.casework.workspace.case import CaseAct, CasePage, OfCase
from cairn.programmes.casework.workspace.legs import LegForm
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab
from cairn.programmes.casework.workspace.way import stage_of
from cairn.programmes.casework.zones import told, zone_name

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
        return {
            **super().context(),
            "legs": [self._leg(leg, legs) for leg in legs],
            "quarrels": quarrels_about(legs, self.request.user),
            "missing_wish": wish_stands(self.case),
            "is_before_arrival": self.may_stay,
        }

    def _leg(self, leg: Leg, legs: list[Leg]) -> dict[str, Any]:
        next_one = next((each for each in legs if each.boarded_at is None), None)
        return {
            "row": leg,
            "status": leg.status,
            "leaves": told(leg.leaves_at, leg.clock),
            "zone": zone_name(leg.clock),
            "may_change": leg.boarded_at is None,
            "may_book": leg.status in (LegStatus.PLANNED, LegStatus.CHANGED),
            "may_board": self.case.stage == "travelling" and leg is next_one,
            "may_arrive": leg.status == LegStatus.BOARDED,
            "may_drop": leg.boarded_at is None and leg is legs[-1],
        }


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
        leaves = told(self.row.leaves_at, self.row.clock)
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


register_case_tab(
    CaseTab(name="journey", label=_("Journey"), address="casework:journey", order=25, kinds=(Work.RETURN,))
)

urls = [
    path("<uuid:pk>/journey/", JourneyScreen.as_view(), name="journey"),
    path("<uuid:pk>/journey/leg/", PlanLegScreen.as_view(), name="leg-plan"),
    path("leg/<uuid:pk>/", ChangeLegScreen.as_view(), name="leg-change"),
    path("leg/<uuid:pk>/booked/", BookLegScreen.as_view(), name="leg-book"),
    path("leg/<uuid:pk>/arrived/", ArriveScreen.as_view(), name="leg-arrive"),
    path("leg/<uuid:pk>/drop/", DropLegScreen.as_view(), name="leg-drop"),
]
