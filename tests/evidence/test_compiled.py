"""Compiled code is run from its folder, so nobody else may write there."""

import pytest

from cairn.evidence import compiled
from cairn.evidence.compiled import UnsafeFolder


def test_a_folder_that_others_may_write_into_is_refused(tmp_path):
    shared = tmp_path / "compiled"
    shared.mkdir()
    shared.chmod(0o777)
    with pytest.raises(UnsafeFolder, match="chmod 700"):
        compiled._private(shared)


def test_the_folder_is_made_for_its_owner_alone(tmp_path):
    folder = compiled._private(tmp_path / "compiled")
    assert folder.stat().st_mode & 0o777 == 0o700
