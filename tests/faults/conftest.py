"""A mission of its own in a scratch folder, published by processes that may be killed."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cairn.publish.manifest import verify

ROOT = Path(__file__).parents[2]


@dataclass
class Publisher:
    """A process that publishes on demand."""

    process: subprocess.Popen[str]
    told: Path

    def begin(self, *deed: object) -> int:
        """Start a deed; the number of the process that does it."""
        assert self.process.stdin
        self.process.stdin.write(" ".join(map(str, deed)) + "\n")
        self.process.stdin.flush()
        return int(self._answer())

    def end(self) -> int:
        """Wait until the deed is done; how its process ended (0: well, negative: killed)."""
        return int(self._answer())

    def do(self, *deed: object) -> int:
        self.begin(*deed)
        return self.end()

    def leave(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def said(self) -> str:
        return self.told.read_text()

    def _answer(self) -> str:
        assert self.process.stdout
        answer = self.process.stdout.readline()
        assert answer, f"the publisher is gone: {self.said()}"
        return answer


@dataclass
class Mission:
    """A scratch mission: its storage, and whoever publishes it."""

    storage: Path
    publishers: list[Publisher] = field(default_factory=list)

    @property
    def site(self) -> Path:
        return self.storage / "site"

    def publisher(self, script: str = "publisher.py") -> Publisher:
        told = self.storage / f"told-{len(self.publishers)}"
        environment = os.environ | {
            "CAIRN_DATABASE": f"sqlite:///{self.storage}/cairn.sqlite3",
            "CAIRN_STORAGE": str(self.storage),
            "DJANGO_SETTINGS_MODULE": "cairn.mission.settings.local",
            "PYTHONPATH": str(ROOT / "src"),
        }
        command = [sys.executable, str(Path(__file__).parent / script)]
        with told.open("w") as errors:
            process = subprocess.Popen(
                command,
                env=environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.publishers.append(Publisher(process, told))
        return self.publishers[-1]

    def versions_shown(self) -> set[str]:
        """Which versions of the one change the pages of the current site show."""
        stories = (self.site / "current" / "en" / "news").glob("story-*/index.html")
        return {found for page in stories for found in re.findall(r"Version \d+", page.read_text())}

    def assert_whole(self) -> None:
        verdict = verify((self.site / "current").resolve())
        assert verdict.sentences() == []


@pytest.fixture(scope="session")
def published_storage(database_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty-four stories that went out, and a published site that shows version 0."""
    mission = Mission(tmp_path_factory.mktemp("faults"))
    shutil.copy(database_template, mission.storage / "cairn.sqlite3")
    publisher = mission.publisher()
    for deed in (("write_stories", 24), ("publish",)):
        assert publisher.do(*deed) == 0, publisher.said()
    assert mission.versions_shown() == {"Version 0"}
    publisher.leave()
    return mission.storage


@pytest.fixture
def mission(published_storage: Path, tmp_path: Path) -> Iterator[Mission]:
    """A mission with a published site, and one process that publishes it."""
    mission = Mission(tmp_path / "mission")
    subprocess.run(["cp", "-a", str(published_storage), str(mission.storage)], check=True)
    mission.publisher()
    yield mission
    for publisher in mission.publishers:
        publisher.leave()
