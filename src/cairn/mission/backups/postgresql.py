"""PostgreSQL's own programs and a few words to the server, for backups and for what comes back from them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from cairn.mission.config import MissionConfig
from cairn.mission.errors import CairnError
from cairn.mission.peek import postgresql_words

LONGEST_NAME = 63
MOST_SAID = 600


class ProgramMissing(CairnError):
    """pg_dump or pg_restore is not on this machine."""


class Refused(CairnError):
    """PostgreSQL cannot be reached, or does not let us."""


@contextmanager
def connected(words: str, **more: Any) -> Iterator[Any]:
    import psycopg

    try:
        connection = psycopg.connect(words, connect_timeout=10, **more)
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[-1]
        raise Refused(f"PostgreSQL cannot be reached: {said}", "cairn doctor says more.") from None
    with connection:
        yield connection


def start(program: str, words: str, *options: str, **streams: Any) -> subprocess.Popen[bytes]:
    """Start a program on a database. The password goes by the environment: others can see its arguments."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    path = shutil.which(program)
    if not path:
        raise ProgramMissing(f"{program} is not installed.", "Install it with: apt install postgresql-client")
    known = conninfo_to_dict(words)
    password = str(known.pop("password", "") or "")
    return subprocess.Popen(
        [path, *options, f"--dbname={make_conninfo('', **known)}"],
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
        **streams,
    )


def end_of(errors: IO[bytes]) -> str:
    """The last that a program said, without the lines before."""
    errors.seek(0)
    return errors.read().decode(errors="replace").strip()[-MOST_SAID:]


def database_size(words: str) -> int:
    with connected(words) as connection:
        return connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]


def has_tables(words: str) -> bool:
    question = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('information_schema', 'pg_catalog')"
    with connected(words) as connection:
        return connection.execute(question).fetchone()[0] > 0


def empty_again(words: str) -> None:
    """Take back what was restored into a database that was seen to be empty before."""
    with connected(words, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


@contextmanager
def scratch_database(mission: MissionConfig) -> Iterator[str]:
    """A database beside the mission's own, of the same alphabet, dropped afterwards; also one left by a kill."""
    from psycopg import errors
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    words = postgresql_words(mission)
    name = f"{str(conninfo_to_dict(words)['dbname'])[: LONGEST_NAME - 6]}_drill"
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    with connected(words, autocommit=True) as door:
        alphabet = "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"
        collate, ctype = door.execute(alphabet).fetchone()
        try:
            door.execute(drop)
            door.execute(
                f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' "
                f"LC_COLLATE '{collate}' LC_CTYPE '{ctype}'"
            )
        except errors.InsufficientPrivilege:
            raise Refused(
                "The drill needs a scratch database, and the mission's account may not make one.",
                f"As the server's owner: ALTER ROLE {door.info.user} CREATEDB",
            ) from None
    try:
        yield make_conninfo(words, dbname=name)
    finally:
        with connected(words, autocommit=True) as door:
            door.execute(drop)
