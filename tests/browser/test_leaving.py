"""“Leave this page” on sensitive pages: at once, without a trace behind the back button, and without scripts too."""

import pytest

pytestmark = pytest.mark.browser

ELSEWHERE = "https://www.wikipedia.org/"
HARMLESS = "<title>Elsewhere</title>"


@pytest.fixture
def sensitive(site) -> str:
    return site.templates["en"]["plain sensitive"]


@pytest.fixture
def reading(site, reader, sensitive):
    """A reader who came from the home page; the harmless site is played by the browser itself."""

    def reading(**circumstances):
        page = reader("/en/", **circumstances)
        page.context.route(
            f"{ELSEWHERE}**",
            lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html"),
        )
        page.goto(sensitive)
        return page

    return reading


def test_the_page_is_gone_from_behind_the_back_button(site, reading, sensitive):
    page = reading()
    page.locator(".leave").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url == f"{site.address}/en/"


def test_the_page_is_blank_before_the_other_one_answers(reading):
    page = reading()
    display, title = page.evaluate(
        """() => {
          document.querySelector(".leave").click();
          return [getComputedStyle(document.body).display, document.title.trim()];
        }"""
    )
    assert (display, title) == ("none", "")


def test_three_presses_of_escape_leave_as_well(reading):
    page = reading()
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(ELSEWHERE)


def test_without_scripts_it_is_a_link_and_the_first_one(reading):
    page = reading(java_script_enabled=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Leave this page"
    page.keyboard.press("Enter")
    page.wait_for_url(ELSEWHERE)


@pytest.mark.parametrize("width", [360, 1440])
def test_it_is_in_reach_wherever_the_reader_is(reading, width):
    page = reading(viewport={"width": width, "height": 740})
    for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {place})")
        box = page.locator(".leave").bounding_box()
        assert box["height"] >= 44
        assert 0 <= box["y"] <= 740 - box["height"]


def test_a_sensitive_page_shows_nothing_to_social_networks_and_is_kept_by_no_cache(reading, sensitive):
    page = reading()
    answer = page.goto(sensitive)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert (
        page.locator(
            "meta[property^='og:'], meta[name^='twitter:'], script[type='application/ld+json']"
        ).count()
        == 0
    )


def test_other_pages_have_no_such_control(reader):
    assert reader("/en/").locator(".leave").count() == 0
