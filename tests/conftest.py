"""What every test may lean on: a database that is migrated once and copied, and the mission's cast.

Wagtail's migrations cost fifteen seconds. They run once for each state of the migrations, into a template file
in pytest's cache; every run and every parallel worker starts from a copy of it.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).parent.parent
# What decides how an empty, prepared mission looks in the database.
DECIDES = (
    "requirements/run.txt",
    "mission.toml",
    "src/cairn/*/migrations/*.py",
    "src/cairn/programmes/*/migrations/*.py",
    "src/cairn/*/acts.py",
    "src/cairn/guard/roles.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="Leave out tests that would not notice another database."
    )


# What takes longest begins first, so that no hand is left with it while the other has nothing to do.
LONGEST = (
    *("browser/test_access", "attack", "faults", "browser", "demo", "mission", "publish/whole"),
    "evidence/charts",
)


# A folder that prepares one thing for all its files stays with one hand, as any other file does by itself.
TOGETHER = ("tests/demo/",)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadFileScheduling

    class Hands(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.split("::")[0])

    return Hands(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    if config.getoption("--database-only"):
        left_out = [item for item in items if not _asks_the_database(item)]
        items[:] = [item for item in items if _asks_the_database(item)]
        config.hook.pytest_deselected(items=left_out)


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, start in enumerate(LONGEST) if _where(item).startswith(start)), len(LONGEST))


def _where(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").as_posix()


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite_suffices"):
        return False
    fixtures = {"database", "db", "live_server", "transactional_db"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())))


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's own event loop runs in the thread in which a browser test asks the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    # How long an example takes says something about the machine and nothing about the promise.
    hypothesis.settings.register_profile("cairn", deadline=None)
    hypothesis.settings.load_profile("cairn")
    if not hasattr(config, "workerinput"):  # Once, before the hands begin: charts and fonts lean on it.
        _fetch_front_end_parts()


def _fetch_front_end_parts() -> None:
    from cairn.newsroom.asset_build import fetch_packages

    fetch_packages()


class Copies:
    """Copies of the prepared database: one to start with, a new one whenever a test has spoilt the last."""

    def __init__(self, shelf: Path, folder: Path) -> None:
        from django.db import connection

        self.shelf, self.folder, self.connection, self.number = shelf, folder, connection, 0
        self.known = dict(connection.settings_dict)

    def next(self) -> None:
        """Let whatever asks the database from now on ask a fresh copy."""
        self.drop()
        self.number += 1
        with _alone(self.shelf / "lock"):
            self._copy_sqlite() if self.connection.vendor == "sqlite" else self._copy_postgresql()

    def drop(self) -> None:
        self.connection.close()
        if self.number and self.connection.vendor == "postgresql":
            self._at_the_door(f'DROP DATABASE "{self.connection.settings_dict["NAME"]}" WITH (FORCE)')

    def _copy_sqlite(self) -> None:
        copy = self.folder / str(self.number) / "test.sqlite3"
        copy.parent.mkdir()
        shutil.copy(_sqlite_template(self.shelf), copy)
        self.connection.settings_dict["NAME"] = str(copy)

    def _copy_postgresql(self) -> None:
        """PostgreSQL copies a database as fast as its files, if nobody is connected to the original."""
        template = f"prepared_{_state_of_migrations()}"
        copy = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}_{self.number}"
        if not self._at_the_door("SELECT 1 FROM pg_database WHERE datname = %s", template):
            self._at_the_door(f'CREATE DATABASE "{template}_unfinished"')
            _prepare(f"{template}_unfinished")
            self._at_the_door(f'ALTER DATABASE "{template}_unfinished" RENAME TO "{template}"')
        self._at_the_door(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
        self.connection.settings_dict["NAME"] = copy

    def _at_the_door(self, statement: str, *values: str) -> list[tuple[object, ...]]:
        """Ask the cluster itself, outside of any transaction."""
        import psycopg

        known = {name: self.known[name.upper()] or None for name in ("host", "port", "user", "password")}
        with psycopg.connect(dbname=self.known["NAME"], autocommit=True, **known) as door:
            answer = door.execute(statement, values)
            return answer.fetchall() if answer.description else []


@pytest.fixture(scope="session")
def database_template(request: pytest.FixtureRequest, django_test_environment, django_db_blocker) -> Path:
    """An SQLite file with every migration applied and the empty mission prepared; never written to by a test."""
    shelf = _shelf(request.config)
    # A browser test, which asks no database itself, may be the first of all to need it.
    with django_db_blocker.unblock(), _alone(shelf / "lock"):
        return _sqlite_template(shelf)


@pytest.fixture(scope="session")
def database_copies(request, django_test_environment, tmp_path_factory) -> Copies:
    return Copies(_shelf(request.config), tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def django_db_setup(database_copies: Copies, django_db_blocker) -> Iterator[None]:
    """A copy of the prepared mission, on SQLite and on PostgreSQL."""
    with django_db_blocker.unblock():
        database_copies.next()
        yield
        database_copies.drop()


@pytest.fixture(scope="session", autouse=True)
def a_spoilt_database_is_replaced(database_copies: Copies) -> Iterator[None]:
    """A test with real transactions ends with a fresh copy: quicker than emptying every table, and nothing is lost.

    Emptied tables would leave the tests after it without sections and roles, and the trace refuses to be emptied.
    """
    from django.test import TransactionTestCase

    from cairn.guard.keys.root import forget_root

    def replace(test: TransactionTestCase) -> None:
        database_copies.next()
        forget_root()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", replace)
        yield


@pytest.fixture(scope="session")
def catalogues() -> None:
    """The words of every language, compiled as a mission has them."""
    from django.utils.translation import trans_real

    from cairn.newsroom.asset_build import compile_catalogues

    compile_catalogues()
    trans_real._translations.clear()


@pytest.fixture(scope="session")
def triggers_lifted():
    """What the owner of a database can do to it: nothing protects the trace while this lasts."""
    return _triggers_lifted


@contextmanager
def _triggers_lifted() -> Iterator[None]:
    from django.db import connection

    tables = ("guard_auditentry", "guard_auditcheckpoint")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_audit%'"
            )
            triggers = cursor.fetchall()
            lift = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            put_back = [sql for _name, sql in triggers]
        else:
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            put_back = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        for statement in lift:
            cursor.execute(statement)
        yield
        for statement in put_back:
            cursor.execute(statement)


def prepare_mission() -> None:
    """The empty mission, as `cairn setup` leaves it."""
    from cairn.guard.acts import apply_roles
    from cairn.newsroom.acts import prepare_newsroom, prepare_workflow

    prepare_newsroom()
    apply_roles()
    prepare_workflow()


def _shelf(config: pytest.Config) -> Path:
    return Path(str(config.cache.mkdir("database")))


def _sqlite_template(shelf: Path) -> Path:
    """The template for this state of the migrations; the one before it goes."""
    template = shelf / f"{_state_of_migrations()}.sqlite3"
    if not template.exists():
        unfinished = template.with_suffix(".unfinished")
        # Of a run that was killed here, with the write-ahead files that would spoil the next.
        for left in shelf.glob("*.unfinished*"):
            left.unlink()
        _prepare(str(unfinished))
        for old in shelf.glob("*.sqlite3"):
            old.unlink()
        unfinished.rename(template)
    return template


def _prepare(name: str) -> None:
    """Every migration and the empty mission, in the database of this name."""
    from django.core.management import call_command
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    prepare_mission()
    if connection.vendor == "sqlite":
        # Without write-ahead files beside it, the template is one file that can be copied.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _state_of_migrations() -> str:
    digest = hashlib.sha256()
    for pattern in DECIDES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
