"""A restore fills an empty place, or leaves the place as it was."""

import json
import os
import subprocess
import sys
from dataclasses import asdict

import pytest
from django.db import connection

from cairn.mission.backups import archive, checking, container, postgresql, restoring
from cairn.mission.backups.errors import RestoreFailed, RestoreRefused
from cairn.mission.backups.making import back_up
from cairn.mission.backups.opening import keys_at_hand, unpack
from cairn.mission.backups.restoring import RESTORING, restore
from cairn.mission.backups.scratch import is_mine
from cairn.mission.disk import NoRoom
from cairn.mission.prepare import RestoreNotOver, prepare
from cairn.mission.secrets import Secret


@pytest.fixture
def key_file(lived_in):
    return lived_in.storage_path / "secrets" / Secret.MASTER_KEY


@pytest.fixture
def backup(lived_in, report, tmp_path):
    return back_up(tmp_path / "rivers.cairn-backup", report).file


def test_a_place_that_is_not_empty_is_refused_and_left_alone(backup, key_file, new_machine, report):
    there = new_machine()
    (there.storage / "media").mkdir(parents=True)
    (there.storage / "media" / "theirs.png").write_bytes(b"somebody else's")
    with pytest.raises(RestoreRefused, match="is not empty: it holds media"):
        restore(backup, report, key_file=key_file)
    assert there.files == ["kept/media/theirs.png"]


def test_a_database_that_is_not_empty_is_refused(
    backup, key_file, new_machine, report, monkeypatch, lived_in
):
    there = new_machine()
    monkeypatch.setenv("CAIRN_DATABASE", lived_in.database)
    with pytest.raises(RestoreRefused, match="The database that mission.toml names is not empty"):
        restore(backup, report, key_file=key_file)
    assert there.files == []


def test_another_kind_of_database_is_refused(backup, key_file, new_machine, report, monkeypatch):
    there = new_machine()
    other = (
        "postgresql://cairn@127.0.0.1/rivers" if connection.vendor == "sqlite" else "sqlite:///cairn.sqlite3"
    )
    monkeypatch.setenv("CAIRN_DATABASE", other)
    with pytest.raises(RestoreRefused, match=f"This backup holds a database of {connection.vendor}"):
        restore(backup, report, key_file=key_file)
    assert there.files == []


def test_a_disk_that_is_too_small_is_refused_before_anything_is_written(
    backup, key_file, new_machine, report, monkeypatch
):
    there = new_machine()
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Small())
    with pytest.raises(NoRoom, match="The restore was not begun: it needs up to"):
        restore(backup, report, key_file=key_file)
    assert there.files == []


class _Small:
    free = 1 << 20


def test_settings_that_are_there_stay_and_the_backup_s_lie_beside(
    backup, key_file, new_machine, report, lived_in
):
    there = new_machine()
    ours = (lived_in.root / "mission.toml").read_text().replace("Two Rivers", "Three Rivers")
    (there.folder / "mission.toml").write_text(ours)
    done = restore(backup, report, key_file=key_file)
    assert (there.folder / "mission.toml").read_text() == ours
    assert "Two Rivers" in (there.storage / "mission.toml.from-backup").read_text()
    assert any("was here already and stays" in note for note in done.notes)


def test_another_folder_may_be_named(backup, key_file, new_machine, report):
    there = new_machine()
    done = restore(backup, report, into=there.folder / "elsewhere", key_file=key_file)
    assert (there.folder / "elsewhere" / "media" / "original_images" / "quay.png").exists()
    assert not there.storage.exists()
    assert any("Its “storage” has to name" in note for note in done.notes)


def test_nothing_is_left_of_the_work(backup, key_file, new_machine, report):
    there = new_machine()
    restore(backup, report, key_file=key_file)
    assert {path.name for path in there.folder.iterdir()} == {"kept", "mission.toml"}
    assert not (there.storage / RESTORING).exists()
    assert list((there.storage / "scratch").iterdir()) == []


def test_two_at_once_are_refused(backup, key_file, new_machine, report):
    there = new_machine()
    (there.storage / RESTORING).mkdir(parents=True)
    with (
        is_mine(there.storage / RESTORING),
        pytest.raises(RestoreRefused, match="Another restore is under way"),
    ):
        restore(backup, report, key_file=key_file)


