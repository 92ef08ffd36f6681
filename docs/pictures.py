"""The pictures of these documents, taken from the published demonstration so that they stay true: `make pictures`.

Reads `<storage>/site/current`; publish first (`make run`, or `cairn publish`). Those of the workspace are taken in a
mission of its own, with people who never lived (`workspace.py`).
"""

import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from cairn.mission.config import load_mission

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT / "tests"))

from workspace import staged, workspace_pictures  # noqa: E402

from chromium import OPTIONS, find_chromium  # noqa: E402

WIDE, TABLET, PHONE = (1440, 1000), (834, 1112), (390, 844)
# Name: address, screen, scheme.
PICTURES = {
    "home": ("/en/", WIDE, "light"),
    "home-dark": ("/en/", WIDE, "dark"),
    "home-arabic": ("/ar/", WIDE, "light"),
    "home-phone": ("/fr/", PHONE, "light"),
    "news": ("/en/news/", WIDE, "light"),
    "statement": ("/fr/news/safety-of-migrants-in-calais/", TABLET, "light"),
    "story-arabic-phone": ("/ar/news/on-the-migrant-trail-in-calais/", PHONE, "dark"),
    "event": ("/en/events/migration-symposium-2015/", WIDE, "light"),
    "help-phone": ("/en/help/", PHONE, "light"),
    "figure": ("/en/figures/calais-growth/", TABLET, "light"),
    "data": ("/en/data/", WIDE, "light"),
    "data-indicator": ("/en/data/people-identified/", WIDE, "light"),
}


def main() -> None:
    program, site = find_chromium(), load_mission().storage_path / "site" / "current"
    if program is None:
        sys.exit("There is no Chromium here: apt install chromium, or name one with CAIRN_CHROMIUM.")
    if not site.exists():
        sys.exit(f"There is no published site in {site.parent}. Publish the demonstration first: make run")
    FOLDER.mkdir(exist_ok=True)
    with served(site.resolve()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=OPTIONS)
        for name, (page, screen, scheme) in PICTURES.items():
            file = FOLDER / f"{name}.webp"
            file.write_bytes(picture(browser, address + page, screen, scheme))
            print(f"docs/pictures/{file.name}  {file.stat().st_size // 1024} KB")
        with staged(ROOT) as stage:
            for name, shot in workspace_pictures(browser, stage):
                (FOLDER / f"{name}.webp").write_bytes(packed(shot))
                print(f"docs/pictures/{name}.webp")


def picture(browser: Browser, address: str, screen: tuple[int, int], scheme: str) -> bytes:
    """What a reader with this screen sees first."""
    width, height = screen
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        sys.exit(f"{address} is not there; is this the demonstration mission?")
    shot = page.screenshot()
    page.close()
    return packed(shot)


def packed(shot: bytes) -> bytes:
    file = io.BytesIO()
    Image.open(io.BytesIO(shot)).convert("RGB").save(file, "WEBP", quality=84, method=6)
    return file.getvalue()


@contextmanager
def served(site: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "cairn.publish.serve", "--folder", str(site), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        for _attempt in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


if __name__ == "__main__":
    main()
