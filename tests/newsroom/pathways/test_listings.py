"""The catalogue is walked by links: by kind, by where people come from, by where the route leads."""

import pytest
from django.utils import translation

from cairn.newsroom import reads
from cairn.newsroom.pathways.listings import pathway_listings


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def by_address(catalogue):
    return {one.address: one for one in pathway_listings(catalogue)}


def test_filters_lead_only_to_something(catalogue, tell):
    family, study = tell(), tell("A degree", route="study", origins=["SD"], destination="FR")
    lists = by_address(catalogue)
    assert set(lists) == {
        "/en/pathways/",
        "/en/pathways/kind/family/",
        "/en/pathways/kind/study/",
        "/en/pathways/from/sd/",
        "/en/pathways/from/so/",
        "/en/pathways/from/sy/",
        "/en/pathways/to/fr/",
        "/en/pathways/to/gb/",
    }
    assert lists["/en/pathways/kind/study/"].pks == (study.pk,)
    assert lists["/en/pathways/from/sy/"].pks == (family.pk,)
    assert lists["/en/pathways/to/fr/"].label == "France"


def test_a_route_for_people_from_anywhere_is_found_from_everywhere(catalogue, tell):
    tell()
    anywhere = tell("Work", route="work", origins=[])
    assert anywhere.pk in by_address(catalogue)["/en/pathways/from/so/"].pks


def test_routes_stand_by_kind_and_then_by_title(catalogue, tell):
    titles = [("B study", "study"), ("B family", "family"), ("A study", "study"), ("A family", "family")]
    for title, route in titles:
        tell(title, route=route)
    whole = by_address(catalogue)["/en/pathways/"]
    assert [page.title for page in whole.pages] == ["A family", "B family", "A study", "B study"]


def test_drafts_and_embargoed_routes_are_in_no_list(catalogue, tell, draft):
    catalogue.add_child(instance=draft())
    embargoed = tell("Later")
    type(embargoed).objects.filter(pk=embargoed.pk).update(embargo_until="2999-01-01T00:00Z")
    assert [one.pks for one in pathway_listings(catalogue)] == [()]


def test_the_section_is_in_the_menu_as_soon_as_it_holds_a_route(catalogue, tell):
    assert catalogue.pk not in {page.pk for page in reads.navigation("en")}
    tell()
    assert catalogue.pk in {page.pk for page in reads.navigation("en")}
    assert "pathways" not in {page.slug for page in reads.navigation("fr")}


def test_lists_cost_the_same_number_of_queries_however_many(catalogue, tell, django_assert_num_queries):
    for number in range(3):
        tell(f"Route {number}")
    catalogue.url  # noqa: B018 - Where the site stands is read once, whatever is listed.
    with django_assert_num_queries(1):
        list(pathway_listings(catalogue))
