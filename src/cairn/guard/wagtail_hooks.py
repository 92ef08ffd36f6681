"""What the guard hangs into Wagtail's workspace."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cairn.guard.rights import Can
from cairn.guard.workspace import colleagues
from cairn.guard.workspace.menu import Place, offer

offer(
    (
        Place(_("To be handed over"), "guard:left-behind", "redirect", Can.PERSON_EDIT),
        Place(_("Break the glass"), "guard:glass", "lock-open", Can.GLASS_BREAK),
        Place(_("Broken glass"), "guard:glass-broken", "view", Can.GLASS_REVIEW),
        Place(_("The trace"), "guard:trace", "list-ul", Can.TRACE_READ),
    ),
    order=90,
)

# Later than Wagtail's own, whose places they take.
for action in (colleagues.CloseSeveralAccounts, colleagues.DeleteNobody, colleagues.GiveRoleToSeveral):
    hooks.register("register_bulk_action", action, order=1000)


@hooks.register("insert_global_admin_js")
def lock_and_keys():
    """On every page of the workspace: the lock works where a colleague is frightened, not only beside a record."""
    return format_html(
        '<script src="{}" data-lock="{}"></script>', static("guard/workspace.js"), reverse("account_logout")
    )


@hooks.register("register_admin_viewset")
def offices_and_teams():
    return colleagues.WherePeopleWork()
