"""Lists, counts, searches and dashboards do not move when somebody beyond reach is registered."""

import re

import pytest
from django.urls import reverse

from attack.access import ACCESS
from attack.probe import Probe
from attack.routes import protected_routes
from attack.walking import addresses
from cairn.guard.rights import Can, Reach
from cairn.guard.roles import ROLES, Role
from signed_in import signed_in

pytestmark = pytest.mark.django_db

REACH_ENDS = [
    role if ROLES[role].reach else pytest.param(role, marks=pytest.mark.sqlite_suffices)
    for role in Role
    if ROLES[role].reach is not Reach.MISSION
]
# What others did, wherever they are: whoever reads the trace is there to see it.
OF_THE_TRACE = ("guard:", "people:lists-left", "people:extracts-left")
# Different at each request by themselves: tokens against forged requests, and the hour that a form begins with.
FRESH = re.compile(r"[A-Za-z0-9]{64}|[A-Za-z0-9]{32}(?=\W)|\d\d:\d\d(:\d\d)?")


@pytest.mark.parametrize("role", REACH_ENDS)
def test_pages_are_the_same_to_the_byte_with_and_without_a_far_person(role, colleague, make_side):
    own, _office_and_colleague_of_the_far_one = make_side("own"), make_side("kin")
    probe = Probe(signed_in(colleague(role)), role, [own])
    before = pages(probe, role, own)
    far = make_side("far")
    assert pages(probe, role, own) == before
    assert search(probe, far) == search(probe, None)


def pages(probe: Probe, role: Role, own) -> dict[str, str]:
    """Every page with a list or a count on it, as this role gets it. The trace counts what others do: that is its work."""
    routes = [route for route in protected_routes() if _shows_rows(route.name, role)]
    asked = [reverse("wagtailadmin_home"), *(next(addresses(route, own)) for route in routes)]
    return {address: FRESH.sub("", probe.ask("GET", address).body) for address in asked}


def search(probe: Probe, far) -> str:
    """What a search finds for the words of somebody far, and for a word that nobody has."""
    names = [str(far.person.given_name), far.person.reference] if far else ["Zqnobody", "2222-2222"]
    bodies = []
    for name in names:
        answer = probe.ask("POST", reverse("people:search"), {"text": name})
        bodies.append(FRESH.sub("", answer.body).replace(name, "…"))
    return "\n".join(bodies)


def _shows_rows(name: str, role: Role) -> bool:
    reads_the_trace = Can.TRACE_READ in ROLES[role].can and name.startswith(OF_THE_TRACE)
    is_of_all = ACCESS[name].is_open and not ACCESS[name].row
    return role in ACCESS[name].who and not reads_the_trace and not is_of_all
