"""Whatever way a page takes to its readers, one that is not fit stops, and its author reads why."""

import datetime as dt
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.test.utils.form_data import rich_text

from cairn.newsroom.checks import PublishRefused, reasons_not_to_publish, telling_word
from cairn.newsroom.models import MissionImage, PlainPage, PublicPage, StoryPage

from .conftest import body, png, posted

NO_SUMMARY = "Please write a summary: lists, feeds and search results show it."


def text_of(response) -> str:
    """The page as a person reads it; errors of blocks travel as JSON in an attribute."""
    return unescape(response.content.decode()).replace("\\u201c", "“").replace("\\u201d", "”")


@pytest.fixture
def unfit(write, omar) -> StoryPage:
    """A draft without a summary, as autosave may leave it."""
    page = write("Half a story", live=False)
    page.summary = ""
    page.save_revision(clean=False, user=omar.user)
    return page


# In the editor ----------------------------------------------------------------------------------------


def test_a_draft_may_be_unfinished(nadia, news):
    response = nadia.create(news, "storypage", posted(summary=""))
    page = StoryPage.objects.get(slug="a-bridge-opens")
    assert response.status_code == 302
    assert not page.live


@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_what_is_missing_is_said_at_its_field_before_anything_is_saved(omar, news, button):
    response = omar.create(news, "storypage", posted(summary=""), button)
    assert response.status_code == 200
    assert "summary" in response.context["form"].errors
    assert not StoryPage.objects.filter(slug="a-bridge-opens").exists()


def test_a_blank_summary_is_no_summary(write):
    page = write(live=False)
    page.summary = "   "
    assert [reason.field for reason in reasons_not_to_publish(page)] == ["summary"]


@pytest.mark.parametrize("slug", ["data", "figures", "search"])
def test_no_page_stands_where_the_site_itself_puts_something(home, news, slug):
    page = PlainPage(title="Ours", slug=slug, summary="About it.", live=False)
    home.add_child(instance=page)
    assert [reason.field for reason in reasons_not_to_publish(page)] == ["slug"]
    story = StoryPage(title="A story", slug=slug, summary="About it.", live=False)
    news.add_child(instance=story)
    assert list(reasons_not_to_publish(story)) == []


def test_a_summary_is_one_paragraph_however_it_was_written(nadia, news):
    nadia.create(news, "storypage", posted(summary="The bridge opens.\r\n\r\nThe ferry stops."))
    assert StoryPage.objects.get(slug="a-bridge-opens").summary == "The bridge opens. The ferry stops."


@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_a_picture_needs_words_in_the_language_of_the_page(omar, news, picture, button):
    MissionImage.objects.update(alt={"fr": "Un large fleuve."})
    in_the_text = body(("picture", {"image": picture.pk, "caption": ""}))
    for fields in ({"picture": picture.pk}, {"body": in_the_text}):
        response = omar.create(news, "storypage", posted(**fields), button)
        assert "“The river” has no alternative text in this page's language (English)" in text_of(response)
    assert not StoryPage.objects.exists()


def test_a_picture_needs_its_credit(omar, news, picture):
    MissionImage.objects.update(credit=" ")
    response = omar.create(news, "storypage", posted(picture=picture.pk), "action-publish")
    assert "has no credit" in text_of(response)


def test_a_sensitive_page_tells_nothing_to_bystanders(omar, home, picture):
    film = body(("embed", "https://films.example/1"))
    fields = {
        "title": "If you were trafficked",
        "slug": "help",
        "is_sensitive": "on",
        "picture": picture.pk,
        "body": film,
    }
    response = omar.create(home, "plainpage", posted(**fields), "action-publish")
    assert set(response.context["form"].errors) == {"title", "picture", "body"}
    assert "“trafficked” would stay in the browser's history" in text_of(response)

    fit = {"title": "Help and contacts", "slug": "help", "is_sensitive": "on"}
    assert omar.create(home, "plainpage", posted(**fit), "action-publish").status_code == 302
    assert PublicPage.objects.get(slug="help").live


def test_an_embed_hidden_in_a_link_text_is_still_allowed_as_a_link(omar, home):
    text = body(("paragraph", rich_text('<p><a href="https://films.example/1">A film</a></p>')))
    fields = {"title": "Help and contacts", "slug": "help", "is_sensitive": "on", "body": text}
    assert omar.create(home, "plainpage", posted(**fields), "action-publish").status_code == 302


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Victims of trafficking", "victims"),
        ("La traite des êtres humains", "traite"),
        ("الاتجار بالبشر", "الاتجار"),
        ("مساعدة للضحايا", "للضحايا"),
        ("الوقاية من الاستغلال وبالعنف", "الاستغلال"),
        ("help-for-victims", "victims"),
        ("aide-aux-sans-papiers", "sans-papiers"),
        ("Help and contacts", ""),
        ("Our portrait of Calais", ""),
    ],
)
def test_telling_words_are_found_in_every_language(title, word):
    assert telling_word(title) == word


def test_editing_a_live_page_into_something_unfit_stops_too(omar, write, picture):
    page = write()
    MissionImage.objects.update(alt={})
    response = omar.edit(page, posted(slug=page.slug, picture=picture.pk), "action-publish")
    assert response.status_code == 200
    page.refresh_from_db()
    assert page.picture is None
    assert not page.has_unpublished_changes


