"""A mission of its own for each test of the guard: its storage, its master key, its colleagues."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cairn.guard.keys import root
from cairn.guard.keys.ring import forget_answers
from cairn.mission.config import MissionConfig, load_mission

# The tests' own models are a module beside the tests, which pytest does not put on the path.
sys.path.insert(0, str(Path(__file__).parent))


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


@pytest.fixture(scope="module")
def stones(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The tables of the tests' own protected models."""
    from stones import installed

    with django_db_blocker.unblock(), installed():
        yield


@pytest.fixture
def ardita(stones, db):
    """Somebody with a word in every sealed field."""
    from stones import Traveller

    from cairn.guard.models import DataKey

    return Traveller.objects.create(
        reference="P-7K3M",
        data_key=DataKey.objects.make(),
        name="Ardita Hoxhaj",
        story="From Zall-Bastar",
        sex="f",
        born_on=date(1990, 2, 28),
        children=2,
        is_alone=True,
        needs={"diet": "halal", "stairs": [False]},
    )


def _forget() -> None:
    root.forget_root()
    forget_answers()
