"""Referrals to national mechanisms: begun, gone on with, packed, and cases taken along by a standard."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.people.births import may_be_child
from cairn.programmes.casework.acts import begin_referral, note_step, take_case_along, take_pack
from cairn.programmes.casework.acts.packing import files_of, is_anonymous, pack_and_quality
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.acts.referring import too_early
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import Case, NationalReferral, ReferralStep
from cairn.programmes.casework.trafficking.mechanisms import Mechanism, mechanisms
from cairn.programmes.casework.workspace.case import CaseAct, CasePage

DAY = forms.DateInput(attrs={"type": "date"})
TYPES = {"json": "application/json", "pdf": "application/pdf", "zip": "application/zip"}


class ReferForm(forms.Form):
    """On what basis, and through whom; the bases are those that are possible for this person."""

    basis = forms.ChoiceField(label=_("Basis"), widget=forms.RadioSelect)
    first_responder = forms.ChoiceField(
        label=_("First responder"), help_text=_("The organisation that sends it: a mission is none of them.")
    )
    agreed_on = forms.DateField(label=_("Agreed on"), required=False, widget=DAY)
    safeguarding_on = forms.DateField(
        label=_("Referred to the local authority for safeguarding on"), required=False, widget=DAY
    )

    def __init__(self, *args: Any, declared: Mechanism, of_child: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        bases = declared.bases_for(of_child=of_child)
        self.fields["basis"].choices = [(one.code, one.label) for one in bases]  # type: ignore[attr-defined]
        responders = [(one.code, one.label) for one in declared.first_responders]
        self.fields["first_responder"].choices = [("", "–"), *responders]  # type: ignore[attr-defined]
        unasked = "agreed_on" if of_child else "safeguarding_on"
        del self.fields[unasked]


class ReferScreen(CaseAct):
    """Prepares a referral to the mechanism that the address names."""

    form_class = ReferForm
    icon = "mail"
    button = _("Prepare the referral")
    leads_to = "casework:trafficking"

    def admit(self) -> None:
        super().admit()
        self.declared = mechanisms().get(self.kwargs["mechanism"])
        if self.declared is None or self.case.kind != Work.TRAFFICKING:
            raise Http404

    @property
    def heading(self) -> str:
        return str(self.declared.label) if self.declared else ""

    def form_options(self) -> dict[str, Any]:
        of_child = may_be_child(self.case.person, timezone.localdate())
        return {"declared": self.declared, "of_child": of_child}

    def act(self, form: forms.Form) -> NationalReferral:
        return begin_referral(self.case, self.kwargs["mechanism"], by=self.request.user, **form.cleaned_data)


class StepForm(forms.Form):
    """What may follow from where the referral stands, and nothing else."""

    step = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    happened_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    note = forms.CharField(
        label=_("Note"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, row: NationalReferral, **options: Any) -> None:
        super().__init__(*args, **options)
        possible = row.declared.next_steps(row.taken, basis=row.basis, of_child=row.of_child)
        self.fields["step"].choices = [(one.code, one.label) for one in possible]  # type: ignore[attr-defined]


class StepScreen(CaseAct):
    """Writes down what came of a referral; clocks start and stop with it."""

    model = NationalReferral
    form_class = StepForm
    title = _("What happened with the referral")
    icon = "arrow-right-full"
    button = _("Write it down")
    leads_to = "casework:trafficking"

    def form_options(self) -> dict[str, Any]:
        return {"row": self.row}

    def act(self, form: forms.Form) -> ReferralStep:
        said = form.cleaned_data
        early = too_early(self.row, said["step"], said["happened_at"])
        step = note_step(
            self.row, said["step"], happened_at=said["happened_at"], note=said["note"], by=self.request.user
        )
        for sentence in early:
            messages.warning(self.request, sentence)
        return step


class PackScreen(CasePage):
    """The pack to read and to copy, with what a reader would miss; files are chosen by whoever takes it along."""

    model = NationalReferral
    read_event = Event.CASE_READ
    template_name = "casework/trafficking/pack.html"
    tab = "trafficking"

    def context(self) -> dict[str, Any]:
        return {**super().context(), **self.pack(), "may_take": self.may(Can.PERSON_EXPORT, self.row)}

    def pack(self) -> dict[str, Any]:
        """Nothing where the form was not begun, with the sentence that says so."""
        try:
            pack, quality, wrong_files = pack_and_quality(self.row)
        except NotInThisCase as missing:
            return {"missing": str(missing)}
        return {"pack": pack, "quality": quality, "wrong_files": wrong_files}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("What it is for"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence: it stays with the case."),
    )


class TakePackForm(ReasonForm):
    """Which files of the case go along. Where the person stays without a name, none does unless it is ticked."""

    files = forms.MultipleChoiceField(
        label=_("Files that go with it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, files: list[tuple[str, str]], is_anonymous: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not files:
            del self.fields["files"]
            return
        field = self.fields["files"]
        field.choices = files  # type: ignore[attr-defined]
        if is_anonymous:
            field.help_text = _(
                "The person stays without a name: look into each file before you tick it. Nobody searches what it shows."
            )
        else:
            field.initial = [number for number, _title in files]


class TakeScreen(CaseAct):
    """Answers with a file, whose name says nothing of anybody."""

    right = Can.PERSON_EXPORT
    icon = "download"
    leads_to = "casework:trafficking"
    ending = "pdf"

    def done(self, answer: bytes) -> HttpResponse:
        response = HttpResponse(answer, content_type=TYPES[self.ending])
        response["Content-Disposition"] = f'attachment; filename="{self.case.reference}.{self.ending}"'
        return response


class TakePackScreen(TakeScreen):
    model = NationalReferral
    read_event = Event.CASE_READ
    form_class = TakePackForm
    title = _("Take the pack along")
    button = _("Take it along")

    def form_options(self) -> dict[str, Any]:
        held = [(str(file.pk), str.__str__(file.title)) for file in files_of(self.row, by=self.request.user)]
        return {"files": held, "is_anonymous": is_anonymous(self.row)}

    def act(self, form: forms.Form) -> bytes:
        said = form.cleaned_data
        chosen = said.get("files", [])
        self.ending = "zip" if chosen else "pdf"
        return take_pack(self.row, reason=said["reason"], files=chosen, by=self.request.user)


class TakeCaseForm(ReasonForm):
    format = forms.ChoiceField(
        label=_("Format"),
        choices=((Format.JSON, _("JSON: one document")), (Format.CSV, _("CSV: a sheet for each table"))),
        widget=forms.RadioSelect,
    )


class TakeCaseScreen(TakeScreen):
    """The case by HTCDS 2.0, for whoever takes it over."""

    model = Case
    form_class = TakeCaseForm
    title = _("Take the case along by HTCDS 2.0")
    button = _("Make the file")

    def act(self, form: forms.Form) -> bytes:
        format = Format(form.cleaned_data["format"])
        self.ending = "json" if format == Format.JSON else "zip"
        content, _left = take_case_along(
            self.case, format=format, reason=form.cleaned_data["reason"], by=self.request.user
        )
        return content


urls = [
    path("<uuid:pk>/refer/<slug:mechanism>/", ReferScreen.as_view(), name="refer-nationally"),
    path("<uuid:pk>/htcds/", TakeCaseScreen.as_view(), name="take-htcds"),
    path("national/<uuid:pk>/step/", StepScreen.as_view(), name="referral-step"),
    path("national/<uuid:pk>/pack/", PackScreen.as_view(), name="pack"),
    path("national/<uuid:pk>/pack/take/", TakePackScreen.as_view(), name="take-pack"),
]
