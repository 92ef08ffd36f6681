"""A figure's own page: everything that a reader needs to doubt it, to cite it and to take it away."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from cairn.evidence.phrases import Claim, Phrase
from cairn.newsroom.figures.page import figure_context, figure_json
from cairn.newsroom.models import Figure
from cairn.publish.render import reader_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]
QUOTED = {
    "value": 96,
    "phrase": {"en": "from 96 countries"},
    "counts": {"en": "people identified in 2014"},
    "as_of": "2014-12-31",
    "source": {"en": "National Crime Agency"},
    "source_url": "https://example.org/summary",
}


def page(figure: Figure, language: str = "en") -> str:
    figure.refresh_from_db()
    with translation.override(language):
        context = figure_context(figure, language)
        return render_to_string(
            "newsroom/figure_page.html", context, reader_request(figure.address(language))
        )


def test_it_says_what_it_counts_how_and_by_whom_it_was_approved(put_out, choose):
    said = page(choose(put_out()))
    for words in (
        "doubled to 6,000",
        "People in the camps, within 21 days, from 3,000",
        "The latest count of each camp.",
        "No row of these records is a person, so nothing is hidden.",
        "Programme manager",
        'href="/en/data/releases/calais/1/"',
        'href="/figures/camps-doubled.json"',
    ):
        assert words in said


def test_it_is_in_every_language_and_leads_to_the_others(put_out, choose):
    figure = choose(put_out())
    said = page(figure, "fr")
    assert '<html lang="fr" dir="ltr">' in said
    assert "doublé pour atteindre 6\u202f000" in said
    assert 'href="/ar/figures/camps-doubled/"' in said
    assert '<html lang="ar" dir="rtl">' in page(figure, "ar")


def test_it_shows_what_every_release_said(put_out, choose):
    figure = choose(put_out(), follows=True)
    put_out(people=6_200)
    said = page(figure)
    assert said.index("Calais 2") < said.index("Calais 1")
    assert "6,000" in said
    assert "doubled to 6,200" in said


def test_it_names_the_pages_that_say_it_and_that_everybody_may_read(put_out, choose, story_with):
    figure = choose(put_out())
    story_with(figure)
    story_with(figure, title="Not yet", embargo_until="2099-01-01T00:00Z")
    said = page(figure)
    assert "A bridge opens" in said
    assert "Not yet" not in said


def test_it_says_that_it_was_withdrawn_and_why(put_out, choose, withdraw):
    release = put_out()
    figure = choose(release)
    withdraw(release)
    said = page(figure)
    assert "This figure was withdrawn. Please do not quote it any more." in said
    assert "A camp was counted twice." in said


def test_it_is_cited_in_the_styles_of_publications(put_out, choose):
    context = figure_context(choose(put_out()), "en")
    cited = dict(context["citations"])
    assert set(cited) == {"APA", "Chicago", "Vancouver"}
    assert "People in the camps: doubled to 6,000 (calais-1)" in cited["APA"]
    assert cited["APA"].endswith("/en/figures/camps-doubled/")


def test_a_quoted_figure_has_the_same_page_with_its_source():
    figure = Figure.objects.create(code="countries", **QUOTED)
    said = page(figure)
    assert '<a href="https://example.org/summary" rel="external">National Crime Agency</a>' in said
    assert "/data/releases/" not in said


def test_machines_get_all_by_which_it_can_be_checked(put_out, choose):
    told = figure_json(choose(put_out()))
    assert {name: told[name] for name in ("value", "low", "high", "earlier", "as_of", "known_on")} == {
        "value": 6_000,
        "low": 6_000,
        "high": 6_000,
        "earlier": 3_000,
        "as_of": "2015-10-21",
        "known_on": "2015-10-21",
    }
    assert (told["indicator"], told["cell"], told["release"]) == ("people-in-camps", "", "calais-1")
    assert told["phrase"]["ar"] == "تضاعف إلى 6,000"
    assert told["unit"]["en"] == {"one": "person", "other": "people"}
    assert told["release_digest"]
    assert told["licence"]


def test_of_a_quoted_figure_machines_are_told_that_it_is_one():
    told = figure_json(Figure.objects.create(code="countries", **QUOTED) and Figure.objects.get())
    assert (told["quoted"], told["value"], told["source_url"]) == (True, 96, "https://example.org/summary")


def test_an_editor_can_look_at_it_before_it_is_public(put_out, choose, nadia, client):
    figure = choose(put_out())
    assert "doubled to 6,000" in nadia.sees(figure.address("en"))
    assert client.get(figure.address("en")).status_code == 302
    assert reverse("figure_page", args=[figure.code]).endswith(f"/figures/{figure.code}/")


def test_the_number_of_a_withdrawn_release_is_not_repeated(put_out, choose, withdraw):
    release = put_out(people=5_900)
    figure = choose(put_out(people=6_200))
    withdraw(release)
    rows = page(figure).partition('<table class="values">')[2].partition("</table>")[0]
    assert "6,200" in rows
    assert "5,900" not in rows
    assert "withdrawn" in rows


def test_a_value_that_was_a_range_before_is_said_with_its_range(put_out, choose):
    release = put_out(people=7_000, before_between=(2_700, 3_300))
    figure = choose(release, Phrase(Claim.MORE_THAN_DOUBLED, 7_000))
    assert figure.window["en"] == "within 21 days, from 3,000 (2,700 to 3,300)"
    assert figure.window["fr"] == "en 21 jours, à partir de 3\u202f000 (de 2\u202f700 à 3\u202f300)"
    assert "21 days before it was 3,000 (2,700 to 3,300)." in page(figure)
    assert [figure_json(figure)[name] for name in ("earlier", "earlier_low", "earlier_high")] == [
        3_000,
        2_700,
        3_300,
    ]
