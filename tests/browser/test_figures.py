"""From a record to a sentence that the public reads: corrected, counted, approved, let out, and said otherwise."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .conftest import Mission, _environment, _served

pytestmark = pytest.mark.browser

STORY = "news/on-the-migrant-trail-in-calais/"
SENTENCE = "p .figure-in-text[href*=calais-growth]"
SAID = {
    "en": "doubled to 6,100",
    "fr": "doublé pour atteindre 6\u202f100",
    "ar": "تضاعف إلى 6,100",
}


@pytest.fixture(scope="module")
def grown(missions) -> Mission:
    """The count of the first site was corrected upwards: 6,100 people in all, still twice as many as before."""
    mission = missions()
    mission.correct(people=4_500)
    return mission


@pytest.fixture
def page(browser) -> Iterator:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sentence(page, mission: Mission, language: str) -> str:
    """What a reader without scripts finds in the story."""
    with _served("cairn.publish.serve", "--folder", str(mission.folder)) as address:
        page.goto(f"{address}/{language}/{STORY}")
        return page.locator(SENTENCE).inner_text()


def test_a_corrected_record_changes_the_sentence_in_every_language(grown, site, page):
    page.goto(f"{site.address}/en/{STORY}")
    assert page.locator(SENTENCE).inner_text() == "doubled to 6,000"
    assert {language: sentence(page, grown, language) for language in SAID} == SAID


def test_the_number_leads_to_all_that_is_known_of_it(grown, page):
    with _served("cairn.publish.serve", "--folder", str(grown.folder)) as address:
        page.goto(f"{address}/en/{STORY}")
        page.locator(SENTENCE).click()
        assert page.locator("h1").inner_text() == "doubled to 6,100"
        assert page.locator(".values tbody tr").all_inner_texts() == [
            "Calais (demonstration) 2 this figure\t21 October 2015\t6,100",
            "Calais (demonstration) 1\t21 October 2015\t6,000",
        ]
        page.get_by_role("link", name="On the migrant trail in Calais").click()
        assert page.url.endswith(STORY)
        told = page.request.get(f"{address}/figures/calais-growth.json").json()
    assert (told["value"], told["earlier"], told["release"]) == (6_100, 3_000, "calais-2")


def test_a_sentence_that_no_longer_holds_stays_until_its_editor_chooses_other_words(missions, page):
    mission = missions()
    mission.correct(people=3_900)
    assert sentence(page, mission, "en") == "doubled to 6,000"
    options = ("--interface", "wsgi", "--no-access-log", "cairn.mission.wsgi:application")
    with _served("granian", *options, environment=_environment(mission.storage)) as workspace:
        page.context.add_cookies([{"name": "sessionid", "value": mission.session, "url": workspace}])
        page.goto(f"{workspace}/admin/figures/stale/")
        stale = page.locator(".cairn-part", has_text="On the migrant trail in Calais")
        assert stale.get_by_text("the words no longer hold").is_visible()
        stale.get_by_role("link", name="Choose other words").click()
        page.get_by_role("radio", name="Say it another way").check()
        page.get_by_label("What the words promise", exact=True).select_option("doubled")
        page.get_by_label("Number", exact=True).fill("5500")
        page.get_by_role("button", name="Say it like this").click()
        expect(
            page.get_by_text("“doubled to 5,500” does not hold. It has not doubled for certain").first
        ).to_be_visible()
        page.locator("input[value='nearly-doubled:5500']").check()
        page.get_by_role("button", name="Say it like this").click()
        page.goto(f"{workspace}/admin/figures/stale/")
        expect(page.get_by_text("Every figure says what its newest release says")).to_be_visible()
    mission.publish()
    assert sentence(page, mission, "en") == "nearly doubled to 5,500"
    assert sentence(page, mission, "fr") == "presque doublé pour atteindre 5\u202f500"
