"""The disk is watched: people are told while there is time, and nothing large is begun when there is none."""

import logging
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from cairn.guard.models import Attachment
from cairn.mission import doctor
from cairn.mission.disk import NoRoom, Room, disks, ensure_room_for, fullest, in_words
from cairn.mission.doctor import State, examine
from cairn.mission.errors import WrongSettings
from cairn.mission.worker import DiskWatch
from cairn.newsroom.uploads import ensure_room

GB, MB = 1 << 30, 1 << 20


@pytest.fixture
def free(monkeypatch):
    """Say how much is left on every disk."""

    def leave(size: int) -> None:
        usage = shutil.disk_usage("/")._replace(free=size)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    return leave


@pytest.mark.parametrize(
    ("left", "room"),
    [(3 * GB, Room.ENOUGH), (2 * GB - 1, Room.TIGHT), (500 * MB, Room.TIGHT), (499 * MB, Room.NONE)],
)
def test_it_is_tight_below_two_gigabytes_and_full_below_half_of_one(rivers, free, left, room):
    free(left)
    assert fullest(rivers).room is room


def test_a_mission_chooses_its_own_limits(state_mission, free):
    mission = state_mission(more='\n[care]\nwarn_below = "10 GB"\nstop_below = "1.5 GB"\n')
    free(9 * GB)
    assert fullest(mission).room is Room.TIGHT
    free(GB)
    assert fullest(mission).room is Room.NONE


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('warn_below = "plenty"', "allowed is a size with its unit, such as “500 MB”"),
        ("warn_below = 500", "allowed is a size with its unit"),
        ('stop_below = "5 GB"', "a “warn_below” that is not smaller than “stop_below”"),
    ],
)
def test_limits_that_make_no_sense_are_refused(state_mission, wrong, said):
    with pytest.raises(WrongSettings, match=said):
        state_mission(more=f"\n[care]\n{wrong}\n")


def test_one_disk_is_looked_at_once(rivers):
    assert [disk.folder for disk in disks(rivers)] == [rivers.storage_path]


def test_the_doctor_says_what_to_do(rivers, free, monkeypatch):
    monkeypatch.setattr(doctor, "mission_as_it_runs", lambda: rivers)
    for left, state, advice in (
        (3 * GB, State.OK, ""),
        (GB, State.WARN, "Make room soon"),
        (MB, State.FAIL, "Make room now: uploads and backups are refused"),
    ):
        free(left)
        (finding,) = [finding for finding in examine() if finding.about == "disk"]
        assert finding.state is state
        assert finding.what_to_do.startswith(advice)


def test_the_worker_says_each_change_once(rivers, free, caplog):
    watch = DiskWatch()
    with caplog.at_level(logging.WARNING, logger="cairn.worker"):
        for left in (3 * GB, GB, GB, MB, MB, 3 * GB, 3 * GB):
            free(left)
            watch.look(rivers)
    said = [record.getMessage() for record in caplog.records]
    assert [("soon" in line, "now" in line, "room again" in line) for line in said] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_a_picture_or_a_document_is_refused_in_the_form(free):
    free(3 * GB)
    ensure_room()
    free(MB)
    with pytest.raises(ValidationError, match="The disk of the mission is nearly full"):
        ensure_room()


def test_a_file_about_somebody_is_refused_before_it_is_written(lived_in, keep_file, free):
    sealed = {path for path in (lived_in.storage_path / "sealed").rglob("*") if path.is_file()}
    free(MB)
    with pytest.raises(NoRoom, match="no file can be added now"):
        keep_file("one too many")
    assert Attachment.objects.count() == 2
    assert {path for path in (lived_in.storage_path / "sealed").rglob("*") if path.is_file()} == sealed


def test_what_would_leave_the_mission_too_little_is_refused(rivers, free):
    free(GB)
    ensure_room_for(400 * MB, rivers.storage_path, rivers, "The backup")
    with pytest.raises(
        NoRoom, match="The backup was not begun: it needs up to 600.0 MB .* 500.0 MB must stay free"
    ):
        ensure_room_for(600 * MB, rivers.storage_path, rivers, "The backup")


def test_sizes_are_said_as_people_say_them():
    assert (in_words(3 * GB), in_words(MB * 5 // 2)) == ("3.0 GB", "2.5 MB")


def may_mount() -> bool:
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and tried.returncode == 0


if may_mount():

    def test_a_real_disk_of_its_own_is_measured_by_itself(state_mission, tmp_path):
        """The database on another disk than the rest: both are looked at."""
        small = tmp_path / "small"
        small.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], check=True)
        try:
            mission = state_mission(("sqlite:///cairn.sqlite3", f"sqlite:///{small}/cairn.sqlite3"))
            looked_at = {disk.folder: disk.room for disk in disks(mission)}
            assert looked_at[small] is Room.NONE
            assert set(looked_at) == {mission.storage_path, small}
            ensure_room_for(0, Path(mission.storage_path), mission, "Nothing")
        finally:
            subprocess.run(["umount", str(small)], check=True)
