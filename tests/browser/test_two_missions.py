"""Somebody is referred from one Cairn to another: two storage folders, two databases, two servers, and a link between."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import ROOT, _environment, _served

pytestmark = pytest.mark.browser
SERVER = ("granian", "--interface", "wsgi", "--no-access-log", "cairn.mission.wsgi:application")


@dataclass
class Served:
    """A mission that has nobody's records yet, and its workspace."""

    storage: Path
    environment: dict[str, str]
    address: str = ""
    session: str = ""

    def does(self, *words: str, dies: bool = False) -> Any:
        command = [sys.executable, str(Path(__file__).with_name("two_missions.py")), *words]
        done = subprocess.run(
            command,
            check=not dies,
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
        )
        if dies:
            assert done.returncode == 9
            return None
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def missions(database_template: Path, tmp_path: Path) -> Iterator[list[Served]]:
    """The one that refers, and the one that receives: each with keys of its own."""
    with ExitStack() as stack:
        both = []
        for settings in ("mission.toml", "neighbour.toml"):
            storage = tmp_path / settings
            storage.mkdir()
            shutil.copy(database_template, storage / "cairn.sqlite3")
            environment = _environment(storage) | {"CAIRN_MISSION_FILE": str(ROOT / settings)}
            log = stack.enter_context((storage / "log").open("wb"))
            address = stack.enter_context(_served(*SERVER, environment=environment, log=log))
            both.append(Served(storage, environment, address))
        yield both


def fetch(page: Page, mission: Served, link: str, passphrase: str) -> None:
    page.goto(f"{mission.address}/admin/casework/inbound/")
    page.get_by_role("link", name="Fetch by a link").click()
    page.get_by_label("The link").fill(link)
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Fetch it").click()


@pytest.fixture
def workspace_of(browser):
    with ExitStack() as stack:

        def come_in(mission: Served) -> Page:
            context = browser.new_context()
            stack.callback(context.close)
            context.add_cookies([{"name": "sessionid", "value": mission.session, "url": mission.address}])
            return context.new_page()

        yield come_in


def test_a_link_is_fetched_once_and_the_answer_comes_back(missions, workspace_of):
    one, other = missions
    met = other.does("meet")
    sent = one.does("refer", met["key"])
    assert sent["key"] != met["key"]
    one.session, other.session = sent["session"], met["session"]
    link = f"{one.address}/told/{sent['token']}/"
    there, here = workspace_of(other), workspace_of(one)

    fetch(there, other, link, sent["passphrase"])
    expect(there.get_by_text("No partner’s Cairn stands at this address")).to_be_visible()
    other.does("know", sent["key"], one.address)
    here.goto(f"{one.address}/admin/casework/{sent['case']}/partners/")
    expect(here.get_by_text("not opened yet")).to_be_visible()

    other.does("break-off", link, sent["passphrase"], dies=True)
    here.reload()
    expect(here.get_by_text("opened by the partner")).to_be_visible()
    expect(here.get_by_text("their Cairn holds it")).to_have_count(0)

    fetch(there, other, link, sent["passphrase"])
    told = there.locator("section[aria-labelledby=told]")
    expect(told.get_by_text("Please find him a lawyer.")).to_be_visible()
    lines = dict(
        zip(told.locator("dt").all_text_contents(), told.locator("dd").all_text_contents(), strict=True)
    )
    about = {name: words for name, words in lines.items() if name not in ("Service", "How soon", "Told for")}
    assert about == {
        "given names": "Lamin", "born": "1994", "languages": "English", "what the case is about": "He needs a lawyer.",
    }  # fmt: skip
    expect(there.get_by_text("verified: the key of The other mission")).to_be_visible()
    proposal = there.url
    here.reload()
    expect(here.get_by_text("opened by the partner")).to_be_visible()
    expect(here.get_by_text("their Cairn holds it")).to_be_visible()

    fetch(there, other, link, sent["passphrase"])
    expect(there.get_by_text("This link is used up.")).to_be_visible()
    there.goto(f"{other.address}/admin/casework/")
    expect(there.get_by_text("Lamin")).to_have_count(0)

    there.goto(f"{proposal}accept/")
    there.locator("[name=kind][value=protection]").check()
    there.locator("[name=who][value=new]").check()
    there.get_by_role("button", name="Open the case").click()
    expect(there.get_by_text("The sender was told.")).to_be_visible()
    here.reload()
    expect(here.get_by_text("accepted by the partner")).to_be_visible()
    written = "".join((mission.storage / "log").read_text() for mission in missions)
    assert "/told/…/" in written
    assert not [secret for secret in (sent["token"], sent["passphrase"], "Lamin") if secret in written]
