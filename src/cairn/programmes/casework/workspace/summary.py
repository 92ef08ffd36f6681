"""One page for whoever returns: what was agreed, in their language, to take home."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.acts import give_summary
from cairn.programmes.casework.workspace.case import CaseAct
from cairn.programmes.casework.workspace.doing import Day
from cairn.programmes.casework.workspace.travel import OfReturn


class SummaryForm(forms.Form):
    """What the case does not hold: the language, the next visit, and who answers the telephone."""

    language = forms.ChoiceField(label=_("In which language"), widget=forms.RadioSelect)
    next_visit = forms.DateField(label=_("Next visit on"), required=False, widget=Day)
    call = forms.CharField(
        label=_("Whom to call"),
        max_length=200,
        help_text=_(
            "A name and a number that will answer where the person is. The page carries no other name."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = list(load_mission().language_names.items())  # type: ignore[attr-defined]


class SummaryScreen(OfReturn, CaseAct):
    """Answers with a page, whose name says nothing of anybody."""

    read_event = Event.CASE_READ
    form_class = SummaryForm
    template_name = "casework/summary.html"
    title = _("One page for the person")
    icon = "download"
    button = _("Make the page")
    leads_to = "casework:journey"

    def form_options(self) -> dict[str, Any]:
        spoken = [code for code in self.case.person.languages if code in load_mission().languages]
        review = self.case.review_on
        return {
            "initial": {
                "language": spoken[0] if spoken else "",
                "next_visit": review if review and review >= timezone.localdate() else None,
                "call": f"{colleague(self.case.worker)}, {load_mission().contact.phone}".strip(", "),
            }
        }

    def act(self, form: forms.Form) -> bytes:
        return give_summary(self.case, by=self.request.user, **form.cleaned_data)

    def done(self, answer: bytes) -> HttpResponse:
        response = HttpResponse(answer, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{self.case.reference}.pdf"'
        return response


urls = [path("<uuid:pk>/summary/", SummaryScreen.as_view(), name="summary")]
