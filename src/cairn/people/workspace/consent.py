"""What somebody agreed to: the tab, reading a text out and writing the answer down, taking it back, going without."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cairn.guard.consent_texts import ConsentText, languages_of_texts, text_for
from cairn.guard.purposes import CHOICES, PURPOSES, Purpose
from cairn.guard.rights import Can
from cairn.guard.scope import fields_seen
from cairn.guard.screens import RowActScreen, RowScreen
from cairn.guard.sealed.attachments import attachment_response
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.people.acts import ask_exemption, decide_exemption, record_consent, withdraw_consent
from cairn.people.consent_checks import is_guardian_of
from cairn.people.models import Consent, Exemption, Person, Relation
from cairn.people.models.consent import Said
from cairn.people.sharing import answers_of, may_share
from cairn.people.workspace import names
from cairn.people.workspace.deciding import DecisionScreen
from cairn.people.workspace.forms import Part, form_field
from cairn.people.workspace.person import PersonPage
from cairn.people.workspace.showing import colleague
from cairn.people.workspace.tabs import Tab, register_tab

QUESTION = ("purpose", "partner_code", "text_language")
ANSWER = ("said", "how", "witness", "given_at", "valid_until")
HEARD = ("with_interpreter", "interpreter_note", "capacity", "capacity_note")
SPOKEN_FOR = ("spoken_for", "guardian_name", "guardian_papers", "child_agrees")
SHOW = "show"  # The button that brings the text; nothing is written by it.


class ConsentScreen(PersonPage):
    """The tab: what may be shared today and why, then every answer there was."""

    right = Can.CONSENT_READ
    read_event = Event.CONSENT_READ
    template_name = "people/consent/consent.html"
    tab = "consent"

    def context(self) -> dict[str, Any]:
        user = self.request.user
        exemptions = Exemption.objects.visible_to(user, Can.CONSENT_READ).with_keys().filter(person=self.row)
        return {
            **super().context(),
            "questions": self.questions(),
            "answers": [self.answer(each) for each in reversed(answers_of(self.row))],
            "exemptions": exemptions.select_related("asked_by", "decided_by").order_by("-made_at"),
            "seen_of_exemptions": fields_seen(user, Exemption(person=self.row)),
            "may_record": self.may(Can.CONSENT_RECORD, self.row),
            "may_withdraw": self.may(Can.CONSENT_WITHDRAW, self.row),
            "may_decide": self.may(Can.EXEMPTION_DECIDE, self.row),
        }

    @cached_property
    def guardians(self) -> dict[Any, str]:
        """Guardians in the register, by their codes; whoever is outside the scope is not named, not even by a code."""
        named = {each.guardian_id for each in answers_of(self.row)}
        seen = Person.objects.visible_to(self.request.user, Can.PERSON_READ).filter(pk__in=named - {None})
        unseen = dict.fromkeys(named - {None}, str(_("somebody outside your scope")))
        return unseen | {each.pk: str(each) for each in seen}

    def questions(self) -> list[dict[str, Any]]:
        """Each purpose without a partner, and each with every partner about whom somebody answered or decided."""
        exempted = (
            Exemption.objects.visible_to(self.request.user, Can.CONSENT_READ)
            .with_keys()
            .filter(person=self.row)
        )
        told = (*answers_of(self.row), *exempted.filter(is_approved=True))
        asked = {(str(each.purpose), each.partner_code) for each in told}
        alone = {(str(purpose), "") for purpose, info in PURPOSES.items() if not info.needs_partner}
        return [
            {"name": PURPOSES[Purpose(purpose)].name, "partner": partner, "gate": self.gate(purpose, partner)}
            for purpose, partner in sorted(asked | alone)
        ]

    def gate(self, purpose: str, partner: str) -> Any:
        return may_share(self.row, purpose=purpose, partner=partner or None)

    def answer(self, each: Consent) -> dict[str, Any]:
        return {
            "row": each,
            "name": each.get_purpose_display(),
            "language": names.language_name(each.text_language),
            "by": colleague(each.recorded_by),
            "guardian": self.guardians.get(each.guardian_id, ""),
            "can_withdraw": each.said == Said.GIVEN and not each.is_withdrawn,
        }


class AnswerForm(forms.Form):
    """The question, the answer, and how it came about, in this order."""

    read_out = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, person: Person, guardians: list[Person]
    ) -> None:
        super().__init__(data, files)
        self.fields["purpose"] = forms.ChoiceField(label=_("Purpose"), choices=CHOICES)
        self.fields["partner_code"] = form_field(Consent, "partner_code")
        self.fields["text_language"] = forms.ChoiceField(
            label=_("Language that is read out"), choices=_languages(), initial=_first_language(person)
        )
        for name in (*ANSWER, *HEARD, *SPOKEN_FOR):
            self.fields[name] = form_field(Consent, name)
        self.fields["given_at"].initial = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["valid_until"].help_text = _("Empty: as long as this purpose allows.")
        self.fields["scan"] = forms.FileField(label=_("Scan of the paper"), required=False)
        self.fields["guardian"] = forms.TypedChoiceField(
            label=_("Guardian in the register"),
            choices=[("", _("none")), *((str(each.pk), each.full_name or str(each)) for each in guardians)],
            coerce=lambda number: next(each for each in guardians if str(each.pk) == number),
            empty_value=None,
            required=False,
        )

    @property
    def parts(self) -> list[Part]:
        return [
            self._part(_("The question"), QUESTION),
            self._part(_("The answer"), (*ANSWER, "scan")),
            self._part(_("Was it understood?"), HEARD),
            self._part(
                _("Who answered"),
                (SPOKEN_FOR[0], "guardian", *SPOKEN_FOR[1:]),
                _("Whoever is a child or may be one is spoken for by a guardian, and asked as well."),
            ),
        ]

    @property
    def answer(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "read_out"}

    def _part(self, title: Any, fields: tuple[str, ...], about: Any = "") -> Part:
        return Part(title, about, [self[name] for name in fields])


class RecordScreen(RowActScreen):
    """Shows the words to read out, then takes the answer. No answer is taken to words that were not shown."""

    model = Person
    right = Can.CONSENT_RECORD
    read_event = Event.PERSON_READ
    template_name = "people/consent/record.html"
    title = _("Ask for consent")
    icon = "form"
    button = _("Record the answer")
    said = _("The answer is recorded.")

    @property
    def heading(self) -> str:
        return str(self.title)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to(self.row)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The guardians are named in full beside the question, so each of them was read as well."""
        for guardian in self.guardians:
            self.trace(Event.PERSON_READ, guardian)
        return super().get(request, *args, **kwargs)

    @cached_property
    def guardians(self) -> list[Person]:
        return guardians_of(self.row, self.request.user)

    def form(self, data: Any = None, files: Any = None) -> AnswerForm:
        return AnswerForm(data, files, person=self.row, guardians=self.guardians)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if SHOW not in request.POST:
            return super().post(request, *args, **kwargs)
        form, text = self.form(), self.text(request.POST)
        form.initial = {**request.POST.dict(), "read_out": text.digest if text else ""}
        return self.show(form=form, text=text)

    def text(self, said: Any) -> ConsentText | None:
        try:
            return text_for(Purpose(said.get("purpose", "")), said.get("text_language", ""))
        except (CairnError, ValueError):
            return None

    def act(self, form: forms.Form) -> Consent:
        text = self.text(form.cleaned_data)
        if text is None or form.cleaned_data["read_out"] != text.digest:
            raise CairnError(
                _("The words were not read out yet."), _("Show the text, read it out, and ask then.")
            )
        assert isinstance(form, AnswerForm)
        return record_consent(self.row, by=self.request.user, text_version=text.version, **form.answer)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """A form that comes back still shows the words."""
        form = context["form"]
        if "text" not in context:
            context["text"] = self.text(form.data) if form.is_bound else None
        text = context["text"]
        is_rtl = text is not None and load_mission().is_right_to_left(text.language)
        return super().show(status, **context, is_rtl=is_rtl)

    def next_address(self, answer: Consent) -> str:
        return reverse("people:consent", args=[self.row.pk])


