"""The home says whether the mission would survive its machine, to who answers for that."""

import datetime as dt
import shutil

import pytest
from django.urls import reverse

from cairn.guard.roles import Role
from cairn.mission.backups.state import Drill, Made, remember_drill, remember_made
from cairn.mission.config import load_mission
from cairn.newsroom.care import care_panels


@pytest.fixture(autouse=True)
def mission(tmp_path, monkeypatch):
    """A storage of its own: what is remembered of backups is this test's."""
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path))
    load_mission.cache_clear()
    yield load_mission()
    load_mission.cache_clear()


@pytest.fixture
def home() -> str:
    return reverse("wagtailadmin_home")


def drilled(*troubles: str, days_ago: int = 0) -> Drill:
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days_ago)
    return Drill(
        at=at.isoformat(), made_at=at.isoformat(), file="rivers.cairn-backup", troubles=list(troubles)
    )


def test_a_good_drill_and_the_last_backup_are_said(ada, home, mission):
    remember_drill(mission, drilled())
    remember_made(mission, Made(at="2015-12-02T03:00:00+00:00", file="/backups/rivers", size=1))
    shown = ada.sees(home)
    assert "Last good drill: " in shown
    assert "Last backup: 2" in shown
    assert "/backups/rivers" not in shown


def test_a_drill_that_failed_is_said_beside_the_last_good_one(ada, home, mission):
    remember_drill(mission, drilled(days_ago=3))
    remember_drill(mission, drilled("Table guard_user is missing."))
    shown = ada.sees(home)
    assert "could not bring the mission back" in shown
    assert "Last good drill: " in shown
    assert "guard_user" not in shown


def test_one_that_is_long_ago_is_said_to_be(ada, home, mission):
    remember_drill(mission, drilled(days_ago=40))
    assert "That is more than a month ago." in ada.sees(home)


def test_a_demonstration_is_left_in_peace(ada, home):
    assert "A demonstration needs no backup." in ada.sees(home)


@pytest.mark.parametrize(
    ("free", "said"),
    [(1 << 30, "The disk is filling: 1.0 GB are free."), (1 << 20, "The disk is nearly full: 1.0 MB")],
)
def test_a_disk_that_fills_is_told_in_time(ada, home, monkeypatch, free, said):
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert said in ada.sees(home)


@pytest.mark.parametrize("role", Role)
def test_who_answers_for_the_data_sees_it_and_others_do_not(role, sign_in, rf, home):
    request = rf.get(home)
    request.user = sign_in("Somebody Else", role).user
    shown = bool(care_panels(request))
    assert shown is (role in (Role.ADMINISTRATOR, Role.DATA_PROTECTION))
