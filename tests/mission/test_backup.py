"""A backup is one sealed file that holds what cannot be made again, and brings all of it back."""

import json
import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from cairn.guard.keys.errors import KeysMissing, WrongMasterKey
from cairn.guard.keys.ring import add_version, forget_answers, ring_in
from cairn.guard.models import Attachment, AuditEntry, DataKey
from cairn.guard.sealed.attachments import delete_attachment
from cairn.guard.sealed.store import INCOMING, path_of, private_file, private_folder, store_folder
from cairn.guard.trace import Event
from cairn.guard.trace.checkpoints import checkpoints_file
from cairn.mission.backups import archive, container, making, snapshots
from cairn.mission.backups.errors import BackupDamaged, BackupFailed
from cairn.mission.backups.making import back_up, said_of
from cairn.mission.backups.opening import keys_at_hand, unpack
from cairn.mission.backups.restoring import restore
from cairn.mission.backups.state import last_made
from cairn.mission.disk import NoRoom
from cairn.mission.errors import CairnError
from cairn.mission.secrets import Secret


@pytest.fixture
def key_file(lived_in) -> Path:
    """The copy of the master key that somebody keeps apart from the backups."""
    return lived_in.storage_path / "secrets" / Secret.MASTER_KEY


@pytest.fixture
def backup(lived_in, report, tmp_path) -> Path:
    return back_up(tmp_path / "rivers.cairn-backup", report).file


@pytest.fixture
def unpacked(lived_in, report, tmp_path):
    """What is in a backup, as files in a folder."""

    def open_it(file: Path) -> tuple[Path, archive.Contents]:
        folder = tmp_path / f"unpacked-{file.name}"
        folder.mkdir()
        return folder, unpack(file, keys_at_hand(None, lived_in).ring, folder, report)

    return open_it


def test_it_comes_back_as_it_was_on_an_empty_machine(backup, key_file, unpacked, new_machine, report):
    contents = unpacked(backup)[1]
    there = new_machine()
    done = restore(backup, report, key_file=key_file)
    assert there.tables == contents.tables
    assert (done.tables, done.rows) == (
        len(contents.tables),
        sum(table.rows for table in contents.tables.values()),
    )
    assert contents.tables["guard_attachment"].rows == 2
    for name, digest in there.rows("SELECT stored_name, digest FROM guard_attachment"):
        sealed = there.storage / "sealed" / name[:2] / name[2:]
        assert sealed.read_bytes() == path_of_old(key_file, name).read_bytes()
        assert len(digest) == 64
    picture = there.storage / "media" / "original_images" / "quay.png"
    assert picture.read_bytes() == b"picture of a quay"
    assert (there.folder / "mission.toml").read_text().startswith('\nname = "Mission of the Two Rivers"')


def test_releases_and_what_they_are_made_from_come_back_and_begun_work_does_not(
    lived_in, key_file, new_machine, report, tmp_path
):
    evidence = lived_in.storage_path / "evidence"
    whole = ("releases/abc/release.json", "releases/abc/tables/deaths.csv", "snapshots/def/facts.parquet")
    begun = (
        "releases/.work-files-calais-2/release.json",
        "releases/.lock-calais-2",
        "snapshots/.unfinished-1/f",
    )
    for name in (*whole, *begun):
        (evidence / name).parent.mkdir(parents=True, exist_ok=True)
        (evidence / name).write_text(name)
    file = back_up(tmp_path / "evidence.cairn-backup", report).file
    there = new_machine()
    restore(file, report, key_file=key_file)
    back = there.storage / "evidence"
    assert {str(path.relative_to(back)): path.read_text() for path in back.rglob("*") if path.is_file()} == {
        name: name for name in whole
    }


def path_of_old(key_file: Path, name: str) -> Path:
    return key_file.parents[1] / "sealed" / name[:2] / name[2:]


