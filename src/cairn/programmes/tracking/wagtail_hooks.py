"""What tracking hangs into Wagtail's workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cairn.guard.rights import Can
from cairn.guard.workspace.menu import Place, offer
from cairn.programmes.tracking.workspace.registers import registers

offer(
    (
        Place(_("Sites"), "tracking:sites", "home", Can.TRACKING_RECORD),
        Place(_("Flow monitoring points"), "tracking:points", "crosshairs", Can.TRACKING_RECORD),
        Place(_("Incidents"), "tracking:incidents", "warning", Can.TRACKING_RECORD),
        Place(_("Names of the dead and missing"), "tracking:named", "group", Can.VICTIM_READ),
        Place(_("Files of tracking"), "tracking:files", "table", Can.TRACKING_RECORD),
    ),
    order=86,
)


@hooks.register("register_admin_viewset")
def places():
    return registers()
