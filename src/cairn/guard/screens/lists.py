"""Lists of protected rows."""

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from cairn.guard.scoped import PartlySeen
from cairn.guard.screens.base import Screen
from cairn.guard.screens.paging import Page, page_of, place_in
from cairn.guard.trace.events import Event


class ListScreen(Screen):
    """A page of a list: the rows within the scope, in one order, traced with how many were shown."""

    model: ClassVar[type[Model]]
    order: ClassVar[tuple[str, ...]] = ("pk",)
    read_event: ClassVar[Event | None] = None

    def rows(self) -> Any:
        """Where a filter of a subclass begins: of what belongs somewhere, the rows on which a role brings the right."""
        user = self.request.user
        if issubclass(self.model, PartlySeen):
            return self.model.objects.visible_to(user, self.right).with_keys()
        return self.model.objects.visible_to(user).with_keys()

    def page(self) -> Page:
        return page_of(self.rows(), order=self.order, **place_in(self.request))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.page()
        if self.read_event:
            self.trace(self.read_event, self.model, rows=len(page.rows))
        return self.show(page=page, rows=page.rows)
