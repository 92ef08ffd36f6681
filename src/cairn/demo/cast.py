"""The invented colleagues who sign in to the demonstration: one for each role, and a caseworker in the other office."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from cairn.guard.acts import give_role
from cairn.guard.models import Office, Team, User
from cairn.guard.roles import Role, needs_second_factor
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.mission.secrets import demonstration_passwords

# Nobody can mistake them for real colleagues, wherever their names are shown.
MARK = "(demonstration)"
TRANSLATES_INTO = "ar"
OFFICES = {"LONDON": "London office", "DOVER": "Dover office"}
TEAMS = {"LONDON": ("TOWN", "Town team"), "DOVER": ("QUAY", "Quay team")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the cast: a role, a name, an office; `in_team` are those who share people with a team."""

    role: Role
    first: str
    last: str
    office: str = "LONDON"
    in_team: bool = False


# By user name, which is the role's own word wherever there is one of it.
CAST = {
    "administrator": Member(role=Role.ADMINISTRATOR, first="Marek", last="Ostrowin"),
    "approver": Member(role=Role.APPROVER, first="Rania", last="Haddouche"),
    "auditor": Member(role=Role.AUDITOR, first="Viktor", last="Almendahl"),
    "case-supervisor": Member(role=Role.CASE_SUPERVISOR, first="Salma", last="Benyoushe"),
    "caseworker": Member(role=Role.CASEWORKER, first="Amina", last="Diallonde", in_team=True),
    "caseworker-dover": Member(
        role=Role.CASEWORKER, first="Bako", last="Threlfane", office="DOVER", in_team=True
    ),
    "communications": Member(role=Role.COMMUNICATIONS, first="Nadia", last="Farrow"),
    "data-protection": Member(role=Role.DATA_PROTECTION, first="Leila", last="Moravesh"),
    "diaspora": Member(role=Role.DIASPORA, first="Yusuf", last="Warsameh"),
    "field-partner": Member(role=Role.FIELD_PARTNER, first="Tomas", last="Quillend", office="DOVER"),
    "information": Member(role=Role.INFORMATION, first="Ines", last="Carvalhede"),
    "programme": Member(role=Role.PROGRAMME, first="Priya", last="Chandrasek"),
    "trainer": Member(role=Role.TRAINER, first="Hugo", last="Lindqvort"),
    "translator": Member(role=Role.TRANSLATOR, first="Idris", last="Al-Qamari"),
}


class NobodyOfThatName(CairnError):
    """A code was asked for somebody who has none."""


def sign_in_cast() -> tuple[dict[Role, User], int]:
    """The cast by role, and how many of them are new; who stands already keeps name, password and rights.

    Offices and second factors are added to those who came before there were any.
    """
    passwords = demonstration_passwords(CAST)
    offices, teams = _places()
    cast, new = {}, 0
    for name, member in CAST.items():
        user = User.objects.filter(username=name).first()
        if user is None:
            user, new = _newcomer(name, member, passwords[name]), new + 1
        _place(user, offices[member.office], teams[member.office] if member.in_team else None)
        _give_second_factor(user)
        cast.setdefault(member.role, user)
    return cast, new


def code_of(name: str) -> str:
    """The six digits that the second factor of one of the cast shows at this moment."""
    factor = Authenticator.objects.filter(user__username=name, type=Authenticator.Type.TOTP).first()
    if name not in CAST or factor is None:
        raise NobodyOfThatName(
            f"“{name}” signs in without a code, or is not in the demonstration.",
            f"Ask for one of {', '.join(sorted(_with_codes()))}.",
        )
    secret = get_adapter().decrypt(factor.data["secret"])
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def _with_codes() -> list[str]:
    found = Authenticator.objects.filter(user__username__in=CAST, type=Authenticator.Type.TOTP)
    return list(found.values_list("user__username", flat=True))


def _places() -> tuple[dict[str, Office], dict[str, Team]]:
    offices = {
        code: Office.objects.get_or_create(code=code, defaults={"name": name})[0]
        for code, name in OFFICES.items()
    }
    teams = {
        at: Team.objects.get_or_create(office=offices[at], code=code, defaults={"name": name})[0]
        for at, (code, name) in TEAMS.items()
    }
    return offices, teams


def _newcomer(name: str, member: Member, password: str) -> User:
    user = User.objects.create_user(
        name, f"{name}@example.org", password, first_name=member.first, last_name=f"{member.last} {MARK}"
    )
    bound = member.role is Role.TRANSLATOR and TRANSLATES_INTO in load_mission().languages
    give_role(user, member.role, language=TRANSLATES_INTO if bound else None)
    return user


def _place(user: User, office: Office, team: Team | None) -> None:
    """Only whoever has no office yet; an administrator may have moved the others."""
    if user.office_id is not None:
        return
    user.office = office
    user.save(update_fields=["office"])
    if team is not None:
        user.teams.add(team)


def _give_second_factor(user: User) -> None:
    if needs_second_factor(user) and not Authenticator.objects.filter(user=user).exists():
        totp.TOTP.activate(user, totp.generate_totp_secret())
