"""`cairn run`: prepare what is missing, start workspace, public site and worker, and keep them running.

This process stays small: what needs Django runs in children. It ends all of them before it ends itself.
"""

import fcntl
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from cairn.mission.beat import LONG
from cairn.mission.children import Child, end
from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.errors import CairnError
from cairn.mission.failures import INTERRUPTED
from cairn.mission.ports import free_port
from cairn.mission.progress import Report
from cairn.mission.secrets import known_demonstration_passwords, refuse_unsafe_secrets

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PATIENCE = (
    90.0  # Seconds until the servers must have answered once; a slow disk needs many for the first start.
)


class AlreadyRuns(CairnError):
    """Two servers on one storage folder would publish against each other."""


class DoesNotAnswer(CairnError):
    """A server was started and stays silent."""


class PreparationFailed(CairnError):
    """A step said itself what went wrong; this only carries its exit code."""


class Stopped(CairnError):
    """Somebody asked to stop while things were being prepared."""

    exit_code = INTERRUPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where this run listens, and what people type to get there."""

    host: str
    workspace_port: int
    public_port: int
    workspace_url: str
    public_url: str


def run(
    *, host: str = "127.0.0.1", workspace_port: int | None = None, public_port: int | None = None
) -> None:
    """Prepare, start and watch until a signal says to stop."""
    begun, report, mission = time.monotonic(), Report(), load_mission()
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        refuse_unsafe_secrets(mission)
    stopping = _stop_on_signals()
    with _only_run(mission) as lock:
        addresses = choose_addresses(mission, report, host, workspace_port, public_port)
        _note(lock, addresses)
        environment = _environment(addresses)
        _prepare(environment, stopping)
        children = _children(addresses, environment, report)
        try:
            for child in children:
                child.start()
            if _wait_until_they_answer(children, addresses, stopping):
                _welcome(report, addresses, mission, time.monotonic() - begun)
            _watch(children, stopping)
        finally:
            report.say("Stopping …")
            end(children)
            report.say("Everything has ended.")


def choose_addresses(
    mission: MissionConfig, report: Report, host: str, workspace_port: int | None, public_port: int | None
) -> Addresses:
    """The ports of the mission's own addresses where those are this machine's, else 8000 and 8080; free ones."""
    workspace, ours = _settle(mission.workspace_url, host, workspace_port, 8000, (), "The workspace", report)
    public, theirs = _settle(mission.public_url, host, public_port, 8080, (ours,), "The public site", report)
    return Addresses(
        host=host, workspace_port=ours, public_port=theirs, workspace_url=workspace, public_url=public
    )


def _settle(
    url: str, host: str, asked: int | None, usual: int, taken: Sequence[int], who: str, report: Report
) -> tuple[str, int]:
    parts = urlsplit(url)
    is_local = parts.hostname in LOOPBACK
    wanted = asked or (parts.port if is_local and parts.port else usual)
    port = free_port(host, wanted, but=taken)
    if port != wanted:
        report.say(f"[yellow]![/] {who} listens on port {port}, because {wanted} is taken.")
    # Behind a web server of its own, a mission's public address stays what it is.
    return (f"{parts.scheme}://{parts.hostname}:{port}" if is_local else url), port


def _environment(addresses: Addresses) -> dict[str, str]:
    return (
        os.environ
        | _addressed(addresses)
        | {
            "DJANGO_SETTINGS_MODULE": os.environ.get(
                "DJANGO_SETTINGS_MODULE", "cairn.mission.settings.local"
            ),
            "PYTHONUNBUFFERED": "1",
        }
    )


def _addressed(addresses: Addresses) -> dict[str, str]:
    return {"CAIRN_PUBLIC_URL": addresses.public_url, "CAIRN_WORKSPACE_URL": addresses.workspace_url}


def _prepare(environment: dict[str, str], stopping: threading.Event) -> None:
    """In a process of its own, so that Django's memory goes when it is done; it talks to the same terminal."""
    preparing = subprocess.Popen([sys.executable, "-m", "cairn.mission.first_start"], env=environment)
    while preparing.poll() is None:
        if stopping.wait(0.05):
            preparing.terminate()
            preparing.wait()
            raise Stopped("Stopped before Cairn was ready.", "The next start goes on where this one ended.")
    if preparing.returncode:
        failure = PreparationFailed("Cairn did not start.", "Put right what is said above, then start again.")
        failure.exit_code = preparing.returncode
        raise failure


