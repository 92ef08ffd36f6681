"""Public pages as templates draw them: what is chosen, what is sensitive, what is behind, and in which words."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from cairn.newsroom.models import (
    Correction,
    EventIndexPage,
    EventPage,
    HomePage,
    PlainPage,
    PublicPage,
    RelatedPage,
    StatementPage,
    TopStory,
)

pytestmark = pytest.mark.django_db


def drawn(page: PublicPage, **context) -> str:
    with translation.override(page.language):
        return render_to_string(page.template, {"page": page, **context})


def event(**fields) -> EventPage:
    index = EventIndexPage.objects.get(locale__language_code="en")
    return index.add_child(
        instance=EventPage(
            **{
                "title": "Symposium",
                "slug": "symposium",
                "summary": "An afternoon in London.",
                "locale": index.locale,
                "starts_on": dt.date(2015, 12, 14),
                "starts_at": dt.time(12, 45),
                "ends_at": dt.time(17),
                "time_zone": "Europe/London",
                **fields,
            }
        )
    )


def test_a_draft_that_was_chosen_shows_nowhere(home, write):
    hidden = write("News of tomorrow", live=False)
    home.top_stories = [TopStory(page=hidden, locale=home.locale)]
    shown = write("News of today")
    shown.related = [RelatedPage(page=hidden, locale=home.locale)]
    assert "News of tomorrow" not in drawn(home)
    assert "News of tomorrow" not in drawn(shown)


def test_a_featured_statement_under_embargo_waits(home, news):
    statement = news.add_child(
        instance=StatementPage(
            title="Our word",
            slug="our-word",
            summary="What we hold.",
            office="Office of the Chief of Mission",
            locale=news.locale,
            embargo_until=dt.datetime(2999, 1, 1, tzinfo=dt.UTC),
        )
    )
    home.featured = statement
    assert "Our word" not in drawn(home)
    statement.embargo_until = None
    assert "Our word" in drawn(home)


def test_a_sensitive_page_has_a_way_out_and_no_card(home):
    page = home.add_child(
        instance=PlainPage(
            title="Somebody to talk to",
            slug="talk",
            summary="We listen.",
            locale=home.locale,
            is_sensitive=True,
        )
    )
    html = drawn(page, card_url="https://example.org/card.png", structured_data="{}")
    assert html.index("data-leave") < html.index("<main")
    assert "og:title" not in html
    assert "card.png" not in html
    assert "ld+json" not in html
    assert 'data-pagefind-ignore="all"' in html


def test_corrections_stand_under_the_text_with_their_day(write):
    story = write()
    Correction.objects.create(
        page=story, corrected_on=dt.date(2015, 10, 23), note="It had nearly doubled.", locale=story.locale
    )
    html = drawn(story)
    assert '<time datetime="2015-10-23">23 October 2015</time>' in html
    assert "It had nearly doubled." in html


@pytest.mark.parametrize(
    ("status", "words"),
    {"postponed": "Postponed", "cancelled": "Cancelled", "moved_online": "Moved online"}.items(),
)
def test_what_became_of_an_event_is_told_first(status, words):
    html = drawn(event(status=status, status_note="The hall is being repaired."))
    assert html.index(words) < html.index("The hall is being repaired.") < html.index("essentials")


def test_a_cancelled_event_invites_nobody():
    html = drawn(
        event(status="cancelled", registration="outside", registration_url="https://tickets.example")
    )
    assert "tickets.example" not in html


@pytest.mark.parametrize(("language", "joined"), {"en": "Ahmed, London", "ar": "Ahmed، London"}.items())
def test_a_name_and_its_place_are_joined_as_the_script_does_it(language, joined):
    with translation.override(language):
        said = Template("{% load cairn %}Ahmed{% comma %}London").render(Context())
    assert said == joined


def test_hours_are_those_of_the_place():
    html = drawn(event())
    assert 'datetime="2015-12-14T12:45:00+00:00"' in html
    assert "London time" in html


def test_an_address_of_another_language_leads_to_the_same_page_or_home(write):
    html = drawn(write())
    assert '<a href="/fr/" lang="fr" hreflang="fr">Français</a>' in html
    assert 'hreflang="fr" href=' not in html.split("<body")[0]


def test_a_page_without_request_or_site_is_drawn_all_the_same(home):
    assert "<!doctype html>" in drawn(HomePage.objects.get(pk=home.pk))
