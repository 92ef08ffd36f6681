"""A translation says how far it is behind its source: exactly, and for one query."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cairn.newsroom import reads
from cairn.newsroom.models import HomePage, PublicPage, StatementPage, StatementReason, StoryPage
from cairn.newsroom.side_by_side import publish_translation, save_draft, translation_of
from cairn.newsroom.translations import Debt, translation_debt, translation_debts


def fresh(page: PublicPage) -> PublicPage:
    return type(page).objects.get(pk=page.pk)


def changes(page: PublicPage) -> int:
    debt = translation_debt(fresh(page))
    return debt.changes if debt else 0


def rewrite(page: StoryPage, **fields) -> StoryPage:
    """The source goes out with other words; its blocks keep their ids, as in the editor."""
    page = fresh(page)
    blocks = fields.pop("body", None)
    if blocks is not None:
        page.body = [
            {"type": kind, "value": value, "id": number}
            for kind, value, number in blocks(page.body.get_prep_value())
        ]
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return fresh(page)


def as_it_is(blocks):
    return [(block["type"], block["value"], block["id"]) for block in blocks]


def with_text(blocks, number: int, value: str):
    rows = as_it_is(blocks)
    rows[number] = (rows[number][0], value, rows[number][2])
    return rows


def translate(translation: Translation, by, words=lambda text: f"« {text} »", only=None) -> None:
    for segment in StringSegment.objects.filter(source=translation.source).select_related(
        "string", "context"
    ):
        if only is None or only(segment):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={"data": words(segment.string.data), "last_translated_by": by},
            )


@pytest.fixture
def story(write) -> StoryPage:
    return write()


@pytest.fixture
def side_by_side(story, omar, french) -> StoryPage:
    """The story in French, translated piece by piece and published."""
    translate_object(story, [french], user=omar.user)
    page = StoryPage.objects.get(translation_key=story.translation_key, locale=french)
    assert not page.live
    translation = translation_of(page)
    translate(translation, omar.user)
    publish_translation(translation, by=omar.user)
    return fresh(page)


@pytest.fixture
def by_hand(story, french) -> StoryPage:
    """The story in French, as somebody wrote it into a copy of the page."""
    page = story.copy_for_translation(french)
    page.title, page.summary = "Un pont ouvre", "Après dix ans, on peut de nouveau traverser."
    page.body = with_french(page.body.get_prep_value())
    page.save_revision().publish()
    return fresh(page)


def with_french(blocks):
    text = "<p>Les premières familles ont traversé à l'aube.</p><p>Les camions suivent en juin.</p>"
    words = ["De l'autre côté", text]
    return [{**block, "value": word} for block, word in zip(blocks, words, strict=True)]


@pytest.fixture(params=["side_by_side", "by_hand"])
def translated(request) -> StoryPage:
    return request.getfixturevalue(request.param)


# What counts ------------------------------------------------------------------------------------------


def test_a_page_in_the_language_of_its_source_owes_nothing(story, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert translation_debt(story) is None


def test_a_translation_that_says_it_all_owes_nothing(translated):
    assert changes(translated) == 0


def test_two_changed_pieces_are_two_changes(translated, story):
    rewrite(story, title="Two bridges open", summary="People can cross in two places.")
    assert changes(translated) == 2


def test_one_changed_paragraph_of_two_is_one_change(translated, story):
    text = "<p>The first families crossed at dawn.</p><p>Lorries follow in July.</p>"
    rewrite(story, body=lambda blocks: with_text(blocks, 1, text))
    assert changes(translated) == 1


def test_a_change_taken_back_is_none(translated, story):
    story = rewrite(story, title="Two bridges open", summary="People can cross in two places.")
    rewrite(story, title="A bridge opens")
    assert changes(translated) == 1
    rewrite(story, title="A bridge opens", summary="After ten years people can cross again.")
    assert changes(translated) == 0


def test_a_new_block_is_a_change(translated, story):
    new = (
        "quote",
        {"text": "We waited long.", "who": "A trader", "role": ""},
        "0a3f1f8e-3a51-4a40-9c5e-5f3a3f2a1b00",
    )
    rewrite(story, body=lambda blocks: [*as_it_is(blocks), new])
    assert changes(translated) == 2  # What was said, and who said it.


def test_a_block_taken_away_is_a_change_too(translated, story):
    rewrite(story, body=lambda blocks: as_it_is(blocks)[1:])
    assert changes(translated) == 1


def test_a_block_moved_is_none(translated, story):
    rewrite(story, body=lambda blocks: as_it_is(blocks)[::-1])
    assert changes(translated) == 0


def test_a_bold_word_or_another_theme_changes_no_text(translated, story, calais):
    text = "<p>The <b>first</b> families crossed at dawn.</p><p>Lorries follow in June.</p>"
    story = rewrite(story, body=lambda blocks: with_text(blocks, 1, text))
    story.themes.set([calais])
    story.save_revision().publish()
    assert changes(translated) == 0


def test_a_draft_of_the_source_is_no_debt(translated, story):
    story.title = "Two bridges open"
    story.save_revision()
    assert changes(translated) == 0


def test_a_source_that_is_down_is_no_debt(translated, story):
    story = rewrite(story, title="Two bridges open")
    story.unpublish()
    assert changes(translated) == 0


def test_reasons_of_a_statement_count_as_well(news, french, omar):
    page = StatementPage(
        title="Rescue comes first", summary="At sea, lives come first.", office="Chief", live=False
    )
    page.reasons.add(StatementReason(title="It is the law", text="Of the sea."))
    news.add_child(instance=page)
    page.save_revision().publish()
    translate_object(page, [french], user=omar.user)
    target = StatementPage.objects.get(translation_key=page.translation_key, locale=french)
    translate(translation_of(target), omar.user)
    publish_translation(translation_of(target), by=omar.user)
    assert changes(target) == 0
    assert fresh(target).reasons.get().title == "« It is the law »"

    page = fresh(page)
    reason = page.reasons.get()
    reason.text = "Of the sea, since 1914."
    page.reasons.add(reason)
    page.save_revision().publish()
    assert changes(target) == 1


# What it says -----------------------------------------------------------------------------------------


def test_the_debt_names_the_day_on_which_the_source_changed(translated, story):
    rewrite(story, title="Two bridges open")
    debt = translation_debt(fresh(translated))
    assert debt == Debt(changes=1, source_language="en", source_date=timezone.localdate())
    assert reads.translation_debt(fresh(translated)) == debt


def test_a_publication_without_new_words_does_not_change_the_day(translated, story):
    story = rewrite(story, title="Two bridges open")
    earlier = timezone.now() - dt.timedelta(days=3)
    says = {**story.says, "since": earlier.isoformat()}
    PublicPage.objects.filter(pk=story.pk).update(says=says)
    story.is_sensitive = False
    rewrite(story)
    assert translation_debt(fresh(translated)).source_date == timezone.localdate(earlier)


def test_a_page_dated_back_says_the_earlier_day(translated, story):
    story = rewrite(story, title="Two bridges open")
    PublicPage.objects.filter(pk=story.pk).update(
        last_published_at=dt.datetime(2015, 10, 12, 9, tzinfo=dt.UTC)
    )
    assert translation_debt(fresh(translated)).source_date == dt.date(2015, 10, 12)


def test_the_debts_of_many_pages_cost_one_query(translated, story, django_assert_num_queries):
    rewrite(story, title="Two bridges open")
    pages = list(PublicPage.objects.live().select_related("locale"))
    with django_assert_num_queries(1):
        assert set(translation_debts(pages)) == {translated.pk}


def test_the_first_pages_of_a_mission_owe_nothing(db):
    assert translation_debts(PublicPage.objects.live()) == {}
    assert HomePage.objects.count() == 3


# Following side by side -------------------------------------------------------------------------------


def bring_in(page: StoryPage) -> Translation:
    translation = translation_of(page)
    translation.source.update_from_db()
    return translation


def test_fetching_the_new_text_is_not_yet_following_it(side_by_side, story, omar):
    rewrite(story, title="Two bridges open", summary="People can cross in two places.")
    translation = bring_in(side_by_side)
    assert changes(side_by_side) == 2

    translate(translation, omar.user, only=lambda segment: segment.context.path == "title")
    assert changes(side_by_side) == 2, "Nothing has gone out yet."
    publish_translation(translation, by=omar.user)
    assert changes(side_by_side) == 1

    translate(translation, omar.user)
    publish_translation(translation, by=omar.user)
    assert changes(side_by_side) == 0
    assert fresh(side_by_side).summary == "« People can cross in two places. »"


def test_rewriting_a_piece_that_stands_is_no_debt(side_by_side, omar):
    """A translator's work in progress says nothing about what readers see."""
    translate(translation_of(side_by_side), omar.user, words=lambda text: f"mieux : {text}")
    assert changes(side_by_side) == 0
    page = fresh(side_by_side)
    page.save_revision().publish()
    assert changes(side_by_side) == 0


