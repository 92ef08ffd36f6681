"""What others ask about a colleague."""

from cairn.guard.acts import group_name
from cairn.guard.models import User
from cairn.guard.roles import Role


def has_role(user: User, role: Role) -> bool:
    """Whether somebody acts in this role, in one language or in all."""
    name = group_name(role)
    return any(group == name or group.startswith(f"{name} (") for group in _groups_of(user))


def _groups_of(user: User) -> list[str]:
    return list(user.groups.values_list("name", flat=True))
