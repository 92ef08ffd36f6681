"""Pictures of the workspace: a mission of its own is set up, invented people are put into it, and a colleague looks."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

SCREEN = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
# Name: page of the cast, screen, scheme, language.
PICTURES = {
    "workspace-home": ("home", SCREEN, "light", "en"),
    "workspace-person": ("person", SCREEN, "light", "en"),
    "workspace-person-arabic-phone": ("person", PHONE, "dark", "ar"),
    "workspace-conflict": ("conflict", SCREEN, "light", "en"),
    "workspace-search": ("search", SCREEN, "light", "fr"),
    "workspace-case": ("case: case", SCREEN, "light", "en"),
    "workspace-case-arabic-phone": ("case: case", PHONE, "light", "ar"),
    "workspace-trafficking": ("case: trafficking", SCREEN, "light", "en"),
    "workspace-journey": ("case: journey", SCREEN, "light", "en"),
    "workspace-survey": ("case: survey", SCREEN, "light", "en"),
}
SEARCHED = "Haua Jalow"


@dataclass(frozen=True)
class Stage:
    """Where the mission answers, what stands in it, and how it is told in which language to speak."""

    address: str
    cast: dict[str, dict[str, str]]
    environment: dict[str, str]


@contextmanager
def staged(root: Path) -> Iterator[Stage]:
    """An empty mission with the cast of the tests, for as long as pictures are taken."""
    with tempfile.TemporaryDirectory(prefix="cairn-pictures-") as folder:
        environment = os.environ | {
            "CAIRN_STORAGE": folder,
            "CAIRN_DATABASE": "sqlite:///cairn.sqlite3",
            "DJANGO_SETTINGS_MODULE": "cairn.mission.settings.local",
        }
        cairn = Path(sys.executable).with_name("cairn")
        subprocess.run(
            [str(cairn), "setup"], check=True, cwd=root, env=environment, stdout=subprocess.DEVNULL
        )
        told = subprocess.run(
            [sys.executable, "tests/casework_cast.py"],
            check=True,
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
        )
        with _serving(root, environment) as address:
            yield Stage(address, json.loads(told.stdout), environment)


def workspace_pictures(browser: Browser, stage: Stage) -> Iterator[tuple[str, bytes]]:
    for name, (page_name, screen, scheme, language) in PICTURES.items():
        _speak(stage, language)
        context = browser.new_context(base_url=stage.address, viewport=screen, color_scheme=scheme)  # type: ignore[arg-type]
        session = stage.cast["sessions"]["amina"]
        context.add_cookies([{"name": "sessionid", "value": session, "url": stage.address}])
        page = context.new_page()
        page.goto(stage.cast["pages"][page_name], wait_until="networkidle")
        if page_name == "search":
            _search(page)
        yield name, page.screenshot()
        context.close()


def _search(page: Page) -> None:
    page.fill("#find-people", SEARCHED)
    page.press("#find-people", "Enter")
    page.locator("[data-list]").wait_for()
    page.wait_for_load_state("networkidle")


def _speak(stage: Stage, language: str) -> None:
    """The language that the colleague chose in their account."""
    words = (
        "import django; django.setup()\n"
        "from wagtail.users.models import UserProfile\n"
        "from cairn.guard.models import User\n"
        "profile = UserProfile.get_for_user(User.objects.get(username='amina'))\n"
        f"profile.preferred_language = {language!r}; profile.save()\n"
    )
    subprocess.run([sys.executable, "-c", words], check=True, env=stage.environment)


@contextmanager
def _serving(root: Path, environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "cairn.mission.wsgi:application"],
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/account/login/")
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    for _attempt in range(300):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"The workspace does not answer at {address}.")
