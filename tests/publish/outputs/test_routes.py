"""Legal routes on the site: told to search engines, followed by feed, and out of date on the day they are."""

import datetime as dt
import json

import pytest

from cairn.newsroom import reads
from cairn.newsroom.models import Cost
from cairn.publish.outputs import feeds, page_context, sitemaps
from cairn.publish.plan import plan
from cairn.publish.reading import read_snapshot
from newsroom.pathways.conftest import CHECKED, catalogue, draft, tell  # noqa: F401


@pytest.fixture
def nodes():
    def nodes(page):
        snapshot = read_snapshot()
        context = page_context(page, snapshot.card(page.pk), snapshot)
        return {node["@type"]: node for node in json.loads(context["structured_data"])["@graph"]}

    return nodes


def test_search_engines_are_told_for_whom_where_and_who_says_so(catalogue, draft, nodes):  # noqa: F811
    page = draft(apply_url="https://apply.example/")
    page.costs = [Cost(what="Fee", amount=490, currency="GBP", as_of=CHECKED, locale=catalogue.locale)]
    catalogue.add_child(instance=page)
    page.save_revision().publish()
    found = nodes(type(page).objects.get(pk=page.pk))
    service = found["GovernmentService"]
    assert service["serviceType"] == "Family reunion"
    assert service["jurisdiction"] == {
        "@type": "Country",
        "name": "United Kingdom",
        "identifier": "GB",
    }
    assert [country["identifier"] for country in service["areaServed"]] == ["SO", "SY"]
    assert service["availableChannel"]["serviceUrl"] == "https://apply.example/"
    assert service["offers"][0]["priceCurrency"] == "GBP"
    page_node = found["WebPage"]
    assert page_node["lastReviewed"] == "2015-10-01"
    assert page_node["citation"][0]["url"] == "https://rules.example/"


def test_a_route_is_in_the_sitemap_and_in_a_feed_of_its_own_and_in_no_news(tell):  # noqa: F811
    tell()
    snapshot = read_snapshot()
    maps = {target.path: target.render() for target in sitemaps.targets(snapshot)}
    assert b"/en/pathways/joining-family/" in maps["sitemap-en.xml"]
    told = {target.path: target.render() for target in feeds.targets(snapshot)}
    assert b"Joining family" in told["en/pathways/feed.atom"]
    assert b"Joining family" not in told["en/feed.atom"]
    assert "fr/pathways/feed.atom" not in told


def test_every_list_of_the_catalogue_is_a_file(tell):  # noqa: F811
    tell()
    paths = {target.path for target in plan(read_snapshot())}
    assert {
        "en/pathways/index.html",
        "en/pathways/joining-family/index.html",
        "en/pathways/kind/family/index.html",
        "en/pathways/from/so/index.html",
        "en/pathways/to/gb/index.html",
    } <= paths


def test_a_route_is_drawn_anew_on_the_day_it_is_out_of_date(tell, monkeypatch):  # noqa: F811
    page = tell(review_by=dt.date(2026, 1, 31))

    def shown_on(month: int, day: int) -> str:
        now = dt.datetime(2026, month, day, 12, tzinfo=dt.UTC)
        monkeypatch.setattr(reads, "now", lambda: now)
        return read_snapshot().card(page.pk).shown

    assert shown_on(1, 30) == shown_on(1, 31)
    assert shown_on(1, 31) != shown_on(2, 1)
