"""A figure that the newest release no longer has: it keeps what was said last, and says so, until an editor decides."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry, ReferenceIndex

from cairn.evidence.phrases import Claim, Phrase
from cairn.evidence.releases.results import Cell
from cairn.guard.models import Notice
from cairn.newsroom.figures import acts, charts
from cairn.newsroom.figures.charts import overtaken_charts
from cairn.newsroom.figures.missing import Why
from cairn.newsroom.figures.page import figure_context, figure_json
from cairn.newsroom.figures.reads import overtaken
from cairn.newsroom.models import Figure, PublicPage, ReleaseChart
from cairn.publish.render import reader_request

from .conftest import camps_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]
DUNES = "camp=dunes"
MANY = Phrase(Claim.OVER, 5_900)


def told(colleague) -> list[str]:
    return list(Notice.objects.filter(to=colleague.user).order_by("pk").values_list("kind", flat=True))


def history(one) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(one).order_by("pk").values_list("action", flat=True))


def without(*codes: str, hidden: bool = False):
    """The camps of which some are no longer counted, or are hidden now."""
    counted = camps_of()
    cells = [cell for cell in counted.cells if cell.at.get("camp") not in codes]
    cells += [Cell({"camp": code}, None, 1, 4, hidden=True) for code in codes if hidden]
    return replace(counted, cells=tuple(cells))


def page(figure: Figure, language: str = "en") -> str:
    figure = Figure.objects.get(pk=figure.pk)
    with translation.override(language):
        context = figure_context(figure, language)
        return render_to_string(
            "newsroom/figure_page.html", context, reader_request(figure.address(language))
        )


@pytest.mark.parametrize("follows", [False, True])
def test_an_indicator_that_is_left_out_leaves_the_figure_as_it_was_and_its_editor_is_told(
    put_out, choose, story_with, nadia, follows
):
    first = put_out()
    figure = choose(first, follows=follows)
    story_with(figure)
    second = put_out(only="deaths")
    figure.refresh_from_db()
    assert (figure.phrase["en"], figure.value, figure.release) == ("doubled to 6,000", 6_000, first)
    assert (figure.missing_from, told(nadia)) == (second, ["figure-missing"])
    assert history(figure) == [acts.CHOSEN, acts.MISSING]
    [waiting] = overtaken()
    assert waiting.why_missing is Why.INDICATOR


@pytest.mark.parametrize(("hidden", "why"), [(True, Why.HIDDEN), (False, Why.CATEGORY)])
def test_a_cell_that_is_hidden_or_gone_is_told_with_the_reason(
    put_out, choose, story_with, nadia, hidden, why
):
    figure = choose(put_out(), MANY, key=DUNES, follows=True)
    story_with(figure)
    put_out(camps=without("dunes", hidden=hidden))
    assert told(nadia) == ["figure-missing"]
    [waiting] = overtaken()
    assert (waiting.figure, waiting.why_missing) == (figure, why)
    stale = nadia.sees(reverse("figures:stale"))
    for words in (
        "Calais 2, the newest release, no longer has it",
        str(why.label),
        "Keep it with its release",
        "Write the sentence anew",
    ):
        assert words in stale
    home = nadia.sees(reverse("wagtailadmin_home"))
    assert "Calais 2, the newest release, no longer has it." in home
    assert reverse("figures:figure", args=[figure.pk]) in home


def test_one_that_is_kept_waits_no_more_as_long_as_the_releases_do_not_have_it(
    put_out, choose, story_with, nadia
):
    figure = choose(put_out(), follows=True)
    story_with(figure)
    second = put_out(only="deaths")
    nadia.client.post(reverse("figures:keep", args=[figure.pk]))
    figure.refresh_from_db()
    assert (figure.follows, figure.kept_against, overtaken()) == (False, second, [])
    assert history(figure)[-1] == acts.KEPT
    put_out(only="deaths")
    assert (overtaken(), told(nadia)) == ([], ["figure-missing"])
    assert "The newest release, Calais 3, no longer has this." in page(figure)
    put_out(people=6_200)
    figure.refresh_from_db()
    assert figure.missing_from is None
    assert [one.sentences["en"] for one in overtaken()] == ["doubled to 6,200"]


def test_one_that_was_kept_beside_a_number_waits_when_that_is_gone_too(put_out, choose, nadia):
    figure = choose(put_out())
    put_out(people=6_200)
    acts.keep_as_it_is(figure, by=nadia.user)
    put_out(only="deaths")
    assert [one.why_missing for one in overtaken()] == [Why.INDICATOR]


def test_one_that_follows_goes_on_when_a_release_has_it_again(put_out, choose, story_with, nadia):
    figure = choose(put_out(), follows=True)
    story_with(figure)
    put_out(only="deaths")
    fourth = put_out(people=6_200)
    figure.refresh_from_db()
    assert (figure.phrase["en"], figure.release, figure.missing_from) == ("doubled to 6,200", fourth, None)
    assert told(nadia) == ["figure-missing", "figure-followed"]


def test_another_sentence_in_its_place_is_missing_no_more(put_out, choose, nadia):
    figure = choose(put_out())
    deaths = put_out(only="deaths").released.get(code="deaths")
    said = acts.say_otherwise(
        figure, deaths, "", Phrase(Claim.EXACTLY, 16), by=nadia.user, names_unit=False, follows=False
    )
    assert (said.missing_from, overtaken()) == (None, [])


def test_what_a_later_release_of_another_series_says_is_not_missing(put_out, choose, story_with, nadia):
    figure = choose(put_out())
    story_with(figure)
    put_out(people=6_200, series="dover")
    put_out(only="deaths")
    figure.refresh_from_db()
    assert (figure.missing_from, told(nadia)) == (None, ["figure-says-otherwise"])


def test_a_figure_of_its_series_newest_release_does_not_mind_a_part_missing_elsewhere(
    put_out, choose, story_with, nadia
):
    story_with(choose(put_out(), MANY, key=DUNES))
    put_out(series="dover", camps=without("dunes"))
    assert (told(nadia), overtaken()) == ([], [])


def test_when_the_release_that_left_it_out_is_withdrawn_nothing_is_said_of_it(put_out, choose, withdraw):
    figure = choose(put_out())
    withdraw(put_out(only="deaths"))
    figure.refresh_from_db()
    assert (figure.missing_from, overtaken()) == (None, [])
    assert "no longer has this" not in page(figure)


def test_one_chosen_from_an_earlier_release_than_the_newest_knows_it_from_the_start(put_out, choose):
    first = put_out()
    second = put_out(only="deaths")
    assert choose(first).missing_from == second


def test_readers_are_told_and_from_when_the_value_is(put_out, choose):
    figure = choose(put_out())
    assert "no longer has this" not in page(figure)
    put_out(only="deaths")
    said = page(figure)
    for words in (
        "The newest release, Calais 2, no longer has this. The release leaves the indicator out.",
        "What stands here is what was said last, as of 21 October 2015.",
        "doubled to 6,000",
    ):
        assert words in said
    assert "La publication ne comprend plus" in page(figure, "fr")
    assert figure_json(Figure.objects.get())["missing_from"] == "calais-2"


def test_a_chart_that_is_no_longer_divided_like_this_is_kept_and_says_so(put_out, write, nadia):
    released = put_out().released.get(code="people-in-camps")
    chart = charts.choose_chart(released, "camp", by=nadia.user, follows=True)
    ReferenceIndex.create_or_update_for_object(write(body=[("chart", chart)], owner=nadia.user))
    put_out(camps=without("dunes", "road"))
    chart.refresh_from_db()
    assert (chart.release.number, told(nadia), history(chart)) == (
        1,
        ["chart-missing"],
        [charts.CHOSEN, charts.MISSING],
    )
    assert [one.why_missing for one in overtaken_charts()] == [Why.CATEGORY]
    assert "Keep it with its release" in nadia.sees(reverse("figures:chart", args=[chart.pk]))
    assert "no longer has it" in nadia.sees(reverse("figures:stale"))
    said = shown(chart)
    assert "The newest release, Calais 2, no longer has this." in said
    assert "as of 21 October 2015" in said
    assert "5,997" in said
    nadia.client.post(reverse("figures:chart-keep", args=[chart.pk]))
    put_out(only="deaths")
    assert (overtaken_charts(), told(nadia)) == ([], ["chart-missing"])


def test_a_page_is_drawn_anew_when_its_chart_is_missing(put_out, write, nadia):
    from cairn.publish.rows import read_rows
    from cairn.publish.things import Things

    first, _second = put_out(), put_out()
    chart = charts.choose_chart(first.released.get(code="people-in-camps"), "camp", by=nadia.user)
    story = write(body=[("chart", chart)], owner=nadia.user)
    [row] = read_rows(PublicPage.objects.filter(pk=story.pk))
    assert (ReleaseChart, str(chart.pk)) in {(model, str(pk)) for model, pk in row.refers_to}
    before = Things().digest((ReleaseChart, str(chart.pk)))
    put_out(only="deaths")
    assert Things().digest((ReleaseChart, str(chart.pk))) != before


def shown(chart: ReleaseChart) -> str:
    """The block as a page shows it."""
    from cairn.newsroom.blocks import ChartBlock

    with translation.override("en"):
        return ChartBlock().render(ReleaseChart.objects.get(pk=chart.pk))
