"""Making a release again from the snapshot that was kept: the proof that its figures follow from the records."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts.snapshots import read_snapshot
from cairn.evidence.models import Release, Released
from cairn.evidence.releases.building import Progress, earlier_releases
from cairn.evidence.releases.computing import compute
from cairn.evidence.releases.files import RELEASE, lay_out
from cairn.evidence.releases.results import Result
from cairn.evidence.releases.store import folder_of, releases_folder


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came out, and which files are not the same."""

    digest: str
    different: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return not self.different


def rebuild(release: Release, progress: Progress | None = None) -> Rebuilt:
    """Compute a release again, with what was out at that time, into a folder that goes away, and compare."""
    if not release.digest:
        raise WrongFacts(f"{release.name} was not built yet.", "Build it first.")
    results = _computed(release, progress)
    with tempfile.TemporaryDirectory(prefix=".work-again-", dir=releases_folder()) as scratch:
        digest = lay_out(release, results, Path(scratch), release.code_version)
        different = (
            [] if digest == release.digest else list(_different(Path(scratch), folder_of(release.digest)))
        )
    return Rebuilt(digest, tuple(different))


def _computed(release: Release, progress: Progress | None) -> tuple[Result, ...]:
    snapshot = read_snapshot(release.snapshot)
    snapshot.ensure_unchanged()
    declared = {one.code: one.declared for one in Released.objects.filter(release=release)}
    chosen = [declared[code] for code in release.indicators]
    before = earlier_releases(release.attacked_after)
    return compute(release.name, chosen, snapshot, release.cut_off, before, progress).results


def _different(one: Path, other: Path) -> Iterator[str]:
    """The files that are not the same; the list of them, where nothing else differs."""
    ours, theirs = _files(one), _files(other)
    names = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
    yield from names or [RELEASE]


def _files(folder: Path) -> dict[str, str]:
    try:
        told = json.loads((folder / RELEASE).read_bytes())
    except (OSError, ValueError):
        raise WrongFacts(
            _("The files of this release are not where they were laid."), _("Bring them back from a backup.")
        ) from None
    return {one["path"]: one["sha256"] for one in told["files"]}
