"""Two pages behind links that cannot be guessed. They name nobody in address, title or log, and no cache keeps them.

The one opens what was told, with a passphrase; looking at the link alone, as programmes for messages do, uses
nothing up. The other takes answers, and shows nothing about anybody. A link that opens nothing answers 410 whatever
the reason is.
"""

from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from cairn.guard.screens.acting import add_errors
from cairn.mission.errors import CairnError
from cairn.people.papers.locking import locked
from cairn.programmes.casework.acts.answering import (
    OpensNothing,
    answer_by_link,
    as_typed,
    open_package,
    referral_behind,
    referral_to_answer,
)
from cairn.programmes.casework.acts.sending import answer_token_of
from cairn.programmes.casework.models import PartnerReferral
from cairn.programmes.casework.sharing.states import ReferralState
from cairn.programmes.casework.sharing.telling import paper_of
from cairn.programmes.casework.workspace.partner_referrals import AnswerForm


class Unkept(View):
    """An answer that no cache keeps and no search engine finds."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = self.answered(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)


class OutsidePage(Unkept):
    """What both pages share: they are closed in one way."""

    template_name: ClassVar[str]

    def answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().answered(request, *args, **kwargs)
        except OpensNothing:
            return render(request, "casework/outside/closed.html", status=HTTPStatus.GONE)

    def show(self, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        return render(self.request, self.template_name, context, status=status)


class PassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=60,
        help_text=_("You were told it on another way than this link."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )


class PackagePage(OutsidePage):
    """Asks for the passphrase, then shows what was told, in the language in which it was told; or gives the PDF."""

    template_name = "casework/outside/package.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        referral_behind(token)
        return self.show(form=PassphraseForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = PassphraseForm(request.POST)
        if not form.is_valid():
            referral_behind(token)
            return self.show(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            referral = open_package(token, form.cleaned_data["passphrase"])
        except OpensNothing:
            raise
        except CairnError as wrong:
            form.add_error(None, str(wrong))
            return self.show(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        if "paper" in request.POST:
            return _as_paper(referral, form.cleaned_data["passphrase"])
        with translation.override(referral.language):
            told = {"told": referral.told, "answer_token": answer_token_of(token)}
            return self.show(form=PassphraseForm(), **told)


class OwnAnswerForm(AnswerForm):
    """The same answers, as whoever gives them says them."""

    SAID: ClassVar[dict[str, Any]] = {
        ReferralState.ACCEPTED: _("we accept"),
        ReferralState.DECLINED: _("we cannot help"),
        ReferralState.DELIVERED: _("it is done"),
        ReferralState.FEEDBACK: _("we have something to tell about it"),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].label, self.fields["words"].label = _("Your answer"), _("In your words")
        possible = self.fields["to"].choices  # type: ignore[attr-defined]
        self.fields["to"].choices = [(to, self.SAID[to]) for to, _label in possible]  # type: ignore[attr-defined]


class AnswerPage(OutsidePage):
    """Takes what the partner answers. Who it is about stands nowhere here."""

    template_name = "casework/outside/answer.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        referral = referral_to_answer(token)
        return self.show(referral=referral, form=OwnAnswerForm(state=referral.state))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        referral = referral_to_answer(token)
        form = OwnAnswerForm(request.POST, state=referral.state)
        if form.is_valid():
            try:
                said = dict(form.cleaned_data)
                row = answer_by_link(token, said.pop("to"), **said)
            except ValidationError as error:
                add_errors(form, error)
            except CairnError as error:
                form.add_error(None, str(error))
            else:
                is_over = row.state in (ReferralState.DECLINED, ReferralState.FEEDBACK)
                return self.show(referral=row, is_kept=True, is_over=is_over)
        return self.show(HTTPStatus.UNPROCESSABLE_ENTITY, referral=referral, form=form)


def _as_paper(referral: PartnerReferral, passphrase: str) -> HttpResponse:
    """Locked with the same passphrase, so that it lies open on nobody's disk."""
    content = locked(paper_of(referral.told), [], as_typed(passphrase))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{referral.reference}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
