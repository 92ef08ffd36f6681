"""The commands as an operator types them: back up, rehearse, lose the machine, bring the mission back."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def cairn(quiet_environment):
    """Run the real command in a folder."""

    def command(folder: Path, *words: str, code: int = 0) -> str:
        environment = {n: v for n, v in os.environ.items() if not n.startswith(("CAIRN_", "DJANGO_"))}
        done = subprocess.run(
            [sys.executable, "-m", "cairn.mission.cli", *words],
            cwd=folder,
            env=environment | {"COLUMNS": "200", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    return command


def test_a_machine_is_lost_and_the_mission_comes_back(rivers, database_template, cairn, tmp_path):
    rivers.storage_path.mkdir()
    shutil.copy(database_template, rivers.sqlite_path)
    (tmp_path / "stick").mkdir()
    said = cairn(tmp_path, "backup", "stick", "--keep", "3")
    assert "It opens with master key 1, which is not in it" in said
    assert "brings the mission back: " in cairn(tmp_path, "backup", "--drill")
    assert "backup drill       The last good one is of" in cairn(tmp_path, "doctor", code=1)
    shutil.copy(rivers.storage_path / "secrets" / "master_key", tmp_path / "safe")
    shutil.rmtree(rivers.storage_path)
    (tmp_path / "mission.toml").unlink()

    new = tmp_path / "new"
    new.mkdir()
    (backup,) = map(str, (tmp_path / "stick").iterdir())
    assert "needs master key version 1, and there is none here" in cairn(new, "restore", backup, code=3)
    assert list(new.iterdir()) == []
    said = cairn(new, "restore", backup, "--key-file", str(tmp_path / "safe"))
    assert "✓ The mission stands as it was on " in said
    assert "The trace is whole: 1 entries" in cairn(new, "audit", "verify"), "the restore itself is noted"
    assert "is not empty" in cairn(new, "restore", backup, code=1)


def test_a_drill_of_a_damaged_backup_ends_with_its_own_code(rivers, database_template, cairn, tmp_path):
    rivers.storage_path.mkdir()
    shutil.copy(database_template, rivers.sqlite_path)
    cairn(tmp_path, "backup", "rivers.cairn-backup")
    os.truncate(tmp_path / "rivers.cairn-backup", 50_000)
    said = cairn(tmp_path, "backup", "--drill", code=4)
    assert "rivers.cairn-backup would not bring the mission back. This backup was changed or cut" in said


def test_a_backup_needs_a_place(rivers, cairn, tmp_path):
    assert "Where should the backup be written?" in cairn(tmp_path, "backup", code=1)
