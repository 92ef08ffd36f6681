"""Killed before each touch of the disk, a backup is whole or absent, and so is a mission that was restored."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).parent / "backups.py"
SETTINGS = """
name = "Mission of the Two Rivers"
short_name = "Two Rivers"
countries = ["GB"]
languages = ["en", "fr"]
default_language = "en"
time_zone = "Europe/London"
public_url = "http://127.0.0.1:8080"
workspace_url = "http://127.0.0.1:8000"
database = "sqlite:///cairn.sqlite3"
storage = "kept"

[contact]
email = "office@rivers.example"
"""


def without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}


def test_there_is_no_step_at_which_half_a_backup_or_half_a_mission_stands(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path)],
        input=SETTINGS,
        env=without_settings() | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    backing_up, restoring = map(int, done.stdout.split())
    assert min(backing_up, restoring) > 40, "there were many steps to die at"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; as root only, for nobody else may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def may_mount() -> bool:
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and tried.returncode == 0


def cairn(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cairn.mission.cli", *words],
        cwd=folder,
        env=without_settings() | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


if may_mount():

    @pytest.fixture
    def rivers(tmp_path: Path) -> Path:
        """A mission with a database and a film of 5 MB."""
        import sqlite3

        folder = tmp_path / "rivers"
        (folder / "kept" / "media").mkdir(parents=True)
        (folder / "mission.toml").write_text(SETTINGS)
        (folder / "kept" / "media" / "film.mp4").write_bytes(os.urandom(5 << 20))
        sqlite3.connect(folder / "kept" / "cairn.sqlite3").executescript("CREATE TABLE notes (said TEXT);")
        return folder

    def test_a_backup_that_would_not_fit_is_not_begun(rivers, small_disk):
        done = cairn(rivers, "backup", str(small_disk / "rivers"))
        assert done.returncode == 1
        assert "The backup was not begun: it needs up to 5.0 MB" in done.stderr
        assert list(small_disk.iterdir()) == []

    def test_a_disk_that_fills_while_it_is_written_leaves_no_backup(rivers, small_disk):
        """Nobody knew of the film when the room was measured."""
        script = (
            "from cairn.mission.backups import making; making.ensure_room_for = lambda *words: None;"
            "from cairn.mission.cli import main; main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, "backup", str(small_disk / "rivers")],
            cwd=rivers,
            env=without_settings() | {"PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert (
            "The backup could not be written: No space left on device. Nothing is left of it." in done.stderr
        )
        assert list(small_disk.iterdir()) == []

    def test_a_mission_does_not_come_back_half_where_the_disk_is_too_small(rivers, small_disk):
        assert cairn(rivers, "backup", str(rivers / "b")).returncode == 0
        (small_disk / "mission.toml").write_text(SETTINGS)
        key = str(rivers / "kept" / "secrets" / "master_key")
        done = cairn(small_disk, "restore", str(rivers / "b"), "--key-file", key)
        assert done.returncode == 1
        assert "The restore was not begun: it needs up to 5.0 MB" in done.stderr
        assert [path.name for path in small_disk.iterdir()] == ["mission.toml"]
