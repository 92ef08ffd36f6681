"""Holding files still while they are backed up: a second name for each, which a colleague's deletion does not take.

Links cost no room and a few microseconds each. Files that come and go keep their content under one name, so a
link is as good as a copy. Where the disk knows no links, the files themselves are read.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


class Held:
    """The files of one folder, as they stood at any of the moments when `take()` was called."""

    def __init__(self, folder: Path, aside: Path, but: str = "", *, hidden: bool = True) -> None:
        self._folder, self._aside, self._but, self._hidden, self._links = folder, aside, but, hidden, True
        self.take()

    def take(self) -> None:
        try:
            for name, path in files_in(self._folder, self._but, hidden=self._hidden):
                self._link(path, self._aside / name)
        except OSError:
            self._links = False

    def files(self) -> Iterator[tuple[str, Path]]:
        folder = self._aside if self._links else self._folder
        yield from files_in(folder, self._but, hidden=self._hidden)

    def _link(self, path: Path, target: Path) -> None:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # Deleted between two looks.
                os.link(path, target)


def files_in(folder: Path, but: str = "", *, hidden: bool = True) -> Iterator[tuple[str, Path]]:
    """Every whole file below a folder but one of its folders, in one order everywhere, a folder at a time.

    Where work goes on under names that begin with a dot, these are left out.
    """
    for name, path in _below(folder, ""):
        is_hidden = "/." in f"/{name}"
        if not (but and name.startswith(f"{but}/")) and (hidden or not is_hidden):
            yield name, path


def _below(folder: Path, before: str) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), f"{before}{entry.name}/")
        elif entry.is_file(follow_symlinks=False) and not entry.name.endswith(".unfinished"):
            yield before + entry.name, Path(entry.path)
