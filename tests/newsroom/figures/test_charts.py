"""A chart from a release in the run of a story: chosen, seen in every language, kept, followed, withdrawn."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry, ReferenceIndex

from cairn.evidence.models import Released
from cairn.guard.models import Notice
from cairn.newsroom.checks import reasons_not_to_publish
from cairn.newsroom.figures import charts
from cairn.newsroom.figures.charts import overtaken_charts
from cairn.newsroom.models import PublicPage, ReleaseChart

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


def camps(release) -> Released:
    return release.released.get(code="people-in-camps")


@pytest.fixture
def chart(put_out, nadia):
    return charts.choose_chart(camps(put_out()), "camp", by=nadia.user)


@pytest.fixture
def story(chart, write, nadia):
    story = write(body=[("chart", chart)], owner=nadia.user)
    ReferenceIndex.create_or_update_for_object(story)
    return story


def seen(chart: ReleaseChart, language: str = "en") -> str:
    """The block as a page of this language shows it, from the database as it is now."""
    from cairn.newsroom.blocks import ChartBlock

    with translation.override(language):
        return ChartBlock().render(ReleaseChart.objects.get(pk=chart.pk))


def told(colleague) -> list[str]:
    return list(Notice.objects.filter(to=colleague.user).order_by("pk").values_list("kind", flat=True))


def history(chart) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(chart).order_by("pk").values_list("action", flat=True))


def test_nadia_chooses_it_in_three_steps(put_out, nadia):
    released = camps(put_out())
    cells = nadia.sees(reverse("figures:cells", args=[released.pk]))
    new = reverse("figures:chart-new", args=[released.pk, "camp"])
    assert new in cells
    assert "<svg" in nadia.sees(new)
    answer = nadia.client.post(new, {"follows": "yes"})
    chosen = ReleaseChart.objects.get()
    assert answer.url == reverse("figures:chart", args=[chosen.pk])
    assert (chosen.indicator, chosen.division, chosen.follows) == ("people-in-camps", "camp", True)
    assert history(chosen) == [charts.CHOSEN]
    assert "<svg" in nadia.sees(answer.url)


def test_a_division_that_the_release_does_not_know_is_none(put_out, nadia):
    released = camps(put_out())
    assert nadia.client.get(reverse("figures:chart-new", args=[released.pk, "sex"])).status_code == 404
    with pytest.raises(ValidationError, match="does not divide"):
        charts.choose_chart(released, "sex", by=nadia.user)


def test_whoever_writes_no_figures_chooses_no_chart(put_out, ines):
    released = camps(put_out())
    with pytest.raises(PermissionDenied):
        charts.choose_chart(released, "camp", by=ines.user)
    assert ines.client.get(reverse("figures:chart-new", args=[released.pk, "camp"])).status_code == 403


def test_readers_see_finding_drawing_table_and_source_in_their_language(chart):
    english, french, arabic = (seen(chart, language) for language in ("en", "fr", "ar"))
    for words in (
        "<svg",
        "5,997",
        "The dunes",
        "release calais-1",
        'href="/en/data/people-in-camps/"',
        "<table",
    ):
        assert words in english
    assert "Personnes dans les campements" in french
    assert "La même chose en tableau" in french
    assert 'href="/ar/data/people-in-camps/"' in arabic
    # What is hidden is drawn and said as hidden, and its range shows in the table alone.
    assert "The road" in english
    assert "data-hidden" in english


def test_it_stands_in_its_page_and_the_page_is_known_to_show_it(chart, story):
    assert [page.pk for page in charts.standing_of(chart).pages] == [story.pk]
    assert not list(reasons_not_to_publish(story))


def test_one_that_stays_waits_until_its_editor_accepts(chart, story, put_out, nadia):
    put_out(people=6_200)
    chart.refresh_from_db()
    assert chart.release.number == 1
    assert told(nadia) == ["chart-says-otherwise"]
    assert [one.chart for one in overtaken_charts()] == [chart]
    stale = nadia.sees(reverse("figures:stale"))
    accept = reverse("figures:chart-accept", args=[chart.pk])
    assert accept in stale
    nadia.client.post(accept)
    chart.refresh_from_db()
    assert (chart.release.number, history(chart)) == (2, [charts.CHOSEN, charts.MOVED])
    assert "6,197" in seen(chart)
    assert overtaken_charts() == []


def test_one_that_is_kept_stays_until_the_release_after(chart, put_out, nadia):
    put_out(people=6_200)
    nadia.client.post(reverse("figures:chart-keep", args=[chart.pk]))
    assert overtaken_charts() == []
    assert "5,997" in seen(chart)
    put_out(people=6_400)
    assert [one.chart for one in overtaken_charts()] == [chart]


def test_one_that_follows_moves_by_itself_and_its_editor_is_told(put_out, nadia):
    following = charts.choose_chart(camps(put_out()), "camp", by=nadia.user, follows=True)
    put_out(people=6_200)
    following.refresh_from_db()
    assert following.release.number == 2
    assert told(nadia) == ["chart-followed"]
    put_out(people=6_200)
    following.refresh_from_db()
    # The same again: it follows, and nobody is troubled.
    assert (following.release.number, told(nadia)) == (3, ["chart-followed"])


def test_of_a_withdrawn_release_nothing_is_shown_and_no_page_with_it_goes_out(chart, story, withdraw, nadia):
    withdraw(chart.release)
    said = seen(chart)
    assert "was withdrawn" in said
    assert "<svg" not in said
    assert "5,997" not in said
    assert told(nadia) == ["chart-withdrawn"]
    assert any(
        "withdrawn" in str(reason.message)
        for reason in reasons_not_to_publish(type(story).objects.get(pk=story.pk))
    )
    with pytest.raises(ValidationError, match="cannot be kept"):
        charts.keep_chart(chart, by=nadia.user)


def test_a_page_depends_on_its_chart_and_that_on_its_release(chart, story, put_out, nadia):
    from cairn.publish.rows import read_rows
    from cairn.publish.things import Things

    [row] = read_rows(PublicPage.objects.filter(pk=story.pk))
    assert (ReleaseChart, str(chart.pk)) in {(model, str(pk)) for model, pk in row.refers_to}

    def digest() -> str:
        return Things().digest((ReleaseChart, str(chart.pk)))

    before = digest()
    assert digest() == before
    put_out(people=6_200)
    charts.move_chart(chart, by=nadia.user)
    assert digest() != before


def test_a_page_whose_chart_was_deleted_or_not_chosen_yet_shows_nothing_in_its_place(chart, story):
    from cairn.newsroom.blocks import ChartBlock

    chart.delete()
    [block] = type(story).objects.get(pk=story.pk).body
    assert ChartBlock().render(block.value).strip() == ""
    assert not list(reasons_not_to_publish(story))


def test_what_does_not_add_up_to_people_is_said_below_the_table(put_out, nadia):
    said = seen(charts.choose_chart(camps(put_out()), "camp", by=nadia.user))
    assert "do not add up to people" not in said
