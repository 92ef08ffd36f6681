"""Claire translates piece by piece beside the source; an approver says yes; nothing goes around either of them."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, TaskState
from wagtail_localize.models import StringSegment, Translation

from cairn.guard.roles import Role
from cairn.newsroom.models import MissionImage, PlainPage, StoryPage
from cairn.newsroom.side_by_side import translation_of
from cairn.newsroom.translations import translation_debt

FRENCH = {
    "A bridge opens": "Un pont ouvre",
    "After ten years people can cross again.": "Après dix ans, on peut de nouveau traverser.",
    "Across the river": "De l'autre côté",
    "The first families crossed at dawn.": "Les premières familles ont traversé à l'aube.",
    "Lorries follow in June.": "Les camions suivent en juin.",
}


def submit_for_translation(colleague, page: Page, *locales: Locale):
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return colleague.client.post(
        address, {"locales": [locale.pk for locale in locales], "include_subtree": ""}
    )


def french_of(page: Page) -> StoryPage:
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code="fr")


def write_pieces(colleague, page: Page, words: dict[str, str] = FRENCH) -> None:
    translation = translation_of(page)
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        if segment.string.data in words:
            address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            body = f"value={words[segment.string.data]}"
            response = colleague.client.put(address, body, content_type="application/x-www-form-urlencoded")
            assert response.status_code in (200, 201), response.content


def press(colleague, name: str, *args: object, **data: str):
    return colleague.client.post(reverse(name, args=args), data)


@pytest.fixture
def story(write) -> StoryPage:
    return write()


@pytest.fixture
def begun(story, claire, french) -> StoryPage:
    submit_for_translation(claire, story, french)
    return french_of(story)


@pytest.fixture
def waiting(begun, claire) -> StoryPage:
    write_pieces(claire, begun)
    press(claire, "cairn_submit_translation", translation_of(begun).pk)
    return begun


def test_a_page_submitted_for_translation_is_a_draft_that_readers_do_not_see(begun, story):
    assert not begun.live
    assert begun.get_parent().locale.language_code == "fr"
    assert begun.body.get_prep_value() == story.body.get_prep_value()


def test_the_source_and_its_pieces_stand_side_by_side(begun, claire):
    seen = claire.sees(reverse("wagtailadmin_pages:edit", args=[begun.pk]))
    props = json.loads(seen.split('data-props="', 1)[1].split('">\n', 1)[0])
    assert [piece["source"] for piece in props["segments"] if piece["type"] == "string"] == [
        "A bridge opens",
        "After ten years people can cross again.",
        "Across the river",
        "The first families crossed at dawn.",
        "Lorries follow in June.",
    ]
    assert "Submit for approval" in seen


def test_translators_are_shown_words_and_neither_zones_nor_numbers(claire, french, db):
    from wagtail_localize.fields import get_translatable_fields

    from cairn.newsroom.models import EventPage, PublicationFile, PublicationPage

    def words(model):
        return {field.field_name for field in get_translatable_fields(model) if field.is_translated(None)}

    assert not words(EventPage) & {"time_zone", "status", "online_url", "starts_on", "kind", "slug"}
    assert not words(PublicationPage) & {"isbn", "doi", "number"}
    assert not words(PublicationFile) & {"language"}
    assert {"title", "summary", "body", "venue_name", "programme"} <= words(EventPage)


def test_what_claire_translates_goes_out_when_omar_says_yes(waiting, story, claire, omar):
    assert not Page.objects.get(pk=waiting.pk).live
    assert "Un pont ouvre" in omar.sees(reverse("wagtailadmin_home"))
    assert "Approve and publish" in omar.sees(reverse("wagtailadmin_pages:edit", args=[waiting.pk]))
    assert "Approve and publish" not in claire.sees(reverse("wagtailadmin_pages:edit", args=[waiting.pk]))

    state = TaskState.objects.get(status="in_progress")
    press(omar, "cairn_decide_translation", state.pk, decision="approve", comment="")
    page = StoryPage.objects.get(pk=waiting.pk)
    assert page.live
    assert page.title == "Un pont ouvre"
    assert page.body[0].value == "De l'autre côté"
    assert translation_debt(page) is None
    assert StoryPage.objects.get(pk=story.pk).title == "A bridge opens"


def test_omar_sends_it_back_with_a_comment_and_claire_sends_it_again(waiting, claire, omar):
    state = TaskState.objects.get(status="in_progress")
    edit = reverse("wagtailadmin_pages:edit", args=[waiting.pk])
    press(omar, "cairn_decide_translation", state.pk, decision="reject", comment=" ")
    assert "Please write what is still missing" in omar.sees(edit)
    assert TaskState.objects.get(pk=state.pk).status == "in_progress"

    press(
        omar, "cairn_decide_translation", state.pk, decision="reject", comment="« Franchir » est plus juste."
    )
    assert "« Franchir » est plus juste." in claire.sees(edit)
    assert "« Franchir » est plus juste." in claire.sees(reverse("wagtailadmin_home"))

    write_pieces(claire, waiting, {"A bridge opens": "Un pont à franchir"})
    press(claire, "cairn_submit_translation", translation_of(waiting).pk)
    again = TaskState.objects.get(status="in_progress")
    press(omar, "cairn_decide_translation", again.pk, decision="approve")
    assert StoryPage.objects.get(pk=waiting.pk).title == "Un pont à franchir"


def test_what_an_approver_is_reading_does_not_change_underneath(waiting, claire, omar):
    write_pieces(claire, waiting, {"A bridge opens": "Un pont, enfin"})
    before = waiting.revisions.count()
    press(claire, "cairn_submit_translation", translation_of(waiting).pk)
    assert waiting.revisions.count() == before
    press(
        omar, "cairn_decide_translation", TaskState.objects.get(status="in_progress").pk, decision="approve"
    )
    assert StoryPage.objects.get(pk=waiting.pk).title == "Un pont ouvre"


def test_nobody_says_yes_to_their_own_translation_without_the_right(waiting, claire, nadia):
    state = TaskState.objects.get(status="in_progress")
    for colleague in (claire, nadia):
        press(colleague, "cairn_decide_translation", state.pk, decision="approve")
        press(colleague, "wagtailadmin_pages:edit", waiting.pk, action="publish")
    assert not Page.objects.get(pk=waiting.pk).live


def test_an_approver_publishes_a_translation_by_the_editors_own_button(begun, claire, omar):
    write_pieces(claire, begun)
    press(omar, "wagtailadmin_pages:edit", begun.pk, action="publish")
    assert StoryPage.objects.get(pk=begun.pk).live


def test_a_change_of_a_live_translation_waits_too(waiting, claire, omar):
    press(omar, "wagtailadmin_pages:edit", waiting.pk, action="publish")
    write_pieces(claire, waiting, {"A bridge opens": "Un pont, enfin"})
    press(claire, "cairn_submit_translation", translation_of(waiting).pk)
    page = StoryPage.objects.get(pk=waiting.pk)
    assert page.title == "Un pont ouvre"
    assert page.has_unpublished_changes


def test_unfinished_pieces_are_named_when_it_goes_out(begun, omar):
    press(omar, "wagtailadmin_pages:edit", begun.pk, action="publish")
    seen = omar.sees(reverse("wagtailadmin_pages:edit", args=[begun.pk]))
    assert "5 pieces of text are not translated yet" in seen
    assert translation_debt(StoryPage.objects.get(pk=begun.pk)).changes == 5


# Checks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["publish", "submit", "approve"])
def test_a_picture_without_french_words_stops_the_french_page(write, picture, claire, omar, french, way):
    story = write(picture=picture)
    submit_for_translation(claire, story, french)
    page = french_of(story)
    write_pieces(claire, page)
    if way == "approve":
        press(claire, "cairn_submit_translation", translation_of(page).pk)
    MissionImage.objects.update(alt={"en": "A wide river."})
    if way == "publish":
        press(omar, "wagtailadmin_pages:edit", page.pk, action="publish")
    elif way == "submit":
        press(claire, "cairn_submit_translation", translation_of(page).pk)
        omar = claire
    else:
        press(
            omar,
            "cairn_decide_translation",
            TaskState.objects.get(status="in_progress").pk,
            decision="approve",
        )
    seen = omar.sees(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "did not go out." in seen
    assert "“The river” has no alternative text in this page's language (Français)" in seen
    assert not Page.objects.get(pk=page.pk).live


def test_a_sensitive_page_needs_a_neutral_title_in_every_language(home, claire, omar, french):
    page = PlainPage(
        title="Help and contacts", summary="Who answers, and when.", is_sensitive=True, live=False
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    submit_for_translation(claire, page, french)
    target = french_of(page)
    write_pieces(claire, target, {"Help and contacts": "Victimes de la traite"})
    press(omar, "wagtailadmin_pages:edit", target.pk, action="publish")
    assert "“victimes” would stay in the browser's history" in omar.sees(
        reverse("wagtailadmin_pages:edit", args=[target.pk])
    )
    assert not Page.objects.get(pk=target.pk).live


def test_a_refused_change_of_a_live_translation_leaves_what_readers_see(
    waiting, story, claire, omar, picture
):
    press(omar, "wagtailadmin_pages:edit", waiting.pk, action="publish")
    story.picture = picture
    story.save_revision().publish()
    MissionImage.objects.update(alt={"en": "A wide river."})
    press(claire, "cairn_update_translation", translation_of(waiting).pk)
    press(omar, "wagtailadmin_pages:edit", waiting.pk, action="publish")
    page = StoryPage.objects.get(pk=waiting.pk)
    assert (page.live, page.picture) == (True, None)


def test_words_too_long_for_their_field_are_named(begun, omar, claire):
    write_pieces(claire, begun, {"After ten years people can cross again.": "long " * 60})
    press(omar, "wagtailadmin_pages:edit", begun.pk, action="publish")
    seen = omar.sees(reverse("wagtailadmin_pages:edit", args=[begun.pk]))
    assert "Summary: Ensure this value has at most 250 characters" in seen
    assert not Page.objects.get(pk=begun.pk).live


def test_an_arabic_title_makes_an_address(write, sign_in, omar):
    arabic = Locale.objects.get(language_code="ar")
    story = write()
    submit_for_translation(omar, story, arabic)
    page = StoryPage.objects.get(translation_key=story.translation_key, locale=arabic)
    write_pieces(omar, page, {"A bridge opens": "افتتاح جسر"})
    press(omar, "wagtailadmin_pages:edit", page.pk, action="publish")
    page = StoryPage.objects.get(pk=page.pk)
    assert (page.live, page.title, page.slug) == (True, "افتتاح جسر", "a-bridge-opens")


# Rights -----------------------------------------------------------------------------------------------


def test_claire_writes_french_and_nothing_else(story, begun, claire, omar):
    arabic = Locale.objects.get(language_code="ar")
    submit_for_translation(claire, story, arabic)
    assert not StoryPage.objects.filter(locale=arabic).exists()

    submit_for_translation(omar, story, arabic)
    page = StoryPage.objects.get(translation_key=story.translation_key, locale=arabic)
    for target in (story, page):
        assert claire.client.get(reverse("wagtailadmin_pages:edit", args=[target.pk])).status_code == 302
    press(claire, "cairn_submit_translation", translation_of(page).pk)
    assert not TaskState.objects.exists()


def test_a_translator_of_every_language_writes_in_each(story, sign_in):
    sami = sign_in("Sami Aziz", Role.TRANSLATOR)
    locales = list(Locale.objects.exclude(language_code="en"))
    submit_for_translation(sami, story, *locales)
    assert StoryPage.objects.filter(translation_key=story.translation_key).count() == 3


def test_the_dashboard_shows_claire_what_is_not_translated_yet(story, claire):
    seen = claire.sees(reverse("wagtailadmin_home"))
    assert "Not yet translated" in seen
    address = reverse("wagtail_localize:submit_page_translation", args=[story.pk])
    assert f"{address}?select_locale=fr" in seen


def test_updating_a_translation_never_publishes_it(waiting, story, claire, omar):
    """wagtail-localize offers to publish at once, to whoever may submit a translation."""
    press(omar, "wagtailadmin_pages:edit", waiting.pk, action="publish")
    story.title = "Two bridges open"
    story.save_revision().publish()
    source = translation_of(waiting).source
    press(claire, "wagtail_localize:update_translations", source.pk, publish_translations="on")
    assert StoryPage.objects.get(pk=waiting.pk).title == "Un pont ouvre"
    assert translation_debt(StoryPage.objects.get(pk=waiting.pk)).changes == 1


def test_a_translation_never_becomes_a_copy_of_its_source(waiting, claire, omar):
    press(omar, "wagtailadmin_pages:edit", waiting.pk, action="publish")
    for colleague in (claire, omar):
        press(colleague, "wagtail_localize:convert_to_alias", waiting.pk)
    page = StoryPage.objects.get(pk=waiting.pk)
    assert (page.title, page.alias_of) == ("Un pont ouvre", None)
    assert Translation.objects.filter(enabled=True).count() == 1


def test_the_bar_tells_how_far_readers_are_behind_and_fetches_the_newest_text(waiting, story, claire, omar):
    press(omar, "wagtailadmin_pages:edit", waiting.pk, action="publish")
    story.title = "Two bridges open"
    story.save_revision().publish()
    edit = reverse("wagtailadmin_pages:edit", args=[waiting.pk])
    seen = claire.sees(edit)
    assert "What readers see is 1 change behind the English of" in seen
    assert "Bring in the newest text" in seen
    assert "1 change behind the English" in claire.sees(reverse("wagtailadmin_home"))

    press(claire, "cairn_update_translation", translation_of(waiting).pk)
    seen = claire.sees(edit)
    assert "Two bridges open" in seen
    assert "Bring in the newest text" not in seen


def test_only_who_may_publish_leaves_the_side_by_side_view(begun, claire, omar):
    translation = translation_of(begun)
    press(claire, "wagtail_localize:stop_translation", translation.pk)
    assert translation_of(begun)
    press(omar, "wagtail_localize:stop_translation", translation.pk)
    assert not translation_of(begun)


def test_translators_are_asked_for_words_and_not_for_pages_or_figures(home, write, claire, french):
    link = {"text": "The school", "page": write("A school reopens"), "address": ""}
    story = write(body=[("links", {"title": "Read on", "links": [link]})])
    submit_for_translation(claire, story, french)
    seen = claire.sees(reverse("wagtailadmin_pages:edit", args=[french_of(story).pk]))
    props = json.loads(seen.split('data-props="', 1)[1].split('">\n', 1)[0])
    assert [piece.get("source") for piece in props["segments"]][-3:] == ["Read on", "The school", None]
    assert props["segments"][-1]["contentPath"] == "slug"
    assert props["links"]["convertToAliasUrl"] is None
