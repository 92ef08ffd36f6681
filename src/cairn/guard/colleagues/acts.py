"""Placing a colleague, giving and taking roles, and closing the account of one who leaves."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.models import Office, Team, User
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.roles import ROLES, Role, role_of_group
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event


@transaction.atomic
def place_colleague(
    user: User, *, office: Office | None, teams: Iterable[Team], groups: Iterable[Group], by: Any
) -> None:
    """Say where somebody works and in which roles. Each role that comes or goes is an entry of its own."""
    ensure_may_place(by)
    teams, before = list(teams), (user.office_id, set(user.teams.values_list("pk", flat=True)))
    if any(team.office_id != getattr(office, "pk", None) for team in teams):
        raise ValidationError({"teams": _("Choose teams of the colleague's own office.")})
    user.office = office
    user.save(update_fields=["office"])
    user.teams.set(teams)
    if before != (user.office_id, {team.pk for team in teams}):
        data = {"office": office.code} if office else None
        record(Event.COLLEAGUE_PLACED, user, by=by, data=data)
    change_roles(user, groups, by=by)


@transaction.atomic
def change_roles(user: User, groups: Iterable[Group], *, by: Any) -> None:
    """Let somebody act in these roles and no others.

    Whoever gives themself a role that reaches protected records is not stopped, for a mission of three may have no
    other administrator; but every data protection officer is told at once.
    """
    ensure_may_place(by)
    standing, wanted = set(user.groups.all()), set(groups)
    user.groups.set(wanted)
    user.__dict__.pop("_roles", None)
    for group in sorted(wanted - standing, key=str):
        _record(Event.ROLE_GIVEN, user, group, by)
    for group in sorted(standing - wanted, key=str):
        _record(Event.ROLE_TAKEN, user, group, by)
    if any(_reaches_people(group) for group in wanted - standing):
        reference = user.username[:40]
        # Said to all of them, also where one of them did it.
        transaction.on_commit(
            partial(tell, Kind.PROTECTED_ROLE_GIVEN, role=Role.DATA_PROTECTION, reference=reference)
        )


@transaction.atomic
def set_active(user: User, is_active: bool, *, by: Any) -> None:
    """Close an account, which ends its sessions at once, or open it again. Nobody closes their own."""
    ensure_may_place(by)
    if user.pk == by.pk:
        raise ValidationError({"is_active": _("Nobody closes their own account: ask another administrator.")})
    if user.is_active == is_active:
        return
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        end_sessions(user)
    record(Event.COLLEAGUE_REACTIVATED if is_active else Event.COLLEAGUE_DEACTIVATED, user, by=by)


def end_sessions(user: User) -> int:
    """Sign somebody out everywhere. Sessions name their user inside only, so each is opened; there are few."""
    theirs = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def ensure_may_place(by: Any) -> None:
    """The administrator; and whoever made this installation, for somebody has to make the first administrator."""
    if not (by.is_superuser and by.is_active):
        ensure(by, Can.COLLEAGUE_PLACE)


def _record(event: Event, user: User, group: Group, by: Any) -> None:
    role = role_of_group(group.name)
    record(event, user, by=by, data={"role": role} if role else None)


def _reaches_people(group: Group) -> bool:
    role = role_of_group(group.name)
    return role is not None and (bool(ROLES[role].can) or ROLES[role].reach > 0)
