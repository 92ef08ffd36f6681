"""Every template can be used by everybody: by axe's rules, by keyboard, on small screens, and on paper."""

import re
from itertools import pairwise

import pytest

from .axe import faults

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr", "ar")
WIDTHS = (320, 360, 768, 1440)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(site, reader, language, scheme):
    page = reader("/", color_scheme=scheme)
    found = {}
    for name, address in site.templates[language].items():
        page.goto(address)
        found[f"{name} at {address}"] = faults(page)
    assert not {page: what for page, what in found.items() if what}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_among_results(reader, language, scheme):
    page = reader(f"/{language}/search/?q=2015", color_scheme=scheme)
    page.locator(".search-results .row").first.wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_where_plans_changed(changed_site, reader, language, scheme):
    page = reader("/", color_scheme=scheme)
    found = {}
    for address in changed_site.showing("notice", "corrections", "status", "chart-block", within=language):
        page.goto(changed_site.address + address)
        found[address] = faults(page)
    assert len(found) > 3
    assert not {page: what for page, what in found.items() if what}


def test_every_state_of_an_event_is_among_those_examined(changed_site):
    shown = "".join(path.read_text() for path in changed_site.folder.glob("*/events/*/index.html"))
    for state in ("cancelled", "postponed", "rescheduled", "moved_online"):
        assert f"status-of-{state}" in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_door_of_the_workspace(workspace, reader, scheme):
    page = reader(f"{workspace}/", color_scheme=scheme)
    assert page.locator("h1").inner_text() == "Sign in"
    assert faults(page) == []


def test_every_template_of_the_site_is_among_those_examined(site):
    kinds = {
        *("home", "story", "statement", "event", "publication", "topic", "plain", "plain sensitive", "lost"),
        *(
            f"section {name}"
            for name in ("news-list", "event-list", "publication-list", "topic-list", "searching")
        ),
    }
    assert kinds <= site.templates["en"].keys()
    for language in LANGUAGES:
        assert {"home", "story", "statement", "section news-list", "lost"} <= site.templates[language].keys()


def test_no_page_skips_a_heading(site):
    """Axe sees the fullest page of each template; what editors put first on another is seen here."""
    for path in site.folder.glob("*/**/*.html"):
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", path.read_text())]
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise([0, *levels])), path


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(site, reader, width):
    page = reader("/", viewport={"width": width, "height": 800})
    too_wide = []
    for address in site.all_templates():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(address)
    assert not too_wide


def test_text_may_be_twice_as_large(site, reader):
    """WCAG 1.4.4: a reader's own text size of 200 % breaks nothing."""
    page = reader("/", viewport={"width": 1280, "height": 800})
    for address in site.all_templates():
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, address


def test_the_first_key_press_offers_the_way_to_the_content(reader):
    page = reader("/en/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Skip to the content"
    assert focused.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("template", ["home", "event", "section news-list"])
def test_every_link_is_reached_by_keyboard_and_shows_it(site, reader, template):
    page = reader(site.templates["en"][template])
    stops = page.locator("a[href]:visible, button:visible, summary:visible, input:visible").count()
    reached = set()
    for _press in range(stops + 2):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUS)
        if place:
            assert place["seen"], place
            reached.add(place["number"])
    assert len(reached) >= stops


# The outline of a card's headline is drawn around the whole card, by a pseudo-element.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const outlines = [getComputedStyle(element), getComputedStyle(element, "::after")];
  return {
    number: [...document.querySelectorAll("*")].indexOf(element),
    what: element.outerHTML.slice(0, 120),
    seen: outlines.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
  };
}"""


def test_arabic_runs_from_right_to_left(site, reader):
    page = reader("/ar/", viewport={"width": 1440, "height": 900})
    assert page.locator("html").get_attribute("dir") == "rtl"
    brand, tongues = page.locator(".brand").bounding_box(), page.locator(".tongues").bounding_box()
    assert brand["x"] > tongues["x"]
    arrow = page.locator(".cover .onward .icon-way")
    assert arrow.evaluate("icon => getComputedStyle(icon).transform") == "matrix(-1, 0, 0, 1, 0, 0)"
    assert page.locator("h2").first.evaluate("h => getComputedStyle(h).letterSpacing") in ("normal", "0px")


def test_the_heading_font_covers_each_language(reader):
    for language, family in {"en": "Cairn", "fr": "Cairn", "ar": "Cairn Naskh"}.items():
        page = reader(f"/{language}/")
        page.evaluate("document.fonts.ready")
        loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
        assert family in [name.strip('"') for name in loaded], language


def test_paper_shows_words_and_pictures_only(site, reader):
    page = reader(site.templates["en"]["story"], color_scheme="dark")
    page.emulate_media(media="print")
    for hidden in (".ways", ".tongues", ".rail", ".footer-columns"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("h1").is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.masthead')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert len(page.pdf(format="A4")) > 10_000


def test_a_high_contrast_theme_keeps_the_shapes_of_controls(reader):
    page = reader("/en/", forced_colors="active")
    button = page.locator(".button").first
    assert button.evaluate("b => getComputedStyle(b).borderTopStyle") == "solid"
