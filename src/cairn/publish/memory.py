"""What a process that publishes again and again worked out for each page, and what it was worked out from.

The rows are read anew at each publish, every one of them: a mark that says what changed would have to be set by whoever
changes something, and scripts, restores and other machines set none. But most rows are as they were, and what follows
from the same row is the same. So a conclusion is kept beside everything it was drawn from, and drawn again as soon as
any of that differs. Nothing is kept on the disk: a new process draws every conclusion once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from cairn.publish.rows import Row
from cairn.publish.snapshot import Card

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass
class Conclusions(Generic[Key, Value]):
    """One kind of conclusion, by what it is about."""

    _before: dict[Key, tuple[object, Value]] = field(default_factory=dict)
    _now: dict[Key, tuple[object, Value]] = field(default_factory=dict)

    def begin(self) -> None:
        """A publish begins: what the last one did not ask for is forgotten."""
        self._before, self._now = self._now, {}

    def end(self) -> None:
        self._before = {}

    def of(self, about: Key, premises: object, draw: Callable[[], Value]) -> Value:
        """What was concluded before from equal premises, or what `draw` concludes now."""
        known = self._before.get(about)
        if known is None or known[0] != premises:
            known = (premises, draw())
        # Of equal premises the old ones are kept: the texts in them are those that the conclusion holds.
        self._now[about] = known
        return known[1]


@dataclass
class Memory:
    """All that is kept from one publish to the next, as long as the process lives."""

    rows: Conclusions[int, Row] = field(default_factory=Conclusions)
    listed: Conclusions[int, Card] = field(default_factory=Conclusions)
    shown: Conclusions[int, Card] = field(default_factory=Conclusions)
    _ground: object = None

    @contextmanager
    def recalling(self, ground: object) -> Iterator[None]:
        """For one publish. `ground` is what every conclusion rests upon: on another one, nothing is known yet."""
        if ground != self._ground:
            self.rows, self.listed, self.shown = Conclusions(), Conclusions(), Conclusions()
            self._ground = ground
        kinds: tuple[Conclusions[int, Any], ...] = (self.rows, self.listed, self.shown)
        for kind in kinds:
            kind.begin()
        yield
        for kind in kinds:
            kind.end()
