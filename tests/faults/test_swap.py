"""Killed at every third step of making, swapping and sweeping generations, one step after the other."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.fault

SWAPPER = Path(__file__).parent / "swapper.py"


def test_there_is_no_step_at_which_a_reader_sees_half_a_site(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, str(SWAPPER), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    steps, shown = done.stdout.splitlines()
    assert int(steps) > 1000, "there were many steps to die at"
    assert shown == "version 0", "and afterwards it publishes as ever"
    lying = {path.name for path in tmp_path.iterdir()}
    assert lying - {".spare", "current", "previous", "state"} == {
        path.name for path in tmp_path.glob("gen-*")
    }
    assert len(list(tmp_path.glob("gen-*"))) == 2
