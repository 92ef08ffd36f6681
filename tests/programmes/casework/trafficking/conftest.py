"""The cast of casework, and a case of counter-trafficking of Hawa's."""

import datetime as dt

import pytest

from cairn.mission.config import load_mission
from cairn.programmes.casework.acts import open_case, record_identification
from cairn.programmes.casework.codes import Work
from programmes.casework.conftest import *  # noqa: F403

DAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path / "var"))
    load_mission.cache_clear()
    yield tmp_path / "var"
    load_mission.cache_clear()


@pytest.fixture
def trafficked(amina, hawa):
    """Hawa's case of counter-trafficking, of the river team."""
    return open_case(hawa, Work.TRAFFICKING, by=amina)


@pytest.fixture
def identify(amina):
    """Let an organisation recognise somebody."""

    def identified(case, *, on=DAY, by=amina, **said):
        words = {"identified_by": "police", "status": "PossibleVictimOfTrafficking"} | said
        return record_identification(case, identified_on=on, by=by, **words)

    return identified
