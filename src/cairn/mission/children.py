"""The processes of a running Cairn: started, watched, started again, and ended without leaving any behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from cairn.mission.errors import CairnError

Say = Callable[[str], None]

QUICK = 30.0  # A child that ends sooner than this after its start has died quickly.
QUICK_DEATHS = 3
GRACE = 10.0
LAST_WORDS = 12


class ChildKeepsDying(CairnError):
    """Started again and again, it ends again and again."""


@dataclass(slots=True)
class Child:
    """One process in a group of its own, so that whatever it starts ends with it."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    say: Say
    process: subprocess.Popen[str] | None = None
    listener: threading.Thread | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    start_again_at: float = 0.0
    last_words: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_WORDS))

    def start(self) -> None:
        self.started_at = time.monotonic()
        follow = [sys.executable, "-m", "cairn.mission.follow", str(os.getpid())]
        self.process = subprocess.Popen(
            [*follow, *self.command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.listener = threading.Thread(target=self._listen, args=(self.process,), daemon=True)
        self.listener.start()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look_after(self) -> None:
        """Name a death, and start again after a while; give up on a child that keeps dying."""
        if self.is_running():
            return
        now = time.monotonic()
        if self.process is not None:
            self._note_death(now)
        elif now >= self.start_again_at:
            self.say(f"{self.name} starts again")
            self.start()

    def signal(self, number: int) -> None:
        """Tell the whole group, also when its first process is already gone."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def _note_death(self, now: float) -> None:
        assert self.process is not None
        self.signal(signal.SIGKILL)
        if self.listener is not None:
            self.listener.join(timeout=1)  # Its last words may still be under way.
        how, self.process = _how_it_ended(self.process.returncode), None
        self.quick_deaths = self.quick_deaths + 1 if now - self.started_at < QUICK else 1
        if self.quick_deaths >= QUICK_DEATHS:
            told = "\n".join(f"  {line}" for line in self.last_words) or "  (nothing)"
            raise ChildKeepsDying(
                f"{self.name} ended {self.quick_deaths} times in a row ({how}), so everything stops.\n"
                f"Its last words:\n{told}",
                "Put right what it says, then start again; `cairn doctor` may name the cause.",
            )
        pause = 2.0 ** (self.quick_deaths - 1)
        self.start_again_at = now + pause
        self.say(f"{self.name} ended unexpectedly ({how}); it starts again in {pause:.0f} s")

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self.last_words.append(line.rstrip())
                self.say(f"{self.name}: {line.rstrip()}")


def end(children: Sequence[Child], grace: float = GRACE) -> None:
    """Ask all to end, wait for them, and end by force whatever is left of their groups."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + grace
    while any(_group_lives(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def _group_lives(child: Child) -> bool:
    if child.process is None:
        return False
    child.process.poll()  # Reaps the first process, which would else stay in the group.
    try:
        os.killpg(child.process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def _how_it_ended(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
