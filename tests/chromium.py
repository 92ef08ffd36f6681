"""Where this machine keeps its Chromium, and how the suite starts it."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox, because containers forbid it; nothing that calls home or waits for a first look.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> Path | None:
    """The one named by CAIRN_CHROMIUM, else the first found on the path."""
    given = os.environ.get("CAIRN_CHROMIUM")
    found = given if given and Path(given).is_file() else next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None
