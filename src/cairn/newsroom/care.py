"""Whether the mission would survive its machine: last backup, last good drill, and the room on the disk.

For who looks after the machine and for who answers for people's data; nobody else is troubled by it.
"""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from cairn.guard.roles import Role, roles_of
from cairn.mission.backups.state import last_drill, last_made
from cairn.mission.config import load_mission
from cairn.mission.disk import Room, fullest, in_words

SEEN_BY = {Role.ADMINISTRATOR, Role.DATA_PROTECTION}
DRILL_EVERY = dt.timedelta(days=31)


class CareOfTheMission(Component):
    """One panel on the workspace's home."""

    name = "care_of_the_mission"
    template_name = "newsroom/admin/care.html"
    order = 200

    def get_context_data(self, parent_context):
        disk, good, last, made = fullest(), last_drill(), last_drill(good=False), last_made()
        return {
            "disk": disk,
            "free": in_words(disk.free),
            "is_tight": disk.room is Room.TIGHT,
            "is_full": disk.room is Room.NONE,
            "good": good,
            "is_late": bool(good) and timezone.now() - good.when > DRILL_EVERY,
            "failed": last if last and not last.is_good else None,
            "made": made,
            "needs_none": load_mission().demonstration.enabled and not made,
        }


def care_panels(request: HttpRequest) -> list[Component]:
    return [CareOfTheMission()] if SEEN_BY & roles_of(request.user) else []
