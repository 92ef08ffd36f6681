"""The folder of the public site: whole generations, one of them current.

    var/site/current -> gen-000012     what every server serves
    var/site/previous -> gen-000011    kept, so that a page loaded before the swap still finds its styles
    var/site/state/gen-000012.json     fingerprints, for the next publish
    var/site/.making-…                 a generation while it is made

A generation is made beside the others, flushed to the disk, renamed, and becomes current by the atomic rename of
one link. Whatever kills a publish, `current` names a whole site; the leftovers go with the next publish.
"""

import ctypes
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.publish.compress import variants
from cairn.publish.manifest import Listed, write_manifest
from cairn.publish.state import Made, State

CURRENT, PREVIOUS, STATES, MAKING, GENERATION = "current", "previous", "state", ".making-", "gen-"
# Old generations share nearly all their bytes with the current one, so a few may wait until nobody waits for a page.
CROWD = 4


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
    def making(self) -> Iterator["Making"]:
        """A generation in the making; it vanishes unless it was published inside the block, or left to the sweep."""
        self.folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=MAKING, dir=self.folder))
        folder.chmod(0o755)
        making = Making(folder)
        try:
            yield making
        finally:
            if not making.is_left:
                shutil.rmtree(folder, ignore_errors=True)

    def publish(self, making: "Making", key: Ed25519PrivateKey, notes: Mapping[str, str]) -> Generation:
        """Sign what was made, make sure that the disk has it, and let every reader see it at once."""
        folder = self.folder / f"{GENERATION}{self._next_number():06d}"
        state = State(files=making.files, notes=notes)
        write_manifest(making.folder, making.listing(), key)
        state.write(self._state_file(folder.name))
        flush(making.folder)
        making.folder.rename(folder)
        if leaving := self._linked(CURRENT):
            self._point(PREVIOUS, leaving.name)
        self._point(CURRENT, folder.name)
        flush(self.folder)
        return Generation(folder, state)

    def is_crowded(self) -> bool:
        """Whether so much waits to be swept that the next publish needs the room first."""
        return len(self._to_go()) > CROWD

    def sweep(self, give_way: Callable[[], bool] = lambda: False) -> None:
        """Remove what killed publishes left and every generation before the previous one.

        On a large site that takes a disk longer than all else, so it stops as soon as it has to give way; the
        next sweep goes on.
        """
        kept = self._kept()
        for path in (self.folder / STATES).glob("*.json"):
            if path.stem not in kept:
                path.unlink(missing_ok=True)
        for path in self._to_go():
            if path.is_symlink():
                path.unlink(missing_ok=True)
            elif not _removed(path, give_way):
                return

    def _to_go(self) -> list[Path]:
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


@dataclass(slots=True)
class Making:
    """A generation while it is made: files carried over, written anew or adopted from elsewhere."""

    folder: Path
    files: dict[str, Made] = field(default_factory=dict)
    is_left: bool = False
    _folders: set[str] = field(default_factory=set)

    def carry(self, path: str, made: Made, source: Path) -> bool:
        """Take a file and its siblings over from another generation; False if they are not there whole."""
        # Strings, because a large site asks this of thousands of files, and each Path costs as much as the link.
        for name, expected in made.listed(path).items():
            if not self._link(f"{source}/{name}", name, expected.size):
                return False
        self.files[path] = made
        return True

    def write(self, path: str, content: bytes, *, fingerprint: str, needs: tuple[str, ...] = ()) -> Made:
        """Write a new file with its compressed siblings."""
        siblings = variants(path, content)
        self._write(path, content)
        for suffix, small in siblings.items():
            self._write(path + suffix, small)
        made = Made(
            fingerprint=fingerprint,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            variants={suffix: _listed(small) for suffix, small in siblings.items()},
            needs=needs,
        )
        self.files[path] = made
        return made

    def adopt(self, path: str, source: Path, made: Made) -> None:
        """Copy a file from outside the site (a picture, a document), so that nothing done to it there reaches us.

        Two hands may bring the same picture at once; both copies are the same, and the second replaces the first.
        """
        if path not in self.files:
            self._place(path)
            copy = self.folder / f"{path}.{os.getpid()}"
            copy.write_bytes(source.read_bytes())
            copy.replace(self.folder / path)
            self.files[path] = made

    def listing(self) -> dict[str, Listed]:
        return {
            name: listed for path, made in self.files.items() for name, listed in made.listed(path).items()
        }

    def _link(self, source: str, path: str, size: int) -> bool:
        self._place(path)
        try:
            if os.lstat(source).st_size != size:
                return False
            os.link(source, f"{self.folder}/{path}", follow_symlinks=False)
        except FileExistsError:
            return True
        except OSError as error:
            if error.errno in {errno.ENOENT, errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EACCES}:
                return False
            raise
        return True

    def _write(self, path: str, content: bytes) -> None:
        """A new file, never a change of an old one: earlier generations share what was carried over."""
        self._place(path)
        target = self.folder / path
        target.unlink(missing_ok=True)
        with target.open("xb") as file:
            file.write(content)

    def _place(self, path: str) -> None:
        parent = path.rpartition("/")[0]
        if parent not in self._folders:
            (self.folder / parent).mkdir(parents=True, exist_ok=True)
            self._folders.add(parent)


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


def _listed(content: bytes) -> Listed:
    return Listed(hashlib.sha256(content).hexdigest(), len(content))


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
