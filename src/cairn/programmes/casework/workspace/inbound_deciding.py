"""Deciding about a referral of others: a case is opened, or what was told is destroyed; and the answer to the sender."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import AnswerScreen
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.people.codes import Sex
from cairn.people.finding import Answer, likely_matches
from cairn.people.models import Person
from cairn.people.reads import people_of
from cairn.people.workspace.register import short_lines
from cairn.programmes.casework.acts.inbound_deciding import (
    Reply,
    accept_inbound,
    answer_inbound,
    answers_go_to,
    decline_inbound,
)
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.sharing.arriving import as_record, fields_told
from cairn.programmes.casework.sharing.states import ANSWERS, ReferralState
from cairn.programmes.casework.workspace.inbound import OfInbound

NEW = "new"


class InboundAct(OfInbound, AnswerScreen):
    """Something that is done with one of them."""

    right = Can.CASE_OPEN
    template_name = "casework/sharing/inbound_act.html"
    reply: Reply | None = None

    @property
    def heading(self) -> str:
        return str(self.title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.trace(Event.INBOUND_READ, self.row)
        return self.show(form=self.form())

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *super().crumbs(),
            {"url": reverse("casework:inbound", args=[self.row.pk]), "label": str(self.row)},
        ]

    def committed(self, response: HttpResponse) -> HttpResponse:
        """Tell the sender's Cairn; where it is not reached, the letter is a file as well."""
        if self.reply is None or not self.reply.is_direct:
            return response
        try:
            self.reply.hand_over()
        except CairnError as error:
            messages.warning(self.request, f"{_now('The sender was not told.')} {error}")
            return self.unsaid(response)
        messages.success(self.request, _now("The sender was told."))
        return response

    def unsaid(self, response: HttpResponse) -> HttpResponse:
        """What is answered where the sender was not told."""
        return self.as_file(self.reply) if self.reply else response

    def replied(self, reply: Reply | None, otherwise: str, *args: Any) -> HttpResponse:
        """The letter by hand, or the page that follows where it goes by itself."""
        self.reply = reply
        return redirect(otherwise, *args) if reply is None or reply.is_direct else self.as_file(reply)

    def as_file(self, reply: Reply) -> HttpResponse:
        """A letter for the sender, whose name says nothing of anybody."""
        response = HttpResponse(reply.file, content_type="application/json")
        name = self.row.their_reference or self.row.reference
        response["Content-Disposition"] = f'attachment; filename="answer-{name}.cairn"'
        return response


class AcceptForm(forms.Form):
    """Who it is, and what kind of work begins; the fields are for somebody who is not in the register yet."""

    kind = forms.ChoiceField(label=_("Kind of work"), choices=Work.choices, widget=forms.RadioSelect)
    who = forms.ChoiceField(label=_("Who it is"), widget=forms.RadioSelect)
    given_name = forms.CharField(label=_("Given names"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    born = forms.CharField(label=_("Born"), max_length=10, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "–"), *Sex.choices], required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].choices = [*people, (NEW, _("nobody of them: register a new person"))]  # type: ignore[attr-defined]

    @property
    def corrected(self) -> dict[str, str]:
        said = self.cleaned_data
        return {name: said[name] for name in ("given_name", "family_name", "born", "sex")}


class AcceptScreen(InboundAct):
    """Opens a case; people within the scope who may be meant are shown before anybody is registered."""

    template_name = "casework/sharing/inbound_accept.html"
    title = _("Accept and open a case")
    button = _("Open the case")

    @cached_property
    def told(self) -> dict[str, Any]:
        return fields_told(self.row.content, self.row.office)

    @cached_property
    def matches(self) -> list[Answer]:
        """Those who may be meant; that they were looked up leaves a trace."""
        record = as_record(self.told)
        found = likely_matches(record, self.request.user) if record.full_name or record.other_names else []
        self.trace(Event.PERSON_SEARCHED, Person, rows=len(found))
        return found

    def form(self, data: Any = None, files: Any = None) -> AcceptForm:
        people = [(str(match.person.pk), match.person.reference) for match in self.matches]
        return AcceptForm(data, people=people, initial=self.told)

    def context(self) -> dict[str, Any]:
        lines = short_lines(self.request.user, [match.person for match in self.matches])
        found = zip(lines, self.matches, strict=True)
        matches = [{**line, "reasons": each.reasons, "in_words": each.in_words} for line, each in found]
        return {**super().context(), "matches": matches}

    def act(self, form: forms.Form) -> Case:
        case = self.accepted(form)
        row = self.rows().get(pk=self.row.pk)
        if answers_go_to(row):
            self.reply = answer_inbound(row, state=ReferralState.ACCEPTED, words="", by=self.request.user)
        return case

    def accepted(self, form: forms.Form) -> Case:
        said, user = form.cleaned_data, self.request.user
        if said["who"] == NEW:
            return accept_inbound(self.row, by=user, kind=said["kind"], **form.corrected)  # type: ignore[attr-defined]
        person = people_of(user).with_keys().filter(pk=said["who"]).first()
        if person is None:
            raise Http404
        return accept_inbound(self.row, by=user, kind=said["kind"], person=person)

    def done(self, answer: Case) -> HttpResponse:
        return redirect("casework:case", answer.pk)

    def unsaid(self, response: HttpResponse) -> HttpResponse:
        """The case is open; its referral still offers to answer the sender."""
        return response


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The sender reads it."),
    )


class DeclineScreen(InboundAct):
    """Says no; what was told is destroyed, and the answer is a file where the sender has a Cairn."""

    form_class = DeclineForm
    title = _("Decline")
    icon = "cross"
    button = _("Decline, and destroy what was told")
    is_grave = True

    def act(self, form: forms.Form) -> Reply | None:
        return decline_inbound(self.row, reason=form.cleaned_data["reason"], by=self.request.user)

    def done(self, answer: Reply | None) -> HttpResponse:
        return self.replied(answer, "casework:inbound-list")


class ReplyForm(forms.Form):
    state = forms.ChoiceField(
        label=_("How it goes on"),
        choices=[(to.value, to.label) for to in ReferralState if to in ANSWERS - {ReferralState.DECLINED}],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReplyScreen(InboundAct):
    """Says to the sender how it goes on, or makes the file that says it."""

    right = Can.CASE_EDIT
    form_class = ReplyForm
    title = _("Answer the sender")
    icon = "comment"

    @property
    def button(self) -> Any:  # type: ignore[override]
        return _("Tell the sender") if answers_go_to(self.row) else _("Make the file")

    def act(self, form: forms.Form) -> Reply:
        return answer_inbound(self.row, by=self.request.user, **form.cleaned_data)

    def done(self, answer: Reply) -> HttpResponse:
        return self.replied(answer, "casework:inbound", self.row.pk)


urls = [
    path("inbound/<uuid:pk>/accept/", AcceptScreen.as_view(), name="inbound-accept"),
    path("inbound/<uuid:pk>/decline/", DeclineScreen.as_view(), name="inbound-decline"),
    path("inbound/<uuid:pk>/reply/", ReplyScreen.as_view(), name="inbound-reply"),
]