class WithdrawForm(forms.Form):
    """How it was taken back, and what had been shared."""

    how = forms.CharField(
        label=_("How they said it"),
        max_length=300,
        help_text=_("In person, by telephone, by letter, through whom."),
    )
    effect = forms.CharField(
        label=_("What was already shared, and whom you tell"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )


class WithdrawScreen(RowActScreen):
    """Takes a consent back; from this moment nothing more is shared on it."""

    model = Consent
    right = Can.CONSENT_WITHDRAW
    form_class = WithdrawForm
    title = _("Record a withdrawal")
    icon = "form"
    button = _("Withdraw it now")
    said = _("It is withdrawn. Nothing more is shared on it from now on.")

    @property
    def heading(self) -> str:
        return str(self.title)

    def rows(self) -> Any:
        return super().rows().select_related("person")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to(self.row.person)]

    def act(self, form: forms.Form) -> Consent:
        return withdraw_consent(self.row, by=self.request.user, **form.cleaned_data)

    def next_address(self, answer: Consent) -> str:
        return reverse("people:consent", args=[self.row.person_id])


class PaperScreen(RowScreen):
    """The paper that bears the signature, as a download that no browser keeps."""

    model = Consent
    right = Can.CONSENT_READ

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "scan" not in self.seen or self.row.scan is None:
            raise Http404
        return attachment_response(self.row.scan, by=request.user, about=self.row.person_id)


