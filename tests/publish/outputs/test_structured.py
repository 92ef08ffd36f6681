"""What search engines are told: valid, harmless inside a page, and never behind what readers see."""

import datetime as dt
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.newsroom.models import (
    Correction,
    Organisation,
    Person,
    PublicationAuthor,
    PublicationPage,
    StatementPage,
    StoryPage,
)
from cairn.publish.outputs.event_details import Details
from cairn.publish.outputs.structured import graph, in_script, structured_data
from cairn.publish.outputs.structured_events import event_node
from cairn.publish.outputs.structured_nodes import Subject, without_gaps
from cairn.publish.snapshot import Term

pytestmark = (
    pytest.mark.django_db
)  # Nothing is stored; but Wagtail asks for its content types to make a page.

PICTURE = "https://rivers.example/cards/1.png"
INSTITUTE = Organisation(name="Institute of Rivers", website="https://institute.example")
HODAN = Person(name="Hodan Example", role={"en": "Director"}, organisation=INSTITUTE)


@pytest.fixture
def described(snapshot):
    """The nodes of a page's JSON-LD by their type, as a search engine reads them."""

    def describe(page, card, *others, **changes):
        site = snapshot(card, *others, **changes)
        subject = Subject(page, card, site, site.absolute(card.address), PICTURE)
        found = json.loads(structured_data(subject))
        assert found["@context"] == "https://schema.org"
        return {node["@type"]: node for node in found["@graph"]}

    return describe


def story(**values):
    page = StoryPage(**values)
    page.corrections = []
    return page


def test_a_story_has_what_search_engines_ask_of_an_article(described, card):
    page = card(places=("dover",), themes=("calais",))
    dover = Term(code="dover", names={"en": "Dover"}, digest="d")
    node = described(story(byline="Hodan Example"), page, places={"dover": dover})["NewsArticle"]
    assert node == {
        "@id": "https://rivers.example/en/news/a-story/#main",
        "@type": "NewsArticle",
        "headline": "A story",
        "description": "What a-story is about.",
        "url": "https://rivers.example/en/news/a-story/",
        "mainEntityOfPage": {"@id": "https://rivers.example/en/news/a-story/"},
        "datePublished": "2015-11-16T12:00:00+00:00",
        "dateModified": "2015-11-16T12:00:00+00:00",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "image": [PICTURE],
        "keywords": ["Calais"],
        "contentLocation": [{"@type": "Place", "name": "Dover"}],
        "articleSection": "News",
        "author": {"@id": "https://rivers.example/#mission"},
        "creditText": "Hodan Example",
        "publisher": {"@id": "https://rivers.example/#mission"},
    }


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("opinion", "OpinionNewsArticle"),
        ("news", "NewsArticle"),
        ("launch", "NewsArticle"),
        ("update", "NewsArticle"),
    ],
)
def test_an_opinion_is_told_apart_from_news(described, card, kind, type_):
    assert type_ in described(story(), card(kind=kind))


def test_a_statement_is_by_the_office_that_answers_for_it(described, card):
    page = StatementPage(office="Office of the Chief of Mission", spokesperson=HODAN)
    page.corrections = []
    node = described(page, card(model="StatementPage", kind="statement"))["NewsArticle"]
    assert node["author"] == {
        "@type": "Organization",
        "name": "Office of the Chief of Mission",
        "parentOrganization": {"@id": "https://rivers.example/#mission"},
    }
    assert node["contributor"]["affiliation"]["name"] == "Institute of Rivers"


def test_a_correction_is_owned_up_to(described, card):
    page = story()
    page.corrections = [Correction(corrected_on=dt.date(2015, 11, 18), note="It was 2,300,\nnot 3,200.")]
    later = dt.datetime(2015, 11, 18, 9, tzinfo=dt.UTC)
    node = described(page, card(last_published=later))["NewsArticle"]
    assert node["correction"] == [
        {"@type": "CorrectionComment", "text": "It was 2,300, not 3,200.", "datePublished": "2015-11-18"}
    ]
    assert node["dateModified"] == "2015-11-18T09:00:00+00:00"


