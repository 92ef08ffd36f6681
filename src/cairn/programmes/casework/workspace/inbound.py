"""Referrals of others: the list, taking one in, and looking at it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen, ListScreen, RowScreen
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.programmes.casework.acts.inbound import bring_letter, write_inbound
from cairn.programmes.casework.acts.receiving import Fetched, bring_fetched, confirm, fetch_referral
from cairn.programmes.casework.models import Case, Inbound, InboundState, PartnerReferral
from cairn.programmes.casework.sharing.direct import NotFetched
from cairn.programmes.casework.sharing.sealing import LARGEST, CannotOpen, own_key
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import partners_on


class InboundListScreen(ListScreen):
    """What others refer, the latest first; and the key that they need to write to us."""

    model = Inbound
    right = Can.CASE_READ
    read_event = Event.INBOUND_LISTED
    template_name = "casework/sharing/inbound_list.html"
    title = _("Referrals of others")
    icon = "mail"
    order = ("-brought_at", "pk")

    def rows(self) -> Any:
        return super().rows().select_related("data_key", "partner", "case")

    def context(self) -> dict[str, Any]:
        key = own_key()
        return {
            **super().context(),
            "may_bring": self.may(Can.CASE_OPEN),
            "own_key": str(key),
            "fingerprint": key.fingerprint,
            "own_address": load_mission().workspace_url,
        }


class UnderTheList:
    """Pages that are reached from the list."""

    icon = "mail"

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *super().crumbs(),  # type: ignore[misc]
            {"url": reverse("casework:inbound-list"), "label": str(InboundListScreen.title)},
        ]


class FileForm(forms.Form):
    file = forms.FileField(label=_("The sealed file"), help_text=_("As it came: it ends in “.cairn”."))


class BringScreen(UnderTheList, ActScreen):
    """Takes in a file that was sealed to this mission."""

    right = Can.CASE_OPEN
    form_class = FileForm
    title = _("Take in a sealed file")
    button = _("Open it")

    def act(self, form: forms.Form) -> Inbound | PartnerReferral:
        file = form.cleaned_data["file"]
        if file.size > LARGEST:
            raise CannotOpen(
                _now("This is no letter of a Cairn."), _now("Choose the file as you received it.")
            )
        return bring_letter(b"".join(file.chunks()), by=self.request.user)

    def next_address(self, answer: Inbound | PartnerReferral) -> str:
        if isinstance(answer, PartnerReferral):
            return reverse("casework:partners", args=[answer.case_id])
        return reverse("casework:inbound", args=[answer.pk])


class LinkForm(forms.Form):
    """What opens a referral, as the partner gave it on two ways."""

    link = forms.CharField(
        label=_("The link"),
        max_length=500,
        help_text=_(
            "All of it, as the partner sent it. Only a partner’s Cairn that stands in the register is asked."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=60,
        help_text=_("You were told it on another way than this link."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )


class FetchScreen(UnderTheList, ActScreen):
    """Fetches a referral by its link from the Cairn of a partner; what comes is a proposal, as a file would be."""

    right = Can.CASE_OPEN
    form_class = LinkForm
    title = _("Fetch by a link")
    button = _("Fetch it")
    fetched: Fetched | CairnError | None = None
    kept: Inbound | None = None

    def prepare(self) -> None:
        form = self.form(self.request.POST) if self.request.method == "POST" else None
        if form is None or not form.is_valid():
            return
        try:
            self.fetched = fetch_referral(**form.cleaned_data, by=self.request.user)
        except CairnError as error:
            self.fetched = error

    def act(self, form: forms.Form) -> Inbound:
        if not isinstance(self.fetched, Fetched):
            raise self.fetched or NotFetched(_now("This is no link of a referral."))
        self.kept = bring_fetched(self.fetched, by=self.request.user)
        return self.kept

    def next_address(self, answer: Inbound) -> str:
        return reverse("casework:inbound", args=[answer.pk])

    def committed(self, response: HttpResponse) -> HttpResponse:
        if self.kept is not None:
            confirm(self.kept)
        return response


class LetterForm(forms.Form):
    """What came in a letter or a call; of the person as much as is known."""

    partner = forms.ModelChoiceField(
        label=_("Partner"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("none of them"),
    )
    sender = forms.CharField(label=_("Who refers them"), max_length=200)
    their_reference = forms.CharField(label=_("Their reference"), max_length=20, required=False)
    words = forms.CharField(
        label=_("What they ask for"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )
    given_name = forms.CharField(label=_("Given names"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    born = forms.CharField(
        label=_("Born"), max_length=10, required=False, help_text=_("Such as 1990 or 1990-05-12.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners_on(timezone.localdate())  # type: ignore[attr-defined]


class LetterScreen(UnderTheList, ActScreen):
    """Writes down what did not come as a file."""

    right = Can.CASE_OPEN
    form_class = LetterForm
    title = _("Write down a letter or a call")
    button = _("Write it down")

    def act(self, form: forms.Form) -> Inbound:
        return write_inbound(by=self.request.user, **form.cleaned_data)

    def next_address(self, answer: Inbound) -> str:
        return reverse("casework:inbound", args=[answer.pk])


class OfInbound(UnderTheList, RowScreen):
    """Any page about one of them."""

    model = Inbound
    right = Can.CASE_READ

    def rows(self) -> Any:
        return super().rows().select_related("data_key", "office", "team", "partner", "case")


class InboundScreen(OfInbound):
    """What was told, by whom, and whether the signature is that of a partner."""

    read_event = Event.INBOUND_READ
    template_name = "casework/sharing/inbound.html"

    def context(self) -> dict[str, Any]:
        is_open = self.row.state == InboundState.OPEN
        case = Case.objects.visible_to(self.request.user).filter(pk=self.row.case_id).first()
        return {
            **super().context(),
            "may_decide": is_open and self.may(Can.CASE_OPEN, self.row),
            "may_answer": not is_open and self.row.sender_key and self.may(Can.CASE_EDIT, self.row),
            "case": case,
            "ends_at": self.row.brought_at + Inbound.WAITS_AT_MOST if is_open else None,
        }


urls = [
    path("inbound/", InboundListScreen.as_view(), name="inbound-list"),
    path("inbound/file/", sealed_uploads(BringScreen.as_view()), name="inbound-bring"),
    path("inbound/link/", FetchScreen.as_view(), name="inbound-fetch"),
    path("inbound/letter/", LetterScreen.as_view(), name="inbound-write"),
    path("inbound/<uuid:pk>/", InboundScreen.as_view(), name="inbound"),
]
