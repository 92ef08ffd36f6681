"""What lies in the folder of a release, as its own list says: for whoever offers the files to others."""

import json
from functools import lru_cache

from cairn.evidence.releases.files import RELEASE
from cairn.evidence.releases.formats.about import Kept
from cairn.evidence.releases.formats.every import JSON
from cairn.evidence.releases.results import digest_of
from cairn.evidence.releases.store import folder_of
from cairn.mission.errors import CairnError


class FilesMissing(CairnError):
    """The folder of a release is not there, or is not the one that was approved."""


def files_of(digest: str) -> tuple[Kept, ...]:
    """Every file of the release, its list first; a folder that is not what its name says has none."""
    return _read(str(folder_of(digest)), digest)


@lru_cache(maxsize=64)
def _read(folder: str, digest: str) -> tuple[Kept, ...]:
    path = folder_of(digest) / RELEASE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _missing(folder) from error
    if digest_of(content) != digest:
        raise _missing(folder)
    listed = json.loads(content)["files"]
    return Kept(RELEASE, JSON, digest, len(content)), *(Kept(**one) for one in listed)


def _missing(folder: str) -> FilesMissing:
    return FilesMissing(
        f"{folder} does not hold the release that was approved.",
        "Put the folder back from a backup, then publish again: cairn publish",
    )
