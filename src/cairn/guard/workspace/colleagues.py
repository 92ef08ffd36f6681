"""Accounts, offices and teams in Wagtail's own views: they are open registers, and hold nobody whom the mission protects."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserViewSet

from cairn.guard.colleagues.acts import change_roles, set_active
from cairn.guard.colleagues.forms import ColleagueForm, NewColleagueForm
from cairn.guard.models import Office, Team


class KnowsWhoPlaces:
    """The form calls an act, and an act has an author."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}  # type: ignore[misc, attr-defined]


class NewColleagueView(KnowsWhoPlaces, CreateView):
    pass


class ColleagueView(KnowsWhoPlaces, EditView):
    def get_delete_url(self) -> None:
        return None


class ColleaguesView(IndexView):
    def get_delete_url(self, instance: Any) -> None:
        return None


class NeverDeleted(DeleteView):
    """The trace names colleagues by number: an account that acted stays, closed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class ColleagueViewSet(UserViewSet):
    index_view_class = ColleaguesView
    add_view_class = NewColleagueView
    edit_view_class = ColleagueView
    delete_view_class = NeverDeleted

    def get_form_class(self, for_update: bool = False) -> type:
        return ColleagueForm if for_update else NewColleagueForm


class GiveRoleToSeveral(AssignRoleBulkAction):
    """Several colleagues get a role, each as an act of its own."""

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: Any, role: Any = None, by: Any = None, **kwargs: Any) -> tuple[int, int]:
        for user in objects if role else ():
            change_roles(user, {*user.groups.all(), role}, by=by)
        return len(objects), 0


class CloseSeveralAccounts(SetActiveStateBulkAction):
    """Several accounts are closed or opened, each as an act of its own."""

    @classmethod
    def execute_action(
        cls, objects: Any, mark_as_active: bool = False, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        others = [each for each in objects if each.pk != user.pk]
        for each in others:
            set_active(each, mark_as_active, by=user)
        return len(others), 0


class DeleteNobody(DeleteBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return False


class OfficeViewSet(ModelViewSet):
    model = Office
    icon = "home"
    menu_label = _("Offices")
    form_fields = ("code", "name", "is_partner", "closed_on")
    list_display = ("name", "code", "is_partner", "closed_on")
    search_fields = ("name", "code")
    ordering = ("code",)
    add_to_reference_index = False
    copy_view_enabled = False


class TeamViewSet(ModelViewSet):
    model = Team
    icon = "group"
    menu_label = _("Teams")
    form_fields = ("office", "code", "name")
    list_display = ("name", "code", "office")
    list_filter = ("office",)
    ordering = ("office__code", "code")
    add_to_reference_index = False
    copy_view_enabled = False


class WherePeopleWork(ModelViewSetGroup):
    menu_label = _("Offices and teams")
    menu_icon = "home"
    add_to_settings_menu = True
    items = (OfficeViewSet, TeamViewSet)
