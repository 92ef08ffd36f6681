"""Files of releases at addresses that stay, with no language in them.

`/data/INDICATOR/latest.csv` is a file of its own and no redirect, because a plain web server or a memory stick knows none;
it is a second link to the file of the release, so it takes no room on the disk.
"""

from collections.abc import Iterator
from functools import partial

from cairn.evidence.models import Release
from cairn.evidence.releases.formats.about import Kept
from cairn.evidence.releases.listing import FilesMissing, files_of
from cairn.evidence.releases.store import folder_of
from cairn.evidence.releases.verifying import APPROVAL, SIGNATURE, approval_files
from cairn.newsroom.data.downloads import latest_files
from cairn.newsroom.data.indicator import picture
from cairn.publish.data.drawing import drawn_with
from cairn.publish.data.known import Out
from cairn.publish.snapshot import Snapshot
from cairn.publish.targets import Lying, Target, fingerprint


def targets(snapshot: Snapshot) -> Iterator[Target]:
    """Nothing of what was withdrawn: its files leave the site with the next publish."""
    for out in snapshot.data.standing:
        yield from _of_release(out)
    for code in snapshot.data.codes:
        if latest := snapshot.data.latest(code):
            yield from _latest(latest, code)
            yield from _pictures(snapshot, code)


def _of_release(out: Out) -> Iterator[Target]:
    folder = f"data/{out.below}"
    try:
        listed = files_of(out.digest)
    except FilesMissing:
        # Said once, by the one file that names the others.
        yield _target(f"{folder}release.json", out, Kept("release.json", "", out.digest, -1))
        return
    for kept in listed:
        yield _target(f"{folder}{kept.path}", out, kept)
    for name in (APPROVAL, SIGNATURE):
        yield Target(
            path=f"{folder}{name}",
            fingerprint=fingerprint("approval", out.name, out.digest, out.signature),
            render=partial(_approval, out.pk, name),
            about=f"the approval of {out.name} ({name})",
        )


def _latest(out: Out, code: str) -> Iterator[Target]:
    try:
        found = list(latest_files(out.digest, code))
    except FilesMissing:
        return
    for name, kept in found:
        yield _target(f"data/{code}/{name}", out, kept)


def _target(path: str, out: Out, kept: Kept) -> Target:
    return Target(
        path=path,
        fingerprint=fingerprint("released file", kept.sha256),
        render=partial(_lying, out.digest, kept),
        about=f"{kept.path} of the release {out.name}",
    )


def _lying(digest: str, kept: Kept) -> Lying:
    return Lying(folder_of(digest) / kept.path, kept.sha256, kept.size)


def _approval(pk: int, name: str) -> bytes:
    return approval_files(Release.objects.select_related("series").get(pk=pk))[name]


def _pictures(snapshot: Snapshot, code: str) -> Iterator[Target]:
    """The main chart for cards and for the press; it may follow the pages, as cards do."""
    for language in snapshot.languages:
        if snapshot.home(language):
            yield Target(
                path=f"data/{code}/chart.{language}.png",
                fingerprint=fingerprint(
                    "chart as a picture",
                    (snapshot.code, drawn_with(snapshot.mission), snapshot.mission.appearance),
                    (language, snapshot.mission.name_in(language), snapshot.data.of(code)),
                    [term.digest for term in snapshot.places.values()],
                ),
                render=partial(picture, code, language),
                about=f"the chart of {code} in {language}",
                late=True,
            )
