"""The forms of a colleague's account, in the words of the mission: office, teams, roles and what each of them does."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from cairn.guard.colleagues.acts import place_colleague, set_active
from cairn.guard.models import Office, Team, User
from cairn.guard.roles import ROLES, role_of_group


class RolesField(forms.ModelMultipleChoiceField):
    """The groups that stand for roles, each with what it may do."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(Group.objects.none(), required=False, label=_("Roles"))

    def label_from_instance(self, group: Any) -> str:
        role = role_of_group(group.name)
        info, language = ROLES[role], group.name.partition(" (")[2].rstrip(")")  # type: ignore[index]
        name = f"{info.name} ({language})" if language else info.name
        factor = _("A second factor is required.") if info.needs_second_factor else ""
        return format_html("<strong>{}</strong>: {}. {}", name, info.does, factor)


class WithPlace(forms.Form):
    """Office, teams and roles, which an act writes and the form does not."""

    office = forms.ModelChoiceField(
        Office.objects.filter(closed_on=None), required=False, label=_("Office"), empty_label=_("none")
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.select_related("office"),
        required=False,
        label=_("Teams"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Caseworkers see the people of their teams."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        self.fields.pop("is_superuser", None)
        self.fields["groups"] = RolesField()
        roles = [group.pk for group in Group.objects.all() if role_of_group(group.name)]
        self.fields["groups"].queryset = Group.objects.filter(pk__in=roles).order_by("name")
        if self.instance.pk:  # type: ignore[attr-defined]
            self.initial |= {
                "office": self.instance.office_id,  # type: ignore[attr-defined]
                "teams": list(self.instance.teams.all()),  # type: ignore[attr-defined]
                "groups": list(self.instance.groups.all()),  # type: ignore[attr-defined]
            }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        office = said.get("office")
        if any(team.office_id != getattr(office, "pk", None) for team in said.get("teams") or ()):
            self.add_error("teams", _("Choose teams of the colleague's own office."))
        return said

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user = super().save()  # type: ignore[misc]
        given = self.cleaned_data
        place_colleague(
            user, office=given["office"], teams=given["teams"], groups=given["groups"], by=self.by
        )
        if "is_active" in given and user.pk != self.by.pk:
            set_active(user, given["is_active"], by=self.by)
        return user


class NewColleagueForm(WithPlace, UserCreationForm):
    class Meta:
        model = User
        fields = ("username", "email", "first_name", "last_name")


class ColleagueForm(WithPlace, UserEditForm):
    """`is_active` is no field of the model here: closing an account is an act."""

    is_active = forms.BooleanField(
        required=False,
        label=_("Account is open"),
        help_text=_(
            "Close it when a colleague leaves: their sessions end, and nothing that they did is lost."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "is_active" in self.fields:
            self.initial["is_active"] = self.instance.is_active

    class Meta:
        model = User
        fields = ("username", "email", "first_name", "last_name")
