"""How many readers the public site answers: Cairn's own server, nginx, and Wagtail rendering for each reader.

    python bench/serve.py [--pages 500] [--folder DIR] [--seconds 8]

publishes that many pages of a scratch mission and asks for its home page and a story, from each server in turn and in one
run, so that the ratios hold whatever else the machine does. Needs wrk; nginx for its line (Debian: wrk, nginx-light).
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.scratch import machine, use_scratch_mission

CONNECTIONS = 16
PARTS = re.compile(rb'(?:href|src)="(/assets/[^"]+\.(?:css|js|woff2|svg))"')
NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off; gzip_static on; default_type text/html;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {site}; index index.html; }}
}}
"""

Figures = list[tuple[float, str]]
Program = tuple[list[str], int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--folder", type=Path, help="keep the scratch mission here, and use it again")
    asked_for = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("There is no wrk here: apt install wrk.")
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as temporary:
        folder = asked_for.folder or Path(temporary)
        story = published(folder, asked_for.pages)
        print(f"{machine()}; {CONNECTIONS} connections, {asked_for.seconds} s each")
        weigh(folder / "site" / "current", story)
        compare(folder, story, asked_for.seconds)


def published(folder: Path, pages: int) -> str:
    """The address of a story on the published site of the scratch mission."""
    use_scratch_mission(folder)
    from bench.content import make_pages

    from cairn.newsroom.models import StoryPage
    from cairn.publish.acts import publish_site

    if not StoryPage.objects.exists():
        make_pages(pages)
    publish_site()
    return str(StoryPage.objects.live().order_by("-dated", "-pk").first().url)


def weigh(site: Path, story: str) -> None:
    """Print what a browser fetches before pictures, compressed as it is sent."""
    print(f"\n  {'over the wire (brotli)':<30} {'page':>9} {'with styles, font, scripts':>28}")
    for about, address in (("home", "/en/"), ("story", story)):
        html = (site / address.strip("/") / "index.html").read_bytes()
        parts = sorted({part.decode().lstrip("/") for part in PARTS.findall(html)})
        page, rest = (
            len(brotli.compress(html)),
            sum(len(brotli.compress((site / p).read_bytes())) for p in parts),
        )
        print(f"  {about:<30} {page / 1024:6.1f} KB {(page + rest) / 1024:25.1f} KB")


def compare(folder: Path, story: str, seconds: int) -> None:
    """Print requests a second and the median of each server, and how many times Wagtail that is."""
    heads = ("home /s", "median", "story /s", "median", "times Wagtail")
    print("\n  {:<30} {:>9} {:>9} {:>9} {:>9}   {}".format("serving", *heads), flush=True)
    dynamic = asked(wagtail(), story, seconds)
    told("Wagtail, for each reader", dynamic, dynamic)
    told("cairn.publish.serve", asked(own(folder), story, seconds), dynamic)
    if shutil.which("nginx"):
        told("nginx", asked(nginx(folder), story, seconds), dynamic)


def told(about: str, figures: Figures, dynamic: Figures) -> None:
    (home, home_median), (story, story_median) = figures
    times = f"{home / dynamic[0][0]:.0f} and {story / dynamic[1][0]:.0f}"
    print(
        f"  {about:<30} {home:9,.0f} {home_median:>9} {story:9,.0f} {story_median:>9}   {times}", flush=True
    )


def asked(program: Program, story: str, seconds: int) -> Figures:
    command, port = program
    with running(command, port):
        return [load(f"http://127.0.0.1:{port}{address}", seconds) for address in ("/en/", story)]


def load(address: str, seconds: int) -> tuple[float, str]:
    """Requests a second and median latency, after a moment of warming up."""
    wrk = ["wrk", "-t2", f"-c{CONNECTIONS}", "--latency", "-H", "Accept-Encoding: gzip, br"]
    subprocess.run([*wrk, "-d2s", address], check=True, capture_output=True)
    said = subprocess.run([*wrk, f"-d{seconds}s", address], check=True, capture_output=True, text=True).stdout
    rate, median = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"50%\s+(\S+)", said)
    if "Non-2xx" in said or not rate or not median:
        sys.exit(f"{address} was not answered with the page:\n{said}")
    return float(rate[1]), median[1]


def own(folder: Path) -> Program:
    port = free_port()
    site = str(folder / "site")
    return [sys.executable, "-m", "cairn.publish.serve", "--folder", site, "--port", str(port)], port


def wagtail() -> Program:
    port = free_port()
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "cairn.mission.wsgi:application"]
    return [*granian, "--port", str(port), "--workers", "2", "--blocking-threads", "2"], port


def nginx(folder: Path) -> Program:
    port, own_folder = free_port(), folder / "nginx"
    own_folder.mkdir(exist_ok=True)
    conf = own_folder / "nginx.conf"
    conf.write_text(NGINX.format(folder=own_folder, port=port, site=(folder / "site" / "current").resolve()))
    # Started by root, its workers would become somebody who may not enter the scratch folder.
    as_root = ["-g", "user root;"] if os.geteuid() == 0 else []
    return ["nginx", "-c", str(conf), *as_root], port


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(150):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
