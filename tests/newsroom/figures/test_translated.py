"""A sentence with a figure goes through side-by-side translation whole, and its note survives the next edition."""

import pytest
from django.utils import translation
from wagtail.models import ReferenceIndex
from wagtail.rich_text import RichText
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cairn.newsroom.figures import acts
from cairn.newsroom.figures.rich_text import with_figures
from cairn.newsroom.models import StoryPage
from cairn.newsroom.side_by_side import assembled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]
FRENCH = 'Les campements ont <a id="a1">doublé pour atteindre 6\u202f000</a> en trois semaines.'


@pytest.fixture
def record(put_out, choose, story_with, french) -> Translation:
    """The French of a story, translated piece by piece and live."""
    story = story_with(choose(put_out()))
    source, _is_new = TranslationSource.get_or_create_from_instance(story)
    record = Translation.objects.create(source=source, target_locale=french)
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.create(
            locale=french,
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            data=FRENCH if "doubled" in segment.string.data else "Un pont ouvre",
        )
    record.save_target()
    page = record.get_target_instance()
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(StoryPage.objects.get(pk=page.pk))
    return record


def body_of(page) -> str:
    return page.body[0].value.source


def test_the_figure_stays_in_the_translated_sentence(record):
    text = RichText(body_of(assembled(record)))
    with translation.override("fr"):
        said = str(with_figures(text))
    assert 'href="/fr/figures/camps-doubled/"' in said
    assert "Les campements ont <a" in said
    assert "doublé pour atteindre 6\u202f000</data></a> en trois semaines." in said


def test_a_note_on_a_translated_page_is_kept_when_the_page_is_made_again(record, put_out, omar):
    from cairn.newsroom.models import Figure

    put_out(people=6_200)
    acts.move_to_newest(Figure.objects.get(), by=omar.user, with_note=True)
    record.refresh_from_db()
    made = assembled(record)
    [note] = made.corrections.all()
    assert note.note.startswith("Cette page disait « doublé pour atteindre 6\u202f000 ».")
