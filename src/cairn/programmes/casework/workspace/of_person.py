"""Cases on the page of a person, and opening one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import User
from cairn.guard.rights import Can
from cairn.guard.scope import covers
from cairn.guard.screens import RowActScreen
from cairn.guard.trace.events import Event
from cairn.people.models import Person
from cairn.people.workspace.files import OfAPerson
from cairn.people.workspace.handing import ColleagueField
from cairn.people.workspace.person import PersonPage
from cairn.people.workspace.tabs import Tab, register_tab
from cairn.programmes.casework.acts import open_case
from cairn.programmes.casework.acts.cases import ensure_begins_work
from cairn.programmes.casework.codes import Risk, Work
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.reads import cases_about, colleagues_on_cases
from cairn.programmes.casework.workspace.lists import lines_of


class CasesOfPersonScreen(PersonPage):
    """The tab of cases, also of those that were opened on a record that was joined to this one."""

    right = Can.CASE_READ
    template_name = "casework/of_person.html"
    tab = "cases"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        cases = list(cases_about(request.user, self.row).select_related("worker", "office"))
        self.trace(Event.PERSON_READ, self.row)
        self.trace(Event.CASE_LISTED, Case, rows=len(cases))
        return self.show(
            rows=lines_of(cases, request.user), may_open=covers(request.user, Can.CASE_OPEN, self.row)
        )


class OpenForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of work"), choices=Work.choices, widget=forms.RadioSelect)
    worker = ColleagueField(label=_("Responsible colleague"), queryset=User.objects.none())
    risk = forms.ChoiceField(label=_("Risk"), choices=Risk.choices, initial=Risk.UNKNOWN)
    about = forms.CharField(
        label=_("What it is about"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    of_household = forms.BooleanField(
        label=_("Work with the whole household"),
        help_text=_("Its other members find the case on their pages."),
        required=False,
    )

    def __init__(self, *args: Any, office_id: Any, has_household: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_household:
            del self.fields["of_household"]
        self.fields["worker"].queryset = colleagues_on_cases(office_id).select_related("office")  # type: ignore[attr-defined]


class OpenScreen(OfAPerson, RowActScreen):
    """Begin one kind of work with somebody."""

    model = Person
    right = Can.CASE_OPEN
    form_class = OpenForm
    title = _("Open a case")
    icon = "plus"
    button = _("Open the case")
    said = _("The case is open.")

    def admit(self) -> None:
        super().admit()
        ensure_begins_work(self.request.user, self.row)

    def form_options(self) -> dict[str, Any]:
        has_household = self.row.household_id is not None
        return {
            "office_id": self.row.office_id,
            "has_household": has_household,
            "initial": {"worker": self.request.user.pk},
        }

    def act(self, form: forms.Form) -> Case:
        said = dict(form.cleaned_data)
        return open_case(self.row, Work(said.pop("kind")), by=self.request.user, **said)

    @property
    def back(self) -> str:
        return reverse("casework:of-person", args=[self.row.pk])

    def next_address(self, answer: Case | None) -> str:
        return reverse("casework:case", args=[answer.pk]) if answer else self.back


def _many(person: Person, user: Any) -> int:
    return cases_about(user, person).count()


register_tab(
    Tab(
        name="cases",
        label=_("Cases"),
        address="casework:of-person",
        order=15,
        right=Can.CASE_READ,
        count=_many,
    )
)

urls = [
    path("person/<uuid:pk>/", CasesOfPersonScreen.as_view(), name="of-person"),
    path("person/<uuid:pk>/open/", OpenScreen.as_view(), name="open"),
]
