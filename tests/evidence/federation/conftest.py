"""Two missions: this one, and a neighbour whose published site is served on this machine."""

import pytest

from evidence.releases.conftest import *  # noqa: F403


@pytest.fixture
def published(declare, make, put_out):
    """A release of the deaths, out."""
    return put_out(make("deaths"))


@pytest.fixture
def maker(ines):
    return ines


@pytest.fixture
def approver(daniel):
    return daniel
