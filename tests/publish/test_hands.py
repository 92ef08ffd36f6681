"""Work shared between processes comes back whole, stops when told to, and leaves nobody behind."""

import os
import signal
import time

import pytest

from cairn.publish.errors import RendererStopped
from cairn.publish.hands import share

pytestmark = pytest.mark.django_db(databases=[])


@pytest.fixture(autouse=True)
def no_open_database(django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize("hands", [1, 2, 3])
def test_everything_comes_back(hands: int):
    assert sorted(share(range(50), lambda number: number * 2, hands)) == list(range(0, 100, 2))


def test_other_processes_do_the_work():
    workers = set(share(range(20), lambda _number: os.getpid(), 2))
    assert len(workers) == 2
    assert os.getpid() not in workers


@pytest.mark.parametrize("hands", [1, 2])
def test_an_error_ends_the_work_and_is_told(hands: int):
    def fail(number: int) -> int:
        if number == 7:
            raise OSError(28, "No space left on device")
        return number

    with pytest.raises(OSError, match="No space left"):
        list(share(range(20), fail, hands))


def test_a_killed_hand_is_noticed():
    def die(number: int) -> int:
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(RendererStopped, match="ended early"):
        list(share(range(20), die, 2))


@pytest.mark.parametrize("hands", [1, 2])
def test_enough_is_enough(hands: int):
    def slowly(number: int) -> int:
        time.sleep(0.01)
        return number

    began = time.monotonic()
    done = []
    for number in share(range(1000), slowly, hands, enough=lambda: len(done) >= 5):
        done.append(number)
    assert 5 <= len(done) < 100
    assert time.monotonic() - began < 5
