from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class GuardConfig(AppConfig):
    name = "cairn.guard"
    label = "guard"
    verbose_name = "Guard"
    default = True

    def ready(self) -> None:
        from cairn.guard.roles import Role
        from cairn.guard.signin.factors import trace_second_factors
        from cairn.guard.trace import OneOf, register_detail

        register_detail("role", OneOf(Role))
        trace_second_factors()


class ColleaguesConfig(WagtailUsersAppConfig):
    """Wagtail's accounts with the forms of ours: office, teams, roles in words."""

    user_viewset = "cairn.guard.workspace.colleagues.ColleagueViewSet"
