"""Screens about rows that are seen by whoever made them: the right is asked for as such, not within a scope."""

from typing import Any

from cairn.guard.scope import ensure
from cairn.guard.screens import RowActScreen, RowScreen


class MineScreen(RowScreen):
    """A row of one's own; another colleague's answers as if it did not exist."""

    def admit(self) -> None:
        ensure(self.request.user, self.right)
        self.row = self.find_row()

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(field.name for field in self.model._meta.get_fields())


class MineActScreen(MineScreen, RowActScreen):
    """An act on a row of one's own."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return RowActScreen.get(self, request, *args, **kwargs)