def test_a_page_that_is_not_fit_cannot_be_put_on_the_clock(omar, news, picture):
    MissionImage.objects.update(alt={})
    tomorrow = (timezone.localtime() + dt.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    response = omar.create(
        news, "storypage", posted(picture=picture.pk, go_live_at=tomorrow), "action-publish"
    )
    assert "has no alternative text" in text_of(response)


# On every other way -----------------------------------------------------------------------------------


def test_publishing_in_code_is_refused_with_every_reason(unfit):
    with pytest.raises(PublishRefused, match="Please write a summary"):
        unfit.get_latest_revision().publish()
    assert not Page.objects.get(pk=unfit.pk).live


def test_saving_as_live_is_refused(write):
    page = write(live=False, is_sensitive=True)
    page.title, page.live = "Victims", True
    with pytest.raises(PublishRefused, match="“victims”"):
        page.save()


def test_an_approvers_yes_in_the_editor_says_what_is_missing(nadia, omar, write):
    page = write(live=False)
    nadia.edit(page, posted(slug=page.slug), "action-submit")
    data = {**posted(slug=page.slug, summary=""), "workflow-action-name": "approve"}
    response = omar.edit(page, data, "action-workflow-action")
    assert response.status_code == 200
    assert "summary" in response.context["form"].errors
    assert not Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("as_window", [True, False])
def test_an_approvers_yes_on_the_list_says_what_is_missing(nadia, omar, write, picture, as_window):
    page = write(live=False)
    nadia.edit(page, posted(slug=page.slug, picture=picture.pk), "action-submit")
    # Somebody takes the words of the picture away while the page waits.
    MissionImage.objects.update(alt={})
    state = TaskState.objects.get(status="in_progress")
    headers = {"x-requested-with": "XMLHttpRequest"} if as_window else {}
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = omar.client.post(address, {"comment": ""}, headers=headers)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if as_window:
        assert response.json() == {"step": "success", "redirect": edit}
    else:
        assert response.url == edit
    seen = omar.sees(edit)
    assert "“A bridge opens” did not go out." in seen
    assert "has no alternative text" in seen
    assert not Page.objects.get(pk=page.pk).live
    assert TaskState.objects.get(pk=state.pk).status == "in_progress"


def test_publishing_many_lets_out_what_is_fit_and_names_the_rest(omar, write, unfit):
    fit = write("A fit story", live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = omar.client.post(
        f"{address}?id={unfit.pk}&id={fit.pk}&next={reverse('wagtailadmin_home')}", follow=True
    )
    seen = text_of(response)
    assert Page.objects.get(pk=fit.pk).live
    assert not Page.objects.get(pk=unfit.pk).live
    assert f"“Half a story” did not go out. {NO_SUMMARY}" in seen
    assert "1 page has gone out." in seen


def test_publishing_many_takes_drafts_below_along(omar, news, write, unfit):
    fit = write("A fit story", live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = omar.client.post(
        f"{address}?id={news.pk}&next={reverse('wagtailadmin_home')}",
        {"include_descendants": "on"},
        follow=True,
    )
    assert Page.objects.get(pk=fit.pk).live
    assert not Page.objects.get(pk=unfit.pk).live
    assert NO_SUMMARY in text_of(response)


def test_a_copy_goes_out_only_if_it_is_fit_now(omar, news, write, picture):
    page = write(picture=picture)
    MissionImage.objects.update(alt={})
    data = {
        "new_title": "A copy",
        "new_slug": "a-copy",
        "new_parent_page": news.pk,
        "copy_subpages": "",
        "publish_copies": "on",
        "alias": "",
    }
    response = omar.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data, follow=True)
    assert "has no alternative text" in text_of(response)
    assert not Page.objects.filter(slug="a-copy", live=True).exists()


def test_an_alias_goes_out_only_if_it_is_fit_now(omar, news, write, picture):
    page = write(picture=picture)
    MissionImage.objects.update(alt={})
    data = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": news.pk, "alias": "on"}
    response = omar.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data, follow=True)
    assert "has no alternative text" in text_of(response)
    assert not Page.objects.filter(slug="a-copy").exists()


def test_going_back_to_an_old_version_is_checked_as_well(omar, write, picture):
    page = write(picture=picture)
    first = page.latest_revision
    page.picture = None
    page.save_revision().publish()
    MissionImage.objects.update(alt={})
    data = {**posted(slug=page.slug, picture=picture.pk), "revision": first.pk}
    response = omar.client.post(
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]),
        {**data, "action-publish": "1"},
    )
    assert "has no alternative text" in text_of(response)
    assert StoryPage.objects.get(pk=page.pk).picture is None


def test_a_communications_officer_cannot_publish(nadia, news, write):
    nadia.create(news, "storypage", posted(), "action-publish")
    assert not StoryPage.objects.get(slug="a-bridge-opens").live
    page = write("Another story", live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    nadia.client.post(f"{address}?id={page.pk}&next={reverse('wagtailadmin_home')}")
    assert not Page.objects.get(pk=page.pk).live


def test_a_picture_may_be_uploaded_with_words_in_one_language(nadia, media):
    data = {
        "title": "The river",
        "file": png(),
        "alt_en": "A wide river.",
        "alt_fr": "",
        "alt_ar": "",
        "credit": "Drawn by the mission",
        "collection": 1,
        "tags": "",
    }
    response = nadia.client.post(reverse("wagtailimages:add"), data)
    assert response.status_code == 302, response.context["form"].errors
    assert MissionImage.objects.get().alt == {"en": "A wide river."}
