"""A new master key takes over while work goes on, also when the worker is killed; destroyed keys stay destroyed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from cairn.guard.keys import CannotOpen, KeyDestroyed, Purpose, derived_key, destroy_data_key, rotation
from cairn.guard.keys.acts import scrub_destroyed_keys
from cairn.guard.keys.errors import KeysMissing, RotationUnderWay
from cairn.guard.keys.ring import add_version, forget_answers, kept_in_file, master_ring, retired_file
from cairn.guard.keys.root import forget_root
from cairn.guard.keys.rotation import continue_rotation, resume_rotation, start_rotation
from cairn.guard.keys.tasks import rewrap
from cairn.guard.models import AuditEntry, DataKey, KeyRotation, MasterKey, MissionKey
from cairn.guard.trace import Event
from cairn.mission.config import load_mission


@pytest.fixture
def keys(db) -> dict:
    """Some people's keys, and what they are."""
    derived_key(Purpose.BLIND_INDEX)
    return {key.pk: key.unwrap() for key in DataKey.objects.make_many(7)}


def as_they_are(keys: dict) -> dict:
    forget_root()
    return {key.pk: key.unwrap() for key in DataKey.objects.filter(pk__in=keys)}


class TestARotation:
    def test_rewraps_every_key_and_changes_none(self, keys, leila, monkeypatch):
        monkeypatch.setattr(rotation, "BATCH", 3)
        shared = derived_key(Purpose.BLIND_INDEX)
        started = start_rotation(by=leila)
        assert (started.to_version, started.total, started.started_by) == (2, 8, leila.pk)
        assert continue_rotation(started)
        started.refresh_from_db()
        assert (started.done, started.percent, started.retired) == (8, 100, [1])
        assert set(DataKey.objects.values_list("master_id", flat=True)) == {2}
        assert as_they_are(keys) == keys
        assert derived_key(Purpose.BLIND_INDEX) == shared

    def test_lays_the_old_master_key_aside_at_its_end(self, keys):
        before = kept_in_file().read_text().split("\n")
        continue_rotation(start_rotation(by=None))
        assert master_ring().versions == [2]
        assert [row.version for row in MasterKey.objects.all()] == [2]
        assert retired_file(kept_in_file()).read_text().strip() in before

    def test_leaves_both_versions_readable_while_it_lasts(self, keys, monkeypatch):
        monkeypatch.setattr(rotation, "BATCH", 3)
        started = start_rotation(by=None)
        assert not continue_rotation(started, seconds=-1)
        assert set(DataKey.objects.values_list("master_id", flat=True)) == {1, 2}
        assert as_they_are(keys) == keys
        assert DataKey.objects.make().master_id == 2
        started.refresh_from_db()
        assert 0 < started.percent < 100

    def test_leaves_destroyed_keys_destroyed(self, keys):
        gone = destroy_data_key(DataKey.objects.get(pk=next(iter(keys))), by=None)
        continue_rotation(start_rotation(by=None))
        assert DataKey.objects.get(pk=gone.pk).is_destroyed

    def test_is_one_at_a_time(self, keys):
        start_rotation(by=None)
        with pytest.raises(RotationUnderWay):
            start_rotation(by=None)

    def test_can_follow_on_another(self, keys):
        for version in (2, 3, 4):
            assert continue_rotation(start_rotation(by=None))
            assert master_ring().versions == [version]
        assert as_they_are(keys) == keys

    def test_leaves_a_trace(self, keys, leila):
        continue_rotation(start_rotation(by=leila))
        entries = AuditEntry.objects.filter(subject_model="guard.keyrotation")
        assert [(entry.event, entry.who) for entry in entries] == [
            (Event.KEY_ROTATION_STARTED, leila.pk),
            (Event.KEY_ROTATION_FINISHED, None),
        ]
        assert entries[0].details == {"count": 8, "from_version": 1, "to_version": 2}

    def test_keeps_the_old_master_key_as_long_as_one_key_does_not_open(self, keys):
        spoilt = next(iter(keys))
        DataKey.objects.filter(pk=spoilt).update(wrapped=b"\x01" + bytes(60))
        started = start_rotation(by=None)
        with pytest.raises(CannotOpen, match="1 wrapped keys do not open"):
            continue_rotation(started)
        assert master_ring().versions == [1, 2]
        assert DataKey.objects.filter(master_id=2).count() == 6

    def test_takes_in_whom_an_older_process_registered_meanwhile(self, keys, monkeypatch):
        started = start_rotation(by=None)
        rewrapped, late = rotation._rewrap_some, []

        def somebody_comes_late(*args):
            done = rewrapped(*args)
            if not done and not late:
                late.append(DataKey(master_id=1))
                late[0].wrap(b"k" * 32, MasterKey.objects.get(pk=1))
                late[0].save()
            return done

        monkeypatch.setattr(rotation, "_rewrap_some", somebody_comes_late)
        with transaction.atomic():
            assert not continue_rotation(started)
        assert continue_rotation(started)
        assert DataKey.objects.get(pk=late[0].pk).unwrap() == b"k" * 32

    def test_with_a_vault_waits_for_the_vaults_new_version(self, keys, monkeypatch):
        path = kept_in_file()
        monkeypatch.setenv("CAIRN_SECRET_MASTER_KEY", path.read_text())
        with pytest.raises(KeysMissing, match="version 2 is not there"):
            start_rotation(by=None)
        add_version(path)
        monkeypatch.setenv("CAIRN_SECRET_MASTER_KEY", path.read_text())
        assert continue_rotation(start_rotation(by=None))
        assert as_they_are(keys) == keys
        assert master_ring().versions == [1, 2]  # The vault is its own keeper; the doctor reminds of it.


