"""A figure in a sentence: said as it stands now, in the language of the page, and known to whoever looks for it."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import translation
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import RichText

from cairn.evidence.phrases import Claim, Phrase
from cairn.newsroom.blocks import TEXT_FEATURES
from cairn.newsroom.figures.reads import pages_using
from cairn.newsroom.figures.rich_text import with_figures
from cairn.newsroom.models import Figure, StoryPage
from cairn.publish.references import references_in

pytestmark = pytest.mark.django_db
SINCE = Phrase(Claim.SINCE, 16)


def in_sentence(figure) -> str:
    return f'<p>They have <a linktype="figure" id="{figure.pk}">doubled to 6,000</a> since.</p>'


def shown(figure, language: str) -> str:
    with translation.override(language):
        return str(with_figures(RichText(in_sentence(figure))))


@pytest.mark.usefixtures("catalogues")
def test_each_language_says_it_with_its_own_words_and_numerals(put_out, choose):
    figure = choose(put_out())
    assert '<a class="figure-in-text" href="/en/figures/camps-doubled/">' in shown(figure, "en")
    assert '<data value="6000">doubled to 6,000</data>' in shown(figure, "en")
    assert '<data value="6000">doublé pour atteindre 6\u202f000</data>' in shown(figure, "fr")
    assert '<data value="6000">تضاعف إلى 6,000</data>' in shown(figure, "ar")


@pytest.mark.usefixtures("catalogues")
def test_a_number_since_a_month_names_the_month_and_its_place(put_out, choose, tunnel):
    figure = choose(put_out(), SINCE, "deaths", "place=channel-tunnel", code="since-june")
    assert figure.phrase == {"en": "16 since June", "fr": "16 depuis juin", "ar": "16 منذ حزيران/يونيه"}
    assert figure.counts["fr"] == "Décès en chemin : tunnel sous la Manche"
    assert figure.place == tunnel


@pytest.mark.usefixtures("catalogues")
def test_what_is_counted_stands_in_the_form_that_the_number_asks_for(put_out, choose):
    figure = choose(put_out(), Phrase(Claim.EXACTLY, 16), "deaths", "place=channel-tunnel", names_unit=True)
    assert figure.phrase == {"en": "16 people", "fr": "16 personnes", "ar": "16 شخصاً"}


def test_the_words_that_were_written_are_not_what_readers_see(put_out, choose):
    figure = choose(put_out())
    figure.phrase = {"en": "doubled to 6,050"}
    figure.save()
    stale = f'<p>It <a id="{figure.pk}" linktype="figure">doubled to 6,000</a>.</p>'
    assert "doubled to 6,050" in str(with_figures(RichText(stale)))
    assert "6,000" not in str(with_figures(RichText(stale)))


def test_a_language_without_words_says_in_which_language_it_speaks(put_out, choose):
    figure = choose(put_out())
    figure.phrase = {"en": "doubled to 6,000"}
    figure.save()
    assert '<data value="6000" lang="en" dir="ltr">doubled to 6,000</data>' in shown(figure, "ar")


def test_a_figure_that_is_gone_leaves_the_words_and_no_link(put_out, choose):
    figure = choose(put_out())
    words = in_sentence(figure)
    figure.delete()
    left = str(with_figures(RichText(words)))
    assert "doubled to 6,000" in left
    assert "<a" not in left


def test_many_figures_of_one_text_cost_one_question(put_out, choose, django_assert_num_queries):
    release = put_out()
    figures = [choose(release, code=f"camps-{number}") for number in range(5)]
    text = "".join(map(in_sentence, figures))
    with django_assert_num_queries(1):
        assert str(with_figures(RichText(text))).count("<data") == 5


def test_the_editor_keeps_it_as_one_piece(put_out, choose):
    figure = choose(put_out())
    converter = ContentstateConverter(features=TEXT_FEATURES)
    state = converter.from_database_format(in_sentence(figure))
    assert "IMMUTABLE" in state
    kept = converter.to_database_format(state)
    assert f'<a linktype="figure" id="{figure.pk}">doubled to 6,000</a>' in kept


def test_its_pages_are_known_to_the_usage_list_and_to_publish(put_out, choose, story_with):
    figure = choose(put_out())
    page = story_with(figure)
    assert list(pages_using(figure)) == [page.publicpage_ptr]
    stored = StoryPage.objects.annotate(stored=Cast("body", TextField())).get(pk=page.pk).stored
    block = StoryPage._meta.get_field("body").stream_block
    assert (Figure, str(figure.pk)) in references_in(block, stored)


def test_a_page_with_a_withdrawn_figure_does_not_go_out(put_out, choose, story_with, withdraw):
    release = put_out()
    page = story_with(choose(release))
    withdraw(release)
    with pytest.raises(ValidationError, match="comes from Calais 1, which was withdrawn"):
        page.save_revision().publish()


def test_a_page_that_stands_says_that_its_figure_was_withdrawn(put_out, choose, withdraw):
    release = put_out()
    figure = choose(release)
    withdraw(release)
    assert '<span class="figure-withdrawn">(figure withdrawn)</span>' in shown(figure, "en")
