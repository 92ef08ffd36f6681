"""What casework hangs into Wagtail's workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cairn.guard.rights import Can
from cairn.guard.workspace.menu import Place, offer
from cairn.programmes.casework.workspace.my_work import MyCases

offer(
    (
        Place(_("My caseload"), "casework:caseload", "user", Can.CASE_EDIT),
        Place(_("Cases"), "casework:list", "folder-open-inverse", Can.CASE_READ),
        Place(_("Cases of others"), "casework:proposals", "download", Can.CASE_OPEN),
        Place(_("Referrals of others"), "casework:inbound-list", "mail", Can.CASE_READ),
        Place(_("Waiting for a decision"), "casework:waiting", "tick-inverse", Can.CASE_APPROVE),
    ),
    order=76,
)


# After the register's, beside which it stands.
@hooks.register("construct_homepage_panels", order=110)
def my_cases(request, panels):
    panel = MyCases(request)
    if panel.is_shown:
        panels.insert(1, panel)
