"""Every check of this repository, fastest first: what `make test` runs, here and in continuous integration."""

import os
import subprocess
import sys
import time
from pathlib import Path

import postgres
from chromium import provide_chromium

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
IN_CI = os.environ.get("CI") == "true"

LINT = {
    "Style (ruff check)": ["ruff", "check", "."],
    "Form (ruff format)": ["ruff", "format", "--check", "."],
    "Who may know whom (import-linter)": ["lint-imports"],
    "Types (mypy)": ["mypy"],
}
HANDS = min(os.cpu_count() or 1, 4)
# A file stays with one hand, so that what it prepares for its tests is prepared once; tests/conftest.py says in which turn.
PYTEST = [
    *(sys.executable, "-m", "pytest", "-q", "-n", str(HANDS)),
    *("--dist", "loadfile", "--no-loadscope-reorder", "--durations", "20"),
]
POSTGRESQL = "There is no PostgreSQL here (apt install postgresql)."
CHROMIUM = "There is no Chromium here (apt install chromium, or name one with CAIRN_CHROMIUM)."


def main() -> None:
    for label, (program, *options) in LINT.items():
        check(label, [str(BIN / program), *options])
    if "--only-lint" in sys.argv:
        return
    programs, browser = require(postgres.programs(), POSTGRESQL), require(provide_chromium(), CHROMIUM)
    check("Tests on SQLite", [*PYTEST, *([] if browser else ["-m", "not browser"])])
    if programs:
        with postgres.cluster(programs) as address:
            command = [*PYTEST, "--database-only", "-m", "not browser"]
            check("Tests on PostgreSQL", command, {"CAIRN_DATABASE": address})


def require(found: Path | None, missing: str) -> Path | None:
    """What a machine lacks is said and left out; continuous integration leaves nothing out."""
    if found is None and IN_CI:
        sys.exit(f"{missing} Continuous integration requires it.")
    if found is None:
        say(f"{missing} Its tests are left out.")
    return found


def check(label: str, command: list[str], more: dict[str, str] | None = None) -> None:
    say(label)
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=os.environ | (more or {}), check=False)
    if done.returncode:
        sys.exit(done.returncode)
    if "pytest" not in command:
        print(f"   {time.monotonic() - begun:.1f} s", flush=True)


def say(line: str) -> None:
    print(f"\n── {line}", flush=True)


if __name__ == "__main__":
    main()