def test_translations_name_their_original_and_the_original_its_translations(described, card):
    english, french, arabic = card(), card(language="fr"), card(language="ar")
    original = described(story(), english, french, arabic)["NewsArticle"]
    assert [(one["inLanguage"], one["url"]) for one in original["workTranslation"]] == [
        ("fr", "https://rivers.example/fr/news/a-story/"),
        ("ar", "https://rivers.example/ar/news/a-story/"),
    ]
    translation = described(story(), french, english, arabic)["NewsArticle"]
    assert translation["translationOfWork"]["@id"] == original["@id"]
    assert "workTranslation" not in translation


def test_a_publication_is_a_report_with_its_numbers(described, card):
    page = PublicationPage(
        number="PUB2015/001",
        isbn="978-92-9068-000-0",
        doi="10.1000/182",
        edition="2nd",
        published_on=dt.date(2015, 10, 27),
        publisher=INSTITUTE,
    )
    page.corrections, page.files = [], []
    page.authors = [
        PublicationAuthor(name="Ahmed, Hodan"),
        PublicationAuthor(person=HODAN),
        PublicationAuthor(organisation=INSTITUTE),
    ]
    node = described(page, card(model="PublicationPage", kind="publication"))["Report"]
    assert node["datePublished"] == "2015-10-27"
    assert node["reportNumber"] == "PUB2015/001"
    assert [author["name"] for author in node["author"]] == [
        "Ahmed, Hodan",
        "Hodan Example",
        "Institute of Rivers",
    ]
    assert {one["propertyID"]: one["value"] for one in node["identifier"]} == {
        "DOI": "10.1000/182",
        "ISBN": "978-92-9068-000-0",
    }
    assert node["publisher"]["name"] == "Institute of Rivers"


# Events -----------------------------------------------------------------------------------------------


@pytest.fixture
def met(snapshot, event):
    """The Event node of an event with these details."""

    def describe(**changes):
        values = {
            "starts_on": dt.date(2015, 12, 8),
            "starts_at": dt.time(12, 45),
            "ends_on": dt.date(2015, 12, 8),
            "ends_at": dt.time(17),
            "time_zone": "Europe/London",
            "venue_name": "The Guildhall",
            "venue_address": "1 Example Street\nEC1A 1AA",
            "place_name": "London",
            "country": "GB",
        }
        page = event()
        site = snapshot(page)
        subject = Subject(None, page, site, site.absolute(page.address), PICTURE)
        return without_gaps(event_node(subject, Details(**(values | changes))))

    return describe


def test_an_event_has_what_search_engines_ask_of_it(met):
    node = met()
    assert (node["name"], node["startDate"], node["endDate"]) == (
        "Symposium",
        "2015-12-08T12:45:00+00:00",
        "2015-12-08T17:00:00+00:00",
    )
    assert node["location"] == {
        "@type": "Place",
        "name": "The Guildhall",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "1 Example Street, EC1A 1AA",
            "addressLocality": "London",
            "addressCountry": "GB",
        },
    }
    for name in ("image", "description", "organizer", "url", "inLanguage"):
        assert node[name]
    assert "previousStartDate" not in node


@pytest.mark.parametrize(
    ("changes", "status", "attendance", "where"),
    [
        ({}, "EventScheduled", "Offline", "Place"),
        (
            {"attendance": "online", "online_url": "https://meet.example"},
            "EventScheduled",
            "Online",
            "VirtualLocation",
        ),
        ({"attendance": "mixed"}, "EventScheduled", "Mixed", ["Place", "VirtualLocation"]),
        ({"status": "cancelled"}, "EventCancelled", "Offline", "Place"),
        ({"status": "postponed"}, "EventPostponed", "Offline", "Place"),
        ({"status": "rescheduled"}, "EventRescheduled", "Offline", "Place"),
        ({"status": "moved_online"}, "EventMovedOnline", "Online", "VirtualLocation"),
        (
            {"status": "cancelled", "attendance": "mixed"},
            "EventCancelled",
            "Mixed",
            ["Place", "VirtualLocation"],
        ),
    ],
)
def test_how_an_event_stands_and_how_to_attend(met, changes, status, attendance, where):
    node = met(**changes)
    location = node["location"]
    assert node["eventStatus"] == f"https://schema.org/{status}"
    assert node["eventAttendanceMode"] == f"https://schema.org/{attendance}EventAttendanceMode"
    assert where == ([one["@type"] for one in location] if isinstance(location, list) else location["@type"])


