"""The files of a release: laid down one by one in a work folder, each whole, then named by what is in them in one step.

The name of the folder is the sha256 of `release.json`, which names the sha256 of every other file. A build that was
killed has left no such name; the next one keeps the files that are whole and makes the others.
"""

import os
import shutil
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from cairn import __version__
from cairn.evidence.indicators.declaration import as_plain
from cairn.evidence.models.releases import Release
from cairn.evidence.releases.formats.about import About, Kept, Made, about
from cairn.evidence.releases.formats.every import JSON, data_files, descriptions
from cairn.evidence.releases.formats.lines import Table
from cairn.evidence.releases.results import Result, canonical, digest_of
from cairn.evidence.releases.store import folder_of, work_folder, write_whole

FORM = 1
RELEASE = "release.json"


def write_files(release: Release, results: Sequence[Result]) -> str:
    """Write the release into the folder that bears its digest, and answer the digest; one that stands there is left."""
    work = work_folder(f"files-{release.name}")
    digest = lay_out(release, results, work)
    _name(work, folder_of(digest))
    return digest


def lay_out(
    release: Release, results: Sequence[Result], folder: Path, code_version: str = __version__
) -> str:
    """All files of a release in a folder, and nothing else in it."""
    said = about(release, code_version)
    tables = [Table(result, said.languages) for result in results]
    kept = sorted((_lay(folder, made) for made in data_files(said, tables)), key=attrgetter("path"))
    kept += [_lay(folder, made) for made in descriptions(said, tables, kept)]
    content = canonical(_list(said, results, kept))
    _lay(folder, Made(RELEASE, JSON, content))
    _remove_strangers(folder, {RELEASE, *(one.path for one in kept)})
    return digest_of(content)


def _list(said: About, results: Sequence[Result], kept: Sequence[Kept]) -> dict[str, Any]:
    return {
        "form": FORM,
        "release": said.name,
        "series": {"code": said.series, "title": said.title},
        "number": said.number,
        "cut_off": said.cut_off.isoformat(),
        "known_on": said.known_on.isoformat(),
        "snapshot": said.snapshot,
        "code_version": said.code_version,
        "changes": said.changes,
        # The policy of the mission, below which no indicator goes.
        "disclosure": said.floor.model_dump(mode="json"),
        "indicators": [
            {
                "code": one.indicator.code,
                "version": one.indicator.version,
                "declaration": digest_of(canonical(as_plain(one.indicator))),
            }
            for one in results
        ],
        "files": [
            {"path": one.path, "media_type": one.media_type, "sha256": one.sha256, "size": one.size}
            for one in kept
        ],
    }


def _lay(folder: Path, made: Made) -> Kept:
    """A file that is there with these bytes is not written again."""
    path = folder / made.path
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not (path.is_file() and path.read_bytes() == made.content):
        write_whole(path, made.content)
    return Kept(made.path, made.media_type, digest_of(made.content), len(made.content))


def _remove_strangers(folder: Path, known: set[str]) -> None:
    """What a build that was stopped began to write, or one of an earlier choice of indicators left."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and str(path.relative_to(folder)) not in known:
            path.unlink()


def _name(work: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(work)
        return
    for path in (work / "tables", work):
        _to_disk(path)
    work.rename(folder)
    _to_disk(folder.parent)


def _to_disk(folder: Path) -> None:
    """The names in a folder reach the disk; the files did when they were written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
