"""The sentences of the stories come from the demonstration's releases, which two of the cast have let out."""

import re

import pytest
from django.utils import translation

from cairn.demo import markup
from cairn.demo.cast import sign_in_cast
from cairn.demo.releases import CODE, RELEASES, put_out_releases
from cairn.evidence.models import Release, State
from cairn.guard.trace.models import AuditEntry
from cairn.newsroom.data.cuts import cut_by
from cairn.newsroom.figures.reads import overtaken, pages_using
from cairn.newsroom.models import Figure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
IN_TEXT = re.compile(r"\[([^\]]+)\]\(figure:([a-z-]+)\)")
FROM_RELEASE = {
    "calais-growth": "doubled to 6,000",
    "calais-people-october": "6,000 people",
    "tunnel-deaths": "16 since June",
    "uk-countries-of-origin": "from 96 countries",
    "uk-people-identified": "over 2,300 people",
}


def test_the_release_is_out_and_marked_as_a_demonstration():
    release = Release.objects.get(series__code=CODE)
    assert (release.name, release.state, release.cut_off.isoformat()) == (
        f"{CODE}-1",
        State.PUBLISHED,
        "2015-10-21",
    )
    assert "demonstration" in str(release)
    assert (release.made_by.username, release.approved_by.username) == ("information", "programme")


@pytest.mark.parametrize(("code", "said"), FROM_RELEASE.items())
def test_the_figures_say_what_the_release_says(code, said):
    figure = Figure.objects.get(code=code)
    assert figure.phrase["en"] == said
    assert figure.release.name == f"{'trafficking' if code.startswith('uk-') else CODE}-1"
    assert figure.follows


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_words_in_the_texts_are_those_of_the_figures(language):
    said = [
        found
        for page in ("calais-trail", "training-accredited")
        for found in IN_TEXT.findall((markup.CONTENT / page / f"{language}.md").read_text())
    ]
    assert len(said) == 4
    assert said == [(Figure.objects.get(code=code).phrase[language], code) for _words, code in said]


@pytest.mark.parametrize(
    ("language", "dunes"),
    [("en", "The dunes, Calais"), ("fr", "Les dunes, Calais"), ("ar", "الكثبان، كاليه")],
)
def test_the_release_calls_sites_in_the_language_of_its_reader(language, dunes):
    released = Release.objects.get(series__code=CODE).released.get(code="people-in-sites")
    assert released.result.division("site").label("FR-CAL-01", language) == dunes
    with translation.override(language):
        assert dunes in cut_by(released.result, "site", language).finding


def test_each_language_of_the_story_is_known_to_show_its_figures():
    figure = Figure.objects.get(code="calais-growth")
    assert sorted(page.language for page in pages_using(figure)) == ["ar", "en", "fr"]


def test_nothing_is_stale_on_the_first_day():
    assert overtaken() == []


def test_a_second_loading_puts_out_nothing_again():
    before = AuditEntry.objects.count()
    cast, _new = sign_in_cast()
    assert put_out_releases(cast) == 0
    assert (Release.objects.count(), AuditEntry.objects.count()) == (len(RELEASES), before)
