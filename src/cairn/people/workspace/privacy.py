"""What a person may ask of the mission: to be told everything, and to be erased. For the data protection officer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ListScreen, RowActScreen, RowScreen
from cairn.guard.sealed.attachments import attachment_response
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.people.acts import disclose_person, erase_person, lift_hold, place_hold, weigh_erasure
from cairn.people.acts.disclosing import fetch_part
from cairn.people.acts.erasing import erasure_of
from cairn.people.models import DisclosedPart, Disclosure, Erasure, LegalHold, Person, RetentionReview
from cairn.people.models.privacy import ErasedWhy
from cairn.people.papers.receipting import receipt_paper
from cairn.people.references import tidy_reference
from cairn.people.workspace.forms import form_field
from cairn.people.workspace.mine import MineScreen
from cairn.people.workspace.person import PersonPage
from cairn.people.workspace.tabs import Tab, register_tab


class PrivacyScreen(PersonPage):
    """The tab: packages that were made, holds, what was decided about keeping, and the ways on."""

    right = Can.RETENTION_REVIEW
    template_name = "people/privacy/privacy.html"
    tab = "privacy"

    def context(self) -> dict[str, Any]:
        def of(model: Any) -> Any:
            return model.objects.visible_to(self.request.user).with_keys().filter(person=self.row)

        return {
            **super().context(),
            "disclosures": of(Disclosure)
            .select_related("made_by")
            .prefetch_related("parts")
            .order_by("-made_at"),
            "holds": of(LegalHold).select_related("placed_by", "lifted_by"),
            "reviews": of(RetentionReview).select_related("decided_by"),
            "now": timezone.now(),
        }


class OfAPerson(RowActScreen):
    """An act of the data protection officer on one person."""

    model = Person
    icon = "lock"

    @property
    def heading(self) -> str:
        return str(self.title)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to(self.row)]

    def next_address(self, answer: Any) -> str:
        return reverse("people:privacy", args=[self.row.pk])


class DiscloseForm(forms.Form):
    """How they asked, and in which language they read."""

    language = forms.ChoiceField(label=_("Language"), initial=get_language)
    asked_how = forms.CharField(
        label=_("How they asked, and how you made sure that it was they"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Or who speaks for them, and by which paper."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(load_mission().language_names.items())  # type: ignore[attr-defined]


class DiscloseScreen(OfAPerson):
    """Packs everything, and tells the passphrase once."""

    right = Can.PERSON_DISCLOSE
    form_class = DiscloseForm
    template_name = "people/privacy/disclose.html"
    title = _("Give them what is held about them")
    button = _("Pack it")

    def act(self, form: forms.Form) -> tuple[Disclosure, str]:
        return disclose_person(self.row, by=self.request.user, **form.cleaned_data)

    def done(self, answer: tuple[Disclosure, str]) -> HttpResponse:
        """Drawn and not redirected to: the passphrase stands on this page, once, and in no address or session."""
        disclosure, passphrase = answer
        parts = (
            DisclosedPart.objects.visible_to(self.request.user)
            .filter(disclosure=disclosure)
            .order_by("made_at")
        )
        return self.show(disclosure=disclosure, passphrase=passphrase, parts=parts)


class PartScreen(RowScreen):
    """A part of a package, to hand over."""

    model = DisclosedPart
    right = Can.PERSON_DISCLOSE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            attachment = fetch_part(self.row, by=request.user)
        except CairnError as error:
            messages.error(request, str(error))
            return redirect("people:privacy", self.row.person_id)
        return attachment_response(attachment, by=request.user, about=self.row.person_id)


class EraseForm(forms.Form):
    """The ground, the reason, and the reference typed once more."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    why = forms.ChoiceField(label=_("Ground"), choices=ErasedWhy.choices)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("It stays when they are gone: write no name and no number by which they are known."),
    )
    reference = forms.CharField(label=_("Type the reference of this record"), max_length=20)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_reference(self) -> str:
        typed = tidy_reference(self.cleaned_data["reference"])
        if typed != self.person.reference:
            raise forms.ValidationError(_("This is another reference than that of this record."))
        return typed


class EraseScreen(OfAPerson):
    """Shows what would go, whom else it touches and what forbids it; then erases."""

    right = Can.PERSON_ERASE
    template_name = "people/privacy/erase.html"
    title = _("Erase this person")
    icon = "bin"
    button = _("Erase for good")
    is_grave = True

    def form(self, data: Any = None, files: Any = None) -> EraseForm:
        return EraseForm(data, person=self.row)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        weighed = weigh_erasure(self.row, by=self.request.user)
        form = context["form"]
        if form.is_bound:
            form.data = {**form.data.dict(), "seen": weighed.fingerprint}
        else:
            form.initial["seen"] = weighed.fingerprint
        return super().show(status, **context, weighed=weighed)

    def act(self, form: forms.Form) -> Erasure:
        said = form.cleaned_data
        return erase_person(
            self.row, by=self.request.user, why=said["why"], reason=said["reason"], seen=said["seen"]
        )

    def next_address(self, answer: Erasure) -> str:
        return reverse("people:erasure", args=[answer.pk])