def test_the_same_words_for_a_mended_slip_settle_the_debt(side_by_side, story, omar):
    rewrite(story, title="A bridge opens!")
    translation = bring_in(side_by_side)
    translate(
        translation,
        omar.user,
        words=lambda text: "« A bridge opens »",
        only=lambda s: s.context.path == "title",
    )
    publish_translation(translation, by=omar.user)
    assert changes(side_by_side) == 0


def test_what_waits_for_approval_counts_as_it_was_when_it_was_sent(side_by_side, story, omar):
    rewrite(story, title="Two bridges open")
    translation = bring_in(side_by_side)
    translate(translation, omar.user)
    revision = save_draft(translation, by=omar.user)
    assert changes(side_by_side) == 1
    # The translator goes on while the approver reads.
    translate(translation, omar.user, words=lambda text: f"encore : {text}")
    revision.publish()
    assert fresh(side_by_side).title == "« Two bridges open »"
    assert changes(side_by_side) == 0


def test_a_piece_left_in_the_language_of_the_source_is_a_debt(story, omar, french):
    translate_object(story, [french], user=omar.user)
    page = StoryPage.objects.get(translation_key=story.translation_key, locale=french)
    translation = translation_of(page)
    translate(translation, omar.user, only=lambda segment: segment.context.path != "title")
    publish_translation(translation, by=omar.user)
    assert changes(page) == 1


