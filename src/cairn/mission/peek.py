"""A look into the database without Django, whose start costs seconds that a quick answer does not need."""

from contextlib import closing
from pathlib import Path
from typing import Any

from cairn.mission.config import MissionConfig
from cairn.mission.databases import database_settings
from cairn.mission.secrets import Secret, read_secret


def ask(mission: MissionConfig, question: str) -> list[tuple[Any, ...]] | None:
    """The rows that answer an SQL question, or None where the database or the table is not there."""
    return (
        _ask_sqlite(mission.sqlite_path, question)
        if mission.sqlite_path
        else _ask_postgresql(mission, question)
    )


def applied_migrations(mission: MissionConfig) -> int:
    answer = ask(mission, "SELECT count(*) FROM django_migrations")
    return answer[0][0] if answer else 0


def home_pages(mission: MissionConfig) -> int:
    answer = ask(mission, "SELECT count(*) FROM newsroom_homepage")
    return answer[0][0] if answer else 0


def _ask_sqlite(path: Path, question: str) -> list[tuple[Any, ...]] | None:
    import sqlite3

    if not path.is_file():
        return None
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        ) as connection:
            return connection.execute(question).fetchall()
    except sqlite3.Error:
        return None


def _ask_postgresql(mission: MissionConfig, question: str) -> list[tuple[Any, ...]] | None:
    import psycopg

    try:
        with psycopg.connect(postgresql_words(mission), connect_timeout=5) as connection:
            return connection.execute(question).fetchall()  # type: ignore[call-overload]
    except psycopg.Error:
        return None


def postgresql_words(mission: MissionConfig) -> str:
    """The connection in libpq's own words, with the password from the secrets."""
    from psycopg.conninfo import make_conninfo

    password = read_secret(Secret.DATABASE_PASSWORD, mission)
    known = database_settings(mission.database, mission.storage_path, password=password)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return make_conninfo("", **{theirs: str(known[ours]) for ours, theirs in names.items() if known[ours]})