class ExemptionForm(forms.Form):
    """What would be shared, with whom, on which ground, until when."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=CHOICES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("partner_code", "kind", "reason", "valid_until"):
            self.fields[name] = form_field(Exemption, name)
        self.fields["valid_until"].help_text = _("At most thirty days from today; empty: thirty days.")


class AskExemptionScreen(RowActScreen):
    """Asks to share without consent; a supervisor or the data protection officer decides."""

    model = Person
    right = Can.CONSENT_RECORD
    form_class = ExemptionForm
    title = _("Ask to share without consent")
    icon = "warning"
    button = _("Ask")
    said = _("Somebody else decides about it now. Nothing is shared until then.")

    @property
    def heading(self) -> str:
        return str(self.title)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to(self.row)]

    def act(self, form: forms.Form) -> Exemption:
        return ask_exemption(self.row, by=self.request.user, **form.cleaned_data)

    def next_address(self, answer: Exemption) -> str:
        return reverse("people:consent", args=[self.row.pk])


class DecisionForm(forms.Form):
    """Yes or no."""

    approve = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("", "—"), ("yes", _("approve: it may be shared")), ("no", _("refuse"))],
        coerce=lambda said: said == "yes",
    )


class DecideExemptionScreen(DecisionScreen):
    """Shows what is asked, with the reason, and takes the decision."""

    model = Exemption
    right = Can.EXEMPTION_DECIDE
    read_event = Event.CONSENT_READ
    form_class = DecisionForm
    template_name = "people/consent/decide.html"
    title = _("Decide about sharing without consent")
    icon = "warning"
    decide = decide_exemption
    shown_with = ("person", "asked_by")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), way_to(self.row.person)]

    def next_address(self, answer: Exemption) -> str:
        return reverse("people:consent", args=[self.row.person_id])


def guardians_of(person: Person, user: Any) -> list[Person]:
    """Those whom the register knows as guardian or parent, and whom this colleague may see."""
    near = Relation.objects.filter(to=person).values_list("person", flat=True)
    back = Relation.objects.filter(person=person).values_list("to", flat=True)
    seen = Person.objects.visible_to(user, Can.PERSON_READ).with_keys().filter(pk__in={*near, *back})
    return [each for each in seen if is_guardian_of(each, person)]


def way_to(person: Person) -> dict[str, str]:
    return {"url": reverse("people:consent", args=[person.pk]), "label": str(person)}


def _languages() -> list[tuple[str, str]]:
    return [(code, names.language_name(code)) for code in languages_of_texts()]


def _first_language(person: Person) -> str:
    known = languages_of_texts()
    return next((str(code) for code in person.languages if code in known), "en")


register_tab(
    Tab(name="consent", label=_("Consent"), address="people:consent", order=60, right=Can.CONSENT_READ)
)

urls = [
    path("<uuid:pk>/consent/", ConsentScreen.as_view(), name="consent"),
    path("<uuid:pk>/consent/ask/", sealed_uploads(RecordScreen.as_view()), name="consent-record"),
    path("<uuid:pk>/consent/without/", AskExemptionScreen.as_view(), name="exemption-ask"),
    path("consent/<uuid:pk>/withdraw/", WithdrawScreen.as_view(), name="consent-withdraw"),
    path("consent/<uuid:pk>/paper/", PaperScreen.as_view(), name="consent-paper"),
    path("exemption/<uuid:pk>/", DecideExemptionScreen.as_view(), name="exemption"),
]
