"""The same promises with pages as editors publish them, read from the database."""

import datetime as dt
import json
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from icalendar import Calendar
from PIL import Image
from wagtail.models import Locale

from cairn.newsroom.listings import Listing
from cairn.newsroom.models import (
    Correction,
    EventIndexPage,
    EventPage,
    EventSpeaker,
    MissionDocument,
    MissionImage,
    NewsIndexPage,
    Organisation,
    Person,
    Place,
    PublicationFile,
    PublicationIndexPage,
    PublicationPage,
    StoryPage,
)
from cairn.publish.outputs import calendars, page_context, targets
from cairn.publish.reading import read_snapshot

pytestmark = pytest.mark.django_db


def publish(page, section):
    parent = section.objects.get(locale=Locale.objects.get(language_code="en"))
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return section_page(page)


def section_page(page):
    return type(page).objects.get(pk=page.pk)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture():
    file = BytesIO()
    Image.new("RGB", (1600, 900), "#88aabb").save(file, "JPEG")
    words = {"alt": {"en": "A harbour"}, "credit": "Drawn for the mission"}
    return MissionImage.objects.create(
        title="Harbour", file=ContentFile(file.getvalue(), "harbour.jpg"), **words
    )


def symposium(**changes):
    values = {
        "title": "Symposium",
        "slug": "symposium",
        "summary": "Cities and migration.",
        "starts_on": dt.date(2015, 12, 8),
        "starts_at": dt.time(12, 45),
        "ends_at": dt.time(17),
        "time_zone": "Europe/London",
        "venue_name": "The Guildhall",
        "place": Place.objects.get_or_create(
            code="london", defaults={"names": {"en": "London"}, "country": "GB"}
        )[0],
    }
    return EventPage(**(values | changes))


def context_of(page):
    snapshot = read_snapshot()
    return page_context(page, snapshot.card(page.pk), snapshot)


def nodes_of(page):
    return {node["@type"]: node for node in json.loads(context_of(page)["structured_data"])["@graph"]}


def event_file(page):
    path = f"en/events/{page.slug}/event.ics"
    found = next(target for target in calendars.targets(read_snapshot()) if target.path == path)
    return Calendar.from_ical(found.render()).events[0]


def test_an_event_page_reaches_calendars_and_search_engines():
    institute = Organisation.objects.create(name="Institute of Rivers", website="https://institute.example")
    page = symposium()
    page.organisers = [institute]
    page.speakers = [EventSpeaker(person=Person.objects.create(name="Hodan Example", organisation=institute))]
    page = publish(page, EventIndexPage)

    met = event_file(page)
    assert met["DTSTART"].dt.isoformat() == "2015-12-08T12:45:00+00:00"
    assert met["LOCATION"] == "The Guildhall, London"
    assert "Institute of Rivers" in met["DESCRIPTION"]
    node = nodes_of(page)["Event"]
    assert node["organizer"][0]["name"] == "Institute of Rivers"
    assert node["performer"][0]["affiliation"]["name"] == "Institute of Rivers"
    assert node["location"]["address"]["addressLocality"] == "London"


def test_calling_off_an_event_raises_its_number_and_says_so():
    page = publish(symposium(), EventIndexPage)
    before = event_file(page)
    page.status = "cancelled"
    page.save_revision().publish()
    after = event_file(section_page(page))
    assert after["UID"] == before["UID"]
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert nodes_of(section_page(page))["Event"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_calendar_of_many_events_asks_no_more_than_one_of_few(django_assert_max_num_queries):
    for number in range(5):
        publish(symposium(slug=f"symposium-{number}"), EventIndexPage)
    snapshot = read_snapshot()
    whole = next(target for target in calendars.targets(snapshot) if target.path == "en/events/calendar.ics")
    with django_assert_max_num_queries(3):
        assert len(Calendar.from_ical(whole.render()).events) == 5


def test_a_story_shows_its_picture_with_its_credit_and_its_correction(picture):
    page = StoryPage(title="On the coast", slug="coast", summary="What happened.", picture=picture)
    page.corrections = [Correction(corrected_on=dt.date(2015, 11, 17), note="It was Dover.")]
    page = publish(page, NewsIndexPage)
    node = nodes_of(page)["NewsArticle"]
    photo, card = node["image"]
    assert photo["creditText"] == "Drawn for the mission"
    assert photo["url"].startswith("http://127.0.0.1:8080/media/images/harbour")
    assert card == context_of(page)["card_url"]
    assert node["correction"][0]["text"] == "It was Dover."


def test_a_publication_names_its_files_by_language():
    page = PublicationPage(
        title="A study", slug="study", summary="What we found.", published_on=dt.date(2015, 10, 27)
    )
    document = MissionDocument.objects.create(title="Study", file=ContentFile(b"%PDF-1.7", "study.pdf"))
    page.files = [PublicationFile(document=document, language="en")]
    (file,) = nodes_of(publish(page, PublicationIndexPage))["Report"]["encoding"]
    assert (file["inLanguage"], file["encodingFormat"]) == ("en", "application/pdf")
    assert "/media/documents/study" in file["contentUrl"]


def test_every_page_of_an_empty_mission_describes_itself():
    snapshot = read_snapshot()
    assert snapshot.pages
    for card in snapshot.pages:
        context = page_context(card.page(), card, snapshot)
        assert json.loads(context["structured_data"])["@graph"]
        assert context["canonical_url"] == snapshot.absolute(card.address)
        assert "/cards/" in context["card_url"]


def test_a_further_page_of_a_list_is_a_page_of_its_own():
    snapshot = read_snapshot()
    index = next(iter(snapshot.of_model("NewsIndexPage", "en")))
    listing = Listing(index=index.page(), address="/en/news/page/7/", pks=())
    context = page_context(listing.index, index, snapshot, listing)
    assert context["canonical_url"] == snapshot.absolute("/en/news/page/7/")
    assert json.loads(context["structured_data"])["@graph"][0]["url"] == context["canonical_url"]


def test_planning_asks_the_database_nothing(django_assert_num_queries):
    publish(symposium(), EventIndexPage)
    snapshot = read_snapshot()
    with django_assert_num_queries(0):
        assert list(targets(snapshot))
