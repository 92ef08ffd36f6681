"""The numbers of the two Calais stories come from records, and the records say that they are invented."""

import datetime as dt

import pytest
from django.db.models import F, Sum

from cairn.demo.cast import MARK, sign_in_cast
from cairn.demo.tracking import record_tracking
from cairn.programmes.tracking.models import Assessment, Incident, Site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def people_on(day: dt.date) -> int:
    """Everybody at the sites by the latest count of each."""
    counts = [
        Assessment.objects.standing().filter(site=site, counted_on__lte=day).latest("counted_on")
        for site in Site.objects.all()
    ]
    return sum(count.people for count in counts)


def test_the_people_at_the_sites_doubled_to_6000_in_three_weeks():
    assert Site.objects.count() == 2
    assert (people_on(dt.date(2015, 9, 25)), people_on(dt.date(2015, 10, 16))) == (3000, 6000)


def test_sixteen_died_or_went_missing_since_june():
    window = Incident.objects.standing().filter(first_day__range=("2015-06-01", "2015-10-16"))
    assert window.aggregate(all=Sum(F("dead") + F("missing")))["all"] == 16
    assert set(window.values_list("place", flat=True)) == {"channel-tunnel"}


def test_nobody_takes_an_invented_record_for_a_true_one():
    for model in (Assessment, Incident):
        assert all(MARK in source for source in model.objects.values_list("source", flat=True))


def test_a_second_loading_records_nothing_again():
    before = (Assessment.objects.count(), Incident.objects.count())
    cast, _new = sign_in_cast()
    assert record_tracking(cast) == 0
    assert (Assessment.objects.count(), Incident.objects.count()) == before


def test_a_correction_and_a_possible_repetition_can_be_shown():
    from cairn.programmes.tracking.models import PossibleRepetition

    assert Assessment.objects.exclude(corrects=None).get().correction_reason
    assert PossibleRepetition.objects.count() == 1
