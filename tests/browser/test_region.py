"""Two missions, each with its own people, keys and site: one adds up what both have published, and nothing else."""

import json
from pathlib import Path

import pytest

from cairn.evidence.releases.results import result_of

from .conftest import Mission, _run_in, _served

pytestmark = pytest.mark.browser

KEY = ".well-known/cairn-site-key.pem"
BY = ("--by", "information")


@pytest.fixture(scope="module")
def region(missions, neighbour: Mission) -> Mission:
    """The demonstration, subscribed to its neighbour, with a regional release."""
    mission = missions()
    with _served("cairn.publish.serve", "--folder", str(neighbour.folder)) as address:
        _cairn(
            mission, "subscribe", "coast", address, "--key", str(neighbour.folder / KEY), "--name", "Coast Mission"
        )  # fmt: skip
        _cairn(mission, "fetch")
    _run_in(mission.storage, str(Path(__file__).with_name("regional_release.py")))
    mission.publish()
    return mission


def _cairn(mission: Mission, *words: str) -> None:
    _run_in(mission.storage, "-m", "cairn.mission.cli", "evidence", *words, *BY)


def test_the_two_missions_have_nothing_in_common_but_the_code(region, neighbour):
    assert (region.folder / KEY).read_bytes() != (neighbour.folder / KEY).read_bytes()


def test_a_reader_finds_the_sum_and_what_each_mission_said(region, browser):
    with _served("cairn.publish.serve", "--folder", str(region.folder)) as address:
        page = browser.new_page()
        page.goto(f"{address}/en/data/deaths-in-the-region/")
        told = page.locator("main").inner_text()
        page.close()
    assert "21 people" in told
    for line in ("Coast Mission", "Migration Mission UK"):
        assert line in told


def test_the_sum_is_that_of_the_figures_that_both_published(region, neighbour):
    def total(mission: Mission, series: str, code: str) -> int:
        path = mission.folder / "data" / "releases" / series / "1" / "tables" / f"{code}.json"
        return result_of(json.loads(path.read_bytes())).cell().value

    ours, theirs = (
        total(region, "calais", "deaths-on-the-way"),
        total(neighbour, "coast", "deaths-on-the-way"),
    )
    assert (ours, theirs) == (16, 5)
    assert total(region, "region", "deaths-in-the-region") == ours + theirs


def test_no_record_of_the_neighbour_has_crossed_the_border(region, neighbour):
    """What lies in our storage of them are the files of their release, each as their site has it."""
    held = region.storage / "evidence" / "neighbours" / "coast"
    published = {path.read_bytes() for path in neighbour.folder.glob("data/releases/**/*") if path.is_file()}
    taken = [path for path in held.rglob("*") if path.is_file()]
    assert taken
    assert all(path.read_bytes() in published for path in taken)
