"""A generation while it is made, in a folder of its own that may hold an earlier one.

What lies in the folder is never believed. A file is carried over if it is the very file that the current generation
has, and is linked anew if it is not; when all is made, what does not belong goes, and what should be there is counted.
So a folder that a killed publish left half made is as good as any other.
"""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cairn.mission.errors import CairnError
from cairn.publish.compress import BLOCK, PACKED, may_be_packed, pack, variants
from cairn.publish.manifest import Listed
from cairn.publish.state import Made
from cairn.publish.targets import Lying

# A link that cannot be made: the file is written again instead.
NO_LINK = frozenset({errno.ENOENT, errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EACCES})
IN_THE_WAY = (FileExistsError, IsADirectoryError, NotADirectoryError)


class FilesVanished(CairnError):
    """Somebody else took files out of a generation while it was made."""


class NotAsItWas(CairnError):
    """A file that was to go out as it is has been changed or taken away since it was made."""


@dataclass(slots=True)
class Making:
    """Files carried over, written anew or adopted from elsewhere."""

    folder: Path
    files: dict[str, Made] = field(default_factory=dict)
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

    def take(self, path: str, lying: Lying, *, fingerprint: str) -> Made:
        """Let a file go out that lies elsewhere: checked, linked where the disk can, and never whole in memory.

        Whoever has made it never writes into it again, so a link is as good as a copy.
        """
        _ensure_as_made(lying)
        target = self.folder / path
        self._make_way(path, lambda: _link_or_copy(lying.source, target))
        made = Made(
            fingerprint=fingerprint,
            sha256=lying.sha256,
            size=lying.size,
            variants=dict(self._packed(path, lying)),
        )
        self.files[path] = made
        return made

    def _packed(self, path: str, lying: Lying) -> Iterator[tuple[str, Listed]]:
        """Siblings of a file that get smaller."""
        if not may_be_packed(path, lying.size):
            return
        for suffix in PACKED:
            small = self.folder / (path + suffix)
            self._make_way(path + suffix, partial(pack, lying.source, suffix, small))
            if small.stat().st_size < lying.size:
                yield suffix, Listed(_digest_of(small), small.stat().st_size)
            else:
                small.unlink()

    def adopt(self, path: str, source: Path, made: Made) -> None:
        """Copy a file from outside the site (a picture, a document), so that nothing done to it there reaches us.

        Two hands may bring the same picture at once; both copies are the same, and the second replaces the first.
        """
        if path not in self.files:
            copy = f"{path}.{os.getpid()}"
            self._write(copy, source.read_bytes())
            self._make_way(path, lambda: (self.folder / copy).replace(self.folder / path))
            self.files[path] = made

    def listing(self) -> dict[str, Listed]:
        return {
            name: listed for path, made in self.files.items() for name, listed in made.listed(path).items()
        }

    def tidy(self) -> None:
        """Remove everything that does not belong, and make sure that the rest is there."""
        wanted = self.listing().keys()
        if missing := sorted(wanted - self.remove_strangers(wanted)):
            raise FilesVanished(
                f"{missing[0]} vanished from the new site while it was made. The old site stands.",
                "Nobody but Cairn may write in the folder of the site. Publish again: cairn publish",
            )

    def remove_strangers(self, wanted: Set[str]) -> set[str]:
        """Keep what is wanted, and answer what of it is there; nothing else stays, not even an empty folder."""
        folders = {above for path in wanted for above in _above(path)}
        found = set()
        for path, is_inner in _lying_in(str(self.folder), ""):
            if is_inner and path not in folders:
                (self.folder / path).rmdir()
            elif not is_inner and path not in wanted:
                (self.folder / path).unlink()
            elif not is_inner:
                found.add(path)
        return found

    def _link(self, source: str, path: str, size: int) -> bool:
        try:
            there = os.lstat(source)
            if there.st_size != size or not stat.S_ISREG(there.st_mode):
                return False
            if not _is_same(f"{self.folder}/{path}", there):
                self._make_way(path, lambda: os.link(source, f"{self.folder}/{path}", follow_symlinks=False))
        except OSError as error:
            if error.errno in NO_LINK:
                return False
            raise
        return True

    def _write(self, path: str, content: bytes) -> None:
        """A new file, never a change of an old one: earlier generations share what was carried over."""

        def write() -> None:
            with Path(self.folder, path).open("xb") as file:
                file.write(content)

        self._make_way(path, write)

    def _make_way(self, path: str, deed: Callable[[], object]) -> None:
        """Do what puts a file at this path; whatever lies there or above it and is no folder gives way."""
        try:
            self._place(path)
            deed()
        except IN_THE_WAY:
            self._clear_way(path)
            self._folders.clear()
            self._place(path)
            deed()

    def _clear_way(self, path: str) -> None:
        for above in _above(path):
            if not is_folder(self.folder / above):
                (self.folder / above).unlink(missing_ok=True)
        if is_folder(self.folder / path):
            shutil.rmtree(self.folder / path)
        else:
            (self.folder / path).unlink(missing_ok=True)

    def _place(self, path: str) -> None:
        parent = path.rpartition("/")[0]
        if parent not in self._folders:
            Path(self.folder, parent).mkdir(parents=True, exist_ok=True)
            self._folders.add(parent)


def _ensure_as_made(lying: Lying) -> None:
    try:
        is_as_made = lying.source.stat().st_size == lying.size and _digest_of(lying.source) == lying.sha256
    except FileNotFoundError:
        is_as_made = False
    if not is_as_made:
        raise NotAsItWas(
            f"{lying.source} is not the file that was made; it is missing or was changed.",
            "Put it back from a backup, then publish again: cairn publish",
        )


def _digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in NO_LINK:
            raise
        with source.open("rb") as there, target.open("xb") as here:
            shutil.copyfileobj(there, here, BLOCK)


def _is_same(path: str, other: os.stat_result) -> bool:
    try:
        here = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return (here.st_ino, here.st_dev) == (other.st_ino, other.st_dev)


def is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _above(path: str) -> Iterator[str]:
    """`en` and `en/news` for `en/news/index.html`."""
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))


def _lying_in(root: str, folder: str) -> Iterator[tuple[str, bool]]:
    """Everything below a folder, the innermost first, and whether it is a folder; a link is none."""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in list(entries):
            path = f"{folder}/{entry.name}" if folder else entry.name
            is_inner = entry.is_dir(follow_symlinks=False)
            if is_inner:
                yield from _lying_in(root, path)
            yield path, is_inner


def _listed(content: bytes) -> Listed:
    return Listed(hashlib.sha256(content).hexdigest(), len(content))
