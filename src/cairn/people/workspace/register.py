"""The list of people, and registering somebody."""

from typing import Any

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can, Reach
from cairn.guard.scope import fields_seen, scopes_of
from cairn.guard.screens import ActScreen, ListScreen
from cairn.guard.trace.events import Event
from cairn.people.acts import register_person
from cairn.people.finding import Answer, likely_matches
from cairn.people.matching.records import Record
from cairn.people.models import Person
from cairn.people.reads import people_of
from cairn.people.workspace.forms import RowForm, person_form


def short_lines(user: Any, people: list[Person]) -> list[dict[str, Any]]:
    """What a list shows of people: a name and a year of birth only to whom the person's own page would show them."""
    lines = []
    for person in people:
        seen = fields_seen(user, person)
        lines.append(
            {
                "person": person,
                "name": person.full_name if "given_name" in seen else "",
                "own_script_name": person.own_script_name if "own_script_name" in seen else "",
                "year": person.born[:4] if "born" in seen and person.born else "",
            }
        )
    return lines


class PeopleScreen(ListScreen):
    """The people within one's scope, the latest first."""

    model = Person
    right = Can.PERSON_READ
    read_event = Event.PERSON_LISTED
    template_name = "people/people.html"
    title = _("People")
    icon = "group"
    order = ("-registered_at", "pk")

    def rows(self) -> Any:
        people = people_of(self.request.user).select_related("data_key", "office", "team", "worker")
        match self.shown:
            case "mine":
                return people.filter(worker=self.request.user)
            case "team":
                return people.filter(team__in=self.request.user.team_ids)
            case "office":
                return people.filter(office=self.request.user.office_id)
        return people

    @property
    def shown(self) -> str:
        chosen = self.request.GET.get("show", "")
        if chosen and chosen not in dict(self.choices()):
            raise SuspiciousOperation("A list was asked for by a filter that it does not have.")
        return chosen

    def choices(self) -> list[tuple[str, str]]:
        """Filters that can show anything different for this colleague."""
        user = self.request.user
        reach = max((scope.reach for scope in scopes_of(user)), default=Reach.NOBODY)
        offered = [("", _now("All within my scope"))]
        if reach > Reach.OWN:
            offered.append(("mine", _now("Mine")))
        if reach >= Reach.TEAM and user.team_ids:
            offered.append(("team", _now("My team")))
        if reach >= Reach.TEAM and user.office_id:
            offered.append(("office", _now("My office")))
        return offered if len(offered) > 1 else []

    def context(self) -> dict[str, Any]:
        here = reverse("people:list")
        filters = [
            {
                "url": f"{here}?show={name}" if name else here,
                "label": label,
                "is_current": name == self.shown,
            }
            for name, label in self.choices()
        ]
        return {
            **super().context(),
            "filters": filters,
            "may_register": self.may(Can.PERSON_REGISTER),
            "may_edit": self.may(Can.PERSON_EDIT),
        }

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        lines = short_lines(self.request.user, context.get("rows", []))
        return super().show(status, **{**context, "rows": lines})


class RegisterScreen(ActScreen):
    """Registering somebody: who may be them already is shown first, and registering goes on by a second press."""

    right = Can.PERSON_REGISTER
    template_name = "people/register.html"
    title = _("Register a person")
    icon = "plus"
    button = _("Register")
    said = _("Registered.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:list"), "label": str(_("People"))}]

    def form(self, data: Any = None, files: Any = None) -> RowForm:
        return person_form("names", "birth", "traits", "languages", "needs", seen=self.asked, data=data)

    @property
    def asked(self) -> frozenset[str]:
        """The fields that a colleague of this role sees once the person is registered."""
        user = self.request.user
        person = Person(office_id=user.office_id, worker=user, team=self.team)
        return fields_seen(user, person)

    @property
    def team(self) -> Any:
        return self.request.user.teams.filter(office=self.request.user.office_id).first()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            answers = likely_matches(_as_record(form.said), request.user)
            seal = self._seal(form.said, answers)
            if answers and not constant_time_compare(seal, request.POST.get("looked_at", "")):
                return self._ask(form, answers, seal)
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> Person:
        user = self.request.user
        if user.office_id is None:
            raise ValidationError(
                _now("You belong to no office yet. Ask the administrator to place you in one.")
            )
        return register_person(by=user, office=user.office, team=self.team, **form.said)

    def next_address(self, answer: Person) -> str:
        return reverse("people:person", args=[answer.pk])

    def _ask(self, form: RowForm, answers: list[Answer], seal: str) -> HttpResponse:
        """The form once more, with those who may be meant; reading them is traced."""
        self.trace(Event.PERSON_SEARCHED, Person, rows=len(answers))
        lines = short_lines(self.request.user, [answer.person for answer in answers])
        matches = [
            {**line, "reasons": answer.reasons, "in_words": answer.in_words}
            for line, answer in zip(lines, answers, strict=True)
        ]
        return self.show(form=form, matches=matches, looked_at=seal, status=409)

    def _seal(self, said: dict[str, Any], answers: list[Answer]) -> str:
        """Says that this colleague was shown just these matches for just these words; other words are looked up anew."""
        words = [str(said.get(name, "")) for name in ("given_name", "father_name", "family_name", "born")]
        shown = sorted(str(answer.person.pk) for answer in answers)
        return salted_hmac(
            "people.looked-at", "\0".join([str(self.request.user.pk), *words, *shown])
        ).hexdigest()


def _as_record(said: dict[str, Any]) -> Record:
    return Record(
        id=0,
        given_name=said.get("given_name", ""),
        father_name=said.get("father_name", ""),
        family_name=said.get("family_name", ""),
        born=said.get("born", ""),
        sex=said.get("sex", "")[:1],
        nationality=next(iter(said.get("nationalities") or []), ""),
        birth_place=said.get("birth_place", ""),
        other_names=tuple(filter(None, (said.get("own_script_name", ""), *said.get("other_names", [])))),
    )


urls = [
    path("", PeopleScreen.as_view(), name="list"),
    path("register/", RegisterScreen.as_view(), name="register"),
]
