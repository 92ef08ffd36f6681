"""Whoever is screened counts once: the screening says, a person decides."""

import datetime as dt

import pytest
from django.utils import timezone

from cairn.programmes.casework.acts import open_case
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import ScreeningDecision

pytestmark = pytest.mark.django_db
NAME = "casework.screened"


@pytest.fixture
def decide(hawa, amina, told):
    case = open_case(hawa, Work.TRAFFICKING, by=amina)

    def decided(decision, on, *, points):
        return ScreeningDecision.objects.create(
            case=case, data_key=case.data_key, screened=told(case, "operational-indicators", on),
            answers_version=1, method=1, of_child=False, decision=decision, reason="As she told it.",
            result={"points_to_trafficking": points, "positive": {}},
            made_at=timezone.make_aware(dt.datetime.fromisoformat(f"{on}T12:00")),
        )  # fmt: skip

    return decided


def test_what_the_screening_said_and_what_a_person_decided_stand_apart(decide, facts):
    decide("assist", "2026-03-02", points=True)
    (fact,) = facts(NAME)
    assert (fact["screened_on"], fact["result"], fact["decision"]) == (
        dt.date(2026, 3, 2),
        "points",
        "assist",
    )


def test_whoever_is_screened_again_counts_once_with_the_latest_word(decide, facts):
    decide("look-again", "2026-03-02", points=False)
    decide("refer", "2026-04-02", points=True)
    (fact,) = facts(NAME)
    assert (fact["screened_on"], fact["result"], fact["decision"]) == (dt.date(2026, 3, 2), "points", "refer")


def test_the_reason_stays_in_the_case(decide, facts):
    decide("refer", "2026-03-02", points=True)
    assert "As she told it." not in map(str, facts(NAME)[0].values())
