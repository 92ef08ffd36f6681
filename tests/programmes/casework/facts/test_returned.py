"""A return counts when somebody has arrived, and the survey tells how they live there."""

import datetime as dt

import pytest

from cairn.programmes.casework.acts import open_case
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.survey import score_of

pytestmark = pytest.mark.django_db
SURVEY = form("sustainability-survey")


def answered(**how):
    """Of each dimension named, the best answers, the worst or those between; as a survey holds them."""
    place = {"best": 0, "middle": 1, "worst": -1}
    return {
        question.name: sorted(question.choices, key=lambda choice: -choice.weight)[
            place[how[question.weight]]
        ].code
        for question in SURVEY.questions()
        if question.weight
    }


@pytest.fixture
def going(amina, hawa, told):
    """Hawa's return to the Gambia, up to her arrival."""
    case = open_case(hawa, Work.RETURN, by=amina)
    told(case, "return-counselling", "2026-01-02", met_by="partner", destination="GM")
    told(
        case, "return-eligibility", "2026-01-20", version=2, extra=["medical", "family"], kind="assisted",
        leaves_country="FR", through_country="MA",
    )  # fmt: skip
    return case


def test_a_return_is_a_fact_once_somebody_has_arrived(going, told, facts):
    assert facts("casework.returned") == []
    told(going, "arrival", "2026-03-04", arrived_on="2026-03-03")

    (fact,) = facts("casework.returned")
    assert (fact["arrived_on"], fact["destination"]) == (dt.date(2026, 3, 3), "GM")
    assert (fact["came_by"], fact["needs"]) == ("partner", {"medical", "family"})
    assert (fact["sex"], fact["age_group"]) == ("female", "18-59")
    assert (fact["kind"], fact["departure"], fact["transit"]) == ("assisted", "FR", "MA")
    assert fact["departure_region"] == "155"


def test_a_return_of_the_years_before_is_of_no_known_kind_or_route(amina, hawa, told, facts):
    case = open_case(hawa, Work.RETURN, by=amina)
    told(case, "return-eligibility", "2026-01-20")
    told(case, "arrival", "2026-03-04", arrived_on="2026-03-03")
    (fact,) = facts("casework.returned")
    assert (fact["kind"], fact["departure"], fact["transit"]) == (None, None, None)


def test_an_arrival_that_is_not_written_down_to_its_end_is_none_yet(going, told, facts):
    told(going, "arrival", arrived_on="2026-03-03", is_finished=False)
    assert facts("casework.returned") == []


def test_forms_of_another_kind_of_work_are_no_return(case, told, facts):
    told(case, "arrival", arrived_on="2026-03-03")
    assert facts("casework.returned") == []


def test_a_survey_is_a_fact_with_its_levels_and_the_months_since_arrival(going, told, facts):
    told(going, "arrival", "2025-03-04", arrived_on="2025-03-03")
    answers = answered(economic="worst", social="best", psychosocial="best")
    told(going, "sustainability-survey", "2026-03-03", **answers)

    (fact,) = facts("casework.reintegrated")
    assert (fact["surveyed_on"], fact["since"]) == (dt.date(2026, 3, 3), "12-17")
    assert (fact["economic"], fact["social"], fact["psychosocial"]) == ("low", "high", "high")
    assert fact["level"] == score_of(SURVEY, answers).level == "high"


@pytest.mark.parametrize(
    ("on", "since"), [("2026-03-02", "6-11"), ("2026-03-03", "12-17"), ("2026-09-03", "18+")]
)
def test_months_are_full_months(going, told, facts, on, since):
    told(going, "arrival", "2025-03-04", arrived_on="2025-03-03")
    told(going, "sustainability-survey", on, **answered(economic="best", social="best", psychosocial="best"))
    assert [fact["since"] for fact in facts("casework.reintegrated")] == [since]


def test_of_two_surveys_in_one_interval_the_first_counts(going, told, facts):
    told(going, "arrival", "2025-03-04", arrived_on="2025-03-03")
    for on, how in (("2026-03-10", "worst"), ("2026-05-10", "best"), ("2026-12-01", "best")):
        told(going, "sustainability-survey", on, **answered(economic=how, social=how, psychosocial=how))
    found = sorted(facts("casework.reintegrated"), key=lambda fact: fact["surveyed_on"])
    assert [(fact["since"], fact["level"]) for fact in found] == [("12-17", "low"), ("18+", "high")]


def test_a_dimension_that_was_hardly_answered_has_no_level(going, told, facts):
    told(going, "arrival", "2025-03-04", arrived_on="2025-03-03")
    answers = answered(economic="best", social="best", psychosocial="best")
    few = {name: code for name, code in answers.items() if name not in ("food_cut", "borrow", "debt", "work")}
    told(going, "sustainability-survey", "2026-03-03", **few)
    (fact,) = facts("casework.reintegrated")
    assert (fact["economic"], fact["social"], fact["level"]) == (None, "high", None)
