"""The cast of casework: that of the register, and a case of Hawa's."""

import pytest

from cairn.programmes.casework.acts import open_case
from cairn.programmes.casework.codes import Work
from people.conftest import *  # noqa: F403


@pytest.fixture
def case(amina, hawa):
    """Hawa's case of protection, of the river team."""
    return open_case(hawa, Work.PROTECTION, by=amina)


@pytest.fixture
def intake():
    """Answers that finish an intake."""
    return {"came_by": "alone", "spoken_alone": True, "interpreter": "professional", "wants": "A safe place."}