def test_what_is_private_comes_back_private(backup, key_file, new_machine, report):
    there = new_machine()
    restore(backup, report, key_file=key_file)
    modes = {
        str(path.relative_to(there.storage)): stat.S_IMODE(path.stat().st_mode)
        for path in there.storage.rglob("*")
    }
    assert modes["media/original_images/quay.png"] == 0o640
    private = {name: mode for name, mode in modes.items() if not name.startswith("media")}
    assert {mode for name, mode in private.items() if (there.storage / name).is_file()} == {0o600}
    assert {mode for name, mode in private.items() if (there.storage / name).is_dir()} == {0o700}


def test_the_key_that_signs_the_site_is_in_it_and_the_others_are_not(backup, lived_in, unpacked):
    folder = unpacked(backup)[0]
    assert [path.name for path in (folder / "secrets").iterdir()] == [Secret.SITE_SIGNING_KEY]
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for name in (Secret.MASTER_KEY, Secret.DJANGO_SECRET_KEY):
        secret = (lived_in.storage_path / "secrets" / name).read_bytes().strip()
        assert secret not in everything


def test_without_the_key_it_tells_nothing_but_how_to_open_it(backup, lived_in):
    line = backup.read_bytes().split(b"\n", 2)[1]
    assert set(json.loads(line)) == {
        "cairn",
        "check",
        "database",
        "format",
        "key",
        "made_at",
        "master_key",
        "master_keys",
        "size",
    }
    for word in (b"Two Rivers", b"quay", b"guard_attachment", b"SQLite format", b"PGDMP"):
        assert word not in backup.read_bytes()