# Following by hand ------------------------------------------------------------------------------------


def test_a_hand_settles_what_it_rewrites_and_no_more(by_hand, story):
    rewrite(story, title="Two bridges open", summary="People can cross in two places.")
    assert changes(by_hand) == 2
    rewrite(by_hand, title="Deux ponts ouvrent")
    assert changes(by_hand) == 1
    rewrite(by_hand, summary="On peut traverser à deux endroits.")
    assert changes(by_hand) == 0


def test_a_page_built_of_its_own_blocks_is_compared_field_by_field(story, french):
    page = story.copy_for_translation(french)
    page.body = [("paragraph", "<p>Les premières familles ont traversé à l'aube. Les camions suivront.</p>")]
    page.save_revision().publish()
    assert changes(page) == 0

    text = "<p>The first families crossed at dawn.</p><p>Lorries follow in July.</p>"
    rewrite(story, body=lambda blocks: with_text(blocks, 1, text))
    assert changes(page) == 1
    rewrite(page, title="Un pont, enfin")
    assert changes(page) == 1
    rewrite(page, body=lambda blocks: with_text(blocks, 0, "<p>Les camions suivent en juillet.</p>"))
    assert changes(page) == 0


def test_leaving_the_side_by_side_view_keeps_the_count(side_by_side, story):
    Translation.objects.update(enabled=False)
    rewrite(story, title="Two bridges open", summary="People can cross in two places.")
    rewrite(side_by_side, title="Deux ponts ouvrent")
    assert changes(side_by_side) == 1


def test_a_source_in_another_language_than_the_first_is_followed_as_well(french, omar):
    from cairn.newsroom.models import NewsIndexPage

    page = StoryPage(title="Un pont ouvre", summary="On peut traverser.", live=False)
    NewsIndexPage.objects.get(locale=french).add_child(instance=page)
    page.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    translate_object(page, [english], user=omar.user)
    target = StoryPage.objects.get(translation_key=page.translation_key, locale=english)
    translate(translation_of(target), omar.user)
    publish_translation(translation_of(target), by=omar.user)
    rewrite(page, title="Deux ponts ouvrent")
    debt = translation_debt(fresh(target))
    assert (debt.changes, debt.source_language) == (1, "fr")
    assert changes(page) == 0