def test_a_new_date_names_the_old_one(met):
    node = met(status="rescheduled", previous_on=dt.date(2015, 6, 8), previous_at=dt.time(12, 45))
    assert node["previousStartDate"] == "2015-06-08T12:45:00+01:00"


def test_days_without_hours_have_none(met):
    node = met(starts_at=None, ends_at=None, ends_on=dt.date(2015, 12, 9))
    assert (node["startDate"], node["endDate"]) == ("2015-12-08", "2015-12-09")


def test_an_unknown_venue_is_at_least_in_a_country(met):
    place = met(venue_name="", venue_address="", place_name="", country="")["location"]
    assert (place["name"], place["address"]["addressCountry"]) == ("United Kingdom", "GB")


def test_an_online_event_without_a_link_leads_to_its_page(met):
    assert met(attendance="online")["location"]["url"] == "https://rivers.example/en/events/symposium/"


# The page and the site ----------------------------------------------------------------------------------


def test_the_way_to_a_page_is_told_in_order(described, card):
    section = card("news", address="/en/news/", model="NewsIndexPage", kind="", title="News")
    path = described(story(), card(), section)["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in path] == [
        (1, "Two Rivers", "https://rivers.example/en/"),
        (2, "News", "https://rivers.example/en/news/"),
        (3, "A story", "https://rivers.example/en/news/a-story/"),
    ]


def test_home_says_who_speaks_and_how_to_search(described, home):
    nodes = described(story(), home(pk=900), homes=False)
    mission, site = nodes["Organization"], nodes["WebSite"]
    assert mission["name"] == "Mission of the Two Rivers"
    assert mission["email"] == "office@rivers.example"
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("/en/search/?q={search_term_string}")
    assert site["publisher"]["@id"] == mission["@id"]
    assert "BreadcrumbList" not in nodes


@pytest.mark.parametrize("model", ["NewsIndexPage", "EventIndexPage", "TopicPage"])
def test_a_list_is_a_collection(described, card, model):
    assert described(story(), card(model=model, kind=""))["CollectionPage"]["inLanguage"] == "en"


def test_a_plain_page_is_a_page(described, card):
    nodes = described(
        story(), card(model="PlainPage", kind=""), card(model="PlainPage", kind="", language="fr")
    )
    assert nodes["WebPage"]["workTranslation"][0]["inLanguage"] == "fr"


def test_a_sensitive_page_says_nothing_to_machines(snapshot, card):
    page = card(is_sensitive=True)
    site = snapshot(page)
    assert structured_data(Subject(story(), page, site, site.absolute(page.address))) == ""


def test_every_reference_within_a_page_leads_somewhere(snapshot, card):
    """But to the site itself, which only the home page describes."""
    page = card()
    site = snapshot(page, card("news", address="/en/news/", model="NewsIndexPage", kind=""))
    nodes = [
        without_gaps(node)
        for node in graph(Subject(story(), page, site, site.absolute(page.address), PICTURE))
    ]
    named = {node["@id"] for node in nodes}
    referred = {
        value["@id"]
        for node in nodes
        for value in node.values()
        if isinstance(value, dict) and set(value) == {"@id"}
    }
    assert referred - named == {"https://rivers.example/en/#main"}


@given(st.text() | st.sampled_from(["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028", "&amp;"]))
def test_no_title_ends_the_script_element(title):
    text = in_script([{"@type": "Thing", "name": title}])
    assert not re.search("[<>&\u2028\u2029]", text)
    name = json.loads(text)["@graph"][0].get("name", "")
    assert name == title
