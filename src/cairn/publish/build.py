"""Fills a generation: what has not changed is carried over, the rest is rendered."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cairn.publish.album import forget_renditions
from cairn.publish.errors import Failure, is_the_disks
from cairn.publish.hands import hands_for, share
from cairn.publish.making import Making
from cairn.publish.media import Media, MediaMissing, Medium
from cairn.publish.site import Generation
from cairn.publish.state import Made
from cairn.publish.targets import Lying, Target

log = logging.getLogger("cairn.publish")

# How much is done, of how much, and what it is about right now.
Progress = Callable[[int, int, str], None]
# Files between two questions whether something more urgent waits.
ASKS_EVERY = 100


@dataclass(frozen=True, slots=True)
class Finished:
    """One file made by some hand: the file itself and the media that came with it."""

    path: str
    made: Made
    media: dict[str, Made]


@dataclass
class Build:
    """One generation in the making, beside the one before it."""

    making: Making
    before: Generation | None
    media: Media
    progress: Progress | None = None
    rendered: list[str] = field(default_factory=list)
    carried: int = 0
    failures: list[Failure] = field(default_factory=list)

    def stale(self, targets: Iterable[Target]) -> list[Target]:
        """Carry over every target that the generation before has as it should be; answer the others."""
        return [target for target in targets if not self._is_fresh(target)]

    def render(self, targets: Sequence[Target], enough: Callable[[], bool] = lambda: False) -> None:
        """Render these, each in whichever process has a hand free, until that is enough."""
        shared = share(targets, self._make, hands_for(len(targets)), enough)
        for done, result in enumerate(shared, start=1):
            if isinstance(result, Failure):
                self.failures.append(result)
            else:
                self.making.files |= result.media
                self.making.files[result.path] = result.made
                self.rendered.append(result.path)
            if self.progress:
                self.progress(done, len(targets), result.path)

    def keep_old_versions(self) -> None:
        """Let the old version of what failed stand, where there is one."""
        for failure in self.failures:
            old = self.files_of_before.get(failure.path)
            if old and self._carry(failure.path, old):
                self.carried += 1

    def carry_rest(
        self, *, only: str = "", but: str = "\0", give_up: Callable[[], bool] = lambda: False
    ) -> bool:
        """Carry over what the generation before has and this one has not, below `only` and not below `but`."""
        for number, (path, made) in enumerate(self.files_of_before.items()):
            if number % ASKS_EVERY == 0 and give_up():
                return False
            if path.startswith(only) and not path.startswith(but) and path not in self.making.files:
                self._carry(path, made)
        return True

    def put(self, path: str, content: bytes) -> None:
        """A file that comes as bytes: written, unless the generation before has the same."""
        digest = hashlib.sha256(content).hexdigest()
        old = self.files_of_before.get(path)
        if not (old and old.fingerprint == digest and self._carry(path, old)):
            self.making.write(path, content, fingerprint=digest)

    @property
    def files_of_before(self) -> Mapping[str, Made]:
        return self.before.state.files if self.before else {}

    @property
    def notes_of_before(self) -> Mapping[str, str]:
        return self.before.state.notes if self.before else {}

    def _is_fresh(self, target: Target) -> bool:
        old = self.files_of_before.get(target.path)
        fresh = old is not None and old.fingerprint == target.fingerprint and self._carry(target.path, old)
        self.carried += fresh
        return fresh

    def _carry(self, path: str, made: Made) -> bool:
        assert self.before
        files = self.files_of_before
        for medium in made.needs:
            if medium not in self.making.files and not (
                medium in files and self.making.carry(medium, files[medium], self.before.folder)
            ):
                return False
        return self.making.carry(path, made, self.before.folder)

    def _make(self, target: Target) -> Finished | Failure:
        try:
            drawn = target.render()
            if isinstance(drawn, Lying):
                made = self.making.take(target.path, drawn, fingerprint=target.fingerprint)
                return Finished(target.path, made, {})
            content, needed = self._content(target, drawn)
        except Exception as error:
            if is_the_disks(error):
                raise
            log.warning("%s cannot be rendered", target.name, exc_info=True)
            return Failure(target.path, target.name, f"{type(error).__name__}: {error}")
        for path, medium in needed.items():
            self.making.adopt(path, medium.source, medium.made)
        needs = tuple(sorted(needed))
        made = self.making.write(target.path, content, fingerprint=target.fingerprint, needs=needs)
        return Finished(target.path, made, {path: medium.made for path, medium in needed.items()})

    def _content(self, target: Target, drawn: bytes) -> tuple[bytes, dict[str, Medium]]:
        """The bytes of a target with its media; a lost size of a picture is made again from the original."""
        try:
            return self.media.rewrite(drawn)
        except MediaMissing as lost:
            forget_renditions(lost.names)
            self.media.look_again(lost.names)
            again = target.render()
            assert isinstance(again, bytes)
            return self.media.rewrite(again)
