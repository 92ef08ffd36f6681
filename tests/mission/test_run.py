"""`cairn run` from an empty folder to an end that leaves nothing behind: the real processes, on ports of their own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.fault

# A first start loads the demonstration, which a busy machine takes minutes for.
PATIENCE = 400
CAIRN = (sys.executable, "-m", "cairn.mission.cli")


class Running:
    """A `cairn run` of the suite's own, and what it has said so far."""

    def __init__(self, folder: Path, environment: dict[str, str], *options: str) -> None:
        # It ends with the suite, however the suite ends.
        follow = [sys.executable, "-m", "cairn.mission.follow", str(os.getpid())]
        self.process = subprocess.Popen(
            [*follow, *CAIRN, "run", *options],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        with self.process.stdout as lines:
            for line in lines:
                self.said.append(line.rstrip())

    @property
    def words(self) -> str:
        return "\n".join(self.said)

    def wait_for(self, words: str) -> None:
        wait_for(lambda: words in self.words or self.process.poll() is not None)
        assert words in self.words, self.words

    def address(self, of: str) -> int:
        return int(re.search(rf"{of} +http://127\.0\.0\.1:(\d+)/", self.words).group(1))

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        code = self.process.wait(timeout=PATIENCE)
        self.listener.join(timeout=5)
        return code


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def family_of(pid: int) -> dict[int, str]:
    """Every process that descends from this one and still runs, with its command."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    family: dict[int, str] = {}
    parents = {pid}
    while parents:
        found = {int(row[0]): row[3] for row in rows if int(row[1]) in parents and not row[2].startswith("Z")}
        family |= found
        parents = set(found)
    return family


def still_alive(pids: Iterator[int] | dict[int, str]) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True).stdout
    alive = {
        int(pid) for pid, state in (line.split() for line in listed.splitlines()) if not state.startswith("Z")
    }
    return [pid for pid in pids if pid in alive]


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program of this machine uses."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    """A new database of the kind that the suite runs on: a file in the storage folder, or one on PostgreSQL."""
    known = connection.settings_dict
    if connection.vendor != "postgresql":
        yield {}
        return
    import psycopg

    cluster, name = f"postgresql://{known['USER']}@{known['HOST']}:{known['PORT']}", f"run_{os.getpid()}"
    with psycopg.connect(f"{cluster}/postgres", autocommit=True) as door:
        door.execute(f"CREATE DATABASE {name}")
        yield {"CAIRN_DATABASE": f"{cluster}/{name}"}
        door.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environment(rivers, database) -> dict[str, str]:
    without = ("CAIRN_STORAGE", "CAIRN_DATABASE", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in without}
    return kept | {"NO_COLOR": "1", "COLUMNS": "200"} | database


@pytest.fixture
def cairn(tmp_path, environment) -> Callable[..., str]:
    """Another command of the same installation; it must succeed."""

    def command(*words: str) -> str:
        done = subprocess.run([*CAIRN, *words], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return command


@pytest.fixture
def start(environment, tmp_path, taken) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def begin() -> Running:
        options = ("--workspace-port", str(taken), "--public-port", str(taken))
        started.append(Running(tmp_path, environment, *options))
        return started[-1]

    yield begin
    for running in started:
        if running.process.poll() is None:
            running.end(signal.SIGTERM)


def test_the_life_of_an_installation(start, cairn, taken, rivers, tmp_path):
    first = start()
    first.wait_for("Ctrl-C ends everything.")
    workspace, public = first.address("Workspace"), first.address("Public site")

    # Ports that others use are left to them, and it says so.
    assert f"The workspace listens on port {workspace}, because {taken} is taken." in first.words
    assert f"The public site listens on port {public}, because {taken} is taken." in first.words

    # Both answer, and the site carries the address that it is really served at.
    assert get(workspace, "/admin/login/")[0] in (200, 302)
    status, home = get(public, "/en/")
    assert status == 200
    assert f"http://127.0.0.1:{public}/en/" in home

    # A second one on the same folder is refused.
    second = start()
    assert second.process.wait(timeout=30) == 1
    second.listener.join(timeout=5)
    assert f"its workspace at http://127.0.0.1:{workspace}/" in second.words

    # While it runs it can be examined, published by hand and backed up.
    assert "ok    worker             Alive" in cairn("doctor")
    assert "0 files made" in cairn("publish")
    assert "keep a copy of that key apart" in cairn("backup", "backup.cairn")
    assert "All " in cairn("publish", "--verify", str(rivers.storage_path / "site" / "current"))

    # A child that is killed is named and comes back.
    worker = next(
        pid for pid, command in family_of(first.process.pid).items() if command.endswith("mission.worker")
    )
    os.kill(worker, signal.SIGKILL)
    first.wait_for("worker ended unexpectedly (signal SIGKILL)")
    first.wait_for("worker starts again")

    # Its end is everybody's end.
    family = family_of(first.process.pid)
    assert len(family) >= 3
    assert first.end(signal.SIGTERM) == 0
    assert still_alive(family) == []
    assert first.said[-1] == "Everything has ended."

    # The next start makes nothing that stands.
    secret = (rivers.storage_path / "secrets" / "django_secret_key").read_text()
    again = start()
    again.wait_for("Ctrl-C ends everything.")
    assert "✓" not in again.words
    assert (rivers.storage_path / "secrets" / "django_secret_key").read_text() == secret
    assert get(again.address("Public site"), "/en/")[0] == 200

    # Even killed outright it leaves nobody behind.
    family = family_of(again.process.pid)
    again.end(signal.SIGKILL)
    wait_for(lambda: not still_alive(family), seconds=60)


def test_a_start_that_cannot_be_ends_with_a_sentence(start, environment, rivers):
    rivers.storage_path.mkdir()
    rivers.sqlite_path.write_text("not a database")
    environment.pop("CAIRN_DATABASE", None)
    running = start()
    assert running.process.wait(timeout=PATIENCE) != 0
    running.listener.join(timeout=5)
    assert "The database" in running.words
    assert "Traceback" not in running.words
    assert family_of(running.process.pid) == {}


def test_production_does_not_start_on_a_demonstration(start, environment):
    environment |= {
        "DJANGO_SETTINGS_MODULE": "cairn.mission.settings.production",
        "CAIRN_DEMONSTRATION__ENABLED": "true",
    }
    running = start()
    assert running.process.wait(timeout=30) == 3
    running.listener.join(timeout=5)
    assert running.words.startswith(
        "✗ This is a demonstration mission, and production does not start on one."
    )