def _children(addresses: Addresses, environment: dict[str, str], report: Report) -> list[Child]:
    python = [sys.executable, "-m"]
    workspace = [*python, "granian", "--interface", "wsgi", "--host", addresses.host]
    workspace += ["--port", str(addresses.workspace_port), "--workers", "1", "--blocking-threads", "4"]
    workspace += ["--no-access-log", "--log-level", "warning", "cairn.mission.wsgi:application"]
    public = [*python, "cairn.publish.serve", "--host", addresses.host, "--port", str(addresses.public_port)]
    public += ["--folder", str(load_mission().storage_path / "site")]
    commands = {
        "workspace": workspace,
        "public site": public,
        "worker": [*python, "cairn.mission.worker"],
        "long work": [*python, "cairn.mission.worker", LONG],
    }
    return [Child(name, command, environment, report.quote) for name, command in commands.items()]


def _wait_until_they_answer(
    children: Sequence[Child], addresses: Addresses, stopping: threading.Event
) -> bool:
    """True when both servers have answered a request; a death meanwhile is looked after as later."""
    deadline = time.monotonic() + PATIENCE
    silent = {
        addresses.workspace_port: f"{addresses.workspace_url}/admin/login/",
        addresses.public_port: f"{addresses.public_url}/",
    }
    while silent and not stopping.wait(0.1):
        silent = {port: url for port, url in silent.items() if not _answers(addresses.host, port, url)}
        for child in children:
            child.look_after()
        if silent and time.monotonic() > deadline:
            raise DoesNotAnswer(
                f"Nothing answers on port {', '.join(str(port) for port in silent)} after {PATIENCE:.0f} s.",
                "Look above for what the servers said, or ask `cairn doctor`.",
            )
    return not silent


def _answers(host: str, port: int, url: str) -> bool:
    """Ask under the name that people type: another one would be refused, and noted as an attack."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(host, port, timeout=20)
    try:
        connection.request("GET", parts.path, headers={"Host": parts.netloc})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(report: Report, addresses: Addresses, mission: MissionConfig, seconds: float) -> None:
    report.say("")
    report.say(f"[bold]{mission.name}[/] is ready [dim]({seconds:.1f} s)[/]")
    report.say(f"  Workspace    {addresses.workspace_url}/")
    report.say(f"  Public site  {addresses.public_url}/")
    if mission.demonstration.enabled:
        for line in sign_in_lines(mission):
            report.say(line)
    report.say("Ctrl-C ends everything.")


def sign_in_lines(mission: MissionConfig) -> Iterator[str]:
    """One invented person for each role, with the password that this installation made up."""
    yield ""
    yield "  To sign in (demonstration only):"
    for person, password in known_demonstration_passwords(mission).items():
        yield f"    {person:<16} {password}"
    yield "  Whoever can see protected records is asked for a code as well: cairn code NAME prints it."
    yield ""


def _watch(children: Sequence[Child], stopping: threading.Event) -> None:
    while not stopping.wait(0.2):
        for child in children:
            child.look_after()


def _stop_on_signals() -> threading.Event:
    """The first signal asks to stop; a second one, from somebody in a hurry, is no worse."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def running_addresses(mission: MissionConfig) -> Addresses | None:
    """Where the `cairn run` listens that holds this storage folder right now; None if nobody holds it."""
    try:
        with _lock_file(mission).open() as lock:
            return None if _take(lock) else Addresses(**json.load(lock))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def mission_as_it_runs() -> MissionConfig:
    """The mission, with the addresses of a running Cairn, which may have had to take other ports."""
    if running := running_addresses(load_mission()):
        os.environ |= _addressed(running)
        load_mission.cache_clear()
    return load_mission()


@contextmanager
def _only_run(mission: MissionConfig) -> Iterator[IO[str]]:
    mission.storage_path.mkdir(parents=True, exist_ok=True)
    with _lock_file(mission).open("a+") as lock:
        if not _take(lock):
            running = running_addresses(mission)
            raise AlreadyRuns(
                f"Cairn already runs on {mission.storage_path}"
                + (f", its workspace at {running.workspace_url}/" if running else "")
                + ".",
                "End it first, or give this one a storage folder of its own with CAIRN_STORAGE.",
            )
        yield lock


def _note(lock: IO[str], addresses: Addresses) -> None:
    lock.truncate(0)
    json.dump(asdict(addresses), lock)
    lock.flush()


def _lock_file(mission: MissionConfig) -> Path:
    return mission.storage_path / "run.lock"


def _take(lock: IO[str]) -> bool:
    """Take the lock, which ends with the file's being closed, however the process ends."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
