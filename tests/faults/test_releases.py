"""Whenever the build of a release is killed, no half of it bears the name of a release, and the next build ends it."""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from .conftest import Mission

pytestmark = pytest.mark.fault
NEARLY_DONE = 25


@pytest.fixture
def releaser(database_template: Path, tmp_path: Path) -> Iterator[Mission]:
    mission = Mission(tmp_path)
    shutil.copy(database_template, mission.storage / "cairn.sqlite3")
    releaser = mission.publisher("releaser.py")
    assert releaser.do("order") == 0, releaser.said()
    yield releaser
    releaser.leave()


def named(storage: Path) -> list[str]:
    """The releases that stand, each of them whole."""
    folders = [path for path in (storage / "evidence/releases").iterdir() if not path.name.startswith(".")]
    for folder in folders:
        content = (folder / "release.json").read_bytes()
        assert sha256(content).hexdigest() == folder.name
        told = {one["path"]: one["sha256"] for one in json.loads(content)["files"]}
        found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        assert found == {*told, "release.json"}
        assert all(
            sha256((folder / path).read_bytes()).hexdigest() == digest for path, digest in told.items()
        )
    return [folder.name for folder in folders]


def test_killed_at_any_change_of_its_files_a_release_is_whole_or_not_there(releaser, tmp_path):
    assert releaser.do("build_it") == 0, releaser.said()
    (whole,) = named(tmp_path)
    # By threes, which falls before a file is begun as often as before it is named; by ones where all comes together.
    change, seen = 1, set()
    while releaser.do("begin_anew_and_die", change) != 0:
        seen.add(tuple(named(tmp_path)))
        assert releaser.do("build_it") == 0, releaser.said()
        assert named(tmp_path) == [whole], "the same bytes, however it was stopped"
        change += 3 if change < NEARLY_DONE else 1
    assert change > NEARLY_DONE
    assert seen == {(), (whole,)}


def test_stopped_again_and_again_it_gets_further_each_time(releaser, tmp_path):
    """A build that always dies early still ends: what is whole is not written again."""
    for _attempt in range(100):
        if releaser.do("build_and_die", 12) == 0:
            break
    assert len(named(tmp_path)) == 1
