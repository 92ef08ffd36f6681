"""Whatever happens to a publish, readers have a whole site: the old one or the new one."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.fault

KILLS = 16


def leftovers(site: Path) -> list[str]:
    """What lies in the site's folder besides what belongs there."""
    belongs = {"current", "previous", "state", ".lock", ".publishing", ".looked", ".changed"}
    belongs |= {".indexed", ".spare"}  # What the next search index and the next generation are made of.
    generations = {(site / link).readlink().name for link in ("current", "previous")}
    return sorted(path.name for path in site.iterdir() if path.name not in belongs | generations)


def test_killed_at_any_moment_the_site_is_whole(mission):
    """Also while several processes render (every third time all is rendered anew)."""
    publisher, chance = mission.publishers[0], random.Random(2015)
    usual = {
        "publish": _seconds(publisher, "publish"),
        "publish_everything": _seconds(publisher, "publish_everything"),
    }
    shown, killed, version = 0, 0, 0
    while killed < KILLS:
        version += 1
        assert publisher.do("change_to", version) == 0
        deed = "publish" if version % 3 else "publish_everything"
        publishing = publisher.begin(deed)
        time.sleep(chance.random() * usual[deed])
        with suppress(ProcessLookupError):
            os.kill(publishing, signal.SIGKILL)
        was_killed = publisher.end() == -signal.SIGKILL
        killed += was_killed
        # The machine may have grown faster since: then the next blow has to fall earlier.
        usual[deed] *= 1 if was_killed else 0.8
        mission.assert_whole()
        (now,) = mission.versions_shown()
        assert int(now.split()[1]) in {shown, version}, "the old site or the new one"
        shown = int(now.split()[1])
    assert publisher.do("publish") == 0, publisher.said()
    assert mission.versions_shown() == {f"Version {version}"}
    mission.assert_whole()
    assert leftovers(mission.site) == []


def _seconds(publisher, deed: str) -> float:
    assert publisher.do("change_to", 0.5 if deed == "publish" else 0) == 0
    began = time.monotonic()
    assert publisher.do(deed) == 0, publisher.said()
    return time.monotonic() - began


@pytest.fixture
def small_disk(mission) -> Iterator[Path]:
    """The site on a disk of its own with hardly any room left; as root only, for nobody else may mount one."""
    kept = mission.storage / "kept"
    mission.site.rename(kept)
    mission.site.mkdir()
    size = sum(path.stat().st_size for path in kept.rglob("*") if path.is_file())
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size + 4 * 1024 * 1024}", "tmpfs", str(mission.site)]
    subprocess.run(mount, check=True)
    try:
        subprocess.run(["cp", "-a", f"{kept}/.", str(mission.site)], check=True)
        _fill(mission.site / "filler", all_but=300 * 1024)
        yield mission.site
    finally:
        subprocess.run(["umount", str(mission.site)], check=True)


def _fill(path: Path, all_but: int) -> None:
    """Write until the disk refuses, then give a little back."""
    with path.open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(16384))
    os.truncate(path, path.stat().st_size - all_but)


def may_mount() -> bool:
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and tried.returncode == 0


if may_mount():

    def test_on_a_full_disk_the_old_site_stands(mission, small_disk):
        publisher = mission.publishers[0]
        assert publisher.do("change_to", 1) == 0
        assert publisher.do("publish") == 1
        assert "No space left on device. The old site stands, whole." in publisher.said()
        mission.assert_whole()
        assert mission.versions_shown() == {"Version 0"}
        (small_disk / "filler").unlink()
        assert publisher.do("publish") == 0, publisher.said()
        assert mission.versions_shown() == {"Version 1"}
        mission.assert_whole()


def test_where_a_file_cannot_be_written_the_old_site_stands(mission):
    publisher = mission.publishers[0]
    assert publisher.do("change_to", 1) == 0
    assert publisher.do("publish_in_small_files", 128 * 1024) == 1
    assert "File too large. The old site stands, whole." in publisher.said()
    mission.assert_whole()
    assert mission.versions_shown() == {"Version 0"}
    assert publisher.do("publish") == 0, publisher.said()
    assert mission.versions_shown() == {"Version 1"}
    assert leftovers(mission.site) == []


def test_of_two_publishes_at_once_one_waits(mission):
    first, second = mission.publishers[0], mission.publisher()
    assert first.do("change_to", 1) == 0
    before = int((mission.site / "current").readlink().name.removeprefix("gen-"))
    first.begin("publish")
    second.begin("publish")
    assert (first.end(), second.end()) == (0, 0), first.said() + second.said()
    after = int((mission.site / "current").readlink().name.removeprefix("gen-"))
    assert after >= before + 1
    mission.assert_whole()
    assert mission.versions_shown() == {"Version 1"}
    assert leftovers(mission.site) == []
