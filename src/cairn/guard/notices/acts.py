"""Telling colleagues, and hearing that they have seen it."""

from typing import Any

from django.utils import timezone

from cairn.guard.notices.kinds import Kind
from cairn.guard.notices.models import Notice
from cairn.guard.reads import colleagues_in
from cairn.guard.roles import Role


def tell(
    kind: Kind,
    *,
    role: Role | None = None,
    office_id: int | None = None,
    to: Any = None,
    by: int | None = None,
    reference: str = "",
    subject_id: str = "",
) -> int:
    """Tell one colleague, or all who act in a role (of one office); nobody is told of what they did themselves."""
    told = [to] if role is None else colleagues_in(role, office_id=office_id)
    notices = [
        Notice(to=user, kind=kind, reference=reference, subject_id=subject_id, by_id=by)
        for user in told
        if user is not None and user.pk != by
    ]
    return len(Notice.objects.bulk_create(notices))


def see_notices(user: Any) -> int:
    """What is shown counts as seen."""
    return Notice.objects.filter(to=user, seen_at=None).update(seen_at=timezone.now())
