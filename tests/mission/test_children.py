"""The supervisor's children: real processes that die, are started again, and never outlive their end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cairn.mission import children
from cairn.mission.children import Child, ChildKeepsDying, end

pytestmark = pytest.mark.fault

SLEEPS = "import time; print('awake', flush=True); time.sleep(60)"
# A server that starts a worker of its own, as granian does, and neither ends when asked.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
inner = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", inner]).wait()
"""
DIES = "import sys; print('no database today', flush=True); sys.exit(4)"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def child(said: list[str]):
    made: list[Child] = []

    def make(code: str) -> Child:
        made.append(Child("worker", [sys.executable, "-c", code], dict(os.environ), said.append))
        return made[-1]

    yield make
    end(made, grace=0)


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and only waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def group_of(pid: int) -> list[int]:
    """Who runs in the process group that a child leads."""
    groups = subprocess.run(["ps", "-eo", "pid=,pgid="], capture_output=True, text=True, check=True).stdout
    members = [tuple(map(int, line.split())) for line in groups.splitlines()]
    return [member for member, group in members if group == pid and lives(member)]


def test_a_child_speaks_under_its_name_and_ends_when_asked(child, said):
    worker = child(SLEEPS)
    worker.start()
    wait_for(lambda: "worker: awake" in said)
    pid = worker.process.pid
    end([worker])
    assert not lives(pid)


def test_what_a_child_started_ends_with_it_even_if_both_are_deaf(child, said):
    worker = child(STUBBORN)
    worker.start()
    wait_for(lambda: "worker: deaf" in said)
    pid = worker.process.pid
    assert len(group_of(pid)) == 2
    end([worker], grace=0.3)
    wait_for(lambda: group_of(pid) == [])


def test_a_child_that_dies_is_named_and_starts_again(child, said):
    worker = child(SLEEPS)
    worker.start()
    wait_for(lambda: "worker: awake" in said)
    first = worker.process.pid
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: worker.look_after() or said.count("worker: awake") == 2)
    assert "worker ended unexpectedly (signal SIGKILL); it starts again in 1 s" in said
    assert worker.process.pid != first


def test_a_child_that_keeps_dying_stops_everything_with_its_last_words(child, monkeypatch):
    monkeypatch.setattr(children, "QUICK_DEATHS", 2)
    worker = child(DIES)
    worker.start()
    with pytest.raises(ChildKeepsDying, match=r"worker ended 2 times in a row \(exit code 4\)") as stop:
        wait_for(worker.look_after)
    assert "no database today" in stop.value.message


def test_a_supervisor_that_is_killed_takes_its_children_along(tmp_path):
    script = f"""
import os, sys, time
from cairn.mission.children import Child
child = Child("worker", [sys.executable, "-c", {SLEEPS!r}], dict(os.environ), lambda line: print(line, flush=True))
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""
    supervisor = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with supervisor:
        pid = int(supervisor.stdout.readline())
        assert supervisor.stdout.readline() == "worker: awake\n"
        supervisor.kill()
    wait_for(lambda: not lives(pid))
