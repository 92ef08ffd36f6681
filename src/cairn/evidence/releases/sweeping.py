"""What nobody needs any more: work that was not ended, releases that were never used, snapshots that none is made from."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from cairn.evidence.facts.snapshots import snapshots, snapshots_folder
from cairn.evidence.models import Release
from cairn.evidence.releases.store import releases_folder

A_DAY = 24 * 60 * 60
# The next draft begins with the newest facts, and colleagues look at cells of them before it.
KEPT_SNAPSHOTS = 3


def sweep_evidence() -> int:
    """Remove it, and answer how many folders went; what was touched within a day stays."""
    left_over = [folder for folder in _left_over() if time.time() - folder.stat().st_mtime > A_DAY]
    for folder in left_over:
        shutil.rmtree(folder)
    return len(left_over)


def _left_over() -> Iterator[Path]:
    named = set(Release.objects.values_list("digest", flat=True))
    for folder in _folders(releases_folder()):
        if folder.name.startswith(".work-") or not (folder.name.startswith(".") or folder.name in named):
            yield folder
    root = snapshots_folder()
    kept = {one.name for one in snapshots()[:KEPT_SNAPSHOTS]}
    kept |= set(Release.objects.values_list("snapshot", flat=True))
    yield from (folder for folder in _folders(root) if folder.name not in kept)


def _folders(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if path.is_dir()] if root.exists() else []
