"""Editors choose what the home page says first, and in which order, by posting its form."""

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cairn.newsroom.models import HomePage, StatementPage

APPROACH = ["protection", "routes", "return", "information", "trafficking"]


@pytest.fixture
def statement(news) -> StatementPage:
    page = StatementPage(
        title="Rescue comes first", summary="At sea, lives come first.", office="Chief of mission"
    )
    page.live = False
    news.add_child(instance=page)
    page.save_revision().publish()
    return page


def home_form(home: HomePage, **fields) -> dict:
    return nested_form_data(
        {
            "title": home.title,
            "slug": home.slug,
            "summary": home.summary,
            "featured": "",
            "top_stories": inline_formset([]),
            "help_title": "",
            "help_text": "",
            "help_page": "",
            "approach_title": "",
            "approach": streamfield([]),
            "comments": inline_formset([]),
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "embargo_until": "",
            **fields,
        }
    )


def part(icon: str) -> tuple[str, dict]:
    return "part", {"icon": icon, "title": icon.title(), "text": f"What we do about {icon}.", "page": ""}


def test_the_featured_statement_and_the_top_stories_in_their_order(omar, home, statement, write):
    first, second = write("A bridge opens"), write("A school reopens")
    stories = [{"page": second.pk, "ORDER": 1}, {"page": first.pk, "ORDER": 2}]
    data = home_form(home, featured=statement.pk, top_stories=inline_formset(stories))
    assert omar.edit(home, data, "action-publish").status_code == 302
    home = HomePage.objects.get(pk=home.pk)
    assert home.featured == statement
    assert [story.page_id for story in home.top_stories.all()] == [second.pk, first.pk]

    rows = list(home.top_stories.all())
    stories = [{"page": row.page_id, "id": row.pk, "ORDER": 2 - number} for number, row in enumerate(rows)]
    omar.edit(home, home_form(home, top_stories=inline_formset(stories, initial=2)), "action-publish")
    home = HomePage.objects.get(pk=home.pk)
    assert [story.page_id for story in home.top_stories.all()] == [first.pk, second.pk]
    assert home.featured is None


def test_the_approach_has_five_parts_and_no_more(omar, home):
    data = home_form(home, approach=streamfield([part(icon) for icon in APPROACH]))
    assert omar.edit(home, data, "action-publish").status_code == 302
    assert [block.value["icon"] for block in HomePage.objects.get(pk=home.pk).approach] == APPROACH

    data = home_form(home, approach=streamfield([part(icon) for icon in [*APPROACH, "routes"]]))
    assert omar.edit(home, data, "action-publish").status_code == 200


def test_no_more_than_six_stories_come_first(omar, home, write):
    stories = [{"page": write(f"Story {number}").pk, "ORDER": number} for number in range(7)]
    assert (
        omar.edit(home, home_form(home, top_stories=inline_formset(stories)), "action-publish").status_code
        == 200
    )


def test_only_a_statement_can_be_featured(omar, home, write):
    data = home_form(home, featured=write().pk)
    assert omar.edit(home, data, "action-publish").status_code == 200
    assert HomePage.objects.get(pk=home.pk).featured is None
