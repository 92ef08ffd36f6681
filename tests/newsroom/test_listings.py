"""Lists that readers walk by links: what they hold, how they are numbered, and what a new story changes."""

import datetime as dt

import pytest
from django.utils import translation

from cairn.newsroom import listings
from cairn.newsroom.models import NewsIndexPage, Place, StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def add_story(news: NewsIndexPage, number: int, **fields) -> StoryPage:
    day = dt.date(2015, 1, 1) + dt.timedelta(days=number)
    story = StoryPage(
        title=f"Story {number}",
        slug=f"story-{number}",
        summary="What happened.",
        dated=day,
        locale=news.locale,
        **fields,
    )
    return news.add_child(instance=story)


def test_the_front_holds_the_newest_and_numbers_count_from_the_oldest(news):
    stories = [add_story(news, number) for number in range(2 * listings.SIZE + 4)]
    front, first = (one for one in listings.news_listings(news) if not one.by)
    newest_first = [story.pk for story in reversed(stories)]
    assert front.pks == tuple(newest_first[: listings.SIZE + 4])
    assert first.pks == tuple(newest_first[listings.SIZE + 4 :])
    assert (front.address, front.older, front.newer) == ("/en/news/", "/en/news/page/1/", "")
    assert (first.number, first.older, first.newer) == (1, "", "/en/news/")


def test_a_new_story_changes_no_numbered_page(news):
    for number in range(3 * listings.SIZE):
        add_story(news, number)
    behind = {one.address: one for one in listings.news_listings(news) if one.number and not one.by}
    add_story(news, 3 * listings.SIZE)
    after = {one.address: one for one in listings.news_listings(news) if one.number and not one.by}
    assert behind == after


def test_filters_lead_only_to_something(news, calais):
    place = Place.objects.create(code="london", names={"en": "London"})
    Place.objects.create(code="nowhere", names={"en": "Nowhere"})
    story = add_story(news, 1, story_kind="opinion")
    story.themes, story.places = [calais], [place]
    story.save()
    add_story(news, 40)
    choices = listings.front_listing(news).choices
    assert [choice.address for choice in choices.themes] == ["/en/news/theme/calais/"]
    assert [choice.label for choice in choices.places] == ["London"]
    assert [choice.code for choice in choices.kinds] == ["news", "opinion"]
    months = [month.address for _year, group in choices.months for month in group]
    assert months == ["/en/news/2015/02/", "/en/news/2015/01/"]
    assert listings.news_listing(news, by="theme", code="calais").pks == (story.pk,)
    assert listings.news_listing(news, by="month", code="2015/01").pks == (story.pk,)
    assert listings.news_listing(news, by="year", code="2014") is None


def test_drafts_and_embargoed_stories_are_in_no_list(news):
    add_story(news, 1, live=False)
    add_story(news, 2, embargo_until=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    assert listings.front_listing(news).pks == ()


def test_rows_cost_the_same_number_of_queries_however_many(news, django_assert_num_queries):
    for number in range(listings.SIZE):
        add_story(news, number)
    front = listings.front_listing(news)
    with django_assert_num_queries(1):
        assert len(front.pages) == listings.SIZE


def test_each_row_says_the_day_that_readers_see(news):
    add_story(news, 5)
    (row,) = listings.front_listing(news).pages
    assert row.shown_on == dt.date(2015, 1, 6)
