"""The cast of tracking: a partner who counts, an information manager who brings files, and one who does neither."""

import pytest

from cairn.guard.acts import give_role
from cairn.guard.models import User
from cairn.guard.roles import Role
from cairn.programmes.tracking.models import Site


def colleague(name: str, role: Role) -> User:
    user = User.objects.create(username=name)
    give_role(user, role)
    return user


@pytest.fixture
def yusuf(db) -> User:
    """A field partner who counts."""
    return colleague("yusuf", Role.FIELD_PARTNER)


@pytest.fixture
def ines(db) -> User:
    """An information manager."""
    return colleague("ines", Role.INFORMATION)


@pytest.fixture
def nadia(db) -> User:
    """A communications officer, who records nothing."""
    return colleague("nadia", Role.COMMUNICATIONS)


@pytest.fixture
def dunes(db) -> Site:
    return Site.objects.create(code="FR-CAL-01", name="The dunes", kind="informal-camp", country="FR")
