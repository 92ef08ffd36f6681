"""The invented colleagues who sign in to the demonstration: one for each role."""

from __future__ import annotations

from cairn.guard.acts import give_role
from cairn.guard.models import User
from cairn.guard.roles import Role
from cairn.mission.config import load_mission
from cairn.mission.secrets import demonstration_passwords

NAMES = {
    Role.ADMINISTRATOR: ("Marek", "Ostrowin"),
    Role.APPROVER: ("Rania", "Haddouche"),
    Role.COMMUNICATIONS: ("Nadia", "Farrow"),
    Role.TRANSLATOR: ("Idris", "Al-Qamari"),
}
# Nobody can mistake them for real colleagues, wherever their names are shown.
MARK = "(demonstration)"
TRANSLATES_INTO = "ar"


def sign_in_cast() -> tuple[dict[Role, User], int]:
    """The cast by role, and how many of them are new; who stands already keeps name, password and rights."""
    passwords = demonstration_passwords(str(role) for role in NAMES)
    cast, new = {}, 0
    for role in NAMES:
        user = User.objects.filter(username=str(role)).first()
        if user is None:
            user, new = _newcomer(role, passwords[str(role)]), new + 1
        cast[role] = user
    return cast, new


def _newcomer(role: Role, password: str) -> User:
    first, last = NAMES[role]
    user = User.objects.create_user(
        str(role), f"{role}@example.org", password, first_name=first, last_name=f"{last} {MARK}"
    )
    bound = role is Role.TRANSLATOR and TRANSLATES_INTO in load_mission().languages
    give_role(user, role, language=TRANSLATES_INTO if bound else None)
    return user
