"""A drill brings a backup back and says what is missing, before anybody needs it."""

import dataclasses
import json
import sqlite3
from contextlib import closing

import pytest
from django.db import connection, connections
from django.db.utils import ConnectionDoesNotExist

from cairn.guard.keys import destroy_data_key
from cairn.guard.models import Attachment, DataKey
from cairn.guard.sealed.store import path_of
from cairn.mission.backups import archive, shelf, snapshots
from cairn.mission.backups.drilling import drill
from cairn.mission.backups.errors import DrillFailed
from cairn.mission.backups.making import back_up
from cairn.mission.backups.state import last_drill, last_made
from cairn.mission.backups.tables import Table, differences, fingerprint


@pytest.fixture
def backup(lived_in, report, tmp_path):
    return back_up(tmp_path / "rivers.cairn-backup", report).file


def test_a_good_backup_is_found_good_and_that_is_remembered(backup, lived_in, report):
    done = drill(None, report)
    assert done.troubles == []
    assert (done.file, done.made_at) == (backup.name, last_made(lived_in).at)
    assert done.files == 3
    assert done.opened == 2 * 3 + 2, "three sealed values of two attachments, and both files"
    assert done.trace == 2
    assert last_drill() == last_drill(good=False) == done


def test_nothing_of_a_drill_stays(backup, lived_in, report):
    drill(None, report)
    assert list((lived_in.storage_path / "scratch").iterdir()) == []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE '%%_drill'")
            assert cursor.fetchall() == []


def test_the_mission_s_own_database_is_left_alone(backup, report):
    before = Attachment.objects.count()
    drill(None, report)
    assert Attachment.objects.count() == before
    with pytest.raises(ConnectionDoesNotExist):
        connections["restored"]


def test_a_backup_that_was_touched_is_found_and_the_last_good_drill_stays(backup, report):
    good = drill(None, report)
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    bad = drill(None, report)
    assert bad.troubles == [
        "This backup was changed or cut since it was written; nothing of it was put in place."
    ]
    assert (last_drill(), last_drill(good=False)) == (good, bad)


def test_a_row_that_did_not_come_along_is_found(lived_in, report, tmp_path, monkeypatch):
    """As if the copy of the database had lost what the count before it had seen."""
    taken = snapshots.Snapshot

    def one_more(**words):
        tables = dict(words["tables"])
        user = tables["guard_user"]
        tables["guard_user"] = Table(user.rows + 1, user.hash)
        return taken(**words | {"tables": tables})

    monkeypatch.setattr(snapshots, "Snapshot", one_more)
    back_up(tmp_path / "rivers", report)
    (trouble,) = drill(None, report).troubles
    assert trouble.startswith("Table guard_user has ")


def test_a_sealed_file_that_was_lost_before_the_backup_is_found(lived_in, report, tmp_path):
    path_of(Attachment.objects.first().stored_name).unlink()
    back_up(tmp_path / "rivers", report)
    assert "1 sealed files are missing that rows speak of." in drill(None, report).troubles


def test_a_sealed_file_that_was_exchanged_before_the_backup_is_found(lived_in, report, tmp_path):
    one, other = (path_of(each.stored_name) for each in Attachment.objects.all())
    one.write_bytes(other.read_bytes())
    back_up(tmp_path / "rivers", report)
    troubles = drill(None, report).troubles
    assert "1 sealed files are not the ones that their rows speak of." in troubles
    assert "1 sealed files do not open." in troubles


def test_a_trace_that_was_cut_before_the_backup_is_found(lived_in, report, tmp_path, triggers_lifted):
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM guard_auditentry WHERE sequence = 1")
    back_up(tmp_path / "rivers", report)
    assert "The trace: Entry 1 is missing." in drill(None, report).troubles


