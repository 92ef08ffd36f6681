"""What evidence hangs into Wagtail's workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cairn.evidence.workspace.due import EvidenceDue
from cairn.guard.rights import Can
from cairn.guard.workspace.menu import Place, offer

offer(
    (
        Place(_("Releases"), "evidence:releases", "tasks", Can.RELEASE_READ),
        Place(_("Indicators"), "evidence:indicators", "order", Can.RELEASE_READ),
        Place(_("Facts"), "evidence:facts", "table", Can.RELEASE_READ),
        Place(_("Neighbouring missions"), "evidence:neighbours", "globe", Can.RELEASE_READ),
    ),
    order=94,
)


# After the newsroom's panel, and before that of the register, which stands above them all.
@hooks.register("construct_homepage_panels", order=90)
def evidence_due(request, panels):
    panel = EvidenceDue(request)
    if panel.is_shown:
        panels.insert(0, panel)
