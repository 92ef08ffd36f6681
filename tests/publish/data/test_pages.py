"""A reader finds the number, what it means and its file; and of what is hidden or withdrawn only that it is."""

import json
import re
from html import unescape

import pytest

from cairn.evidence.models import Released
from cairn.evidence.phrases import Claim, Phrase
from cairn.evidence.words import part_of_time
from cairn.guard.acts import give_role
from cairn.guard.roles import Role
from cairn.newsroom.figures.acts import choose_figure
from cairn.newsroom.models import NewsIndexPage, StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_suffices]


def text_of(html: str) -> str:
    """What is read, without head and marks, on one line."""
    body = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", body, flags=re.S))).split()
    )


def test_before_anything_is_released_nothing_is_said_of_data(site, publish, page):
    publish()
    assert not list((site.folder / "current").glob("**/data"))
    assert "/en/data/" not in page("/en/")


def test_the_menu_leads_to_the_data_as_soon_as_there_are_any(told):
    for language, name in (("en", "Data"), ("fr", "Données"), ("ar", "البيانات")):
        assert f'<a href="/{language}/data/">{name}</a>' in told(f"/{language}/")
        assert 'aria-current="page">' + name in told(f"/{language}/data/")
        assert 'aria-current="true">' + name in told(f"/{language}/data/deaths/")


@pytest.fixture
def day_of_its_facts(told, shown) -> str:
    """Who is registered is counted whatever their day, so the number is up to the day on which the facts were taken."""
    return part_of_time(json.loads(shown["data/releases/calais/1/release.json"])["known_on"], "en")


def test_the_section_says_each_number_by_subject_and_by_goal(told, day_of_its_facts):
    said = text_of(told("/en/data/"))
    number = f"People registered : 360 people as of {day_of_its_facts}"
    assert f"Deaths {number}" in said, "the theme, then what is on it"
    assert "Other subjects Deaths on the way :" in said, "what is on no theme comes last"
    assert "10.7.3 Number of people who died or disappeared in the process of migration" in said
    assert "Calais, release 1" in said
    assert "A count of people from 1 to 4 is hidden" in said


def test_the_page_of_an_indicator_begins_with_number_meaning_day_and_file(told, day_of_its_facts):
    html = told("/en/data/registered/")
    opening = html.partition('<header class="wrap opening">')[2].partition("</header>")[0]
    for said in ("People registered", "360 people", "People registered, counted.", day_of_its_facts):
        assert said in opening
    for file in ("latest.en.xlsx", "latest.csv"):
        assert f'href="/data/registered/{file}"' in opening
    assert "<title>People registered: 360 people – " in html


def test_what_is_hidden_is_said_in_words_and_never_as_a_number(camp, declare, make, put_out, publish, page):
    camp.arrive(None, "SY", 3)
    put_out(make(declare(by=("sex",))))
    publish()
    result = Released.objects.get().result
    hidden = [cell for cell in result.cells if cell.hidden]
    most = max((cell for cell in result.along("sex") if not cell.hidden), key=lambda cell: cell.value)
    assert len(hidden) == 2, "one that is small, and one that would give it back"
    said = text_of(page("/en/data/registered/"))
    assert said.count("hidden, so that nobody can be recognised") == len(hidden)
    # Whether what is hidden is larger is nobody's to know.
    assert f"Sex: the highest number shown is {most.value}, for “{most.at['sex']}”" in said
    assert "Counts from 1 to 4 are hidden, and with them whatever would give them back." in said
    assert f"not shown in the lines above {363 - most.value}" in said


def test_each_dimension_is_a_chart_that_says_the_finding_beside_a_table_that_says_the_same(told):
    html = told("/en/data/registered/")
    said = text_of(html)
    assert "Sex: “male” has the most, 288" in said
    assert "male 288" in said
    assert "female 72" in said
    assert "Total 360" in said
    assert html.count('<figure class="data-drawing">') == 2
    assert "The files hold 1 more table, divided by two or more things at once: Sex × Country." in said


