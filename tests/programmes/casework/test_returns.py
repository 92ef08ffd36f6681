"""Nobody returns who is not free to stay; and a return is not over at the airport."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cairn.guard.models import AuditEntry
from cairn.people.acts import change_person, join_household, merge_people
from cairn.programmes.casework.acts import (
    ask_for_money,
    begin_record,
    board,
    change_case,
    change_record,
    confirm_paid,
    decide_approval,
    decide_money,
    drop_leg,
    finish_record,
    move_case,
    open_case,
    plan_leg,
    reopen_record,
    return_money,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import What, Work
from cairn.programmes.casework.forms.library import form, forms
from cairn.programmes.casework.models import Approval, Case, CaseRecord, Payment
from cairn.programmes.casework.survey import score_of
from cairn.programmes.casework.ways.return_gates import child_is_heard, victim_is_safe

WHY = "All that was asked for is there."
TODAY = timezone.localdate()
LONG_AGO = (TODAY - dt.timedelta(days=5)).isoformat()
COUNSELLED = {
    "met_by": "asked", "destination": "GM", "why": "To see my mother.", "alternatives": True,
    "country_information": True, "help_explained": True,
}  # fmt: skip
FREE = {
    "held_on": LONG_AGO, "alone": True, "interpreter": "none-needed", "no_pressure": True, "not_detained": True,
    "understands": True, "no_fear": True, "may_change": True, "in_their_words": "I want to go home.",
    "finding": "voluntary",
}  # fmt: skip
ELIGIBLE = {
    "lawful": True, "first_time": True, "decision": "yes", "family_back": "With her mother.", "papers": "valid",
}  # fmt: skip
BEST = {
    "with_whom": "parents", "guardian": "no", "age_disputed": False, "tracing": "found", "views": "To go home.",
    "family_ties": "A mother.", "safety": "Safe.", "development": "School.", "recommends": "return",
    "panel": "A guardian.",
}  # fmt: skip
AGAIN = {"confirmed_on": TODAY.isoformat(), "alone": True, "still_wants": True}
PLAN = {"made_on": TODAY.isoformat(), "wants": "A shop.", "agreed": True, "budget": 1000, "currency": "EUR"}
VISIT = {"visited_on": TODAY.isoformat(), "how": "at-home", "well": "The shop is open.", "as_planned": True}


@pytest.fixture
def going(amina, hawa):
    return open_case(hawa, Work.RETURN, by=amina)


@pytest.fixture
def fill(amina):
    def filled(case, name: str, answers: dict) -> CaseRecord:
        return finish_record(begin_record(case, name, by=amina, answers=answers), by=amina)

    return filled


@pytest.fixture
def prepared(going, amina, salma, fill):
    """A case before the journey: every gate up to here was open."""

    def prepare(**eligibility):
        case = going
        fill(case, "return-counselling", COUNSELLED)
        case = move_case(case, "interview", by=amina)
        fill(case, "voluntariness", FREE)
        case = move_case(case, "cooling-off", by=amina)
        case = move_case(case, "eligibility", by=amina)
        fill(case, "return-eligibility", {**ELIGIBLE, **eligibility})
        approval = move_case(case, "preparation", by=amina, why=WHY)
        return decide_approval(approval, is_granted=True, by=salma)

    return prepare


def leg(case, amina, days: int = 2, **said):
    leaves = timezone.now() + dt.timedelta(days=days)
    said = {"leaves_from": "Calais", "goes_to": "Banjul", "leaves_at": leaves, **said}
    return plan_leg(case, by=amina, **said)


def test_a_return_goes_from_the_first_talk_to_the_last_visit(prepared, amina, salma, fill):
    case = prepared()
    journey = leg(case, amina)
    with pytest.raises(NotInThisCase, match="confirmed again"):
        move_case(case, "travelling", by=amina)
    fill(case, "reconfirmation", AGAIN)
    case = move_case(case, "travelling", by=amina)
    fill(case, "arrival", {"arrived_on": TODAY.isoformat(), "met": True, "onward": True})
    with pytest.raises(NotInThisCase, match="leg"):
        move_case(case, "arrived", by=amina)
    board(journey, by=amina)
    case = move_case(case, "arrived", by=amina)
    fill(case, "reintegration-plan", PLAN)
    case = move_case(case, "reintegration", by=amina)
    money = ask_for_money(
        case,
        kind="livelihood",
        amount=Decimal(600),
        currency="EUR",
        planned_on=TODAY,
        why="First goods",
        by=amina,
    )
    decide_money(money, is_released=True, by=salma)
    confirm_paid(money, paid_on=TODAY, receipt=SimpleUploadedFile("r.pdf", b"%PDF"), by=amina)
    fill(case, "monitoring-visit", VISIT)
    case = move_case(case, "monitoring", by=amina)
    survey = form("sustainability-survey")
    fill(case, "sustainability-survey", {one.name: one.choices[0].code for one in survey.questions()})
    approval = move_case(case, "closed", by=amina, why=WHY, closing_reason="goals-reached")
    assert decide_approval(approval, is_granted=True, by=salma).state == "Closed"


@pytest.mark.parametrize("name", ["alone", "no_pressure", "not_detained", "understands", "may_change"])
def test_a_wish_that_is_not_free_goes_no_further(going, amina, fill, name):
    fill(going, "return-counselling", COUNSELLED)
    case = move_case(going, "interview", by=amina)
    fill(case, "voluntariness", {**FREE, name: False})
    with pytest.raises(NotInThisCase, match="free and informed"):
        move_case(case, "cooling-off", by=amina)


def test_whoever_fears_harm_is_advised_on_asylum(going, amina, fill):
    fill(going, "return-counselling", COUNSELLED)
    case = move_case(going, "interview", by=amina)
    fill(case, "voluntariness", {**FREE, "no_fear": False})
    with pytest.raises(NotInThisCase, match="asylum"):
        move_case(case, "cooling-off", by=amina)


def test_there_is_time_to_think(going, amina, fill):
    fill(going, "return-counselling", COUNSELLED)
    case = move_case(going, "interview", by=amina)
    fill(case, "voluntariness", {**FREE, "held_on": TODAY.isoformat()})
    case = move_case(case, "cooling-off", by=amina)
    with pytest.raises(NotInThisCase, match="3 days"):
        move_case(case, "eligibility", by=amina)


def test_up_to_boarding_everybody_may_stay_and_nobody_approves_it(prepared, amina, fill):
    case = prepared()
    journey = leg(case, amina)
    fill(case, "reconfirmation", AGAIN)
    case = move_case(case, "travelling", by=amina)
    fill(case, "reconfirmation", {**AGAIN, "still_wants": False})
    with pytest.raises(NotInThisCase, match="no longer wants"):
        board(journey, by=amina)
    assert move_case(case, "stays", by=amina, closing_reason="withdrew").state == "Closed"


def test_an_old_wish_is_asked_again(prepared, amina, fill):
    case = prepared()
    leg(case, amina)
    fill(case, "reconfirmation", {**AGAIN, "confirmed_on": (TODAY - dt.timedelta(days=8)).isoformat()})
    with pytest.raises(NotInThisCase, match="ask again"):
        move_case(case, "travelling", by=amina)


def test_a_child_returns_only_when_that_is_best_and_never_without_a_guardian(prepared, hawa, amina, fill):
    change_person(
        hawa, based_on=hawa.version, changes={"born": str(TODAY.year - 12), "birth_certainty": ""}, by=amina
    )
    with pytest.raises(NotInThisCase, match="best-interests"):
        prepared()


def test_a_wish_is_not_confirmed_on_a_day_to_come(prepared, amina, fill):
    case = prepared()
    leg(case, amina)
    tomorrow = (TODAY + dt.timedelta(days=1)).isoformat()
    with pytest.raises(ValidationError, match="still to come"):
        fill(case, "reconfirmation", {**AGAIN, "confirmed_on": tomorrow})


@pytest.mark.parametrize(
    ("name", "question"),
    [
        (declared.code, question)
        for declared in forms().values()
        for question in declared.questions()
        if question.kind.is_day
    ],
    ids=lambda one: getattr(one, "name", one),
)
def test_only_what_may_lie_ahead_is_asked_for_as_any_day(name, question):
    ahead = {"appeal_until", "deadline", "interview_on", "planned_end", "review_on", "valid_until"}
    assert (question.kind == "day") is (question.name in ahead)
    assert bool(question.trouble("2999-01-01")) is (question.name not in ahead)


@pytest.mark.parametrize(
    "known",
    [
        {"born": str(TODAY.year - 20), "birth_certainty": "disputed"},
        {"born": "", "birth_certainty": "", "flags": ["separated-child"]},
        {"born": str(TODAY.year - 20), "birth_certainty": "", "flags": ["separated-child"]},
    ],
)
def test_whoever_may_be_a_child_is_taken_for_one(prepared, hawa, amina, known):
    change_person(hawa, based_on=hawa.version, changes=known, by=amina)
    with pytest.raises(NotInThisCase, match="best-interests"):
        prepared()


@pytest.mark.parametrize("gate", ["victim", "best-interests"])
def test_whoever_goes_with_a_household_meets_the_gates_as_well(going, hawa, register, amina, gate):
    born = str(TODAY.year - (9 if gate == "best-interests" else 30))
    other = register(amina, given_name="Sira", born=born)
    join_household(other, by=amina, with_=hawa)
    if gate == "victim":
        open_case(other, Work.TRAFFICKING, by=amina)
    hawa.refresh_from_db()
    going = Case.objects.get(pk=going.pk)
    assert (victim_is_safe(going), child_is_heard(going)) == ("", "")
    change_case(going, based_on=going.version, changes={"of_household": True}, by=amina)
    going = Case.objects.get(pk=going.pk)
    assert (victim_is_safe(going) != "", child_is_heard(going) != "") == (gate == "victim", gate != "victim")


def test_an_age_that_is_disputed_in_the_assessment_counts_as_well(going, fill):
    going.stage = "eligibility"
    going.save()
    fill(going, "best-interests", {**BEST, "age_disputed": True, "recommends": "stay"})
    assert "best-interests" in child_is_heard(going)
    fill(going, "best-interests", {**BEST, "recommends": "stay"})
    assert child_is_heard(going) == ""


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({"with_whom": "alone", "guardian": "no"}, False),
        ({"with_whom": "unrelated", "guardian": "asked"}, False),
        ({"with_whom": "alone", "guardian": "yes"}, True),
        ({"with_whom": "parents", "guardian": "no"}, True),
        ({"with_whom": "parents", "guardian": "no", "recommends": "stay"}, False),
    ],
)
def test_a_child_without_parents_has_a_guardian_before_any_return(going, hawa, amina, fill, answers, holds):
    change_person(hawa, based_on=hawa.version, changes={"born": str(TODAY.year - 12)}, by=amina)
    case = Case.objects.get(pk=going.pk)
    case.stage = "eligibility"
    case.save()
    fill(case, "best-interests", {**BEST, **answers})
    assert (child_is_heard(case) == "") is holds


def test_a_victim_returns_with_safeguards_only(prepared):
    with pytest.raises(NotInThisCase, match="victim"):
        prepared(extra=["victim"])


def test_a_victim_is_known_by_a_case_of_a_record_that_was_joined(prepared, register, amina, ines, hawa):
    other = register(amina, given_name="Hawah", family_name="Jallow")
    open_case(other, Work.TRAFFICKING, by=amina)
    merge_people(hawa, other, by=ines)
    with pytest.raises(NotInThisCase, match="victim"):
        prepared()


def test_somebody_ill_travels_with_the_escort_that_the_doctor_asks_for(prepared, amina, fill):
    case = prepared(extra=["medical"])
    leg(case, amina)
    fill(case, "reconfirmation", AGAIN)
    with pytest.raises(NotInThisCase, match="doctor"):
        move_case(case, "travelling", by=amina)
    until = (TODAY + dt.timedelta(days=20)).isoformat()
    fill(
        case,
        "fitness-to-travel",
        {"seen_on": TODAY.isoformat(), "result": "with-escort", "valid_until": until},
    )
    with pytest.raises(NotInThisCase, match="escort"):
        move_case(case, "travelling", by=amina)
    leg(case, amina, days=3, escort="medical")
    assert move_case(case, "travelling", by=amina).stage == "travelling"


def test_legs_follow_each_other(prepared, amina):
    case = prepared()
    first = leg(case, amina, days=3)
    with pytest.raises(ValidationError):
        leg(case, amina, days=2)
    second = leg(case, amina, days=4)
    with pytest.raises(NotInThisCase):
        drop_leg(first, by=amina)
    drop_leg(second, by=amina)
    assert case.happenings.filter(what=What.LEG_DROPPED, made_by=amina).exists()
    assert list(case.legs.all()) == [first]


def test_instalments_stay_within_the_budget(prepared, amina, fill):
    case = prepared()
    case.stage = "arrived"
    case.save()
    fill(case, "reintegration-plan", PLAN)
    asked = {"kind": "cash", "planned_on": TODAY, "why": "Goods", "by": amina}
    ask_for_money(case, amount=Decimal(600), currency="EUR", **asked)
    with pytest.raises(ValidationError, match="400"):
        ask_for_money(case, amount=Decimal(401), currency="EUR", **asked)
    with pytest.raises(ValidationError, match="EUR"):
        ask_for_money(case, amount=Decimal(1), currency="USD", **asked)


def test_a_plan_that_is_opened_again_lifts_no_limit(prepared, amina, salma, fill):
    case = prepared()
    case.stage = "arrived"
    case.save()
    asked = {"kind": "cash", "planned_on": TODAY, "why": "Goods", "by": amina}
    plan = begin_record(case, "reintegration-plan", by=amina, answers={"made_on": TODAY.isoformat()})
    ask_for_money(
        case, amount=Decimal(50), currency="EUR", **asked
    )  # For the first night; nothing is planned.
    change_record(plan, based_on=1, answers=PLAN, by=amina)
    finish_record(plan, by=amina)
    waiting = ask_for_money(case, amount=Decimal(600), currency="EUR", **asked)
    begin_record(case, "reintegration-plan", by=amina, answers={"made_on": TODAY.isoformat()})
    with pytest.raises(
        ValidationError, match="are left"
    ):  # Another plan that says nothing lifts nothing either.
        ask_for_money(case, amount=Decimal(9_000), currency="EUR", **asked)
    plan = reopen_record(plan, by=amina)
    for answers in (PLAN | {"budget": 9000}, PLAN | {"budget": None}):
        plan = change_record(plan, based_on=plan.version, answers=answers, by=amina).row
        with pytest.raises(ValidationError, match="finish it first"):
            ask_for_money(case, amount=Decimal(900), currency="EUR", **asked)
        with pytest.raises(NotInThisCase, match="finish it first"):
            decide_money(waiting, is_released=True, by=salma)
    plan = change_record(plan, based_on=plan.version, answers={"budget": 100}, by=amina).row
    finish_record(plan, by=amina)
    with pytest.raises(NotInThisCase, match="50.00 EUR are left"):
        decide_money(waiting, is_released=True, by=salma)


def test_money_of_another_currency_is_no_part_of_the_budget(prepared, amina, fill):
    case = prepared()
    case.stage = "arrived"
    case.save()
    asked = {"kind": "cash", "planned_on": TODAY, "why": "Goods", "by": amina}
    ask_for_money(case, amount=Decimal(900), currency="GMD", **asked)
    fill(case, "reintegration-plan", PLAN)
    assert ask_for_money(case, amount=Decimal(1000), currency="EUR", **asked)


def test_whoever_stays_leaves_no_money_and_no_question_behind(prepared, amina, salma):
    case = prepared()
    asked = {"kind": "cash", "currency": "EUR", "planned_on": TODAY, "why": "Goods", "by": amina}
    first, second = (ask_for_money(case, amount=Decimal(amount), **asked) for amount in (10, 20))
    decide_money(first, is_released=True, by=salma)
    question = Approval.objects.create(
        case=case, data_key=case.data_key, made_by=salma, to_stage="closed", why=WHY
    )
    case = move_case(case, "stays", by=amina, closing_reason="withdrew")
    for row in (first, second, question):
        row.refresh_from_db()
    assert (first.state, second.state, question.decision) == ("released", "refused", "taken-back")
    assert return_money(first, why="She stays.", by=amina).state == "returned"
    assert isinstance(move_case(case, "counselling", by=amina, why=WHY), Approval)


def test_no_money_is_released_in_a_case_that_ended(prepared, amina, salma):
    case = prepared()
    said = {"kind": "cash", "currency": "EUR", "planned_on": TODAY, "why": "Goods"}
    payment = ask_for_money(case, amount=Decimal(10), by=amina, **said)
    Case.objects.filter(pk=case.pk).update(state="Closed", closed_at=timezone.now(), stage="closed")
    with pytest.raises(NotInThisCase, match="closed"):
        decide_money(Payment.objects.get(pk=payment.pk), is_released=True, by=salma)
    assert decide_money(payment, is_released=False, by=salma).state == "refused"


SURVEY = form("sustainability-survey")
ANSWERS = st.fixed_dictionaries(
    {}, optional={q.name: st.sampled_from([c.code for c in q.choices]) for q in SURVEY.questions()}
)


@given(ANSWERS)
def test_the_score_lies_between_nothing_and_one_and_says_what_it_stands_on(answers):
    score = score_of(SURVEY, answers)
    assert score.answered == len(answers)
    assert score.is_uncertain
    assert all(part is None or 0 <= part <= 1 for part in score.dimensions.values())
    assert (score.whole is None) == (score.level == "unknown")


@given(ANSWERS, st.data())
def test_a_better_answer_never_lowers_the_score(answers, data):
    full = {q.name: answers.get(q.name, q.choices[-1].code) for q in SURVEY.questions()}
    question = data.draw(st.sampled_from(list(SURVEY.questions())))
    better = {**full, question.name: max(question.choices, key=lambda choice: choice.weight).code}
    assert score_of(SURVEY, better).whole >= score_of(SURVEY, full).whole


# The survey on its screen --------------------------------------------------------------------------------------


@pytest.fixture
def surveyed(prepared, fill):
    """A case in which the same survey was held twice: first in the worst of words, and then in the best."""
    case = prepared()
    case.stage = "reintegration"
    case.save()
    worst = {one.name: min(one.choices, key=lambda c: c.weight).code for one in SURVEY.questions()}
    best = {one.name: max(one.choices, key=lambda c: c.weight).code for one in SURVEY.questions()}
    return fill(case, "sustainability-survey", worst), fill(case, "sustainability-survey", best)


def result(browser, row):
    return browser.get(reverse("casework:survey", args=[row.pk]))


def test_a_survey_shows_its_score_and_what_is_not_checked(at, amina, surveyed):
    shown = result(at(amina), surveyed[1]).content.decode()
    assert "<strong>1.00</strong>" in shown
    assert "nobody has held them against it yet" in shown
    assert shown.count('<td data-label="Question">') == len(list(SURVEY.questions()))


def test_surveys_of_a_case_stand_beside_each_other_with_the_change(at, amina, surveyed):
    shown = result(at(amina), surveyed[0]).content.decode()
    assert shown.count("(+1.00)") == 4  # In all, and in each of three dimensions.


def test_a_survey_that_is_not_finished_has_no_result(at, amina, surveyed):
    reopen_record(surveyed[1], by=amina)
    assert result(at(amina), surveyed[1]).status_code == 404
    assert result(at(amina), surveyed[0]).status_code == 200


def test_a_result_is_read_with_the_case_and_by_nobody_else(at, amina, bako, priya, surveyed):
    result(at(amina), surveyed[0])
    assert AuditEntry.objects.latest("sequence").event == "casework:case:read"
    assert result(at(bako), surveyed[0]).status_code == 404
    assert result(at(priya), surveyed[0]).status_code == 403


def test_another_form_has_no_result(at, amina, surveyed):
    other = CaseRecord.objects.filter(form="return-eligibility").get()
    assert result(at(amina), other).status_code == 404
