"""What evidence waits for, on the first page after signing in."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from cairn.evidence.models import IndicatorText, TextState
from cairn.evidence.workspace.way import waiting_for
from cairn.guard.rights import Can
from cairn.guard.scope import may

AT_MOST = 6


class EvidenceDue(Component):
    """Releases and indicators on which the colleague who looks can act; nothing where there are none."""

    name = "evidence_due"
    template_name = "evidence/due.html"
    order = 60

    def __init__(self, request: HttpRequest) -> None:
        self.user: Any = request.user

    @property
    def is_shown(self) -> bool:
        return bool(self.releases or self.to_review or self.sent_back)

    @cached_property
    def releases(self) -> list[Any]:
        if not may(self.user, Can.RELEASE_READ):
            return []
        return list(waiting_for(self.user))[:AT_MOST]

    @cached_property
    def to_review(self) -> list[IndicatorText]:
        if not may(self.user, Can.INDICATOR_REVIEW):
            return []
        waiting = IndicatorText.objects.filter(state=TextState.WAITING).exclude(written_by=self.user.pk)
        return list(waiting.select_related("written_by").order_by("written_at")[:AT_MOST])

    @cached_property
    def sent_back(self) -> list[IndicatorText]:
        if not may(self.user, Can.INDICATOR_WRITE):
            return []
        mine = IndicatorText.objects.filter(state=TextState.DRAFT, written_by=self.user.pk).exclude(
            sent_back=""
        )
        return list(mine[:AT_MOST])

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"releases": self.releases, "to_review": self.to_review, "sent_back": self.sent_back}
