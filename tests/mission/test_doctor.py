"""The doctor looks at everything that must be in order, and each finding says what to do."""

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cairn.mission import doctor
from cairn.mission.backups.state import RESTORING, Drill, Made, remember_drill, remember_made
from cairn.mission.beat import Beat, write_beat
from cairn.mission.doctor import State, examine, without_password
from cairn.mission.errors import WrongSettings
from cairn.mission.secrets import Secret, ensure_secrets, secrets_folder


@pytest.fixture
def examined(rivers, monkeypatch):
    """Ask the doctor about the Two Rivers; answer the findings by what they are about."""
    monkeypatch.setattr(doctor, "mission_as_it_runs", lambda: rivers)
    rivers.storage_path.mkdir()
    return lambda: {finding.about: finding for finding in examine()}


def test_wrong_settings_are_the_only_finding(monkeypatch):
    def refuse():
        raise WrongSettings("“name” is missing.", "Write it.")

    monkeypatch.setattr(doctor, "mission_as_it_runs", refuse)
    (finding,) = examine()
    assert (finding.state, finding.said, finding.what_to_do) == (
        State.FAIL,
        "“name” is missing.",
        "Write it.",
    )


def test_an_empty_installation_is_told_how_to_begin(examined):
    findings = examined()
    assert findings["settings"].state is State.OK
    assert (findings["secrets"].state, findings["secrets"].what_to_do) == (
        State.WARN,
        "cairn setup makes them.",
    )
    assert (findings["database"].state, findings["migrations"].state) == (State.FAIL, State.FAIL)
    assert findings["public site"].what_to_do == "cairn publish"
    assert findings["worker"].state is State.WARN
    assert all(finding.what_to_do for finding in findings.values() if finding.state is not State.OK)


def write_database(path: Path, journal: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode={journal}")
        connection.execute("CREATE TABLE notes (said TEXT)")


def test_a_database_in_good_order_is_said_to_be(examined, rivers):
    write_database(rivers.sqlite_path, "WAL")
    findings = examined()
    assert findings["database"].said == "sqlite:///cairn.sqlite3 answers."
    assert findings["database journal"].state is State.OK


def test_a_database_without_write_ahead_is_found(examined, rivers):
    write_database(rivers.sqlite_path, "DELETE")
    finding = examined()["database journal"]
    assert (finding.state, finding.said) == (
        State.FAIL,
        "It is “delete”; readers would wait for each writer.",
    )


def test_secrets_that_others_can_read_are_named(examined, rivers):
    ensure_secrets(rivers)
    (secrets_folder(rivers) / Secret.SITE_SIGNING_KEY).chmod(0o644)
    finding = examined()["secrets"]
    assert (finding.state, finding.said) == (State.FAIL, "Others can read site_signing_key.")
    assert finding.what_to_do == f"chmod -R go= {secrets_folder(rivers)}"


def test_a_full_disk_is_found_before_a_publish_is(examined, monkeypatch):
    usage = shutil.disk_usage(Path("/"))._replace(free=50 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert examined()["disk"].state is State.FAIL


@pytest.mark.parametrize(
    ("beat", "state", "said"),
    [
        (Beat(), State.OK, "Alive 0 s ago."),
        (Beat(at=0), State.WARN, "No sign of life for"),
        (Beat(failing={"publishing": "OSError"}), State.FAIL, "These duties fail: publishing (OSError)."),
    ],
)
def test_the_worker_s_sign_of_life_is_read(examined, rivers, beat, state, said):
    if beat.at:
        beat = Beat(failing=beat.failing)
    write_beat(rivers, beat)
    finding = examined()["worker"]
    assert finding.state is state
    assert finding.said.startswith(said)


def drilled(days_ago: int, *troubles: str) -> Drill:
    at = (dt.datetime.now(dt.UTC) - dt.timedelta(days=days_ago)).isoformat(timespec="seconds")
    return Drill(at=at, made_at=at, file="rivers.cairn-backup", troubles=list(troubles))


def made(days_ago: int) -> Made:
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days_ago)
    return Made(at=at.isoformat(timespec="seconds"), file="/elsewhere/rivers.cairn-backup", size=1)


@pytest.mark.parametrize(
    ("newest", "drills", "backup", "drill"),
    [
        (None, [], State.WARN, None),
        (made(0), [], State.OK, State.WARN),
        (made(0), [drilled(1)], State.OK, State.OK),
        (made(5), [drilled(40)], State.WARN, State.WARN),
        (made(0), [drilled(3), drilled(1, "Table guard_user is missing.")], State.OK, State.FAIL),
    ],
)
def test_backups_that_are_old_or_were_never_tried_are_found(examined, rivers, newest, drills, backup, drill):
    if newest:
        remember_made(rivers, newest)
    for each in drills:
        remember_drill(rivers, each)
    findings = examined()
    assert findings["backup"].state is backup
    assert (findings["backup drill"].state if drill else None) is drill


def test_a_restore_that_was_stopped_half_way_is_found(examined, rivers):
    (rivers.storage_path / RESTORING).mkdir()
    assert (examined()["backup"].state, examined()["backup"].what_to_do) == (
        State.FAIL,
        "Give the same cairn restore again.",
    )


def test_a_damaged_site_is_found(examined, rivers):
    current = rivers.storage_path / "site" / "current"
    current.mkdir(parents=True)
    finding = examined()["public site"]
    assert (finding.state, finding.what_to_do) == (State.FAIL, "cairn publish --all makes it anew.")


def test_what_overrides_the_file_is_named(examined, monkeypatch):
    monkeypatch.setenv("CAIRN_NAME", "Another")
    assert examined()["environment"].said == "These override mission.toml: CAIRN_NAME."


def test_a_password_in_an_address_is_never_shown():
    assert without_password("postgresql://cairn:hush@db/cairn") == "postgresql://cairn@db/cairn"
