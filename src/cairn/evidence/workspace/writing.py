"""The editor: a text with its lines numbered, what is wrong said beside it, and its figures shown at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.evidence.acts import begin_indicator, keep_text, put_up_for_review
from cairn.evidence.acts.indicators import LONGEST
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import FactTable, fact_table, fact_tables
from cairn.evidence.indicators.library import declared
from cairn.evidence.models import IndicatorText, TextState
from cairn.evidence.workspace.checked import Checked, check
from cairn.evidence.workspace.of_release import OpenRowAct
from cairn.evidence.workspace.of_text import AboutText, OfIndicators, previewed, shown
from cairn.evidence.workspace.previewing import is_cheap, preview
from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen
from cairn.mission.config import load_mission


class BeginForm(forms.Form):
    """How a new indicator is called, and what it counts."""

    code = forms.CharField(
        label=_("Code"),
        max_length=80,
        help_text=_(
            "Small letters and digits with hyphens, such as “people-in-camps”. Figures are found by it for ever."
        ),
    )
    facts = forms.ChoiceField(label=_("Facts"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = self.fields["facts"]
        assert isinstance(facts, forms.ChoiceField)
        facts.choices = [(table.name, f"{table.title}: {table.grain}") for table in fact_tables()]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        if code in declared() or IndicatorText.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _now("There is an indicator with this code already. Write its next version.")
            )
        return code


class BeginScreen(OfIndicators, ActScreen):
    """A new indicator over one fact table."""

    right = Can.INDICATOR_WRITE
    form_class = BeginForm
    title = _("Write an indicator")
    icon = "plus"
    button = _("Go on to the text")

    def act(self, form: Any) -> IndicatorText:
        told = form.cleaned_data
        return begin_indicator(told["code"], by=self.request.user, facts=told["facts"])

    def next_address(self, answer: IndicatorText) -> str:
        return reverse("evidence:text-edit", args=[answer.pk])


class NextVersionScreen(OfIndicators, ActScreen):
    """The next version of an indicator begins with the words of the one in force."""

    right = Can.INDICATOR_WRITE
    form_class = forms.Form
    title = _("Write the next version")
    icon = "plus"
    button = _("Begin the next version")
    template_name = "evidence/next_version.html"

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.kwargs['code']}"

    def crumbs(self) -> list[dict[str, str]]:
        code = self.kwargs["code"]
        return [*super().crumbs(), {"url": reverse("evidence:indicator", args=[code]), "label": code}]

    def act(self, form: forms.Form) -> IndicatorText:
        return begin_indicator(self.kwargs["code"], by=self.request.user)

    def next_address(self, answer: IndicatorText) -> str:
        return reverse("evidence:text-edit", args=[answer.pk])


class TextForm(forms.Form):
    """The whole declaration, and which edition of it was opened."""

    text = forms.CharField(
        label=_("Declaration"), max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 32, "spellcheck": "false", "wrap": "off", "dir": "ltr", "data-lines": ""}),
        error_messages={"required": _("A text that says nothing cannot be kept.")},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)


class EditScreen(AboutText, OpenRowAct):
    """Keeps the text, says what is wrong in it with the line, shows its figures, and puts it up for review."""

    right = Can.INDICATOR_WRITE
    form_class = TextForm
    template_name = "evidence/edit.html"
    title = _("Write")
    is_kept = False

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.row}"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"text": self.row.text, "seen": self.row.edition}}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.state not in (TextState.DRAFT, TextState.WAITING):
            return redirect(self.row)
        return self.show(form=self.form(), **previewed(self, self.row, self.checked()))

    def act(self, form: Any) -> IndicatorText:
        told = form.cleaned_data
        self.row = keep_text(self.row, by=self.request.user, words=told["text"], seen=told["seen"])
        self.is_kept = True
        return self.row

    def done(self, answer: IndicatorText) -> HttpResponse:
        """By the button that was pressed. What is wrong in a text that was kept is said, and keeps it a draft."""
        do, checked = self.request.POST.get("do", ""), self.checked()
        if not checked.is_ready:
            return self.show(form=self.form(), status=200 if do == "keep" else 422)
        here = reverse("evidence:text-edit", args=[answer.pk])
        match do:
            case "ask":
                put_up_for_review(answer, by=self.request.user, seen=answer.edition)
                messages.success(self.request, _now("A second person has been asked to review it."))
                return redirect(answer)
            case "preview":
                return redirect(f"{here}?preview=1")
        messages.success(self.request, _now("Kept."))
        return redirect(here)

    def checked(self) -> Checked:
        """Of what was kept, or of what was sent and could not be."""
        words = self.row.text if self.is_kept else self.request.POST.get("text", self.row.text)
        return check(words[:LONGEST], self.row.code, self.row.version)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "text": self.row,
            "checked": self.checked(),
            "is_kept": self.is_kept,
            "table": self.table,
            "floor": load_mission().disclosure,
        }

    @cached_property
    def table(self) -> FactTable | None:
        """The facts that the text names, as far as it can be read."""
        for line in self.row.text.splitlines():
            key, _sign, value = line.partition("=")
            if key.strip() == "facts":
                try:
                    return fact_table(value.strip().strip("\"'"))
                except WrongFacts:
                    return None
        return None


class CheckScreen(AboutText):
    """What the editor's script asks while somebody writes: is it right, and if it is cheap, what would it say."""

    right = Can.INDICATOR_WRITE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("evidence:text-edit", self.row.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        checked = check(request.POST.get("text", "")[:LONGEST], self.row.code, self.row.version)
        figures: dict[str, Any] = {}
        if checked.indicator and is_cheap(checked.indicator):
            figures = shown(preview(self.row, checked.indicator, get_language() or "en"), request)
        return render(request, "evidence/checked.html", {"checked": checked, "text": self.row, **figures})


urls = [
    path("texts/new/", BeginScreen.as_view(), name="text-begin"),
    path("indicators/<slug:code>/next/", NextVersionScreen.as_view(), name="indicator-next"),
    path("texts/<int:pk>/write/", EditScreen.as_view(), name="text-edit"),
    path("texts/<int:pk>/check/", CheckScreen.as_view(), name="text-check"),
]
