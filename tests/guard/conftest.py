"""A mission of its own for each test of the guard: its storage, its master key, its colleagues."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cairn.guard.keys import root
from cairn.guard.keys.ring import forget_answers
from cairn.mission.config import MissionConfig, load_mission


@pytest.fixture(autouse=True)
def mission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MissionConfig]:
    """Parallel tests share a storage; none of these may turn another one's keys."""
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path / "storage"))
    load_mission.cache_clear()
    _forget()
    yield load_mission()
    load_mission.cache_clear()
    _forget()


@pytest.fixture
def amina(django_user_model):
    """Caseworker in the north office."""
    return django_user_model.objects.create(username="amina")


@pytest.fixture
def leila(django_user_model):
    """The data protection officer."""
    return django_user_model.objects.create(username="leila")


def _forget() -> None:
    root.forget_root()
    forget_answers()
