"""The mission under attack: rows at four distances, and a colleague of each role in the north office."""

from collections.abc import Callable

import pytest

from attack.rows import Filler, Side
from cairn.guard.acts import give_role
from cairn.guard.models import Office, Team, User
from cairn.guard.roles import Role
from cairn.people.models import Relation


@pytest.fixture
def north(db) -> Office:
    return Office.objects.create(code="NORTH", name="North office")


@pytest.fixture
def river(north) -> Team:
    return Team.objects.create(office=north, code="RIVER", name="River team")


@pytest.fixture
def colleague(north, river) -> Callable[[Role], User]:
    """Somebody of the river team who acts in one role."""

    def acting(role: Role) -> User:
        user, is_new = User.objects.get_or_create(username=str(role), defaults={"office": north})
        if is_new:
            give_role(user, role)
            user.teams.set([river])
        return user

    return acting


@pytest.fixture
def make_side(north, river, colleague) -> Callable[[str], Side]:
    """Everything about somebody at this distance from the river team."""

    def made(name: str) -> Side:
        if name == "own":
            return Filler(name, north, river, colleague(Role.FIELD_PARTNER)).everything()
        office, team, worker = _near(north) if name == "near" else _far()
        filler = Filler(name, office, team, worker)
        return filler.side if name == "kin" else filler.everything()

    return made


@pytest.fixture
def sides(make_side) -> list[Side]:
    """Own, near (another team), far (another office), and a relative far away of the own person."""
    own, near, far, kin = (make_side(name) for name in ("own", "near", "far", "kin"))
    Relation.objects.create(
        person=own.person, to=kin.person, data_key=own.person.data_key, kind="sibling", note=""
    )
    return [own, near, far, kin]


def _near(north: Office) -> tuple[Office, Team, User]:
    team, _made = Team.objects.get_or_create(office=north, code="BRIDGE", name="Bridge team")
    return north, team, _caseworker("tomas", north)


def _far() -> tuple[Office, Team, User]:
    south, _made = Office.objects.get_or_create(code="SOUTH", name="South office")
    team, _made = Team.objects.get_or_create(office=south, code="LAKE", name="Lake team")
    return south, team, _caseworker("bako", south)


def _caseworker(name: str, office: Office) -> User:
    user, is_new = User.objects.get_or_create(username=name, defaults={"office": office})
    if is_new:
        give_role(user, Role.CASEWORKER)
        give_role(user, Role.CASE_SUPERVISOR)
    return user