def test_time_is_a_line_with_its_last_value_and_its_most(told):
    assert "1 in September 2015; the most was 2, in July 2015" in text_of(told("/en/data/deaths/"))


def test_a_later_release_says_what_changed_and_why(second, publish, page):
    second()
    publish()
    said = text_of(page("/en/data/deaths/"))
    assert "calais-2 7 people the latest" in said
    assert "Three more were found at the port." in said
    assert "July 2015: 2 (2 to 3) 5" in said
    assert "calais-1 4 people" in said
    assert "A later release has taken the place of this one." in text_of(page("/en/data/releases/calais/1/"))
    assert "Takes the place of calais-1" in text_of(page("/en/data/releases/calais/2/"))


def test_a_release_shows_everything_that_is_in_it_and_who_answers_for_it(first, publish, page):
    publish()
    said = text_of(page("/en/data/releases/calais/1/"))
    assert "Approved by Data protection officer" in said
    assert first.digest in said
    assert "tables/registered.hxl.csv" in said
    assert "openssl pkeyutl -verify" in said
    assert "daniel" not in said, "a colleague is told by their role"


def test_a_withdrawn_release_keeps_its_page_with_why_and_nothing_of_what_it_said(
    first, withdraw, publish, page
):
    withdraw(first)
    publish()
    for address in ("/en/data/releases/calais/1/", "/en/data/registered/"):
        said = text_of(page(address))
        assert "A family was counted twice." in said
        assert "no longer offered" in said
        assert not re.search(r"\b360\b", said)
        assert "latest.csv" not in page(address)
    assert not re.search(r"\b360\b", text_of(page("/en/data/")))


def test_what_a_withdrawn_release_said_is_compared_with_nothing(second, withdraw, publish, page):
    withdraw(second())
    publish()
    said = text_of(page("/en/data/deaths/"))
    assert "calais-1 4 people the latest" in said
    assert "7 people" not in said
    assert "otherwise before" not in said


def test_the_stories_that_say_a_number_are_named(first, ines, publish, page):
    give_role(ines, Role.COMMUNICATIONS)
    released = Released.objects.get(code="deaths")
    figure = choose_figure(released, "", Phrase(Claim.AT_LEAST, 4), by=ines, code="dead")
    story = StoryPage(
        title="A summer",
        summary="Of deaths.",
        live=False,
        body=[("paragraph", f'<p>There were <a linktype="figure" id="{figure.pk}">four</a>.</p>')],
    )
    NewsIndexPage.objects.get(locale__language_code="en").add_child(instance=story)
    story.save_revision().publish()
    publish()
    assert '<a href="/en/news/a-summer/">A summer' in page("/en/data/deaths/")
    assert "A summer" not in page("/fr/data/deaths/"), "a story that nobody has translated"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ("Par sujet", "au 16 novembre 2015", "Comment les personnes sont protégées")),
        ("ar", ("حسب الموضوع", "كيف نحمي الناس")),
    ],
)
def test_the_section_speaks_the_language_of_its_readers(told, language, said):
    html = told(f"/{language}/data/")
    assert all(words in text_of(html) for words in said)
    assert 'lang="en" dir="ltr">Number of people who died' in html, "the framework's own words"


def test_an_address_without_a_language_leads_to_each(told):
    door = told("/data/releases/calais/1/")
    for language in ("en", "fr", "ar"):
        assert f'href="/{language}/data/releases/calais/1/"' in door


def test_readers_find_the_pages_by_searching(first, publish, site):
    publish()
    indexed = {
        path.relative_to(site.folder / ".indexed").as_posix()
        for path in (site.folder / ".indexed").rglob("*.html")
    }
    assert {"en/data/deaths/index.html", "ar/data/releases/calais/1/index.html"} <= indexed
