"""The harness is tried on views that leak on purpose: a net that never catches anything may have no mesh."""

import pytest

from attack import planted
from attack.access import ACCESS
from attack.probe import Probe
from attack.routes import all_routes, protected_routes
from cairn.guard.roles import Role
from signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("attack.planted")]


@pytest.fixture
def probe(colleague, sides) -> Probe:
    return Probe(signed_in(colleague(Role.CASEWORKER)), Role.CASEWORKER, sides)


def ask(probe: Probe, leak, side: str, method: str = "GET") -> str:
    """What is found when a leaking view is asked about the person of a side."""
    person = next(each for each in probe.sides if each.name == side).person
    address = f"/planted/{leak.__name__}/"
    if method == "GET":
        probe.ask("GET", f"{address}?id={person.pk}")
    else:
        probe.ask("POST", address, {"id": person.pk})
    return "\n".join(probe.found)


@pytest.mark.parametrize(
    ("leak", "said"),
    [
        (planted.in_the_body, "gives away given_name of the far person"),
        (planted.by_reference, "gives away the reference of the far person"),
        (planted.in_a_header, "gives away family_name of the far person"),
        (planted.in_an_address, "gives away given_name of the far person"),
        (planted.in_a_log, "gives away given_name of the far person"),
        (planted.in_a_message, "gives away given_name of the far person"),
        (planted.as_a_file, "gives away photograph of the far person"),
        (planted.by_breaking, "broke with 500"),
    ],
)
def test_a_foreign_row_is_noticed(probe, leak, said):
    assert said in ask(probe, leak, "far")


@pytest.mark.parametrize(
    ("leak", "place"),
    [
        (planted.in_an_address, "an address"),
        (planted.in_a_link, "an address"),
        (planted.in_the_title, "a title"),
        (planted.in_a_log, "a log"),
        (planted.in_a_message, "a message"),
    ],
)
def test_the_name_of_ones_own_person_is_noticed_where_no_name_belongs(probe, leak, place):
    assert f"writes given_name of the own person into {place}" in ask(probe, leak, "own")


@pytest.mark.parametrize("leak", [planted.by_changing, planted.by_pointing_at])
def test_a_change_to_a_foreign_row_is_noticed_and_taken_back(probe, leak):
    assert "changed rows that are beyond reach" in ask(probe, leak, "far", "POST")
    assert probe.before == Probe(probe.browser, probe.role, probe.sides).before


@pytest.mark.parametrize("side", ["near", "kin"])
def test_another_team_and_a_relative_elsewhere_are_as_foreign(probe, side):
    assert f"gives away given_name of the {side} person" in ask(probe, planted.in_the_body, side)


def test_ones_own_row_in_the_body_is_no_leak(probe):
    assert ask(probe, planted.in_the_body, "own") == ""


def test_a_sealed_word_that_is_shown_without_an_entry_is_noticed(probe):
    person = probe.sides[0].person
    probe.ask("GET", f"/planted/without_an_entry/?id={person.pk}")
    assert "shows given_name of the own person, and the trace says nothing of it" in "".join(probe.found)


def test_a_field_that_the_role_does_not_see_is_a_leak_in_ones_own_scope(colleague, sides):
    probe = Probe(signed_in(colleague(Role.INFORMATION)), Role.INFORMATION, sides)
    assert "gives away photograph of the own person" in ask(probe, planted.as_a_file, "own")


def test_a_count_that_moves_is_noticed(colleague, make_side):
    from attack.test_counts import FRESH

    own = make_side("own")
    probe = Probe(signed_in(colleague(Role.CASEWORKER)), Role.CASEWORKER, [own])
    before = FRESH.sub("", probe.ask("GET", "/counting/").body)
    make_side("far")
    assert FRESH.sub("", probe.ask("GET", "/counting/").body) != before


def test_an_address_without_a_line_and_one_without_a_screen_are_noticed():
    routes = protected_routes("attack.planted")
    assert "counting" in {route.name for route in routes} - ACCESS.keys()
    assert "people:loose" in {route.name for route in routes if not route.is_screen}


def test_the_walk_finds_every_address_of_every_app():
    names = {route.name for route in all_routes()}
    assert {"people:person", "guard:trace", "account_login", "mfa_index", "wagtailadmin_home"} <= names
    assert {
        "wagtailusers_users:edit",
        "wagtailimages_chooser:chosen",
        "wagtailadmin_reports:site_history",
    } <= names
