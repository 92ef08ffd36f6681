"""The command line: help that reads well, and failures that say what to do and end with a code of their own."""

import os
import subprocess
import sys
import time

import pytest

COMMANDS = (
    "run",
    "setup",
    "demo",
    "code",
    "publish",
    "doctor",
    "backup",
    "restore",
    "keys",
    "audit",
    "erasure",
    "manage",
)


@pytest.fixture
def cairn(rivers, tmp_path):
    """Run the real command in the mission's folder."""

    def command(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"} | variables
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment.pop("CAIRN_STORAGE", None)
        return subprocess.run(
            [sys.executable, "-m", "cairn.mission.cli", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return command


def test_help_groups_the_commands_and_starts_at_once(cairn):
    begun = time.monotonic()
    shown = cairn("--help")
    assert time.monotonic() - begun < 2
    assert shown.returncode == 0
    places = [shown.stdout.index(group) for group in ("Start", "Publish", "Look after")]
    assert places == sorted(places)
    assert all(f"│ {name} " in shown.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "manage"])
def test_each_command_explains_itself(cairn, name):
    shown = cairn(name, "--help")
    assert shown.returncode == 0
    assert f" {name} [OPTIONS]" in shown.stdout


def test_an_unknown_option_is_refused(cairn):
    shown = cairn("publish", "--evrything")
    assert shown.returncode == 2
    assert "No such option: --evrything" in shown.stderr


def test_wrong_settings_end_with_a_sentence_and_no_traceback(cairn):
    shown = cairn("setup", CAIRN_TIME_ZONE="Europe/Londn")
    assert shown.returncode == 2
    assert "CAIRN_TIME_ZONE: “time_zone” found “Europe/Londn”" in shown.stderr
    assert "did you mean “Europe/London”?" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_missing_mission_file_says_where_to_start(cairn, tmp_path):
    (tmp_path / "mission.toml").unlink()
    shown = cairn("run")
    assert shown.returncode == 2
    assert f"There is no mission.toml in {tmp_path}." in shown.stderr


def test_the_demonstration_is_loaded_only_where_settings_say_so(cairn):
    shown = cairn("demo")
    assert shown.returncode == 1
    assert "mission.toml does not say that this is a demonstration." in shown.stderr


def test_a_copy_that_is_no_site_is_refused(cairn, tmp_path):
    assert "There is no folder" in cairn("publish", "--verify", str(tmp_path / "mirror")).stderr
    shown = cairn("publish", "--verify", str(tmp_path))
    assert shown.returncode == 1
    assert "is not what Two Rivers signed.\nmanifest.json cannot be read" in shown.stderr


def test_a_backup_never_replaces_a_file(cairn, tmp_path):
    (tmp_path / "backup.tar.gz").write_text("older")
    shown = cairn("backup", "backup.tar.gz")
    assert shown.returncode == 1
    assert "backup.tar.gz exists already." in shown.stderr


def test_the_doctor_s_exit_code_tells_whether_something_must_be_put_right(cairn):
    shown = cairn("doctor")
    assert shown.returncode == 1
    assert "fail  database" in shown.stdout
    assert "→ cairn setup" in shown.stdout


def test_nobodys_code_is_handed_out_where_people_are_real(cairn):
    done = cairn("code", "caseworker", CAIRN_DEMONSTRATION__ENABLED="false")
    assert done.returncode != 0
    assert "hands out nobody's code" in done.stderr + done.stdout


@pytest.mark.django_db
def test_evidence_is_taken_and_looked_at_from_the_command_line(monkeypatch, tmp_path):
    from typer.testing import CliRunner

    from cairn.mission.cli import app
    from cairn.mission.config import load_mission

    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path))
    load_mission.cache_clear()
    said = [
        CliRunner().invoke(app, ["evidence", *words]).output
        for words in (["snapshot"], ["indicators"], ["cells", "deaths-on-the-way"])
    ]
    load_mission.cache_clear()
    assert "tracking.incidents" in said[0]
    assert "SDG 10.7.3" in said[1]
    assert "0 cells of deaths-on-the-way" in said[2]
