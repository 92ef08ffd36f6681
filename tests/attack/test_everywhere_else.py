"""All other addresses, Wagtail's and allauth's among them: whatever they are asked for, they know nobody of the register.

Wagtail asks for rights on models, and a superuser has all of them; so what a superuser without a role cannot learn
or change there, nobody can. The supervisor has rows of her own, which must not turn up there either.
"""

import pytest

from attack.probe import Probe, in_sentences
from attack.routes import all_routes
from attack.walking import addresses, plausible
from cairn.guard.models import User
from cairn.guard.roles import Role
from signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_suffices]


@pytest.fixture
def elsewhere() -> list:
    return [route for route in all_routes() if not route.is_protected]


@pytest.fixture
def far(sides):
    return next(side for side in sides if side.name == "far")


def test_a_superuser_without_a_role_learns_and_changes_nothing(elsewhere, sides, far):
    probe = Probe(signed_in(User.objects.create_superuser("root")), None, sides, only_leaks=True)
    for route in elsewhere:
        address = next(addresses(route, far))
        probe.ask("GET", address)
        probe.ask("POST", address, plausible(far))
    assert not probe.found, in_sentences(probe.found)
    assert len(elsewhere) > 200


def test_a_supervisor_meets_nobody_outside_the_register(elsewhere, sides, far, colleague):
    role = Role.CASE_SUPERVISOR
    probe = Probe(signed_in(colleague(role)), role, sides, only_leaks=True)
    for route in elsewhere:
        probe.ask("GET", next(addresses(route, far)))
    assert not probe.found, in_sentences(probe.found)


def test_whoever_has_not_signed_in_gets_no_further_than_the_door(elsewhere, sides, far, client):
    probe = Probe(client, None, sides, only_leaks=True)
    for route in elsewhere:
        probe.ask("GET", next(addresses(route, far)))
    assert not probe.found, in_sentences(probe.found)
