"""The cast of the register: two offices, those who work in them, and those who look at both."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cairn.guard.acts import give_role
from cairn.guard.models import Office, Team, User
from cairn.guard.purposes import Purpose
from cairn.guard.roles import Role
from cairn.people.acts import record_consent, register_person
from cairn.people.models import Person


def colleague(name: str, *roles: Role, office: Office | None = None, teams: tuple[Team, ...] = ()) -> User:
    user = User.objects.create(username=name, office=office)
    for role in roles:
        give_role(user, role)
    user.teams.set(teams)
    return user


@pytest.fixture
def north(db) -> Office:
    return Office.objects.create(code="NORTH", name="North office")


@pytest.fixture
def south(db) -> Office:
    return Office.objects.create(code="SOUTH", name="South office")


@pytest.fixture
def river(north) -> Team:
    return Team.objects.create(office=north, code="RIVER", name="River team")


@pytest.fixture
def bridge(north) -> Team:
    return Team.objects.create(office=north, code="BRIDGE", name="Bridge team")


@pytest.fixture
def amina(north, river) -> User:
    """Caseworker of the river team in the north office."""
    return colleague("amina", Role.CASEWORKER, office=north, teams=(river,))


@pytest.fixture
def tomas(north, river) -> User:
    """Another caseworker of the river team."""
    return colleague("tomas", Role.CASEWORKER, office=north, teams=(river,))


@pytest.fixture
def bako(south) -> User:
    """Caseworker in the south office."""
    return colleague("bako", Role.CASEWORKER, office=south)


@pytest.fixture
def salma(north) -> User:
    """Supervisor of the north office."""
    return colleague("salma", Role.CASE_SUPERVISOR, office=north)


@pytest.fixture
def leila(db) -> User:
    """The data protection officer."""
    return colleague("leila", Role.DATA_PROTECTION)


@pytest.fixture
def ines(db) -> User:
    """The information manager."""
    return colleague("ines", Role.INFORMATION)


@pytest.fixture
def viktor(db) -> User:
    """The auditor."""
    return colleague("viktor", Role.AUDITOR)


@pytest.fixture
def marek(db) -> User:
    """The administrator of the machine."""
    return colleague("marek", Role.ADMINISTRATOR)


@pytest.fixture
def priya(db) -> User:
    """The programme manager: beside every row, and without a right on any."""
    return colleague("priya", Role.PROGRAMME)


@pytest.fixture
def register() -> Callable[..., Person]:
    """Register somebody with few words: `register(amina, "Hawa", "Jallow")`."""

    def registered(by: User, given_name: str = "Hawa", family_name: str = "Jallow", **said: Any) -> Person:
        team = said.pop("team", None) or by.teams.first()
        names = {"given_name": given_name, "family_name": family_name}
        return register_person(by=by, office=said.pop("office", by.office), team=team, **names, **said)

    return registered


@pytest.fixture
def hawa(amina, register) -> Person:
    """Somebody whom the river team assists."""
    return register(amina, "Hawa", "Jallow", born="1991-05-12", sex="female", nationalities=["GM"])


@pytest.fixture
def musa(amina, register):
    """A boy of eleven or so."""
    return register(amina, "Musa", born=str(timezone.localdate().year - 11))


@pytest.fixture
def ask():
    """Somebody is asked a question and says yes before a witness, unless the test says otherwise."""

    def asked(person, by, purpose=Purpose.ASSISTANCE, **said):
        usual = {"said": "given", "how": "spoken", "witness": "Binta Sarr", "capacity": "not-in-doubt"}
        return record_consent(person, by=by, purpose=purpose, **{"text_language": "en", **usual, **said})

    return asked


@pytest.fixture
def at(settings):
    """A browser in which a colleague has signed in with both factors: `at(amina).get(...)`."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client

    def signed_in(user) -> Client:
        TOTP.activate(user, generate_totp_secret())
        browser = Client()
        browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return browser

    return signed_in
