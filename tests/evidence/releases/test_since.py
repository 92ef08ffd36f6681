"""“Since June” is said of what was added up from June to the last day of the release, and of nothing else."""

import datetime as dt

import pytest

from cairn.evidence.phrases import Claim
from cairn.evidence.phrases.checking import phrases_that_hold
from cairn.evidence.reads import cite

from .conftest import LAST

pytestmark = pytest.mark.django_db
JUNE = dt.date(2015, 6, 1)


@pytest.fixture
def released(declare, make):
    """The deaths of the tunnel and the port, month by month, in a period of one's own."""

    def made(period: str, *, kind: str = 'kind = "sum"\ncolumn = "dead"\nlow = "dead"\nhigh = "most"'):
        text = declare.deaths.replace('step = "month"', f'step = "month"\n{period}')
        text = text.replace('kind = "sum"\ncolumn = "dead"\nlow = "dead"\nhigh = "most"', kind)
        declare.text("deaths", 'only = {place = ["tunnel"]}\n' + text)
        return make("deaths").released.get()

    return made


def is_since(released, key: str = "") -> bool:
    known = cite(released, key).known
    return known.since == JUNE and any(phrase.claim is Claim.SINCE for phrase in phrases_that_hold(known))


def test_the_whole_is_told_since_its_first_day(released):
    assert is_since(released("first = 2015-06-01"))


def test_one_month_is_not_told_since_the_first(released):
    assert not is_since(released("first = 2015-06-01"), "period=2015-06")


def test_a_period_that_ended_before_the_release_is_not_told_since_its_first_day(released):
    assert not is_since(released("first = 2015-06-01\nlast = 2015-07-31"))
    assert dt.date(2015, 7, 31) < LAST


def test_how_many_different_ones_there_were_is_not_told_since_a_day(released):
    assert not is_since(released("first = 2015-06-01", kind='kind = "distinct"\ncolumn = "place"'))