def test_only_its_owner_may_read_it(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_it_says_what_opens_it(lived_in, report, tmp_path):
    said = " ".join(said_of(back_up(tmp_path / "rivers", report)))
    assert "It opens with master key 1, which is not in it" in said


def test_the_trace_tells_of_it_by_its_hash(lived_in, report, tmp_path):
    made = back_up(tmp_path / "rivers", report)
    entry = AuditEntry.objects.order_by("sequence").last()
    assert (entry.event, json.loads(entry.data)) == (Event.BACKUP_MADE, {"digest": made.digest})


def test_one_that_the_trace_cannot_tell_of_does_not_stand(lived_in, report, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM guard_audithead")
    with pytest.raises(CairnError, match="The trace has entries and no head"):
        back_up(tmp_path / "rivers", report)
    assert {path.name for path in tmp_path.iterdir()} == {"kept", "mission.toml"}


def test_nothing_is_left_besides_it(backup, lived_in):
    assert list((lived_in.storage_path / "scratch").iterdir()) == []
    assert {path.name for path in backup.parent.iterdir()} == {"kept", "mission.toml", backup.name}


def test_the_checkpoints_lie_where_the_trace_looks_for_them(lived_in):
    assert checkpoints_file(lived_in) == lived_in.storage_path / archive.CHECKPOINTS


class TestWhileColleaguesWork:
    """They add and delete at any moment of a backup; every row in it has its file."""

    @pytest.fixture
    def meanwhile(self, monkeypatch):
        """Let something happen right before or right after the database is copied."""
        deeds = {}
        take = making.snapshot_of

        def snapshot_of(*words):
            deeds.get("before", int)()
            taken = take(*words)

            class Taken:
                def __enter__(self):
                    snapshot = taken.__enter__()
                    deeds.get("after", int)()
                    return snapshot

                def __exit__(self, *error):
                    return taken.__exit__(*error)

            return Taken()

        monkeypatch.setattr(making, "snapshot_of", snapshot_of)
        return deeds

    def files_and_rows(self, folder: Path) -> tuple[set[str], int]:
        return {path.parent.name + path.name for path in (folder / "sealed").glob("*/*")}, 0

    def test_a_file_that_came_before_the_copy_is_in_it(
        self, lived_in, meanwhile, unpacked, report, tmp_path, keep_file
    ):
        new = []
        meanwhile["before"] = lambda: new.append(keep_file("a third"))
        folder, contents = unpacked(back_up(tmp_path / "rivers", report).file)
        assert contents.tables["guard_attachment"].rows == 3
        assert path_in(folder, new[0]).exists()

    def test_a_file_that_was_deleted_after_the_copy_is_in_it(
        self, lived_in, meanwhile, unpacked, report, tmp_path
    ):
        gone = Attachment.objects.first()
        meanwhile["after"] = lambda: delete_attachment(gone, by=None, about=None)
        name = gone.stored_name
        folder, contents = unpacked(back_up(tmp_path / "rivers", report).file)
        assert contents.tables["guard_attachment"].rows == 2
        assert (folder / "sealed" / name[:2] / name[2:]).exists()
        assert not path_of(name).exists()

    def test_a_picture_that_was_deleted_after_the_copy_is_in_it(
        self, lived_in, meanwhile, unpacked, report, tmp_path
    ):
        picture = lived_in.storage_path / "media" / "original_images" / "quay.png"
        meanwhile["after"] = picture.unlink
        folder, _contents = unpacked(back_up(tmp_path / "rivers", report).file)
        assert (folder / "media" / "original_images" / "quay.png").read_bytes() == b"picture of a quay"

    def test_an_upload_that_is_coming_in_is_left_out(self, lived_in, unpacked, report, tmp_path):
        with private_file(private_folder(store_folder() / INCOMING) / "0123") as file:
            file.write(b"half of it")
        folder, _contents = unpacked(back_up(tmp_path / "rivers", report).file)
        assert not (folder / "sealed" / INCOMING).exists()

    def test_a_disk_without_links_is_backed_up_as_well(
        self, lived_in, unpacked, report, tmp_path, monkeypatch
    ):
        def refuse(*_names):
            raise PermissionError("This disk knows no links.")

        monkeypatch.setattr(os, "link", refuse)
        folder, contents = unpacked(back_up(tmp_path / "rivers", report).file)
        assert contents.files == 3
        assert len(list((folder / "sealed").glob("*/*"))) == 2

    def test_a_checkpoint_that_is_signed_later_does_not_come_along(
        self, lived_in, meanwhile, unpacked, report, tmp_path, keep_file
    ):
        from cairn.guard.trace.checkpoints import checkpoint

        def more() -> None:
            keep_file("a third")
            checkpoint()

        meanwhile["after"] = more
        before = checkpoints_file().read_bytes()
        folder, _contents = unpacked(back_up(tmp_path / "rivers", report).file)
        assert (folder / archive.CHECKPOINTS).read_bytes() == before != checkpoints_file().read_bytes()

    def test_writing_without_pause_does_not_hold_it_up(
        self, lived_in, unpacked, report, tmp_path, monkeypatch
    ):
        """Every table is counted as of one moment: two that are always written together never differ."""
        with connection.cursor() as cursor:
            for table in ("one", "other"):
                cursor.execute(f"CREATE TABLE {table} (number integer, words text)")
                cursor.execute(
                    f"INSERT INTO {table} WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                    " SELECT -i, 'something that fills a page' FROM n"
                )
        monkeypatch.setattr(snapshots, "PAGES", 1)
        written, stopping = [0], threading.Event()
        writer = threading.Thread(target=write_pairs, args=(written, stopping))
        writer.start()
        try:
            file = back_up(tmp_path / "rivers", report).file
        finally:
            stopping.set()
            writer.join()
        tables = unpacked(file)[1].tables
        assert tables["one"] == tables["other"]
        assert written[0] > tables["one"].rows - 5000


def write_pairs(written: list[int], stopping: threading.Event) -> None:
    """As another process does: the same row into two tables, in one transaction, again and again."""
    writer = connection.copy()
    try:
        while not stopping.is_set() or not written[0]:
            with writer.cursor() as cursor:
                cursor.execute("BEGIN IMMEDIATE" if writer.vendor == "sqlite" else "BEGIN")
                for table in ("one", "other"):
                    cursor.execute(f"INSERT INTO {table} VALUES (%s, 'more')", [written[0]])
                cursor.execute("COMMIT")
            written[0] += 1
    finally:
        writer.close()


def path_in(folder: Path, attachment: Attachment) -> Path:
    return folder / "sealed" / attachment.stored_name[:2] / attachment.stored_name[2:]


class TestWhereItGoes:
    def test_a_folder_gets_a_file_named_by_the_moment(self, lived_in, report, tmp_path):
        folder = tmp_path / "backups"
        folder.mkdir()
        file = back_up(folder, report).file
        assert file.parent == folder
        assert file.name.endswith(".cairn-backup")
        assert last_made(lived_in).file == str(file)

    def test_older_ones_go_when_enough_are_kept(self, lived_in, report, tmp_path):
        folder = tmp_path / "backups"
        folder.mkdir()
        old = [folder / f"2015-12-{day:02}-030000.cairn-backup" for day in (1, 2, 3)]
        for path in [*old, folder / "before-the-move.cairn-backup"]:
            path.write_bytes(b"older")
        file = back_up(folder, report, keep=2).file
        assert set(folder.iterdir()) == {file, old[2], folder / "before-the-move.cairn-backup"}

    def test_a_file_that_is_there_stays(self, backup, report):
        before = backup.read_bytes()
        with pytest.raises(BackupFailed, match="exists already"):
            back_up(backup, report)
        assert backup.read_bytes() == before

    def test_a_folder_that_is_not_there_is_named(self, lived_in, report, tmp_path):
        with pytest.raises(BackupFailed, match="There is no folder"):
            back_up(tmp_path / "nowhere" / "rivers", report)

    def test_keeping_some_needs_a_folder(self, lived_in, report, tmp_path):
        with pytest.raises(BackupFailed, match="Name a folder instead of a file"):
            back_up(tmp_path / "rivers", report, keep=3)

    def test_it_is_not_begun_where_it_would_fill_the_disk(self, lived_in, report, tmp_path, monkeypatch):
        full = making.ensure_room_for.__globals__["shutil"].disk_usage(tmp_path)._replace(free=1 << 20)
        monkeypatch.setattr("shutil.disk_usage", lambda _: full)
        with pytest.raises(NoRoom, match="The backup was not begun: it needs up to"):
            back_up(tmp_path / "rivers", report)
        assert not (tmp_path / "rivers").exists()

    def test_a_mission_without_a_database_has_nothing_to_back_up(self, rivers, report, tmp_path):
        with pytest.raises(BackupFailed, match=r"There is no database at .*\nNothing has been written yet"):
            back_up(tmp_path / "rivers", report)
        assert {path.name for path in tmp_path.iterdir()} == {"kept", "mission.toml"}


class TestOneThatWasTouched:
    """Whoever can write to the disk where it lies changes nothing unseen."""

    def refused(self, file: Path, key_file: Path, new_machine, report) -> str:
        there = new_machine()
        with pytest.raises(BackupDamaged) as refused:
            restore(file, report, key_file=key_file)
        assert there.files == []
        return refused.value.message

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.9999])
    def test_a_flipped_bit_is_refused_wherever_it_is(self, backup, key_file, new_machine, report, share):
        content = bytearray(backup.read_bytes())
        content[int(len(content) * share)] ^= 1
        backup.write_bytes(content)
        assert "was changed or cut" in self.refused(backup, key_file, new_machine, report)

    @pytest.mark.parametrize("left", [0.3, 0.7, 0.99999])
    def test_one_that_was_cut_is_refused(self, backup, key_file, new_machine, report, left):
        os.truncate(backup, int(backup.stat().st_size * left))
        assert "was changed or cut" in self.refused(backup, key_file, new_machine, report)

    def test_one_that_grew_is_refused(self, backup, key_file, new_machine, report):
        with backup.open("ab") as file:
            file.write(bytes(100))
        assert "was changed or cut" in self.refused(backup, key_file, new_machine, report)

    def test_a_first_line_that_says_something_else_is_refused(self, backup, key_file, new_machine, report):
        year = container.head_of(backup).made_at[:4].encode()
        backup.write_bytes(backup.read_bytes().replace(b'"made_at": "' + year, b'"made_at": "1999', 1))
        assert "was changed or cut" in self.refused(backup, key_file, new_machine, report)

    def test_the_inside_of_another_backup_is_refused(
        self, backup, lived_in, key_file, new_machine, report, tmp_path
    ):
        other = back_up(tmp_path / "other", report).file
        head = b"\n".join(backup.read_bytes().split(b"\n", 2)[:2])
        body = other.read_bytes().split(b"\n", 2)[2]
        backup.write_bytes(head + b"\n" + body)
        assert "was changed or cut" in self.refused(backup, key_file, new_machine, report)

    def test_a_file_of_another_kind_is_refused(self, key_file, new_machine, report, tmp_path):
        (tmp_path / "letter").write_text("Dear colleague")
        said = self.refused(tmp_path / "letter", key_file, new_machine, report)
        assert "This is not a backup of Cairn's" in said

    def test_one_of_a_newer_cairn_is_refused_by_its_version(self, backup, key_file, new_machine, report):
        backup.write_bytes(backup.read_bytes().replace(b'"format": 1', b'"format": 9', 1))
        assert "written by a newer Cairn (0.1.0)" in self.refused(backup, key_file, new_machine, report)


