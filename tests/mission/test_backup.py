"""A backup is one file that holds what cannot be made again, and it is whole or absent."""

import io
import sqlite3
import tarfile
from contextlib import closing

import pytest
from rich.console import Console

from cairn.mission import backup
from cairn.mission.backup import BackupFailed, back_up
from cairn.mission.progress import Report
from cairn.mission.secrets import ensure_secrets


@pytest.fixture
def report(monkeypatch, rivers):
    monkeypatch.setattr(backup, "load_mission", lambda: rivers)
    return Report(Console(file=io.StringIO(), width=200))


@pytest.fixture
def lived_in(rivers):
    """Database, a picture and secrets, as after a while."""
    ensure_secrets(rivers)
    with closing(sqlite3.connect(rivers.sqlite_path)) as connection:
        connection.execute("CREATE TABLE notes (said TEXT)")
        connection.execute("INSERT INTO notes VALUES ('long ago')")
        connection.commit()
    (rivers.storage_path / "media" / "images").mkdir(parents=True)
    (rivers.storage_path / "media" / "images" / "quay.png").write_bytes(b"picture")
    return rivers


def test_database_media_and_settings_are_in_it_and_secrets_are_not(lived_in, report, tmp_path):
    back_up(tmp_path / "backup.tar.gz", report)
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        assert sorted(archive.getnames()) == ["cairn.sqlite3", "media/images/quay.png", "mission.toml"]
        archive.extractall(tmp_path / "restored", filter="data")
    with closing(sqlite3.connect(tmp_path / "restored" / "cairn.sqlite3")) as restored:
        assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert restored.execute("SELECT said FROM notes").fetchall() == [("long ago",)]


def test_what_is_written_but_not_yet_in_the_main_file_is_in_it_too(lived_in, report, tmp_path):
    with closing(sqlite3.connect(lived_in.sqlite_path)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO notes VALUES ('just now')")
        writer.commit()
        back_up(tmp_path / "backup.tar.gz", report)
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        archive.extract("cairn.sqlite3", tmp_path / "restored", filter="data")
    with closing(sqlite3.connect(tmp_path / "restored" / "cairn.sqlite3")) as restored:
        assert restored.execute("SELECT said FROM notes").fetchall() == [("long ago",), ("just now",)]


def test_only_its_owner_may_read_it(lived_in, report, tmp_path):
    back_up(tmp_path / "backup.tar.gz", report)
    assert (tmp_path / "backup.tar.gz").stat().st_mode & 0o777 == 0o600


def test_a_backup_that_fails_leaves_no_file_of_that_name(rivers, report, tmp_path):
    with pytest.raises(BackupFailed, match=r"There is no database at .*\nNothing has been written yet"):
        back_up(tmp_path / "backup.tar.gz", report)
    assert [path.name for path in tmp_path.iterdir()] == ["mission.toml"]


def test_a_folder_that_is_not_there_is_named(lived_in, report, tmp_path):
    with pytest.raises(BackupFailed, match="There is no folder"):
        back_up(tmp_path / "nowhere" / "backup.tar.gz", report)
