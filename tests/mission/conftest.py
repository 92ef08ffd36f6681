"""A mission of our own for each test: its file, its storage, and an environment that says nothing else."""

import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from rich.console import Console

from cairn.guard.keys.ring import forget_answers
from cairn.guard.keys.root import forget_root
from cairn.mission.backups.checking import tables_of_postgresql, tables_of_sqlite
from cairn.mission.backups.tables import Table
from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.progress import Report
from cairn.mission.secrets import ensure_secrets

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


@pytest.fixture
def report() -> Report:
    """What would be said on a terminal goes where nobody reads."""
    return Report(Console(file=io.StringIO(), width=200))


@pytest.fixture
def lived_in(transactional_db, state_mission, tmp_path) -> Iterator[MissionConfig]:
    """The Two Rivers after a while, on the suite's own database: a page, a picture, sealed files, a trace."""
    from cairn.guard.trace.checkpoints import checkpoint

    mission = state_mission(("sqlite:///cairn.sqlite3", address_of_the_database()))
    _forget_keys()
    ensure_secrets(mission)
    picture = mission.storage_path / "media" / "original_images" / "quay.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture of a quay")
    picture.chmod(0o640)
    for text in ("a birth certificate", "a letter"):
        keep_file(text)
    checkpoint()
    yield mission
    _forget_keys()


@pytest.fixture(name="keep_file")
def _keep_file():
    return keep_file


def keep_file(text: str):
    """A sealed file about somebody, with a key of their own."""
    from cairn.guard.models import DataKey
    from cairn.guard.sealed.attachments import store_attachment

    upload = ContentFile(text.encode(), name="scan.txt")
    return store_attachment(upload, data_key=DataKey.objects.make(), by=None, about=None)


def address_of_the_database(name: str = "") -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgresql://{known['USER']}@{known['HOST']}:{known['PORT']}/{name or known['NAME']}"


@dataclass
class NewMachine:
    """An empty machine: a folder, nothing in it, and perhaps a server with an empty database."""

    folder: Path
    database: str

    @property
    def storage(self) -> Path:
        return self.folder / "kept"

    @property
    def files(self) -> list[str]:
        """What lies there, but for the secrets."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(self.folder)) for path in paths if "secrets" not in path.parts)

    @property
    def tables(self) -> dict[str, Table]:
        if connection.vendor == "sqlite":
            return tables_of_sqlite(self.storage / "cairn.sqlite3", nobody)
        return tables_of_postgresql(self.database, nobody)

    def rows(self, question: str) -> list[tuple]:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.storage / "cairn.sqlite3")) as restored:
                return restored.execute(question).fetchall()
        import psycopg

        with psycopg.connect(self.database) as restored:
            return restored.execute(question).fetchall()


def nobody(*_told: object) -> None:
    """Hears how far it is, and does not mind."""


@pytest.fixture
def new_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Go to an empty machine: from then on the command line would work there."""
    made = []

    def go() -> NewMachine:
        folder = tmp_path / "new"
        folder.mkdir()
        database = "sqlite:///cairn.sqlite3"
        if connection.vendor == "postgresql":
            made.append(f"{connection.settings_dict['NAME']}_new")
            _at_the_server(f'CREATE DATABASE "{made[0]}"')
            database = address_of_the_database(made[0])
        monkeypatch.setenv("CAIRN_MISSION_FILE", str(folder / "mission.toml"))
        monkeypatch.setenv("CAIRN_DATABASE", database)
        load_mission.cache_clear()
        return NewMachine(folder, database)

    yield go
    for name in made:
        _at_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _at_the_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(address_of_the_database(), autocommit=True) as door:
        door.execute(statement)


def _forget_keys() -> None:
    forget_root()
    forget_answers()
