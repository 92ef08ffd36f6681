"""A journalist looks for a number: on a telephone, in Arabic, by keyboard, by searching, and after it was withdrawn."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from .axe import faults
from .conftest import _run_in, _served
from .test_access import LANGUAGES

pytestmark = pytest.mark.browser

SITES = "data/people-in-sites/"
PAGES = ("data/", SITES, "data/people-identified/", "data/releases/", "data/releases/calais/1/")
DESK = {"width": 1440, "height": 900}
TELEPHONE = {"width": 360, "height": 740}


def is_on_first_screen(page, words) -> bool:
    box = words.bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


def test_number_meaning_and_file_are_on_the_first_screen_of_a_desk(reader):
    page = reader("/en/" + SITES, viewport=DESK)
    assert page.locator("h1").text_content() == "People in informal sites: doubled to 6,000 people"
    for seen in (".figure-said", ".data-when", ".standfirst", ".data-take .button >> nth=0"):
        assert is_on_first_screen(page, page.locator(seen)), seen


def test_number_and_meaning_are_on_the_first_screen_of_a_telephone(reader):
    page = reader("/ar/" + SITES, viewport=TELEPHONE)
    for seen in (".figure-said", ".data-when"):
        assert is_on_first_screen(page, page.locator(seen)), seen


def test_from_the_menu_the_number_and_its_file_are_three_steps_away(reader):
    page = reader("/en/", viewport=DESK)
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Data").click()
    page.locator(".data-card a", has_text="People in informal sites").click()
    with page.expect_download() as taken:
        page.locator(".data-take").get_by_role("link", name="CSV").click()
    lines = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text())))
    (total,) = [line for line in lines if line["site"] == "_T"]
    assert total["value"] == "6000"


def test_the_number_is_found_by_searching(reader):
    page = reader("/en/search/?q=informal+sites", viewport=DESK)
    page.locator(".search-results .row").first.wait_for()
    assert page.locator(f".search-results a[href='/en/{SITES}']").count() == 1


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_the_section_is_wider_than_its_screen(reader, language, width):
    page = reader(f"/{language}/data/", viewport={"width": width, "height": 800})
    for address in PAGES:
        page.goto(f"/{language}/{address}")
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) == 0, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_section(reader, language, scheme):
    page = reader(f"/{language}/data/", color_scheme=scheme)
    found = {}
    for address in PAGES:
        page.goto(f"/{language}/{address}")
        found[address] = faults(page)
    assert not {address: what for address, what in found.items() if what}


def test_in_arabic_charts_and_tables_run_from_the_right(reader):
    page = reader("/ar/" + SITES, viewport=DESK)
    drawing, table = (
        page.locator(f".data-beside {part}").first.bounding_box() for part in ("figure", "table")
    )
    assert drawing["x"] > table["x"]
    name, number = (
        page.locator(f".data-values tbody tr >> nth=0 >> {cell}").bounding_box()
        for cell in ("th", "td >> nth=0")
    )
    assert name["x"] > number["x"]


def test_every_address_of_the_section_can_be_followed(site, reader):
    page = reader("/en/data/")
    for address in (f"/{language}/{each}" for language in LANGUAGES for each in PAGES):
        page.goto(address)
        links = page.locator("main a[href^='/']").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        for link in {link.partition("#")[0] for link in links}:
            there = site.folder / link.strip("/")
            assert there.is_file() or (there / "index.html").is_file(), f"{link} on {address}"


def test_what_was_withdrawn_says_so_and_offers_no_files(published, tmp_path, browser):
    storage = tmp_path / "var"
    shutil.copytree(published.parents[1], storage, symlinks=True)
    _run_in(storage, str(Path(__file__).with_name("withdrawal.py")))
    with _served("cairn.publish.serve", "--folder", str((storage / "site" / "current").resolve())) as address:
        context = browser.new_context(base_url=address, viewport=TELEPHONE)
        page = context.new_page()
        for language in LANGUAGES:
            for withdrawn in ("data/releases/calais/1/", SITES):
                page.goto(f"/{language}/{withdrawn}")
                assert page.locator(".notice-withdrawn").is_visible()
                assert "6,000" not in page.locator("main").inner_text()
                assert faults(page) == []
        assert page.request.get("/data/people-in-sites/latest.csv").status == 404
        assert page.request.get("/data/releases/calais/1/release.json").status == 404
        context.close()
