"""Whose rows a colleague stands beside, and what they may do there.

A role brings rights and a reach. The two are never mixed between roles: whoever is a caseworker in one team and
auditor of the mission edits in that team, and nowhere else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import Http404
from django.utils.translation import gettext as _

from cairn.guard.rights import Can, Reach
from cairn.guard.roles import ROLES, Role, roles_of

NOTHING = Q(pk__in=[])


class MayNot(PermissionDenied):
    """Inside one's scope, and without the right: 403."""


class OutsideScope(Http404):
    """Answered as if it did not exist: 404."""


@dataclass(frozen=True, slots=True)
class Scope:
    """How far one role of one colleague reaches."""

    role: Role
    reach: Reach
    user: Any

    @property
    def can(self) -> frozenset[Can]:
        return ROLES[self.role].can

    def ways_in(self, through: str = "") -> list[Q]:
        """Each way in which a row is within, for a model that hangs on its scope `through` a path such as “person__”."""
        own = Q(**{f"{through}worker": self.user.pk})
        match self.reach:
            case Reach.MISSION:
                return [Q(**{f"{through}pk__isnull": False})]
            case Reach.OFFICE if self.user.office_id:
                return [Q(**{f"{through}office": self.user.office_id}), own]
            case Reach.TEAM:
                return [*(Q(**{f"{through}team": team}) for team in sorted(self.user.team_ids)), own]
            case Reach.OFFICE | Reach.OWN:
                return [own]
        return []

    def covers(self, root: Any) -> bool:
        """The same for one row that is at hand: it has an office, a team and a worker of its own."""
        is_own = root.worker_id == self.user.pk
        match self.reach:
            case Reach.MISSION:
                return True
            case Reach.OFFICE:
                return is_own or (self.user.office_id is not None and root.office_id == self.user.office_id)
            case Reach.TEAM:
                return is_own or (root.team_id is not None and root.team_id in self.user.team_ids)
            case Reach.OWN:
                return is_own
        return False


def scopes_of(user: Any) -> list[Scope]:
    """One for each role that somebody acts in; nobody and former colleagues have none."""
    if not getattr(user, "is_active", False) or not user.is_authenticated:
        return []
    return [Scope(role, ROLES[role].reach, user) for role in roles_of(user)]


def ways_in(user: Any, model: type[Model], can: Can | None = None) -> list[Q]:
    """What `visible_to` filters by: each way in which a role reaches a row, and what a broken glass opened.

    With a right, only those rows on which a role brings it, so that two roles of one colleague are never mixed. The
    ways stay apart, because a database finds the first rows of each by its own index and those of all of them by none.
    """
    through = model.scope_through  # type: ignore[attr-defined]
    scopes = [scope for scope in scopes_of(user) if can is None or _brings(scope, can, model)]
    if everywhere := next((scope for scope in scopes if scope.reach is Reach.MISSION), None):
        return everywhere.ways_in(through)
    ways = [way for scope in scopes for way in scope.ways_in(through)]
    if any(Can.GLASS_BREAK in scope.can for scope in scopes):
        from cairn.guard.glass.reads import opened_by

        if opened := opened_by(user, model.scope_model()):  # type: ignore[attr-defined]
            ways.append(Q(**{f"{through}pk__in": opened}))
    return list(dict.fromkeys(ways))


def any_of(ways: Iterable[Q]) -> Q:
    """The rows that one way or another leads to; no way leads to none."""
    return reduce(or_, ways, NOTHING)


def scopes_over(user: Any, row: Any) -> Iterator[Scope]:
    """The roles in which a colleague stands beside this very row."""
    root = row.scope_root
    for scope in scopes_of(user):
        if scope.covers(root) or (Can.GLASS_BREAK in scope.can and _has_opened(user, root)):
            yield scope


def may(user: Any, can: Can, row: Any = None) -> bool:
    """Whether somebody has the right: on this row, or where there is none, anywhere."""
    scopes = scopes_of(user) if row is None else scopes_over(user, row)
    return any(_brings(scope, can, row) for scope in scopes)


def ensure(user: Any, can: Can, row: Any = None) -> None:
    """Go on, or refuse: 404 outside the scope, 403 inside it without the right."""
    scopes = scopes_of(user) if row is None else list(scopes_over(user, row))
    if row is not None and not scopes:
        raise OutsideScope(_("There is no such record, or it is outside your scope."))
    if not any(_brings(scope, can, row) for scope in scopes):
        raise MayNot(_("Your role does not include this. Ask your supervisor if you need it."))


def covers(user: Any, can: Can, row: Any) -> bool:
    """Whether a role brings the right on this row by itself. What broken glass opened for an hour is covered by none."""
    root = row.scope_root
    return any(scope.covers(root) and _brings(scope, can, row) for scope in scopes_of(user))


def fields_seen(user: Any, row: Any) -> frozenset[str]:
    """The fields of a row that a colleague may see: those its model's `SEEN_BY` names for a role of theirs."""
    named = row.SEEN_BY
    return frozenset(field for scope in scopes_over(user, row) for field in named.get(scope.role, ()))


def _brings(scope: Scope, can: Can, row: Any) -> bool:
    """Whether a role has the right here. One that sees no field of such rows has none on them, not even to take away."""
    if row is not None and row.SEEN_BY and scope.role not in row.SEEN_BY:
        return False
    return can in scope.can


def _has_opened(user: Any, root: Any) -> bool:
    from cairn.guard.glass.reads import opened_by

    return str(root.pk) in opened_by(user, type(root))
