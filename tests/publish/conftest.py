"""A small published site to serve, and a server that really serves it."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.publish.headers import headers_file
from cairn.publish.site import Site
from cairn.publish.targets import fingerprint

SITE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FILES = {
    "index.html": b"<!doctype html><title>Choose a language</title>",
    "en/index.html": b"<!doctype html><title>Home</title>" + b"<p>The mission says something. " * 90,
    "en/404.html": b"<!doctype html><title>Not found</title>" + b"<p>This page is not here. " * 20,
    "ar/404.html": "<!doctype html><title>غير موجود</title>".encode() + b"<p> " * 99,
    "404.html": b"<!doctype html><title>Nowhere</title>",
    "en/help/index.html": b"<!doctype html><title>Help and contacts</title>",
    "en/search/index.html": b"<!doctype html><title>Search</title>",
    "ar/news/مخيم/index.html": "<!doctype html><title>مخيم</title>".encode(),
    "en/feed.json": b'{"version": "https://jsonfeed.org/version/1.1"}',
    "assets/site.1a2b3c.css": b"p{margin:0}" * 60,
    "media/report.ab12cd.pdf": bytes(range(256)) * 4096,
    "media/camp.0f0f0f.webp": b"RIFF" + bytes(100),
    "_redirects": b"/ /en/ 302\n/old-news /en/news/ 301\n/%D9%82 /ar/ 301\n",
    "_headers": headers_file(is_https=False, search=["/en/search/"], sensitive=["/en/help/"]),
}


Publish = Callable[[Site, dict[str, bytes]], Path]


@pytest.fixture
def files() -> dict[str, bytes]:
    return dict(FILES)


@pytest.fixture
def publish_files() -> Publish:
    return _publish


def _publish(site: Site, files: dict[str, bytes]) -> Path:
    """Make these files a generation, sweep, and answer its folder."""
    with site.making() as making:
        for path, content in files.items():
            making.write(path, content, fingerprint=fingerprint(path, content))
        folder = site.publish(making, SITE_KEY, {}).folder
    site.sweep()
    return folder


@pytest.fixture
def small_site(tmp_path: Path, publish_files: Publish) -> Site:
    site = Site(tmp_path / "site")
    publish_files(site, FILES)
    return site


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Reply]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _serving(folder: Path, interface: str) -> Iterator[Ask]:
    port = free_port()
    command = [sys.executable, "-m", "cairn.publish.serve", "--folder", str(folder), "--port", str(port)]
    with subprocess.Popen([*command, "--interface", interface], stdout=subprocess.DEVNULL) as process:
        _wait_for(port)
        yield partial(_ask, port)
        process.terminate()


def _ask(port: int, target: str, method: str = "GET", **headers: str) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    response = connection.getresponse()
    reply = Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    connection.close()
    return reply


@pytest.fixture(scope="module", params=["rsgi", "asgi"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a running server, over each protocol; the site stays as it is."""
    site = Site(tmp_path_factory.mktemp("served"))
    folder = _publish(site, FILES)
    (folder / "en/secret.html").write_text("planted")
    (folder / "passwd").symlink_to("/etc/passwd")
    with _serving(site.folder, request.param) as ask:
        yield ask


@pytest.fixture(params=["rsgi", "asgi"])
def served_here(request: pytest.FixtureRequest, small_site: Site) -> Iterator[Ask]:
    """Ask a server of the test's own site, which may change meanwhile."""
    with _serving(small_site.folder, request.param) as ask:
        yield ask


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")
