"""Cases that other organisations brought by HTCDS 2.0, as they wait: the list, the file that brings them, one of them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import fields_seen
from cairn.guard.screens import ActScreen, ListScreen, RowScreen
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.guard.trace.events import Event
from cairn.people.finding import Answer, likely_matches
from cairn.people.models import Person
from cairn.people.workspace.register import short_lines
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.acts import bring_cases
from cairn.programmes.casework.codes import OPEN_STATES, Work
from cairn.programmes.casework.models import Proposal, ProposalState
from cairn.programmes.casework.reads import cases_about, cases_of
from cairn.programmes.casework.trafficking.htcds.standard import standard
from cairn.programmes.casework.workspace.comparing import as_record, chapters

LIST = "casework:proposals"


def _way_to_list() -> dict[str, str]:
    return {"url": reverse(LIST), "label": str(_("Cases of others"))}


class ProposalsScreen(ListScreen):
    """What was brought and waits, the latest first; references only, no name."""

    model = Proposal
    right = Can.CASE_READ
    read_event = Event.CASE_LISTED
    template_name = "casework/proposals/list.html"
    title = _("Cases of others")
    icon = "download"
    order = ("-brought_at", "pk")

    @property
    def is_decided(self) -> bool:
        return self.request.GET.get("show") == "decided"

    def rows(self) -> Any:
        state = ProposalState.ACCEPTED if self.is_decided else ProposalState.OPEN
        return super().rows().filter(state=state).select_related("data_key", "office", "brought_by", "case")

    def context(self) -> dict[str, Any]:
        here = reverse(LIST)
        filters = [
            {"url": here, "label": _("Waiting"), "is_current": not self.is_decided},
            {"url": f"{here}?show=decided", "label": _("Taken on"), "is_current": self.is_decided},
        ]
        return {**super().context(), "filters": filters, "may_bring": self.may(Can.PERSON_IMPORT)}


class BringForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JSON, one sheet as CSV in UTF-8, or a ZIP of sheets as Cairn writes it; at most 10 MB and 1,000 cases. "
            "It is sealed as it comes in."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.zip"}),
    )


class BringScreen(ActScreen):
    """Takes in a file. Nothing in it becomes a case before somebody has looked."""

    right = Can.PERSON_IMPORT
    form_class = BringForm
    title = _("Bring in cases of others")
    icon = "upload"
    button = _("Bring in")
    said = _("Brought in. Each waits as a proposal until somebody has looked at it.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), *([_way_to_list()] if self.may(Can.CASE_READ) else [])]

    def act(self, form: forms.Form) -> list[Proposal]:
        return bring_cases(form.cleaned_data["file"].read(), by=self.request.user)

    def next_address(self, answer: Any) -> str:
        return self.back


class OfProposal(RowScreen):
    """Any page about one proposal."""

    model = Proposal
    icon = "download"

    def rows(self) -> Any:
        return super().rows().select_related("data_key", "office", "team", "worker", "brought_by", "case")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_list()]


class ProposalScreen(OfProposal):
    """Field by field what was told, beside whoever in the register may be meant; and how it was read."""

    right = Can.CASE_READ
    read_event = Event.CASE_READ
    template_name = "casework/proposals/proposal.html"

    @cached_property
    def matches(self) -> list[Answer]:
        """Who may be meant, while it waits; reading them is traced."""
        asked = as_record(self.row.content)
        if self.row.state != ProposalState.OPEN or not (asked.full_name and self.may(Can.PERSON_READ)):
            return []
        found = likely_matches(asked, self.request.user)
        if found:
            self.trace(Event.PERSON_SEARCHED, Person, rows=len(found))
        return found

    @cached_property
    def beside(self) -> Person | None:
        """The match that was chosen, or the likeliest; whoever is no match of this proposal is not shown here."""
        chosen = self.request.GET.get("beside", "")
        people = [answer.person for answer in self.matches]
        person = next((one for one in people if str(one.pk) == chosen), people[0] if people else None)
        if person is not None:
            self.trace(Event.PERSON_READ, person)
        return person

    def context(self) -> dict[str, Any]:
        user, beside = self.request.user, self.beside
        seen = fields_seen(user, beside) if beside else frozenset()
        return {
            **super().context(),
            "brought_by": colleague(self.row.brought_by),
            "chapters": list(chapters(self.row.content, beside, seen)) if "content" in self.seen else [],
            "beside": beside,
            "matches": list(self.match_lines()),
            "taken_as": [line for line in _lines(self.row.taken_as, 3) if line[1] != line[2]],
            "not_read": [(name, _why(name, why)) for name, why in _lines(self.row.not_read, 2)],
            "case": cases_of(user).filter(pk=self.row.case_id).first(),
            "may_decide": self.row.state == ProposalState.OPEN and self.may(Can.CASE_OPEN, self.row),
        }

    def match_lines(self) -> Iterator[dict[str, Any]]:
        """Who may be meant, and whether we work with them on this already."""
        user = self.request.user
        lines = short_lines(user, [answer.person for answer in self.matches])
        for line, answer in zip(lines, self.matches, strict=True):
            ours = cases_about(user, answer.person).filter(kind=Work.TRAFFICKING, state__in=OPEN_STATES)
            yield {
                **line,
                "reasons": answer.reasons,
                "in_words": answer.in_words,
                "open_case": ours.first(),
            }


def _why(name: str, why: str) -> Any:
    """Reasons are kept in the language of whoever brought the file; the commonest is told in the reader's."""
    return why if standard().field(name) else _("The standard has no such field.")


def _lines(kept: Any, length: int) -> list[Any]:
    return [line for line in kept if isinstance(line, list) and len(line) == length]


urls = [
    path("proposals/", ProposalsScreen.as_view(), name="proposals"),
    path("proposals/bring/", sealed_uploads(BringScreen.as_view()), name="proposals-bring"),
    path("proposals/<uuid:pk>/", ProposalScreen.as_view(), name="proposal"),
]
