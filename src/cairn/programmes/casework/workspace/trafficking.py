"""What only cases of counter-trafficking have: the result of a screening, what a person decides, identifications."""

from typing import Any

from django import forms
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.evidence.words import countries
from cairn.guard.rights import Can
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts import record_identification, record_screening_decision
from cairn.programmes.casework.acts.screening import screening_of
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.facts.reading import all_countries
from cairn.programmes.casework.models import (
    CaseRecord,
    Identification,
    NationalReferral,
    ReferralStep,
    ScreeningDecision,
)
from cairn.programmes.casework.trafficking.codes import (
    AfterScreening,
    DecisionMaker,
    Exploitation,
    IdentifiedBy,
    TraffickingStatus,
)
from cairn.programmes.casework.trafficking.mechanisms import mechanisms
from cairn.programmes.casework.trafficking.screening import FORM
from cairn.programmes.casework.workspace.case import CaseAct, CasePage
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab

TAB = "trafficking"


class TraffickingScreen(CasePage):
    """The tab of counter-trafficking: what the screening says, what people decided, where the referral stands."""

    template_name = "casework/trafficking/tab.html"
    tab = TAB

    def admit(self) -> None:
        super().admit()
        if self.case.kind != Work.TRAFFICKING:
            raise Http404

    def context(self) -> dict[str, Any]:
        screened = self.parts(CaseRecord).filter(form=FORM).order_by("-made_at", "-pk").first()
        if screened is not None:
            screened.case = self.case
        referrals = [_referral(each) for each in self.parts(NationalReferral)]
        under_way = {each["row"].mechanism for each in referrals if each["is_pending"]}
        return {
            **super().context(),
            "screened": screened,
            "screening": screening_of(screened) if screened else None,
            "decisions": self.parts(ScreeningDecision).order_by("-made_at", "-pk"),
            "identifications": self.parts(Identification),
            "referrals": referrals,
            "to_begin": [one for code, one in mechanisms().items() if code not in under_way],
            "may_take": self.may(Can.PERSON_EXPORT, self.case),
            "clocks": self.case.tasks.exclude(clock="").filter(done_at=None).select_related("data_key"),
        }


class DecideForm(forms.Form):
    """What to do after a screening; no answer is chosen beforehand."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=AfterScreening.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The screening counts and does not decide: say what you saw and weighed."),
    )


class DecideScreen(CaseAct):
    """A person decides, with the result of the screening before their eyes."""

    model = CaseRecord
    read_event = Event.CASE_READ
    form_class = DecideForm
    template_name = "casework/trafficking/decide.html"
    title = _("Decide after the screening")
    icon = "tick"
    button = _("Keep the decision")
    leads_to = "casework:trafficking"

    def admit(self) -> None:
        super().admit()
        if self.row.form != FORM:
            raise Http404

    def context(self) -> dict[str, Any]:
        return {**super().context(), "screening": screening_of(self.row)}

    def act(self, form: forms.Form) -> ScreeningDecision:
        return record_screening_decision(self.row, by=self.request.user, **form.cleaned_data)


class IdentifyForm(forms.Form):
    """What an organisation said of the person."""

    identified_on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}))
    identified_by = forms.ChoiceField(label=_("Identified by"), choices=IdentifiedBy.choices)
    organisation = forms.CharField(label=_("Which organisation"), max_length=120, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=TraffickingStatus.choices, widget=forms.RadioSelect)
    decided_by = forms.ChoiceField(
        label=_("Who decided on it"), choices=[("", "–"), *DecisionMaker.choices], required=False
    )
    exploitation = forms.MultipleChoiceField(
        label=_("Exploitation"),
        choices=Exploitation.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All that is known: somebody may be exploited in several ways."),
    )
    country = forms.ChoiceField(label=_("Country of exploitation"), required=False)
    place = forms.CharField(label=_("Place of exploitation"), max_length=120, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = {code: str(name) for code, name in countries(all_countries()).items()}
        chosen = sorted(names.items(), key=lambda each: each[1])
        self.fields["country"].choices = [("", "–"), *chosen]  # type: ignore[attr-defined]


class IdentifyScreen(CaseAct):
    """Writes down that somebody was recognised; what was said before stays."""

    form_class = IdentifyForm
    title = _("Record an identification")
    icon = "clipboard-list"
    button = _("Record")
    leads_to = "casework:trafficking"

    def act(self, form: forms.Form) -> Identification:
        return record_identification(self.case, by=self.request.user, **form.cleaned_data)


def _referral(row: NationalReferral) -> dict[str, Any]:
    """A referral with the words of its mechanism."""
    declared = row.declared
    basis, responder = declared.basis(row.basis), declared.first_responder(row.first_responder)
    steps = list(ReferralStep.objects.filter(referral=row).select_related("data_key", "made_by"))
    return {
        "row": row,
        "mechanism": declared.label,
        "basis": basis.label if basis else row.basis,
        "responder": responder.label if responder else row.first_responder,
        "steps": [
            {"row": step, "label": known.label if (known := declared.step(step.step)) else step.step}
            for step in steps
        ],
        "is_over": declared.is_over([step.step for step in steps]),
        "is_pending": declared.is_pending([step.step for step in steps]),
    }


register_case_tab(
    CaseTab(
        name=TAB,
        label=_("Counter-trafficking"),
        address="casework:trafficking",
        order=25,
        kinds=(Work.TRAFFICKING,),
    )
)
urls = [
    path("<uuid:pk>/trafficking/", TraffickingScreen.as_view(), name="trafficking"),
    path("<uuid:pk>/identify/", IdentifyScreen.as_view(), name="identify"),
    path("screenings/<uuid:pk>/decide/", DecideScreen.as_view(), name="decide-screening"),
]
