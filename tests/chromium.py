"""Where this machine keeps its Chromium, and how the suite starts it."""

import os
import shutil
import subprocess
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


# Pages are looked at in three scripts; without these fonts Arabic would be drawn as boxes.
PACKAGES = ("chromium", "fonts-noto-core")


def provide_chromium() -> Path | None:
    """Debian's Chromium; installed first where this user may do so."""
    if find_chromium() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("\n── Installing Chromium", flush=True)
        for words in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            command = ["apt-get", "-qq", *words]
            environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return find_chromium()


def find_chromium() -> Path | None:
    """The one named by CAIRN_CHROMIUM, else the first found on the path."""
    given = os.environ.get("CAIRN_CHROMIUM")
    found = given if given and Path(given).is_file() else next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None
