"""The camp of the releases, seen through the workspace by those who make, approve and only look on."""

import pytest
from django.urls import reverse
from django.utils.translation import trans_real

from cairn.evidence.acts import order_build
from cairn.evidence.models import Release
from cairn.evidence.releases.building import build
from cairn.guard.models import User
from cairn.guard.roles import Role
from evidence.releases.conftest import (  # noqa: F401
    calais,
    camp,
    colleague,
    daniel,
    declare,
    ines,
    make,
    put_out,
    storage,
)
from signed_in import signed_in


@pytest.fixture(scope="session")
def catalogues() -> None:
    """The words of every language, compiled as a mission has them."""
    from cairn.newsroom.asset_build import compile_catalogues

    compile_catalogues()
    trans_real._translations.clear()


@pytest.fixture
def priya(db) -> User:
    """The programme manager, who approves figures and sees no person."""
    return colleague("priya", Role.PROGRAMME)


@pytest.fixture
def nadia(db) -> User:
    """Who writes for the public, and learns figures when everybody does."""
    return colleague("nadia", Role.COMMUNICATIONS)


@pytest.fixture
def at():
    """A browser of a colleague: `at(ines).page("release", 1)`."""
    return Browser


class Browser:
    """Opens pages of evidence by their names, and presses buttons."""

    def __init__(self, user: User) -> None:
        self.client = signed_in(user)

    def get(self, name: str, *args, status: int = 200, **query):
        answer = self.client.get(reverse(f"evidence:{name}", args=args), query)
        assert answer.status_code == status, f"{name}: {answer.status_code}"
        return answer

    def page(self, name: str, *args, **query) -> str:
        return self.get(name, *args, **query).content.decode()

    def post(self, name: str, *args, **told):
        return self.client.post(reverse(f"evidence:{name}", args=args), told)

    def refused(self, name: str, *args, **told) -> str:
        """The page that says why not, with the form still in it."""
        answer = self.post(name, *args, **told)
        assert answer.status_code == 422, answer.status_code
        return answer.content.decode()

    def home(self) -> str:
        return self.client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.fixture
def built(make, declare):  # noqa: F811
    """The first release, attacked and safe."""
    return make(declare())


def as_the_worker_builds(release: Release) -> Release:
    """What the task does, right here."""
    release.refresh_from_db()
    return build(release)


def build_again(release: Release, by: User) -> Release:
    order_build(release, by=by)
    return as_the_worker_builds(release)
