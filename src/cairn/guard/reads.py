"""What others ask about a colleague."""

from django.db.models import Q, QuerySet
from django.utils import translation

from cairn.guard.models import User
from cairn.guard.roles import Role, group_name, roles_of


def has_role(user: User, role: Role) -> bool:
    """Whether somebody acts in this role, in one language or in all."""
    return role in roles_of(user)


def language_of(user: User) -> str:
    """The language in which somebody reads, for words that are written when they are not there."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else translation.get_language() or "en"


def colleagues_in(role: Role, *, office_id: int | None = None) -> QuerySet[User]:
    """Everybody who acts in a role today, of one office or of all."""
    name = group_name(role)
    acting = User.objects.filter(
        Q(groups__name=name) | Q(groups__name__startswith=f"{name} ("), is_active=True
    ).distinct()
    return acting.filter(office=office_id) if office_id else acting
