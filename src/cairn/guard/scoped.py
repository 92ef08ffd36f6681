"""Protected rows that belong somewhere: to an office, a team, a worker; or to a row that does."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.offices import Office, Team
from cairn.guard.sealed.protected import Protected, ProtectedQuerySet


class ScopedQuerySet(ProtectedQuerySet):
    """Opens the one door by the table of roles, and remembers the ways that lead through it."""

    ways: tuple[models.Q, ...] = ()

    def visible_to(self, user: Any, can: Any = None) -> Self:
        """With a right, only the rows on which a role brings it: rights of one role, reach of the same."""
        from cairn.guard.scope import any_of, ways_in

        ways = ways_in(user, self.model, can)
        rows = self.filter(any_of(ways))
        rows.ways = tuple(ways)
        return rows

    def _clone(self) -> Self:
        rows = super()._clone()
        rows.ways = self.ways
        return rows

    def __or__(self, other: Any) -> Self:
        """Rows of two doors: the ways of one of them lead to only some of these."""
        rows = super().__or__(other)
        rows.ways = ()
        return rows


class PartlySeen(Protected):
    """A protected row of which each role sees the fields that `SEEN_BY` names, and no other.

    A field that is not written down there is private: forms, exports, files, the API and the reply after a save
    all ask this list.
    """

    scope_through: ClassVar[str] = ""
    SEEN_BY: ClassVar[dict[Any, tuple[str, ...]]] = {}

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def scope_model(cls) -> type[models.Model]:
        """The model that has the office, the team and the worker."""
        model: Any = cls
        for name in filter(None, cls.scope_through.split("__")):
            model = model._meta.get_field(name).related_model
        return model

    @property
    def scope_root(self) -> Any:
        """The row that has the office, the team and the worker: this one, or the one it hangs on."""
        root: Any = self
        for name in filter(None, self.scope_through.split("__")):
            root = getattr(root, name)
        return root


class Scoped(PartlySeen):
    """A row that belongs to an office, perhaps to a team, and to the colleague who answers for it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible colleague"),
    )

    class Meta:
        abstract = True