class HoldForm(forms.Form):
    """Who needs the record, and when it is looked at again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "review_on"):
            self.fields[name] = form_field(LegalHold, name)


class HoldScreen(OfAPerson):
    """Keeps the record from being erased."""

    right = Can.RETENTION_REVIEW
    form_class = HoldForm
    title = _("Place a legal hold")
    button = _("Hold it")
    said = _("Nothing of this record is erased until the hold is lifted.")

    def act(self, form: forms.Form) -> LegalHold:
        return place_hold(self.row, by=self.request.user, **form.cleaned_data)


class LiftScreen(RowActScreen):
    """Lifts a hold."""

    model = LegalHold
    right = Can.RETENTION_REVIEW
    form_class = forms.Form
    title = _("Lift the legal hold")
    icon = "lock-open"
    button = _("Lift it")
    said = _("The hold is lifted.")

    @property
    def heading(self) -> str:
        return str(self.title)

    def rows(self) -> Any:
        return super().rows().select_related("person")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to(self.row.person)]

    def act(self, form: forms.Form) -> LegalHold:
        return lift_hold(self.row, by=self.request.user)

    def next_address(self, answer: LegalHold) -> str:
        return reverse("people:privacy", args=[answer.person_id])


class ErasuresScreen(ListScreen):
    """The register of erasures, the latest first; and the answer to somebody who still has their code."""

    model = Erasure
    right = Can.RETENTION_REVIEW
    read_event = Event.ERASURE_READ
    template_name = "people/privacy/erasures.html"
    title = _("Erasures")
    icon = "bin"
    order = ("-number",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Asked by post: a reference stands in no address."""
        found = erasure_of(request.POST.get("reference", ""))
        self.trace(Event.ERASURE_READ, found or Erasure)
        return self.show(page=self.page(), rows=[], asked=True, found=found)


class OneErasure(MineScreen):
    """What the screens of one erasure share: there is no person left to stand beside."""

    model = Erasure
    right = Can.RETENTION_REVIEW
    read_event = Event.ERASURE_READ

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:erasures"), "label": _now("Erasures")}]


class ErasureScreen(OneErasure):
    """One erasure, with its receipt."""

    template_name = "people/privacy/erasure.html"
    icon = "bin"

    @property
    def heading(self) -> str:
        return _now("Erasure %(number)d") % {"number": self.row.number}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "languages": load_mission().language_names}


class ReceiptScreen(OneErasure):
    """The receipt as a page to hand over."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.trace(Event.ERASURE_READ, self.row)
        return paper_response(self.row.receipt, f"erasure-{self.row.number}", request.GET.get("language", ""))


def paper_response(receipt: dict[str, Any], name: str, language: str) -> HttpResponse:
    """A signed page as a download, in one of the mission's languages."""
    mission = load_mission()
    chosen = language if language in mission.languages else mission.default_language
    return HttpResponse(
        receipt_paper(receipt, chosen),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def way_to(person: Person) -> dict[str, str]:
    return {"url": reverse("people:privacy", args=[person.pk]), "label": str(person)}


register_tab(
    Tab(
        name="privacy",
        label=_("Data protection"),
        address="people:privacy",
        order=80,
        right=Can.RETENTION_REVIEW,
    )
)

urls = [
    path("<uuid:pk>/privacy/", PrivacyScreen.as_view(), name="privacy"),
    path("<uuid:pk>/privacy/disclose/", DiscloseScreen.as_view(), name="disclose"),
    path("<uuid:pk>/privacy/erase/", EraseScreen.as_view(), name="erase"),
    path("<uuid:pk>/privacy/hold/", HoldScreen.as_view(), name="hold"),
    path("hold/<uuid:pk>/lift/", LiftScreen.as_view(), name="hold-lift"),
    path("disclosed/<uuid:pk>/", PartScreen.as_view(), name="disclosed-part"),
    path("erasures/", ErasuresScreen.as_view(), name="erasures"),
    path("erasures/<uuid:pk>/", ErasureScreen.as_view(), name="erasure"),
    path("erasures/<uuid:pk>/receipt/", ReceiptScreen.as_view(), name="erasure-receipt"),
]
