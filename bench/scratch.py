"""A mission of its own in a scratch folder, so that a measurement touches nobody's data."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def use_scratch_mission(folder: Path, database: str = "") -> None:
    """Point this process, and all that it starts, at a mission in `folder`, and set it up; SQLite unless told otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "CAIRN_DATABASE": database or f"sqlite:///{folder.absolute()}/cairn.sqlite3",
        "CAIRN_MISSION_FILE": str(ROOT / "mission.toml"),
        "CAIRN_STORAGE": str(folder.absolute()),
        "DJANGO_SETTINGS_MODULE": "cairn.mission.settings.local",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }
    # This process too runs the code beside the bench, not one that happens to be installed.
    sys.path.insert(0, str(ROOT / "src"))
    os.chdir(ROOT)
    run("-m", "cairn.mission.cli", "setup")
    import django

    django.setup()


def run(*words: str) -> None:
    """A Python of ours, its words shown only if it fails."""
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")


def machine() -> str:
    """What the numbers were taken on."""
    described = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in described if line.startswith("model name")), "?")
    load = os.getloadavg()[0]
    return f"{len(os.sched_getaffinity(0))} cores, {model}; load {load:.1f} at the start"
