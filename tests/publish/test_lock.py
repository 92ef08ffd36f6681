"""Two publishes at once: one waits, and a killed one lets go."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cairn.publish.errors import AnotherPublishRuns
from cairn.publish.lock import only_one

HOLDER = """
import sys, time
from pathlib import Path
from cairn.publish.lock import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(folder: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, folder, str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_waits_for_the_first(tmp_path: Path):
    with hold(tmp_path, 0.5):
        began = time.monotonic()
        with only_one(tmp_path):
            assert time.monotonic() - began > 0.2


def test_whoever_waits_too_long_is_told_for_whom(tmp_path: Path):
    with hold(tmp_path, 30) as holder:
        told = pytest.raises(AnotherPublishRuns, match=rf"process {holder.pid}, since .* after 0 seconds")
        with told, only_one(tmp_path, patience=0.2):
            pytest.fail("two publishes ran at once")
        holder.kill()


def test_a_killed_publish_lets_go(tmp_path: Path):
    with hold(tmp_path, 30) as holder:
        holder.kill()
    with only_one(tmp_path, patience=1):
        pass


def test_threads_of_one_process_wait_too(tmp_path: Path):
    order: list[str] = []

    def second() -> None:
        with only_one(tmp_path, patience=5):
            order.append("second")

    with only_one(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
