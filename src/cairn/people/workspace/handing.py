"""Who answers for somebody from now on."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import Office, Team, User
from cairn.guard.roles import Role, group_name
from cairn.people.acts import hand_over
from cairn.people.acts.changing import ensure_hands_over
from cairn.people.models import Person
from cairn.people.workspace.files import OfAPerson
from cairn.people.workspace.showing import colleague

ANSWER_FOR_PEOPLE = (Role.CASE_SUPERVISOR, Role.CASEWORKER, Role.FIELD_PARTNER)


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, user: Any) -> str:
        return f"{colleague(user)} · {user.office}" if user.office else colleague(user)


class HandOverForm(forms.Form):
    """An office, and perhaps a team and a colleague of it."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.filter(closed_on=None))
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.select_related("office"), required=False
    )
    worker = ColleagueField(label=_("Responsible colleague"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        answering = User.objects.filter(
            is_active=True, groups__name__in=[group_name(role) for role in ANSWER_FOR_PEOPLE]
        )
        self.fields["worker"].queryset = answering.select_related("office").distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        office, worker = said.get("office"), said.get("worker")
        if office and worker and worker.office_id != office.pk:
            self.add_error("worker", _("This colleague works in another office."))
        return said


class HandOverScreen(OfAPerson):
    """Another office, team or colleague takes over; whoever hands over may no longer see the record afterwards."""

    model = Person
    form_class = HandOverForm
    title = _("Hand over")
    icon = "redirect"
    button = _("Hand over")
    said = _("Handed over.")

    def admit(self) -> None:
        super().admit()
        ensure_hands_over(self.request.user, self.row)

    def form_options(self) -> dict[str, Any]:
        held = self.row
        return {"initial": {"office": held.office_id, "team": held.team_id, "worker": held.worker_id}}

    def act(self, form: Any) -> Person:
        return hand_over(self.row, by=self.request.user, **form.cleaned_data)

    def next_address(self, answer: Person | None) -> str:
        """To the record, where it is still within the scope."""
        if (
            answer is not None
            and not Person.objects.visible_to(self.request.user).filter(pk=answer.pk).exists()
        ):
            return reverse("people:list")
        return reverse("people:person", args=[self.row.pk])


urls = [path("<uuid:pk>/hand-over/", HandOverScreen.as_view(), name="hand-over")]
