"""A second person reads a text with its line numbers and its figures, then puts it in force or sends it back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.evidence.acts import retire_indicator, return_text, review_indicator
from cairn.evidence.models import IndicatorText, TextState
from cairn.evidence.workspace.checked import check
from cairn.evidence.workspace.of_release import OpenRowAct
from cairn.evidence.workspace.of_text import AboutText, previewed
from cairn.guard.rights import Can


class TextScreen(AboutText):
    """A text as it is read before a review: with line numbers, and what it would say."""

    right = Can.RELEASE_READ
    template_name = "evidence/text.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, checked = self.row, check(self.row.text, self.row.code, self.row.version)
        is_open = row.state in (TextState.DRAFT, TextState.WAITING)
        reviews = self.may(Can.INDICATOR_REVIEW) and row.state == TextState.WAITING
        is_writer = row.written_by_id == request.user.pk
        return self.show(
            text=row, checked=checked, listing=list(checked.lines()), is_open=is_open, is_writer=is_writer,
            may_review=reviews and not is_writer, must_not_review=reviews and is_writer,
            may_edit=self.may(Can.INDICATOR_WRITE) and is_open,
            may_retire=self.may(Can.INDICATOR_WRITE) and row.may_move(TextState.RETIRED), **previewed(self, row, checked),
        )  # fmt: skip


class ReviewForm(forms.Form):
    """A tick of a second person, and the edition that they read."""

    has_read = forms.BooleanField(
        label=_(
            "I have read the whole text. It counts what its definition says, and nobody can be recognised by it."
        ),
        error_messages={"required": _("Tick it when you have read it.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ActOnText(AboutText, OpenRowAct):
    """An act on one text."""

    template_name = "evidence/act.html"

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.row}"

    @property
    def refusal(self) -> str:
        return ""

    def not_now(self) -> str:
        return _now("%(text)s is “%(state)s”, so this cannot be done with it now.") % {
            "text": self.row, "state": self.row.get_state_display(),
        }  # fmt: skip

    def context(self) -> dict[str, Any]:
        return {**super().context(), "refusal": self.refusal}


class ReviewScreen(ActOnText):
    right = Can.INDICATOR_REVIEW
    form_class = ReviewForm
    title = _("Review")
    button = _("Put it in force")
    said = _("It is in force: releases may choose it from now on.")

    @property
    def refusal(self) -> str:
        if self.row.state == TextState.WAITING and self.row.written_by_id == self.request.user.pk:
            return _now("You wrote this text, so somebody else has to review it.")
        return "" if self.row.state == TextState.WAITING else self.not_now()

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"seen": self.row.edition}}

    def act(self, form: Any) -> IndicatorText:
        return review_indicator(self.row, by=self.request.user, seen=form.cleaned_data["seen"])


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("What has to change?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReturnScreen(ActOnText):
    right = Can.INDICATOR_REVIEW
    form_class = WhyForm
    title = _("Send back")
    button = _("Send it back")
    said = _("Sent back, with your reason.")

    @property
    def refusal(self) -> str:
        return "" if self.row.state == TextState.WAITING else self.not_now()

    def act(self, form: Any) -> IndicatorText:
        return return_text(self.row, by=self.request.user, why=form.cleaned_data["why"])


class RetireScreen(ActOnText):
    right = Can.INDICATOR_WRITE
    form_class = forms.Form
    title = _("Retire")
    button = _("Retire it")
    said = _("Retired. What was released of it stays.")
    template_name = "evidence/retire.html"
    is_grave = True

    @property
    def refusal(self) -> str:
        return "" if self.row.may_move(TextState.RETIRED) else self.not_now()

    def act(self, form: forms.Form) -> IndicatorText:
        return retire_indicator(self.row, by=self.request.user)


urls = [
    path("texts/<int:pk>/", TextScreen.as_view(), name="text"),
    path("texts/<int:pk>/review/", ReviewScreen.as_view(), name="text-review"),
    path("texts/<int:pk>/send-back/", ReturnScreen.as_view(), name="text-send-back"),
    path("texts/<int:pk>/retire/", RetireScreen.as_view(), name="text-retire"),
]