def test_a_value_that_was_moved_to_another_row_is_found(lived_in, report, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_name FROM guard_attachment ORDER BY id LIMIT 1")
        (moved,) = cursor.fetchone()
        cursor.execute("UPDATE guard_attachment SET file_name = %s", [moved])
    back_up(tmp_path / "rivers", report)
    assert "1 sealed values of guard.Attachment do not open." in drill(None, report).troubles


def test_somebody_who_was_erased_is_no_trouble(lived_in, report, tmp_path):
    destroy_data_key(Attachment.objects.first().data_key, by=None)
    back_up(tmp_path / "rivers", report)
    done = drill(None, report)
    assert (done.troubles, done.opened) == ([], 3 + 1)


def test_keys_of_today_are_what_counts(backup, lived_in, report, tmp_path):
    from cairn.guard.keys.ring import kept_in_file, retired_file
    from cairn.guard.keys.rotation import continue_rotation, start_rotation

    continue_rotation(start_rotation(by=None))
    (trouble,) = drill(backup, report).troubles
    assert trouble.endswith("needs master key version 1; at hand is 2.")
    assert drill(backup, report, key_file=retired_file(kept_in_file())).is_good


def test_after_rotation_and_the_end_of_the_retired_key_nothing_opens_who_was_erased(
    backup, lived_in, report, tmp_path
):
    """The backup before still holds the wrapped key; with the master key that wrapped it gone, it opens for nobody."""
    from cairn.guard.keys.ring import kept_in_file, retired_file
    from cairn.guard.keys.rotation import continue_rotation, start_rotation

    destroy_data_key(DataKey.objects.first(), by=None)
    continue_rotation(start_rotation(by=None))
    retired_file(kept_in_file()).unlink()
    assert not drill(backup, report).is_good
    after = back_up(tmp_path / "after", report).file
    assert drill(after, report).is_good


def test_without_a_backup_there_is_nothing_to_drill(lived_in, report, backup):
    backup.unlink()
    with pytest.raises(DrillFailed, match="The newest backup is not at"):
        drill(None, report)
    (lived_in.storage_path / "backups.json").unlink()
    with pytest.raises(DrillFailed, match="No backup was made here yet"):
        drill(None, report)


def test_what_is_remembered_names_nobody(backup, lived_in, report):
    done = drill(None, report)
    kept = json.loads((lived_in.storage_path / "backups.json").read_text())
    assert set(kept["drill"]) == {field.name for field in dataclasses.fields(done)}
    assert all(isinstance(value, int | float | str | list) for value in kept["drill"].values())


class TestTablesAreCompared:
    def test_rows_in_another_order_are_the_same(self):
        assert fingerprint([b"one", b"two"]) == fingerprint([b"two", b"one"])

    def test_a_row_that_stands_twice_is_not_one_that_stands_once(self):
        assert fingerprint([b"one", b"one"]) != fingerprint([b"one"])

    def test_each_difference_has_its_sentence(self):
        one, two, other = fingerprint([b"a"]), fingerprint([b"a", b"b"]), fingerprint([b"c"])
        said = differences({"a": one, "b": one, "c": one}, {"a": two, "b": other, "d": one})
        assert said == [
            "Table a has 2 rows instead of 1.",
            "Table b has as many rows, and they say something else.",
            "Table c is missing.",
            "Table d was not there.",
        ]


def test_a_damaged_copy_of_sqlite_is_said_to_be(tmp_path):
    from cairn.mission.backups.checking import faults_of_sqlite

    path = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        copy.executescript(
            "CREATE TABLE offices (id INTEGER PRIMARY KEY);"
            "CREATE TABLE cases (office INTEGER REFERENCES offices(id)); INSERT INTO cases VALUES (7);"
        )
    assert faults_of_sqlite(path) == ["A row of cases points to a row of offices that is not there."]


def test_the_names_of_members_are_those_that_a_restore_knows(backup):
    known = {archive.AUDIT, archive.EVIDENCE, archive.MEDIA, archive.SEALED, archive.SECRETS}
    assert known == set(archive.FOLDERS)
    assert backup.suffix == shelf.ENDING
