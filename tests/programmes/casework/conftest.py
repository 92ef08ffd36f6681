"""The cast of casework: that of the register, and a case of Hawa's."""

import pytest

from cairn.programmes.casework.acts import open_case
from cairn.programmes.casework.codes import Work
from people.conftest import *  # noqa: F403
from signed_in import signed_in


@pytest.fixture
def case(amina, hawa):
    """Hawa's case of protection, of the river team."""
    return open_case(hawa, Work.PROTECTION, by=amina)


@pytest.fixture
def intake():
    """Answers that finish an intake."""
    return {"came_by": "alone", "spoken_alone": True, "interpreter": "professional", "wants": "A safe place."}


@pytest.fixture
def at():
    """A browser in which a colleague has signed in with both factors, as often as a test asks for one."""
    return signed_in
