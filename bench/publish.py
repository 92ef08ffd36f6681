"""How long a publish takes in a large archive: everything, nothing, and one story until a reader sees it.

    python bench/publish.py [--pages 5000] [--folder DIR]

makes that many pages in a scratch mission, publishes it, and prints a table. The last lines are taken from outside:
the real worker publishes, the real server serves, and a reader asks every 20 milliseconds until the change is there.
"""

import argparse
import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.scratch import machine, use_scratch_mission

Rows = list[tuple[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--folder", type=Path, help="keep the scratch mission here, and use it again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as temporary:
        rows = measure(asked.folder or Path(temporary), asked.pages)
    print(table("Publishing", rows))


def measure(folder: Path, count: int) -> Rows:
    rows: Rows = [("machine", machine())]
    is_new = not (folder / "cairn.sqlite3").exists()
    use_scratch_mission(folder)
    from bench.content import make_pages

    if is_new:
        make_pages(count)
    rows += full(count)
    rows += nothing()
    rows += bytes_a_page(folder / "site" / "current")
    rows += until_visible(folder)
    return rows


def full(count: int) -> Rows:
    """All pages at once, then what follows them."""
    from cairn.mission.config import load_mission
    from cairn.newsroom import shell
    from cairn.publish.acts import publish_site, site_of
    from cairn.publish.publication import Publication

    class PagesOnly(Publication):
        def _follow(self, *_what: object) -> None:
            """What follows is measured on its own."""

    mission = load_mission()
    began = _work()
    with shell.remembering():
        pages = PagesOnly(mission, site_of(mission), everything=True).run()
    then = _work()
    rest = publish_site()
    return [
        ("pages written by the newsroom", f"{count}"),
        ("files rendered with them", f"{pages.rendered} (pages, lists, feeds, calendars)"),
        (
            "full publish",
            f"{pages.seconds:.1f} s until readers see it; {then - began:.0f} s of processor time",
        ),
        (
            "search index and social cards",
            f"{rest.seconds:.1f} s more; {_work() - then:.0f} s of processor time",
        ),
    ]


def _work() -> float:
    """Seconds of processor time so far, of this process and of those that worked for it."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def nothing() -> Rows:
    from cairn.publish.acts import publish_if_due, publish_site

    seconds = [publish_site().seconds for _again in range(3)]
    began = time.perf_counter()
    for _again in range(100):
        publish_if_due()
    tick = (time.perf_counter() - began) / 100
    return [
        ("looking at every row, nothing changed", f"{statistics.median(seconds):.1f} s"),
        ("the worker's question each second", f"{tick * 1000:.2f} ms"),
    ]


def bytes_a_page(site: Path) -> Rows:
    stories = sorted(site.glob("en/news/*/index.html"))
    stories = [page for page in stories if page.with_name("index.html.br").exists()]
    sizes = {
        suffix: statistics.mean(Path(f"{page}{suffix}").stat().st_size for page in stories)
        for suffix in ("", ".br", ".gz")
    }
    home = site / "en/index.html"
    style = next((site / "assets").glob("site.*.css"))
    home_sizes = [Path(f"{home}{suffix}").stat().st_size for suffix in ("", ".br", ".gz")]
    return [
        ("bytes of a story, on average", "{:.0f} (brotli {:.0f}, gzip {:.0f})".format(*sizes.values())),
        ("bytes of the home page", "{} (brotli {}, gzip {})".format(*home_sizes)),
        ("bytes of the style sheet", f"{style.stat().st_size} (brotli {Path(f'{style}.br').stat().st_size})"),
    ]


def until_visible(folder: Path) -> Rows:
    """Press Publish and ask as a reader until it is there."""
    port = _free_port()
    serving = ("cairn.publish.serve", "--folder", str(folder / "site"), "--port", str(port))
    with _running(*serving), _running("cairn.mission.worker"):
        time.sleep(15)  # Both start, and the worker has its first look round.
        at_once = [_edited(port, number) for number in range(10)]
        meanwhile = []
        for number in range(10):
            # What follows a publish (search index, spare) takes about twelve seconds: each press falls into another.
            time.sleep(number * 1.2)
            meanwhile.append(_edited(port, 10 + number))
        first, *written = (_written(port) for _number in range(6))
    return [
        ("from Publish to a reader, a story edited right after another", _spread(at_once)),
        ("the same, pressed at all moments of what follows a publish", _spread(meanwhile)),
        ("from Publish to a reader, a new story", _spread(written)),
        ("the first story of a month, which stands in every filter", f"{first:.1f} s"),
    ]


def _edited(port: int, number: int) -> float:
    from cairn.newsroom.models import StoryPage

    page = StoryPage.objects.live().order_by("pk")[number * 7]
    page.title = f"Edited {time.time_ns()}"
    return _seconds_until(port, page, page.title)


def _written(port: int) -> float:
    from cairn.newsroom.models import NewsIndexPage, StoryPage

    news = NewsIndexPage.objects.get(locale__language_code="en")
    page = StoryPage(title=f"Written {time.time_ns()}", summary="Now.", live=False)
    news.add_child(instance=page)
    return _seconds_until(port, page, page.title)


def _seconds_until(port: int, page: Any, words: str) -> float:
    began = time.perf_counter()
    page.save_revision().publish()
    saved = time.perf_counter() - began
    while words not in _asked(port, page.url):
        if time.perf_counter() - began > 120:
            raise SystemExit("The change did not appear within two minutes.")
        time.sleep(0.02)
    print(
        f"  {words}: saved in {saved:.2f} s, seen after {time.perf_counter() - began:.2f} s", file=sys.stderr
    )
    return time.perf_counter() - began


def _asked(port: int, address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", address)
        return connection.getresponse().read().decode()


@contextlib.contextmanager
def _running(*module: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", *module], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _spread(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.1f} s (from {min(seconds):.1f} to {max(seconds):.1f}, {len(seconds)} times)"


def table(title: str, rows: Rows) -> str:
    width = max(len(name) for name, _value in rows)
    return "\n".join([f"\n{title}", *(f"  {name.ljust(width)}  {value}" for name, value in rows)])


if __name__ == "__main__":
    main()
