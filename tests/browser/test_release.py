"""A release from the first record to the public page, as three colleagues make it in the workspace, click by click."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cairn.mission.beat import LONG

from .axe import MAIN, faults
from .conftest import ROOT, Mission, _environment, _served

pytestmark = pytest.mark.browser

STORY = "news/on-the-migrant-trail-in-calais/"
WORKSPACE = ("granian", "--interface", "wsgi", "--no-access-log", "cairn.mission.wsgi:application")
WHY = "The count at the dunes was added up once more, and one more death was reported."
BUILT = 90_000  # Milliseconds that a build may take on a busy machine.


@contextmanager
def worker(mission: Mission) -> Iterator[None]:
    """The half of the worker that builds releases."""
    command = [sys.executable, "-m", "cairn.mission.worker", LONG]
    with subprocess.Popen(command, env=_environment(mission.storage), cwd=ROOT) as running:
        try:
            yield
        finally:
            running.terminate()


def sessions(mission: Mission, *names: str) -> dict[str, str]:
    command = [sys.executable, str(Path(__file__).with_name("sessions.py")), *names]
    done = subprocess.run(
        command, check=True, env=_environment(mission.storage), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def colleagues(browser) -> Iterator[Callable[..., dict[str, Page]]]:
    """A window for each colleague, signed in at the workspace of a mission."""
    contexts = []

    def colleagues(mission: Mission, address: str, *names: str) -> dict[str, Page]:
        windows = {}
        for name, session in sessions(mission, *names).items():
            contexts.append(context := browser.new_context(base_url=address))
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
            windows[name] = context.new_page()
        return windows

    yield colleagues
    for context in contexts:
        context.close()


def is_clean(page: Page) -> None:
    """What is ours of the page; the menu beside it is Wagtail's."""
    assert {page.url: faults(page, MAIN)} == {page.url: []}


def follow(link: Locator) -> None:
    """Press it, and wait until the page that it leads to is there."""
    with link.page.expect_navigation():
        link.first.click()


def lead(page: Page, name: str) -> None:
    follow(page.get_by_role("main").get_by_role("link", name=name, exact=True))


def press(page: Page, name: str) -> None:
    follow(page.get_by_role("main").get_by_role("button", name=name, exact=True))


def write(page: Page, **answers: str) -> None:
    """Answers by the name of their field; a choice by its value."""
    for name, answer in answers.items():
        field = page.locator(f"[name={name}]")
        is_choice = field.evaluate("field => field.tagName") == "SELECT"
        field.select_option(answer) if is_choice else field.fill(answer)


def correct_the_dunes(page: Page, people: int) -> None:
    page.goto("/admin/tracking/sites/")
    follow(page.get_by_role("main").locator("a", has_text="The dunes"))
    follow(page.locator("a[href$='/correct/']"))
    write(page, people=str(people), reason="The count was added up once more.")
    press(page, "Record the correction")
    expect(page.get_by_text("What stood before stays to be read")).to_be_visible()


def record_a_death(page: Page, day: str) -> None:
    page.goto("/admin/tracking/incidents/record/")
    write(
        page, code="DEMO.2015.99", kind="incident", first_day=day, dead="1", missing="0", cause="transport",
        location="Tunnel terminal, Coquelles", place="channel-tunnel", country="FR", latitude="50.923",
        longitude="1.781", source="An invented report (demonstration)", source_quality="2", known_on=day,
    )  # fmt: skip
    press(page, "Record it")
    expect(page.get_by_text("Recorded.").first).to_be_visible()


def choose(page: Page) -> None:
    """The next release of the series says the same as the last, up to the same day."""
    page.goto("/admin/evidence/releases/")
    lead(page, "Calais (demonstration)")
    follow(page.locator("a[href$='/release/']"))
    is_clean(page)
    write(page, cut_off="2015-10-21", changes_en=WHY, changes_fr=WHY, changes_ar=WHY)
    press(page, "Keep the choice and go on")


def build(page: Page) -> None:
    is_clean(page)
    press(page, "Build it")
    page.get_by_role("link", name="Read the tables").first.wait_for(timeout=BUILT)


def read(page: Page) -> None:
    """The tables and the attack, and then the question to a second person."""
    follow(page.get_by_role("link", name="Read the tables"))
    expect(page.get_by_role("row", name="People in informal sites")).to_contain_text("6,100")
    is_clean(page)
    lead(page, "Go on to the attack")
    is_clean(page)


def ask(page: Page) -> None:
    follow(page.get_by_role("link", name="Approval"))
    is_clean(page)
    press(page, "Ask for approval")
    expect(page.get_by_text("A second person has been asked")).to_be_visible()


def approve(page: Page) -> None:
    page.goto("/admin/evidence/releases/")
    follow(page.locator("main a[href$='/approval/']"))
    lead(page, "Read the tables")
    page.go_back()
    lead(page, "Approve")
    is_clean(page)
    page.get_by_label("I have read the tables and the attack").check()
    press(page, "Approve this release")
    expect(page.get_by_text("Whoever made it can publish it now")).to_be_visible()


def let_out(page: Page) -> None:
    page.goto("/admin/evidence/releases/")
    follow(page.locator("main a[href$='/publish/']"))
    press(page, "Publish this release")
    expect(page.get_by_text("are brought up to date now")).to_be_visible()


def read_by_the_public(browser, mission: Mission) -> list[str]:
    """Both figures of the story, as a reader without scripts finds them."""
    with _served("cairn.publish.serve", "--folder", str(mission.folder)) as address:
        page = browser.new_page()
        page.goto(f"{address}/en/{STORY}")
        found = [
            page.locator(f"p .figure-in-text[href*={code}]").inner_text()
            for code in ("calais-growth", "tunnel-deaths")
        ]
        page.close()
    return found


def test_two_records_become_a_release_and_change_the_page_that_readers_find(missions, colleagues, browser):
    mission = missions()
    assert read_by_the_public(browser, mission) == ["doubled to 6,000", "16 since June"]
    with _served(*WORKSPACE, environment=_environment(mission.storage)) as address, worker(mission):
        walk(*colleagues(mission, address, "field-partner", "information", "programme").values())
    mission.publish()
    assert read_by_the_public(browser, mission) == ["doubled to 6,100", "17 since June"]


def walk(field: Page, ines: Page, paul: Page) -> None:
    correct_the_dunes(field, people=4_500)
    record_a_death(field, "2015-10-20")
    choose(ines)
    build(ines)
    read(ines)
    ask(ines)
    approve(paul)
    let_out(ines)
