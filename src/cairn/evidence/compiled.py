"""Python that is compiled on its first use, and kept compiled in a private folder."""

import os
import stat
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from cairn.mission.errors import CairnError


class UnsafeFolder(CairnError):
    """Compiled code lies where others could change it."""


_folder: Path | None = None


def keep_compiled_in(folder: Path) -> None:
    """Name the folder for compiled code; before the first count, because it is fixed from then on."""
    global _folder
    if _folder not in (None, folder) and compiled.cache_info().currsize:
        raise CairnError("The folder of compiled code was changed after code had been compiled.")
    _folder = folder


@cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as machine code that other threads need not wait for.

    Numba is loaded here and nowhere else: it costs half a second, which only whoever counts should pay.
    """
    folder = _private(_folder or _usual_folder())
    import numba

    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # Set by numba when it is loaded.
    return numba.njit(nogil=True, cache=True)(function)  # type: ignore[no-any-return]


def _usual_folder() -> Path:
    storage = os.environ.get("CAIRN_STORAGE")
    base = (
        Path(storage) if storage else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "cairn"
    )
    return base / "compiled"


def _private(folder: Path) -> Path:
    """The folder, ours alone: what lies in it is loaded and run."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o022:
        raise UnsafeFolder(
            f"Others may write into {folder}, and compiled code is run from there.",
            f"Give it to Cairn alone: chmod 700 {folder}",
        )
    return folder