class TestOneThatWasStopped:
    @pytest.fixture
    def stopped(self, backup, key_file, new_machine, report, monkeypatch):
        """A restore that fails when it has moved the files and comes to the database."""
        there = new_machine()

        def stop(*_words):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(restoring, "place_database", stop)
            with pytest.raises(KeyboardInterrupt):
                restore(backup, report, key_file=key_file)
        return there

    def test_looks_like_no_mission_and_nothing_starts_on_it(self, stopped, report, monkeypatch, lived_in):
        assert not (stopped.folder / "mission.toml").exists()
        (stopped.folder / "mission.toml").write_text((lived_in.root / "mission.toml").read_text())
        with pytest.raises(RestoreNotOver, match="A restore was stopped half-way"):
            prepare(report, [])

    def test_goes_on_when_it_is_given_again(self, stopped, backup, key_file, report):
        restore(backup, report, key_file=key_file)
        assert stopped.tables["guard_attachment"].rows == 2
        assert (stopped.storage / "media" / "original_images" / "quay.png").exists()
        assert not (stopped.storage / RESTORING).exists()

    def test_is_not_mixed_with_another_backup(self, stopped, backup, key_file, report):
        head = stopped.storage / RESTORING / "head"
        other = asdict(container.head_of(backup)) | {"made_at": "2015-12-02T03:00:00+00:00"}
        head.write_text(json.dumps(other))
        with pytest.raises(RestoreRefused, match="A restore of another backup was stopped"):
            restore(backup, report, key_file=key_file)

    def test_starts_anew_where_nothing_was_moved_yet(self, backup, key_file, new_machine, report):
        there = new_machine()
        left = there.storage / RESTORING / "ready"
        left.mkdir(parents=True)
        (left / "database").write_bytes(b"half of a database")
        restore(backup, report, key_file=key_file)
        assert there.tables["guard_attachment"].rows == 2


def test_rows_that_are_not_those_of_the_backup_are_not_left_standing(
    backup, key_file, new_machine, report, monkeypatch
):
    """What comes back is compared before anybody can work with it, or taken back at once."""
    there = new_machine()
    from_line = archive.Contents.from_line.__func__

    def one_row_more(cls, line):
        contents = from_line(cls, line)
        tables = contents.tables
        user = tables["guard_user"]
        tables["guard_user"] = type(user)(user.rows + 1, user.hash)
        return contents

    monkeypatch.setattr(archive.Contents, "from_line", classmethod(one_row_more))
    with pytest.raises(RestoreFailed, match=r"Table guard_user has \d+ rows instead of \d+"):
        restore(backup, report, key_file=key_file)
    assert not (there.folder / "mission.toml").exists()
    if connection.vendor == "postgresql":
        assert not postgresql.has_tables(there.database)
    else:
        assert not (there.storage / "cairn.sqlite3").exists()


def test_a_server_that_cannot_be_reached_is_said(lived_in):
    with (
        pytest.raises(postgresql.Refused, match="PostgreSQL cannot be reached"),
        postgresql.connected("host=127.0.0.1 port=1 dbname=rivers"),
    ):
        pass


def test_a_dump_that_pg_restore_does_not_like_leaves_nothing(new_machine, lived_in, tmp_path):
    if connection.vendor != "postgresql":
        return
    there = new_machine()
    (tmp_path / "dump").write_bytes(b"PGDMP and then nothing of the kind")
    with pytest.raises(RestoreFailed, match="pg_restore failed, and nothing was restored"):
        checking.restore_postgresql(tmp_path / "dump", there.database)
    assert not postgresql.has_tables(there.database)


def test_killed_while_postgresql_takes_the_rows_in_there_is_not_one_of_them(new_machine, unpacked, tmp_path):
    """pg_restore reads from us through a pipe, so it does not go on alone and commit."""
    if connection.vendor != "postgresql":
        return
    there, dump = new_machine(), unpacked / archive.DATABASE
    way = tmp_path / "way"
    os.mkfifo(way)
    script = "import sys; from pathlib import Path; from cairn.mission.backups.checking import restore_postgresql as r;"
    restoring_it = subprocess.Popen(
        [sys.executable, "-c", f"{script} r(Path(sys.argv[1]), sys.argv[2])", str(way), there.database],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    )
    content = dump.read_bytes()
    with way.open("wb", buffering=0) as pipe:
        pipe.write(content[: len(content) * 3 // 4])
        restoring_it.kill()
    assert restoring_it.stdout
    assert restoring_it.stdout.read() == b"", "at its end pg_restore has ended as well: it shared this pipe"
    restoring_it.wait()
    restoring_it.stdout.close()
    assert not postgresql.has_tables(there.database)
    checking.restore_postgresql(dump, there.database)
    assert there.tables["guard_attachment"].rows == 2


@pytest.fixture
def unpacked(backup, key_file, report, tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    unpack(backup, keys_at_hand(key_file).ring, folder, report)
    return folder
