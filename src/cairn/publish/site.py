"""The folder of the public site: whole generations, one of them current.

    var/site/current -> gen-000012     what every server serves
    var/site/previous -> gen-000011    kept, so that a page loaded before the swap still finds its styles
    var/site/state/gen-000012.json     fingerprints, for the next publish
    var/site/.making-…                 a generation while it is made
    var/site/.spare                    one that readers have left behind: the next is made of it

A generation is made beside the others, flushed to the disk, renamed, and becomes current by the atomic rename of
one link. Whatever kills a publish, `current` names a whole site; what it leaves is the next one's beginning.
"""

import ctypes
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.publish.making import Making, is_folder
from cairn.publish.manifest import write_manifest
from cairn.publish.state import State

CURRENT, PREVIOUS, STATES, GENERATION = "current", "previous", "state", "gen-"
MAKING, SPARE = ".making-", ".spare"


@dataclass(frozen=True, slots=True)
class Generation:
    """One whole site on the disk."""

    folder: Path
    state: State

    @property
    def name(self) -> str:
        return self.folder.name


@dataclass(frozen=True, slots=True)
class Site:
    """Where generations live."""

    folder: Path

    def current(self) -> Generation | None:
        folder = self._linked(CURRENT)
        return Generation(folder, State.read(self._state_file(folder.name))) if folder else None

    @contextmanager
    def making(self) -> Iterator[Making]:
        """A generation in the making; unless it is published inside the block, it is the next one's beginning."""
        self.folder.mkdir(parents=True, exist_ok=True)
        spare = self._spare()
        folder = Path(tempfile.mkdtemp(prefix=MAKING, dir=self.folder))
        if spare:
            spare.rename(folder)
        folder.chmod(0o755)
        yield Making(folder)

    def publish(self, making: Making, key: Ed25519PrivateKey, notes: Mapping[str, str]) -> Generation:
        """Sign what was made, make sure that the disk has it, and let every reader see it at once."""
        folder = self.folder / f"{GENERATION}{self._next_number():06d}"
        state = State(files=making.files, notes=notes)
        making.tidy()
        write_manifest(making.folder, making.listing(), key)
        state.write(self._state_file(folder.name))
        flush(making.folder)
        making.folder.rename(folder)
        if leaving := self._linked(CURRENT):
            self._point(PREVIOUS, leaving.name)
        self._point(CURRENT, folder.name)
        flush(self.folder)
        return Generation(folder, state)

    def sweep(self, give_way: Callable[[], bool] = lambda: False) -> None:
        """Remove what nobody needs any more, and make the spare like the current generation.

        On a large site that takes a disk longer than all else, so it stops as soon as it has to give way; the
        next sweep goes on.
        """
        if give_way():
            return
        kept = self._kept()
        for path in (self.folder / STATES).glob("*.json"):
            if path.stem not in kept:
                path.unlink(missing_ok=True)
        spare = self._spare()
        for path in self._left_over():
            if path.is_symlink():
                path.unlink(missing_ok=True)
            elif path != spare and not _removed(path, give_way):
                return
        self._ready_spare(give_way)

    def _ready_spare(self, give_way: Callable[[], bool]) -> None:
        """What readers can no longer see leaves the disk here, and the next publish finds nearly all of its files."""
        current = self.current()
        if current is None:
            return
        files = current.state.files
        spare = Making(self.folder / SPARE, dict(files))
        spare.folder.mkdir(exist_ok=True)
        spare.remove_strangers(spare.listing().keys())
        for path, made in files.items():
            if give_way():
                return
            spare.carry(path, made, current.folder)

    def _spare(self) -> Path | None:
        """The folder in which the next generation is made: of several that are left over, the latest."""
        spare = self.folder / SPARE
        left = [path for path in self._left_over() if is_folder(path)]
        if left and not spare.exists():
            left[-1].rename(spare)
        return spare if spare.exists() else None

    def _left_over(self) -> list[Path]:
        """Generations that no link names any more, and what killed publishes left; the spare is neither."""
        kept = self._kept()
        found = (*self.folder.glob(f"{MAKING}*"), *self.folder.glob(f"{GENERATION}*"))
        return sorted(path for path in found if path.name not in kept)

    def _kept(self) -> set[str]:
        return {folder.name for link in (CURRENT, PREVIOUS) if (folder := self._linked(link))}

    def _linked(self, link: str) -> Path | None:
        try:
            folder = self.folder / (self.folder / link).readlink()
        except OSError:
            return None
        return folder if folder.is_dir() else None

    def _point(self, link: str, name: str) -> None:
        """Turn a link to another generation in one step that no reader can fall into."""
        fresh = self.folder / f"{MAKING}{link}-{os.getpid()}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(name)
        fresh.replace(self.folder / link)

    def _next_number(self) -> int:
        taken = (path.name.removeprefix(GENERATION) for path in self.folder.glob(f"{GENERATION}*"))
        return max((int(number) for number in taken if number.isdigit()), default=0) + 1

    def _state_file(self, name: str) -> Path:
        return self.folder / STATES / f"{name}.json"


def _removed(folder: Path, give_way: Callable[[], bool]) -> bool:
    """Take a folder away, the innermost first; False if somebody had to be let by."""
    for inner, _folders, files in os.walk(folder, topdown=False):
        if give_way():
            return False
        with suppress(OSError):
            for name in files:
                Path(inner, name).unlink()
            Path(inner).rmdir()
    return True


def flush(folder: Path) -> None:
    """Return when the disk has everything below `folder`, and raise if it could not take it.

    One call for the whole file system: thousands of single flushes would take minutes where this takes a moment.
    """
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return os.sync()
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)
