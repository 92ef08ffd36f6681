"""The demonstration mission, published and served as its readers meet it, and a browser to meet it with.

The site is made in a process and a storage folder of its own, so that no other test sees its rows. A copy of it goes
through changes (`changes.py`) and has its workspace open.
"""

import fcntl
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from chromium import OPTIONS, find_chromium  # noqa: E402

LANGUAGES = ("en", "fr", "ar")
BODY = re.compile(r'<body class="([^"]*)"')


@dataclass(frozen=True)
class PublishedSite:
    """A published folder and the address at which it is served."""

    folder: Path
    address: str

    @cached_property
    def templates(self) -> dict[str, dict[str, str]]:
        """For each language, the fullest page of each template, by the class of its body."""
        found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        pages = sorted(self.folder.glob("*/**/*.html"), key=lambda path: -path.stat().st_size)
        for path in pages:
            language = path.relative_to(self.folder).parts[0]
            named = BODY.search(path.read_text())
            if language in found and named:
                found[language].setdefault(named[1], self.address_of(path))
        return found

    def address_of(self, path: Path) -> str:
        return "/" + str(path.relative_to(self.folder)).removesuffix("index.html")

    def showing(self, *classes: str, within: str) -> list[str]:
        """All pages of a language in which something bears one of these classes."""
        wanted = re.compile(rf'class="(?:[^"]* )?(?:{"|".join(classes)})[ "]')
        pages = sorted((self.folder / within).rglob("index.html"))
        return [self.address_of(path) for path in pages if wanted.search(path.read_text())]

    def all_templates(self) -> list[str]:
        return [address for pages in self.templates.values() for address in pages.values()]

    def weight(self, address: str) -> int:
        """What a file costs over the wire, as it lies compressed in the site."""
        plain = self.folder / address.strip("/")
        file = plain / "index.html" if plain.is_dir() else plain
        packed = file.with_name(f"{file.name}.br")
        return (packed if packed.exists() else file).stat().st_size


@pytest.fixture(scope="session")
def published(request: pytest.FixtureRequest, database_template: Path) -> Path:
    """The published folder of the demonstration; made anew when the code or the content is another."""
    shelf = Path(str(request.config.cache.mkdir("demonstration")))
    storage = shelf / _state_of_code()
    with _alone(shelf / "lock"):
        if not storage.exists():
            for old in shelf.glob("*/"):
                shutil.rmtree(old)
            unfinished = shelf / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            _first_start(unfinished, database_template)
            unfinished.rename(storage)
    return (storage / "site" / "current").resolve()


def _first_start(storage: Path, database: Path, **more: str) -> None:
    """What `cairn run` does on a fresh machine before its servers start; the database is migrated already."""
    storage.mkdir(parents=True)
    shutil.copy(database, storage / "cairn.sqlite3")
    _run_in(storage, "-m", "cairn.mission.first_start", **more)


def _run_in(storage: Path, *words: str, **more: str) -> None:
    command = [sys.executable, *words]
    environment = _environment(storage) | more
    subprocess.run(command, check=True, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, timeout=600)


def _environment(storage: Path) -> dict[str, str]:
    environment = os.environ | {"CAIRN_STORAGE": str(storage), "CAIRN_DATABASE": "sqlite:///cairn.sqlite3"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment


@dataclass
class Mission:
    """A demonstration of one's own, whose records can be corrected."""

    storage: Path
    session: str = ""

    def correct(self, people: int) -> None:
        command = [sys.executable, str(Path(__file__).with_name("new_release.py")), str(people)]
        done = subprocess.run(
            command, check=True, env=_environment(self.storage), cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self.session = done.stdout.split()[-1]

    def publish(self) -> None:
        _run_in(self.storage, "-m", "cairn.mission.cli", "publish")

    @property
    def folder(self) -> Path:
        return (self.storage / "site" / "current").resolve()


@pytest.fixture(scope="session")
def missions(published: Path, tmp_path_factory) -> Callable[[], Mission]:
    """A copy of the demonstration whenever one is asked for."""

    def another() -> Mission:
        storage = tmp_path_factory.mktemp("mission") / "var"
        shutil.copytree(published.parents[1], storage, symlinks=True)
        return Mission(storage)

    return another


@pytest.fixture(scope="session")
def neighbour(database_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """The second demonstration mission, with keys and a site of its own."""
    storage = tmp_path_factory.mktemp("neighbour") / "var"
    _first_start(storage, database_template, CAIRN_MISSION_FILE=str(ROOT / "neighbour.toml"))
    return Mission(storage)


@pytest.fixture(scope="session")
def changed(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The storage of a demonstration in which much has changed since, published again."""
    storage = tmp_path_factory.mktemp("changed") / "var"
    shutil.copytree(published.parents[1], storage, symlinks=True)
    _run_in(storage, str(Path(__file__).with_name("changes.py")))
    return storage


@pytest.fixture(scope="session")
def site(published: Path) -> Iterator[PublishedSite]:
    with _served("cairn.publish.serve", "--folder", str(published)) as address:
        yield PublishedSite(published, address)


@pytest.fixture(scope="session")
def changed_site(changed: Path) -> Iterator[PublishedSite]:
    folder = (changed / "site" / "current").resolve()
    with _served("cairn.publish.serve", "--folder", str(folder)) as address:
        yield PublishedSite(folder, address)


@pytest.fixture(scope="session")
def workspace(changed: Path) -> Iterator[str]:
    """The address of the workspace in which the changed demonstration is written."""
    options = ("--interface", "wsgi", "--no-access-log", "cairn.mission.wsgi:application")
    with _served("granian", *options, environment=_environment(changed)) as address:
        yield address


@contextmanager
def _served(
    *module: str, environment: dict[str, str] | None = None, log: IO[bytes] | None = None
) -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", *module, "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=log
    ) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            # Also after a test that failed: whoever waits for a server that nobody stops waits for ever.
            server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.fail("These tests need Chromium: apt install chromium, or name one with CAIRN_CHROMIUM.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(program), args=OPTIONS)
        yield opened
        opened.close()


@pytest.fixture
def reader(browser: Browser, site: PublishedSite) -> Iterator[Callable[..., Page]]:
    """Open a page as a reader with this screen, scheme and so on."""
    opened: list[BrowserContext] = []

    def open_page(address: str, **circumstances: Any) -> Page:
        context = browser.new_context(base_url=site.address, **circumstances)
        opened.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in opened:
        context.close()


def _state_of_code() -> str:
    files = [
        path for path in (ROOT / "src").rglob("*") if path.is_file() and path.suffix not in {".pyc", ".mo"}
    ]
    digest = hashlib.sha256()
    for path in sorted([*files, *(ROOT / name for name in ("mission.toml", "package-lock.json"))]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")
