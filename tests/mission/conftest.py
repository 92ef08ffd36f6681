"""A mission of our own for each test: its file, its storage, and an environment that says nothing else."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cairn.mission.config import MissionConfig, load_mission

SETTINGS = """
name = "Mission of the Two Rivers"
short_name = "Two Rivers"
countries = ["GB"]
languages = ["en", "fr"]
default_language = "en"
time_zone = "Europe/London"
public_url = "http://127.0.0.1:8080"
workspace_url = "http://127.0.0.1:8000"
database = "sqlite:///cairn.sqlite3"
storage = "kept"

[contact]
email = "office@rivers.example"
"""


@pytest.fixture
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.startswith("CAIRN_")]:
        monkeypatch.delenv(variable)


@pytest.fixture
def state_mission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quiet_environment: None):
    """Write mission.toml with some words replaced or some lines added, and read it."""
    path = tmp_path / "mission.toml"
    monkeypatch.setenv("CAIRN_MISSION_FILE", str(path))

    def state(*changes: tuple[str, str], more: str = "") -> MissionConfig:
        text = SETTINGS
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text + more, encoding="utf-8")
        return load_mission.__wrapped__()

    load_mission.cache_clear()
    yield state
    load_mission.cache_clear()


@pytest.fixture
def rivers(state_mission: Callable[..., MissionConfig]) -> MissionConfig:
    return state_mission()