class TestItsTask:
    def test_waits_as_soon_as_the_rotation_has_begun(self, keys, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            started = start_rotation(by=None)
        waiting = DBTaskResult.objects.get(task_path=rewrap.module_path)
        assert waiting.args_kwargs == {"args": [started.pk], "kwargs": {}}
        rewrap.func(started.pk)
        rewrap.func(started.pk)
        assert KeyRotation.objects.get().is_over

    def test_gives_others_a_turn_and_waits_again(self, keys, monkeypatch):
        monkeypatch.setattr(rotation, "BATCH", 3)
        monkeypatch.setattr(
            "cairn.guard.keys.tasks.continue_rotation", lambda each: continue_rotation(each, seconds=-1)
        )
        started = start_rotation(by=None)
        rewrap.func(started.pk)
        assert DBTaskResult.objects.filter(task_path=rewrap.module_path).count() == 1

    def test_is_put_back_when_it_was_lost(self, keys):
        started = start_rotation(by=None)
        for _time in range(3):
            resume_rotation()
        assert DBTaskResult.objects.get(task_path=rewrap.module_path).args_kwargs["args"] == [started.pk]
        continue_rotation(started)
        DBTaskResult.objects.all().delete()
        resume_rotation()
        assert not DBTaskResult.objects.filter(task_path=rewrap.module_path).exists()


WORKER = """
import django
django.setup()
from cairn.guard.keys import rotation
from cairn.guard.models import KeyRotation
rotation.BATCH = 20
print("ready", flush=True)
print(rotation.continue_rotation(KeyRotation.objects.get(finished_at=None), seconds=600), flush=True)
"""


def environment() -> dict[str, str]:
    """This test's mission and database, for another process."""
    given = connection.settings_dict
    address = f"sqlite:///{given['NAME']}"
    if connection.vendor == "postgresql":
        address = f"postgresql://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    return {
        **os.environ,
        "CAIRN_DATABASE": address,
        "CAIRN_STORAGE": str(load_mission().storage_path),
        "DJANGO_SETTINGS_MODULE": "cairn.mission.settings.local",
    }


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_it_goes_on_where_it_was():
    keys = {key.pk: key.unwrap() for key in DataKey.objects.make_many(4000)}
    derived_key(Purpose.BLIND_INDEX)
    start_rotation(by=None)
    reached = [0]
    for _time in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER], env=environment(), stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        while DataKey.objects.filter(master_id=2).count() <= reached[-1]:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        reached.append(DataKey.objects.filter(master_id=2).count())
        assert as_they_are(keys) == keys  # Whatever moment it was, everything opens.
        assert MissionKey.objects.get().unwrap()
    assert reached == sorted(set(reached))
    assert reached[-1] < 4000, "It was over before it could be killed: give it more keys."

    assert continue_rotation(KeyRotation.objects.get(), seconds=60)
    assert set(DataKey.objects.values_list("master_id", flat=True)) == {2}
    assert master_ring().versions == [2]
    assert as_they_are(keys) == keys


class TestADestroyedKey:
    def test_opens_nothing_any_more_and_stays_as_a_proof(self, keys, leila):
        key = DataKey.objects.first()
        other_object = DataKey.objects.first()
        destroy_data_key(key, by=leila)
        for each in (key, DataKey.objects.get(pk=key.pk)):
            assert each.is_destroyed
            with pytest.raises(KeyDestroyed):
                each.unwrap()
        destroy_data_key(other_object, by=leila)
        entry = AuditEntry.objects.get()
        assert (entry.event, entry.who, entry.subject_id) == (Event.DATA_KEY_DESTROYED, leila.pk, str(key.pk))

    def test_leaves_the_keys_of_others_alone(self, keys):
        destroy_data_key(DataKey.objects.first(), by=None)
        assert len(as_they_are({pk: None for pk in keys if not DataKey.objects.get(pk=pk).is_destroyed})) == 6

    def test_comes_back_if_its_act_is_rolled_back(self, keys):
        with transaction.atomic():
            destroy_data_key(DataKey.objects.get(pk=next(iter(keys))), by=None)
            transaction.set_rollback(True)
        assert as_they_are(keys) == keys


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_key_is_not_in_the_database_file_either():
    keys = DataKey.objects.make_many(300)
    scrub_destroyed_keys()
    wrapped = [bytes(key.wrapped) for key in keys]
    for key in keys[::3]:
        destroy_data_key(key, by=None)
    scrub_destroyed_keys()
    assert DBTaskResult.objects.filter(task_path="cairn.guard.keys.tasks.scrub").exists()
    if connection.vendor == "sqlite":
        held = b"".join(
            each.read_bytes() for each in Path(connection.settings_dict["NAME"]).parent.glob("test.sqlite3*")
        )
        assert wrapped[1] in held
        assert not any(gone in held for gone in wrapped[::3])


def test_a_vault_is_asked_again_for_a_version_it_did_not_have(keys, monkeypatch, tmp_path):
    path, vault = kept_in_file(), tmp_path / "vault"
    vault.write_text(path.read_text())
    monkeypatch.setenv("CAIRN_KEYS__SOURCE", "command")
    monkeypatch.setenv("CAIRN_KEYS__COMMAND", f"cat {vault}")
    load_mission.cache_clear()
    forget_answers()
    assert as_they_are(keys) == keys
    old = vault.read_text()
    add_version(path)
    vault.write_text(path.read_text())
    assert continue_rotation(start_rotation(by=None))
    # A process that was there before all this still remembers the vault's first answer.
    forget_answers()
    vault.write_text(old)
    master_ring()
    vault.write_text(path.read_text())
    assert as_they_are(keys) == keys
