"""Advice on legal ways, and applications, count people once a year."""

import datetime as dt

import pytest

from cairn.programmes.casework.acts import open_case
from cairn.programmes.casework.codes import Work

pytestmark = pytest.mark.django_db
ADVICE, APPLICATION = "pathway-advice", "pathway-application"


@pytest.fixture
def looking(amina, hawa):
    return open_case(hawa, Work.PATHWAYS, by=amina)


def test_all_ways_of_a_year_are_one_person_from_the_first_talk(looking, told, facts):
    told(looking, ADVICE, "2026-03-09", held_on="2026-03-09", to_country="FR", ways=["work", "study"])
    told(looking, ADVICE, "2026-03-10", held_on="2026-02-02", to_country="GB", ways=["family", "work"])

    (fact,) = facts("casework.advised")
    assert (fact["advised_on"], fact["destination"]) == (dt.date(2026, 2, 2), "GB")
    assert fact["ways"] == {"family", "study", "work"}


def test_a_talk_that_is_not_written_down_to_its_end_is_none_yet(looking, told, facts):
    told(looking, ADVICE, held_on="2026-03-02", ways=["work"], is_finished=False)
    assert facts("casework.advised") == []


def test_an_application_counts_from_the_day_on_which_it_was_handed_in(looking, told, facts):
    row = told(looking, APPLICATION, way="family", country="GB", is_finished=False)
    assert facts("casework.applied") == []

    row.answers = row.answers | {"sent_on": "2026-03-20", "outcome": "waiting"}
    row.save()
    (fact,) = facts("casework.applied")
    assert (fact["applied_on"], fact["way"], fact["outcome"]) == (dt.date(2026, 3, 20), "family", "waiting")


def test_of_two_applications_in_a_year_the_first_counts(looking, told, facts):
    told(
        looking, APPLICATION, "2026-03-02", way="work", country="FR", sent_on="2026-03-02", outcome="refused"
    )
    told(
        looking, APPLICATION, "2026-05-02", way="study", country="FR", sent_on="2026-05-02", outcome="granted"
    )
    assert [(fact["way"], fact["outcome"]) for fact in facts("casework.applied")] == [("work", "refused")]
