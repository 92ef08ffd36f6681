"""Asking a partner in a case: what is asked, what would be told and why, and the words that open it."""

from collections.abc import Container
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.acts import Outcome
from cairn.guard.purposes import PURPOSES
from cairn.guard.rights import Can
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.people.workspace.outcomes import tell_outcome
from cairn.programmes.casework.acts.referring_out import change_partner_referral, draft_partner_referral
from cairn.programmes.casework.acts.sending import Sent, lines_of, send_partner_referral
from cairn.programmes.casework.codes import ServiceKind
from cairn.programmes.casework.models import PartnerReferral
from cairn.programmes.casework.sharing.answers import offered_in
from cairn.programmes.casework.sharing.deciding import looked_at
from cairn.programmes.casework.sharing.states import ReferralState, Urgency, Way
from cairn.programmes.casework.workspace.case import CaseAct
from cairn.programmes.casework.workspace.partner_referrals import OfReferral
from cairn.programmes.partners.items import Item, items_by_kind
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import partners_on


class AskForm(forms.Form):
    """What is asked, and what the partner needs to know for it; nothing is ticked beforehand."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Organisation.objects.none())
    purpose = forms.ChoiceField(label=_("Told for"), widget=forms.RadioSelect)
    service = forms.ChoiceField(label=_("Service"), choices=[("", "–"), *ServiceKind.choices])
    urgency = forms.ChoiceField(label=_("How soon"), choices=Urgency.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What we ask for"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    chosen = forms.MultipleChoiceField(
        label=_("What they need to know"),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Before anything is sent you see what of it may be told, and why not."),
    )
    language = forms.ChoiceField(label=_("Language of the partner"), initial=get_language)

    def __init__(self, *args: Any, items: Container[str] | None = None, **options: Any) -> None:
        """`items` are those that can be told of the case; all that there are where none is said."""
        super().__init__(*args, **options)
        self.fields["chosen"].choices = items_by_kind(items)  # type: ignore[attr-defined]
        self.fields["partner"].queryset = partners_on(timezone.localdate())  # type: ignore[attr-defined]
        asked = [(purpose, info.name) for purpose, info in PURPOSES.items() if info.needs_partner]
        self.fields["purpose"].choices = asked  # type: ignore[attr-defined]
        languages = list(load_mission().language_names.items())
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class AskScreen(CaseAct):
    """Prepares a referral, and leads to the page that shows what would be told."""

    form_class = AskForm
    title = _("Refer to a partner")
    icon = "mail"
    button = _("See what will be told")
    leads_to = "casework:partners"

    def form_options(self) -> dict[str, Any]:
        return {"items": {*Item.values, *offered_in(self.case, self.request.user)}}

    def act(self, form: forms.Form) -> PartnerReferral:
        said = dict(form.cleaned_data)
        return draft_partner_referral(self.case, said.pop("partner"), by=self.request.user, **said)

    def next_address(self, answer: PartnerReferral | None) -> str:
        if answer is None:
            return super().next_address(answer)
        return reverse("casework:partner-send", args=[answer.pk])


class ChangeForm(AskForm):
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ChangeScreen(OfReferral):
    """The draft once more, as long as nothing was told."""

    form_class = ChangeForm
    read_event = Event.CASE_READ
    title = _("Change the referral")
    icon = "edit"
    button = _("See what will be told")

    def admit(self) -> None:
        super().admit()
        if self.row.state != ReferralState.DRAFTED:
            raise Http404

    def form_options(self) -> dict[str, Any]:
        names = ("purpose", "service", "urgency", "words", "chosen", "language")
        initial = {name: getattr(self.row, name) for name in names}
        items = {*Item.values, *self.row.chosen, *offered_in(self.case, self.request.user)}
        return {
            "initial": {**initial, "partner": self.row.partner_id, "based_on": self.row.version},
            "items": items,
        }

    def act(self, form: forms.Form) -> Outcome:
        said = dict(form.cleaned_data)
        outcome = change_partner_referral(self.row, said.pop("partner"), by=self.request.user, **said)
        tell_outcome(self.request, outcome, based_on=said["based_on"], conflict_at="casework:conflict")
        return outcome

    def next_address(self, answer: Any) -> str:
        return (
            reverse("casework:partner-send", args=[self.row.pk]) if answer else super().next_address(answer)
        )


class SendForm(forms.Form):
    way = forms.ChoiceField(label=_("Send it as"), widget=forms.RadioSelect)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, partner: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        ways = [choice for choice in Way.choices if choice[0] != Way.CAIRN or partner.public_key]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]


class SendScreen(OfReferral):
    """What will be told, item by item; then the words that open it, once."""

    right = Can.REFERRAL_SEND
    read_event = Event.CASE_READ
    template_name = "casework/sharing/send.html"
    title = _("What will be told")
    icon = "mail"
    button = _("Send")

    def admit(self) -> None:
        super().admit()
        if self.row.state != ReferralState.DRAFTED:
            raise Http404

    def form(self, data: Any = None, files: Any = None) -> SendForm:
        self.lines = lines_of(self.row, self.request.user)
        initial = {"seen": looked_at(self.lines)}
        return SendForm(data, partner=self.row.partner, initial=initial)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "lines": self.lines,
            "may_send": any(line.is_told for line in self.lines),
            "purpose": self.row.get_purpose_display(),
        }

    def act(self, form: forms.Form) -> Sent:
        said = form.cleaned_data
        return send_partner_referral(self.row, way=said["way"], seen=said["seen"], by=self.request.user)

    def done(self, answer: Sent) -> HttpResponse:
        """Drawn and not redirected to: link and passphrase stand on this page, once, and in no session."""
        here = load_mission().workspace_url.rstrip("/")
        links = {
            "link": here + reverse("partner:package", args=[answer.token]) if answer.token else "",
            "answer_link": here + reverse("partner:answer", args=[answer.answer_token])
            if answer.token
            else "",
        }
        return self.show(sent=answer, referral=answer.referral, **links)


urls = [
    path("<uuid:pk>/partners/ask/", AskScreen.as_view(), name="partner-ask"),
    path("partners/<uuid:pk>/change/", ChangeScreen.as_view(), name="partner-change"),
    path("partners/<uuid:pk>/send/", SendScreen.as_view(), name="partner-send"),
]
