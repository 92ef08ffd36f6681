"""The files of a release: named by what is in them, whole, and the same bytes wherever they are made."""

from hashlib import sha256

import pytest

from cairn.evidence.models import State
from cairn.evidence.releases.store import folder_of, releases_folder

pytestmark = pytest.mark.django_db


def test_a_release_lies_in_a_folder_that_is_named_by_its_content(make, declare):
    release = make(declare(), "deaths")
    assert release.state == State.ATTACKED
    folder = folder_of(release.digest)
    assert sha256((folder / "release.json").read_bytes()).hexdigest() == release.digest == folder.name
    left = [path.name for path in releases_folder().iterdir() if not path.name.startswith(".lock-")]
    assert left == [folder.name], "no work folder is left"
