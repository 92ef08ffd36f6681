"""How fast the public site is served: Cairn's own server and nginx beside the same pages made by Wagtail at each request.

    python bench/serve.py [--pages 300] [--rounds 3] [--seconds 6] [--folder DIR]

All three stand on this machine and take turns, so that the ratios hold even where the numbers do not. `wrk` asks, over
32 connections, as a browser does that takes compressed answers; it needs wrk and nginx (apt install wrk nginx-light).
"""

import argparse
import contextlib
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.scratch import machine, use_scratch_mission

CONNECTIONS = 32
NGINX = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 1024; }}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  sendfile on; gzip_static on;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    root {site};
    index index.html;
{headers}
  }}
}}
"""


@dataclass(frozen=True)
class Server:
    """Something that serves the site on a port."""

    name: str
    command: list[str]
    port: int


@dataclass(frozen=True)
class Result:
    """One round of wrk."""

    requests: float
    median: float
    slowest: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--folder", type=Path, help="keep the scratch mission here, and use it again")
    asked = parser.parse_args()
    missing = [
        name for name in ("wrk", "nginx") if not shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    ]
    if missing:
        raise SystemExit(f"Please install {' and '.join(missing)} first.")
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as temporary:
        folder = asked.folder or Path(temporary)
        on = machine()
        pages = prepare(folder, asked.pages)
        results = measure(servers(folder), pages, asked.rounds, asked.seconds)
    report(on, pages, results)


def prepare(folder: Path, count: int) -> dict[str, str]:
    """A published scratch mission; the addresses of the two pages that are asked for."""
    is_new = not (folder / "cairn.sqlite3").exists()
    use_scratch_mission(folder)
    from bench.content import make_pages

    from cairn.newsroom.models import StoryPage
    from cairn.publish.acts import publish_site

    if is_new:
        make_pages(count)
    publish_site()
    story = StoryPage.objects.live().exclude(picture=None).order_by("pk").first()
    assert story
    return {"home": f"/{story.locale.language_code}/", "story": story.url}


def servers(folder: Path) -> list[Server]:
    ours, wagtail, nginx = (_free_port() for _number in range(3))
    site = folder.absolute() / "site"
    python = [sys.executable, "-m"]
    dynamic = [*python, "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "2"]
    dynamic += ["--port", str(wagtail), "--no-access-log", "--log-level", "warning"]
    configuration = folder / "nginx.conf"
    configuration.write_text(
        NGINX.format(
            folder=folder.absolute(), port=nginx, site=site / "current", headers=_headers(site / "current")
        )
    )
    return [
        Server("Wagtail", [*dynamic, "cairn.mission.wsgi:application"], wagtail),
        Server(
            "publish.serve",
            [*python, "cairn.publish.serve", "--folder", str(site), "--port", str(ours)],
            ours,
        ),
        Server("nginx", [_nginx(), "-c", str(configuration.absolute()), "-p", str(folder.absolute())], nginx),
    ]


def _headers(current: Path) -> str:
    """nginx says what our server says: the same number of headers to send."""
    general = (current / "_headers").read_text().partition("\n/assets/")[0]
    pairs = re.findall(r"^  ([\w-]+): (.*)$", general, re.MULTILINE)
    return "\n".join(f'    add_header {name} "{value}";' for name, value in pairs)


def measure(
    standing: list[Server], pages: dict[str, str], rounds: int, seconds: int
) -> dict[tuple[str, str], list[Result]]:
    results = defaultdict(list)
    with contextlib.ExitStack() as stack:
        for server in standing:
            stack.enter_context(_running(server, pages["home"]))
        for _round in range(rounds):
            for page, address in pages.items():
                for server in standing:
                    results[page, server.name].append(_ask(server.port, address, seconds))
    return results


def report(on: str, pages: dict[str, str], results: dict[tuple[str, str], list[Result]]) -> None:
    print(f"\nServing: requests a second, {CONNECTIONS} connections, median of the rounds ({on})")
    print(f"  {'page':<7}{'server':<16}{'requests/s':>12}{'median':>11}{'99 %':>11}{'beside Wagtail':>17}")
    for page in pages:
        base = statistics.median(result.requests for result in results[page, "Wagtail"])
        for name in ("Wagtail", "publish.serve", "nginx"):
            rounds = results[page, name]
            requests = statistics.median(result.requests for result in rounds)
            median = statistics.median(result.median for result in rounds)
            slowest = statistics.median(result.slowest for result in rounds)
            times = f"{requests / base:.0f} x"
            print(f"  {page:<7}{name:<16}{requests:>12,.0f}{median:>8.2f} ms{slowest:>8.2f} ms{times:>17}")


def _ask(port: int, address: str, seconds: int) -> Result:
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--latency",
        "-H",
        "Accept-Encoding: gzip, br",
    ]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{address}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"Port {port} did not answer {address} well:\n{said}")
    return Result(
        float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),  # type: ignore[index]
        _milliseconds(re.search(r"50%\s+(\S+)", said)[1]),  # type: ignore[index]
        _milliseconds(re.search(r"99%\s+(\S+)", said)[1]),  # type: ignore[index]
    )


def _milliseconds(words: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", words).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


@contextlib.contextmanager
def _running(server: Server, address: str) -> Iterator[None]:
    process = subprocess.Popen(server.command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(server, address)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(server: Server, address: str) -> None:
    for _attempt in range(300):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            with contextlib.closing(connection):
                connection.request("GET", address)
                status = connection.getresponse().status
            if status != 200:
                raise SystemExit(f"{server.name} answered {address} with {status}.")
            return
        time.sleep(0.1)
    raise SystemExit(f"{server.name} did not start.")


def _nginx() -> str:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
