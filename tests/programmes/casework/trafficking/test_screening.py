"""A screening says which dimensions are positive and by what. It never decides: a person does, with a reason."""

from itertools import combinations

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from cairn.people.acts import change_person
from cairn.programmes.casework.acts import (
    begin_record,
    decide_approval,
    finish_record,
    move_case,
    open_case,
    record_screening_decision,
    reopen_record,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.acts.screening import screening_of
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Approval, Case
from cairn.programmes.casework.trafficking.screening import DIMENSIONS, combination_of, screen, weight_of

OPERATIONAL = form("operational-indicators")
INDICATORS = [question for question in OPERATIONAL.questions() if question.weight]
REASON = "The wages were kept, and the door was locked."
ticks = st.dictionaries(
    st.sampled_from([question.name for question in INDICATORS]),
    st.sampled_from(["said", "seen", "papers", "others", "no"]),
)


def holds(weights):
    """The rule of the reference, said a second time and otherwise."""
    strong, medium, weak = (weights.count(letter) for letter in "SMW")
    return strong >= 2 or (strong >= 1 and medium + weak >= 1) or medium >= 3 or (medium >= 2 and weak >= 1)


def test_the_lists_are_as_long_as_the_reference_says():
    counts = [sum(q.name.startswith(f"{code}_") for q in INDICATORS) for code in DIMENSIONS]
    assert counts == [10, 10, 16, 9, 15, 7]
    general, child = form("general-indicators"), form("general-indicators-child")
    assert sum(not q.name.endswith("_words") for q in general.questions()) == 36
    assert sum(not q.name.endswith("_words") for q in child.questions()) == 15


@pytest.mark.parametrize(
    ("name", "adult", "child"),
    [
        ("dr_job", "S", "S"), ("dr_education", "W", "S"), ("cr_debt", "M", "S"), ("vr_false_law", "M", "-"),
        ("vr_context", "W", "M"), ("ex_hours", "S", "S"), ("ex_protection", "M", "-"), ("cd_illicit", "M", "S"),
        ("cd_informing", "W", "M"), ("vd_past", "W", "M"),
    ],
)  # fmt: skip
def test_weights_are_those_of_the_reference(name, adult, child):
    question = OPERATIONAL.question(name)
    assert (weight_of(question, of_child=False), weight_of(question, of_child=True)) == (adult, child)


def test_every_weight_that_nobody_checked_says_so():
    assert all(question.uncertain for question in INDICATORS)
    assert "memory" in OPERATIONAL.question("vr_past").source
    assert "unchecked" in OPERATIONAL.about["en"]


def test_every_indicator_asks_for_its_source_and_words():
    for name in ("operational-indicators", "general-indicators", "general-indicators-child"):
        declared = form(name)
        for question in declared.questions():
            if not question.name.endswith("_words"):
                words = declared.question(f"{question.name}_words")
                assert (words.required, list(words.only_if)) == (True, [question.name])
    assert "ex_hours_words" in OPERATIONAL.troubles({"ex_hours": "said"}, finishing=True)
    assert not OPERATIONAL.troubles({"ex_hours": "no"}, finishing=True)


@given(st.lists(st.sampled_from("SMW"), max_size=8))
def test_a_dimension_is_positive_by_the_four_combinations_and_no_other(weights):
    by = combination_of(weights)
    assert bool(by) == holds(weights)
    assert len(set(by)) == len(by)
    assert not by or holds([weights[place] for place in by])


@given(st.lists(st.sampled_from("SMW"), max_size=6))
def test_the_trace_names_no_more_than_it_needs(weights):
    by = [weights[place] for place in combination_of(weights)]
    assert not any(holds(list(fewer)) for fewer in combinations(by, len(by) - 1)) if by else True


@given(ticks, st.sampled_from([question.name for question in INDICATORS]), st.booleans())
def test_one_more_indicator_never_takes_a_dimension_away(answers, more, of_child):
    before = screen(OPERATIONAL, answers, of_child=of_child)
    after = screen(OPERATIONAL, answers | {more: "said"}, of_child=of_child)
    for one in before.dimensions:
        assert after.dimension(one.code).is_positive >= one.is_positive
    assert after.points_to_trafficking >= before.points_to_trafficking


@given(ticks)
def test_an_adult_needs_means_and_a_child_needs_none(answers):
    adult, child = (screen(OPERATIONAL, answers, of_child=of_child) for of_child in (False, True))
    assert not adult.points_to_trafficking or any(
        adult.dimension(code).is_positive for code in ("dr", "cr", "vr")
    )
    needed = child.dimension("ex").is_positive and (
        child.dimension("cd").is_positive or child.dimension("vd").is_positive
    )
    assert child.points_to_trafficking == needed


@given(ticks, st.booleans())
def test_what_was_looked_for_and_not_found_counts_nothing(answers, of_child):
    found = {name: source for name, source in answers.items() if source != "no"}
    assert screen(OPERATIONAL, answers, of_child=of_child) == screen(OPERATIONAL, found, of_child=of_child)


@pytest.fixture
def answers():
    ticked = {"dr_job": "said", "dr_wages": "papers", "ex_hours": "said", "ex_salary": "papers", "cd_documents": "seen",
              "cd_wages": "said"}  # fmt: skip
    return ticked | {f"{name}_words": f"About {name}." for name in ticked}


@pytest.fixture
def screened(trafficked, answers, amina):
    record = begin_record(trafficked, "operational-indicators", by=amina, answers=answers)
    return finish_record(record, by=amina)


@pytest.mark.django_db
class TestDeciding:
    def test_the_result_shows_which_indicators_made_it_positive(self, screened):
        found = screening_of(screened)
        assert [one.code for one in found.dimensions if one.is_positive] == ["dr", "ex", "cd"]
        assert found.dimension("dr").combination == "S + M"
        assert [(one.name, one.words) for one in found.dimension("dr").by] == [
            ("dr_job", "About dr_job."),
            ("dr_wages", "About dr_wages."),
        ]
        assert found.points_to_trafficking
        assert found.rests_on_unchecked_weights

    def test_whoever_may_be_a_child_is_counted_as_one(self, register, amina, answers):
        for born, certainty, of_child in (
            ("2015", "", True),
            ("1990", "", False),
            ("1990", "disputed", True),
            ("", "", False),
        ):
            somebody = register(amina, given_name="Somebody", born=born, birth_certainty=certainty)
            case = open_case(somebody, Work.TRAFFICKING, by=amina)
            record = begin_record(case, "operational-indicators", by=amina, answers=answers)
            assert screening_of(record).of_child is of_child

    def test_a_person_decides_against_what_the_screening_says(self, screened, trafficked, amina):
        decision = record_screening_decision(screened, decision="no-sign", reason=REASON, by=amina)
        decision.refresh_from_db()
        assert (decision.decision, decision.reason, decision.made_by) == ("no-sign", REASON, amina)
        assert decision.result["points_to_trafficking"] is True
        assert decision.result["positive"]["dr"] == [["dr_job", "S"], ["dr_wages", "M"]]
        trafficked.refresh_from_db()
        assert trafficked.stage == "screening"

    def test_a_decision_asks_for_its_reason_and_a_finished_form(self, screened, amina):
        with pytest.raises(ValidationError, match="Say why"):
            record_screening_decision(screened, decision="refer", reason="so", by=amina)
        reopen_record(screened, by=amina)
        with pytest.raises(NotInThisCase, match="Finish the screening"):
            record_screening_decision(screened, decision="refer", reason=REASON, by=amina)

    def test_nobody_of_another_office_decides(self, screened, bako):
        with pytest.raises(Http404):
            record_screening_decision(screened, decision="refer", reason=REASON, by=bako)

    @pytest.mark.parametrize(
        "known",
        [{"born": "2012-05-12"}, {"birth_certainty": "disputed"}, {"flags": ["separated-child"]}],
    )
    def test_a_child_is_assisted_without_a_referral_only_with_a_second_person(
        self, screened, trafficked, hawa, amina, salma, known
    ):
        change_person(hawa, based_on=hawa.version, changes=known, by=amina)
        record_screening_decision(screened, decision="assist", reason=REASON, by=amina)
        Case.objects.update(stage="decision", risk="low")
        case = Case.objects.get(pk=trafficked.pk)
        with pytest.raises(ValidationError, match="Say why"):
            move_case(case, "support", by=amina)
        asked = move_case(case, "support", by=amina, why="The local authority refers her today.")
        assert isinstance(asked, Approval)
        assert decide_approval(asked, is_granted=True, by=salma).stage == "support"

    def test_the_way_on_follows_the_decision_and_not_the_score(self, screened, trafficked, amina):
        case = move_case(trafficked, "decision", by=amina)
        with pytest.raises(NotInThisCase, match="A person decides"):
            move_case(case, "support", by=amina)
        record_screening_decision(screened, decision="assist", reason=REASON, by=amina)
        case.risk = "low"
        case.save()
        with pytest.raises(NotInThisCase, match="says otherwise"):
            move_case(case, "referral", by=amina)
        assert move_case(case, "support", by=amina).stage == "support"