class TestTheMasterKey:
    def test_a_missing_one_is_named_by_its_version(self, backup, new_machine, report):
        there = new_machine()
        with pytest.raises(KeysMissing, match="needs master key version 1, and there is none here"):
            restore(backup, report)
        assert there.files == []

    def test_another_one_of_its_number_is_told_from_a_damaged_file(
        self, backup, new_machine, report, tmp_path
    ):
        (tmp_path / "another").write_text("1:" + "QUJD" * 10 + "QUI=\n")
        there = new_machine()
        with pytest.raises(WrongMasterKey, match="Master key version 1 at hand is not the one"):
            restore(backup, report, key_file=tmp_path / "another")
        assert there.files == []

    def test_after_a_rotation_the_retired_one_opens_an_older_backup(
        self, backup, lived_in, key_file, new_machine, report, tmp_path
    ):
        from cairn.guard.keys.ring import retired_file
        from cairn.guard.keys.rotation import continue_rotation, start_rotation

        continue_rotation(start_rotation(by=None))
        retired = retired_file(key_file)
        there = new_machine()
        with pytest.raises(KeysMissing, match="needs master key version 1; at hand is 2"):
            restore(backup, report, key_file=key_file)
        assert there.files == []
        restore(backup, report, key_file=retired)
        assert ring_in((there.storage / "secrets" / Secret.MASTER_KEY).read_text()).versions == [1]

    def test_in_the_middle_of_a_rotation_both_are_needed_and_named(
        self, lived_in, key_file, report, tmp_path
    ):
        add_version(key_file)
        forget_answers()
        DataKey.objects.make()
        head = back_up(tmp_path / "rivers", report).head
        assert (head.master_key, head.needed) == (2, [1, 2])

    def test_one_that_lies_on_the_new_machine_already_is_used(self, backup, key_file, new_machine, report):
        there = new_machine()
        (there.storage / "secrets").mkdir(parents=True)
        (there.storage / "secrets" / Secret.MASTER_KEY).write_text(key_file.read_text())
        restore(backup, report, into=there.storage)
        assert (there.folder / "mission.toml").exists()

    def test_one_that_was_brought_is_kept_so_that_the_first_start_makes_none(
        self, backup, key_file, new_machine, report
    ):
        there = new_machine()
        restore(backup, report, key_file=key_file)
        kept = there.storage / "secrets" / Secret.MASTER_KEY
        assert kept.read_text() == key_file.read_text()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_it_is_written_in_constant_memory(lived_in, report, tmp_path):
    """A film of 120 MB goes through in pieces."""
    import tracemalloc

    with (lived_in.storage_path / "media" / "film.mp4").open("wb") as film:
        film.truncate(120 << 20)
    tracemalloc.start()
    try:
        back_up(tmp_path / "rivers", report)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 48 << 20


def test_a_copy_of_sqlite_needs_no_journal_beside_it(backup, unpacked):
    if connection.vendor != "sqlite":
        return
    database = unpacked(backup)[0] / archive.DATABASE
    with closing(sqlite3.connect(database)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
