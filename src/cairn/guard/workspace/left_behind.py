"""What a colleague who left was responsible for, until somebody takes it over."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.guard.references import referable_models
from cairn.guard.rights import Can
from cairn.guard.screens import Screen
from cairn.guard.trace.events import Event

MOST = 200


class LeftBehindScreen(Screen):
    """The records within one's scope whose responsible colleague no longer has an account."""

    right = Can.PERSON_EDIT
    template_name = "guard/colleagues/left_behind.html"
    title = _("To be handed over")
    icon = "redirect"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = [line for known in referable_models() for line in self._of(known)]
        return self.show(rows=rows, most=MOST)

    def _of(self, known: Any) -> list[dict[str, Any]]:
        visible = known.model._default_manager.visible_to(self.request.user)
        left = visible.filter(worker__is_active=False).select_related("worker", "office").order_by("worker")
        rows = list(left[:MOST])
        self.trace(Event.PERSON_LISTED, known.model, rows=len(rows))
        return [{"row": row, "address": known.address(row.pk)} for row in rows]


urls = [path("left-behind/", LeftBehindScreen.as_view(), name="left-behind")]
