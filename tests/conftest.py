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

import pytest

ROOT = Path(__file__).parent.parent
# What decides how an empty, prepared mission looks in the database.
DECIDES = (
    "requirements/run.txt",
    "mission.toml",
    "src/cairn/*/migrations/*.py",
    "src/cairn/*/acts.py",
    "src/cairn/guard/roles.py",
)


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's own event loop runs in the thread in which a browser test asks the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def database_template(request: pytest.FixtureRequest) -> Path:
    """An SQLite file with every migration applied and the empty mission prepared; never written to by a test."""
    folder = Path(str(request.config.cache.mkdir("database")))
    template = folder / f"{_state_of_migrations()}.sqlite3"
    with _alone(folder / "lock"):
        if not template.exists():
            _make_template(template)
            for old in folder.glob("*.sqlite3"):
                if old != template:
                    old.unlink()
    return template


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """A copy of the template on SQLite; a test database of its own, migrated here, on PostgreSQL."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            copy = tmp_path_factory.mktemp("database") / "test.sqlite3"
            shutil.copy(request.getfixturevalue("database_template"), copy)
            connection.close()
            connection.settings_dict["NAME"] = str(copy)
            yield
            connection.close()
        else:
            standing = setup_databases(verbosity=0, interactive=False, keepdb=False)
            prepare_mission()
            yield
            teardown_databases(standing, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def flush_may_empty_the_trace() -> Iterator[None]:
    """The database refuses to empty the trace, and a test with real transactions ends by emptying all tables."""
    from django.test import TransactionTestCase

    from cairn.guard.keys.root import forget_root

    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(test: TransactionTestCase) -> None:
        with _triggers_lifted():
            flush(test)
        forget_root()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_triggers)
        yield


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


def _make_template(template: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    unfinished = template.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection.close()
    connection.settings_dict["NAME"] = str(unfinished)
    call_command("migrate", verbosity=0)
    prepare_mission()
    # Without write-ahead files beside it, the template is one file that can be copied.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    unfinished.rename(template)


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
