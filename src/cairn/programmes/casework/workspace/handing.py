"""Handing over one case, or the whole caseload of a colleague in one act."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cairn.guard.models import User
from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen
from cairn.guard.trace.events import Event
from cairn.people.workspace.handing import ColleagueField
from cairn.programmes.casework.acts import hand_over_case, hand_over_caseload
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.reads import caseload_of, cases_of, colleagues_on_cases
from cairn.programmes.casework.workspace.case import CaseAct
from cairn.programmes.casework.workspace.lists import LATEST, lines_of

MOST = 500


class HandOverForm(forms.Form):
    """A colleague of the office who answers for it from now on."""

    worker = ColleagueField(label=_("Responsible colleague"), queryset=User.objects.none())

    def __init__(self, *args: Any, office_id: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["worker"].queryset = colleagues_on_cases(office_id).select_related("office")  # type: ignore[attr-defined]


class HandOverScreen(CaseAct):
    """Another colleague answers for a case; open tasks of the one before go along."""

    form_class = HandOverForm
    title = _("Hand over")
    icon = "redirect"
    button = _("Hand over")
    said = _("Handed over. Open tasks went along.")

    def form_options(self) -> dict[str, Any]:
        return {"office_id": self.row.office_id, "initial": {"worker": self.row.worker_id}}

    def act(self, form: forms.Form) -> Case:
        return hand_over_case(self.row, worker=form.cleaned_data["worker"], by=self.request.user)

    def next_address(self, answer: Case | None) -> str:
        """To the case, where it is still within the scope."""
        if answer is not None and not cases_of(self.request.user).filter(pk=answer.pk).exists():
            return reverse("casework:list")
        return super().next_address(answer)


class WhoseForm(forms.Form):
    """Whose caseload is looked at; a number in the address."""

    of = ColleagueField(label=_("Caseload of"), queryset=User.objects.none())

    def __init__(self, *args: Any, office_id: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Also those who left: their cases wait for somebody.
        self.fields["of"].queryset = User.objects.filter(office=office_id).order_by("first_name", "username")  # type: ignore[attr-defined]


class CaseloadForm(HandOverForm):
    cases = forms.ModelMultipleChoiceField(
        label=_("Cases"), queryset=Case.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cases: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cases"].queryset = cases  # type: ignore[attr-defined]


class CaseloadScreen(ActScreen):
    """Choose whose, see the list, choose to whom: all of them go in one act, or none."""

    right = Can.CASE_APPROVE
    template_name = "casework/hand_over_caseload.html"
    title = _("Hand over a caseload")
    icon = "redirect"
    button = _("Hand these over")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("casework:list"), "label": str(_("Cases"))}]

    @cached_property
    def whose(self) -> WhoseForm:
        return WhoseForm(self.request.GET or None, office_id=self.request.user.office_id)

    @cached_property
    def of(self) -> User | None:
        return self.whose.cleaned_data["of"] if self.whose.is_valid() else None

    def cases(self) -> Any:
        """Open ones, of the colleague who was chosen, on which this supervisor decides."""
        if self.of is None:
            return Case.objects.none()
        decides_on = Case.objects.visible_to(self.request.user, Can.CASE_APPROVE).values("pk")
        return caseload_of(self.request.user, self.of).filter(pk__in=decides_on)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lines = self._lines()
        self.trace(Event.CASE_LISTED, Case, rows=len(lines))
        return self.show(form=self.form(), lines=lines)

    def form(self, data: Any = None, files: Any = None) -> CaseloadForm:
        return CaseloadForm(data, cases=self.cases(), office_id=self.request.user.office_id)

    def context(self) -> dict[str, Any]:
        chosen = set(self.request.POST.getlist("cases"))
        return {
            **super().context(),
            "whose": self.whose,
            "of": self.of,
            "chosen": chosen,
            "lines": self._lines(),
        }

    def act(self, form: forms.Form) -> int:
        said = form.cleaned_data
        return hand_over_caseload(said["cases"], worker=said["worker"], by=self.request.user)

    def next_address(self, answer: int) -> str:
        told = ngettext("%(number)d case was handed over.", "%(number)d cases were handed over.", answer)
        messages.success(self.request, told % {"number": answer})
        return reverse("casework:list")

    def _lines(self) -> list[dict[str, Any]]:
        cases = self.cases().select_related("worker", "office").order_by(*LATEST)[:MOST]
        return lines_of(list(cases), self.request.user)


urls = [
    path("<uuid:pk>/hand-over/", HandOverScreen.as_view(), name="hand-over"),
    path("hand-over/", CaseloadScreen.as_view(), name="hand-over-caseload"),
]
