"""Every protected address, for every role, with rows within its reach and beyond it: no page gives away more than it may."""

import pytest

from attack.access import ACCESS
from attack.probe import Probe, in_sentences
from attack.routes import protected_routes
from attack.walking import addresses, expected, may_also, plausible, sides_for
from cairn.guard.roles import ROLES, Role
from signed_in import signed_in

pytestmark = pytest.mark.django_db


# Whoever reaches nobody is refused before a row is read, on any database.
EACH_ROLE = [
    role if ROLES[role].reach else pytest.param(role, marks=pytest.mark.sqlite_suffices) for role in Role
]


@pytest.mark.parametrize("role", EACH_ROLE)
def test_a_role_gets_what_the_table_says_and_learns_nothing_else(role, colleague, sides):
    probe = Probe(signed_in(colleague(role)), role, sides)
    far = next(side for side in sides if side.name == "far")
    for route in protected_routes():
        access = ACCESS[route.name]
        for side in sides_for(route, role, sides):
            for address in addresses(route, side):
                answer = probe.ask("GET", address)
                wanted = expected(access, role, side)
                if answer.status != wanted:
                    probe.found.append(
                        f"GET {address} ({route.name}) answers {answer.status} and not {wanted}"
                    )
                posted = probe.ask("POST", address, plausible(far, answer.body))
                if wanted >= 400 and posted.status not in (wanted, *may_also(access, wanted)):
                    probe.found.append(
                        f"POST {address} ({route.name}) answers {posted.status} and not {wanted}"
                    )
    assert not probe.found, in_sentences(probe.found)


def test_nobody_is_let_in_without_signing_in(client, sides):
    probe = Probe(client, None, sides)
    for route in protected_routes():
        for side in sides:
            for address in addresses(route, side) if side.name == "far" else ():
                assert probe.ask("GET", address).status == 302, address
                assert probe.ask("POST", address, plausible(side)).status == 302, address
    assert not probe.found, in_sentences(probe.found)


def test_every_protected_address_stands_in_the_table():
    names = {route.name for route in protected_routes()}
    missing = sorted(names - ACCESS.keys())
    line = "\n".join(f'    "{name}": line(READS, row=PERSON),' for name in missing)
    assert not missing, f"Write into tests/attack/access.py who may open these, such as:\n{line}"
    assert not ACCESS.keys() - names, "These stand in the table and nowhere else."


def test_every_protected_address_is_answered_by_a_screen():
    """Screens refuse, trace and step up; a view of its own would have to remember all of that."""
    loose = [route for route in protected_routes() if not route.is_screen]
    assert not loose, f"Build these on guard.screens.Screen: {[route.name for route in loose]}"
