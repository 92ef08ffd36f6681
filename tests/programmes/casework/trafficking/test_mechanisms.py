"""A national mechanism is a file: who may refer, what follows on what, and which clocks run."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from cairn.guard.notices.kinds import Kind
from cairn.guard.notices.models import Notice
from cairn.people.acts import merge_people, undo_merge
from cairn.programmes.casework.acts import begin_referral, note_step, open_case, set_task
from cairn.programmes.casework.acts.clocks import tell_of_clocks
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.acts.referring import too_early
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.trafficking.mechanisms import mechanism
from cairn.programmes.casework.trafficking.mechanisms.clocks import (
    add_working_days,
    birthday,
    days_off,
    due_on,
    is_working_day,
    local_day,
)
from cairn.programmes.casework.trafficking.mechanisms.library import WrongMechanism, read_mechanism
from cairn.programmes.casework.ways.gates import nothing_left_to_do

INVENTED = Path(__file__).parent / "invented" / "mechanisms" / "invented.1.toml"
UK = mechanism("nrm-uk")
LONDON = ZoneInfo("Europe/London")
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
MOMENTS = st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2035, 12, 31), timezones=st.just(dt.UTC))
ADULT = {"basis": "consent", "first_responder": "salvation-army", "agreed_on": dt.date(2026, 3, 2)}
CHILD = {"basis": "child", "first_responder": "local-authority"}
english = days_off("GB/ENG")


def at(day, hour=10):
    return dt.datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-03-02", "2026-03-09"),
        # Good Friday and Easter Monday.
        ("2026-04-01", "2026-04-10"),
        # Christmas, and Boxing Day that is observed on the Monday.
        ("2026-12-24", "2027-01-05"),
        ("2026-03-07", "2026-03-13"),
        # The clocks go forward on 29 March, and back on 25 October.
        ("2026-03-27", "2026-04-07"),
        ("2026-10-23", "2026-10-30"),
    ],
)
def test_reasonable_grounds_are_due_after_five_working_days_of_england(sent, due):
    assert due_on(UK, UK.clock("reasonable-grounds"), at(sent)) == dt.date.fromisoformat(due)


@given(DAYS, st.integers(1, 30))
def test_exactly_so_many_working_days_lie_behind(day, days):
    due = add_working_days(day, days, english)
    between = [day + dt.timedelta(days=number) for number in range(1, (due - day).days + 1)]
    assert sum(is_working_day(one, english) for one in between) == days
    assert is_working_day(due, english)


@given(DAYS, DAYS, st.integers(1, 20))
def test_whoever_is_sent_later_is_not_due_earlier(one, other, days):
    assume(one <= other)
    assert add_working_days(one, days, english) <= add_working_days(other, days, english)


@given(MOMENTS, st.integers(0, 23))
def test_the_hour_of_sending_changes_nothing_within_a_day_of_the_country(moment, hour):
    """Also on the days of 23 and of 25 hours."""
    other = moment.astimezone(LONDON).replace(hour=hour)
    clock = UK.clock("reasonable-grounds")
    assert local_day(UK, other) == local_day(UK, moment)
    assert due_on(UK, clock, other) == due_on(UK, clock, moment)


def test_a_summer_evening_in_utc_is_the_next_day_in_london():
    moment = dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC)
    assert local_day(UK, moment) == dt.date(2026, 6, 2)


@given(MOMENTS)
def test_recovery_lasts_thirty_days(moment):
    due = due_on(UK, UK.clock("recovery"), moment)
    assert due - local_day(UK, moment) == dt.timedelta(days=30)


@pytest.mark.parametrize(
    ("born", "day"),
    [
        ("2008-05-12", "2026-05-12"),
        ("2008-02-29", "2026-03-01"),
        ("2008-05", "2026-05-01"),
        ("2008", "2026-01-01"),
    ],
)
def test_coming_of_age_is_the_first_day_on_which_it_can_be(born, day):
    assert birthday(born, 18) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("of_child", [False, True])
@pytest.mark.parametrize("basis", [one.code for one in UK.bases])
def test_from_wherever_a_referral_stands_the_way_goes_on_or_is_over(basis, of_child):
    if not UK.basis(basis).whom.holds_for(of_child=of_child):
        return
    edge, seen = [[]], set()
    while edge:
        taken = edge.pop()
        following = UK.next_steps(taken, basis=basis, of_child=of_child)
        assert following or UK.is_over(taken)
        assert not (UK.is_over(taken) and UK.is_pending(taken))
        for step in following:
            move = (*taken[-1:], step.code)
            if not step.is_aside and move not in seen:
                seen.add(move)
                edge += [] if step.ends else [[*taken, step.code]]
    assert seen


def test_a_mission_is_no_first_responder_in_the_united_kingdom():
    assert UK.first_responder("mission") is None
    assert len(UK.first_responders) == 17


def test_figures_know_which_steps_decide_and_how():
    decide = {step.code: (step.decides, step.is_positive) for step in UK.steps if step.decides}
    assert decide == {
        "reasonable-positive": ("first", True),
        "reasonable-negative": ("first", False),
        "conclusive-positive": ("final", True),
        "conclusive-negative": ("final", False),
    }


def test_a_step_that_decides_says_in_whose_favour(tmp_path):
    text = INVENTED.read_text()
    (tmp_path / "wrong.toml").write_text(text.replace("[[steps]]", '[[steps]]\ndecides = "first"', 1))
    with pytest.raises(WrongMechanism, match="“decides” and “is_positive” together"):
        read_mechanism(tmp_path / "wrong.toml")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('after = ["asked"]', "only steps that are declared"),
        ("days = 2", "either “days” or a “birthday”"),
        ('time_zone = "Pacific/Auckland"', "a time zone that exists"),
        ("number = 2", "a “number” with “context” and “lines”"),
        ("sworn = [", "“answers” with “said”, to questions of the rule"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(tmp_path, wrong, said):
    text = INVENTED.read_text()
    mended = {
        "after": 'after = ["nobody"]',
        "days": "",
        "time_zone": 'time_zone = "Moon/Sea"',
        "number": "",
        "sworn": "story = [",
    }[wrong.split()[0]]
    (tmp_path / "wrong.toml").write_text(text.replace(wrong, mended, 1))
    with pytest.raises(WrongMechanism, match=said):
        read_mechanism(tmp_path / "wrong.toml")


@pytest.fixture
def referral(trafficked, amina):
    return begin_referral(trafficked, "nrm-uk", by=amina, **ADULT)


@pytest.fixture
def child(register, amina):
    return open_case(register(amina, given_name="Ina", born="2012-05-12"), Work.TRAFFICKING, by=amina)


def clocks_of(case):
    return {task.clock: task.due_on for task in case.tasks.filter(done_at=None)}


@pytest.mark.django_db
class TestReferring:
    def test_clocks_become_tasks_of_the_worker_and_stop(self, referral, trafficked, amina):
        note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)
        assert clocks_of(trafficked) == {"nrm-uk:reasonable-grounds": dt.date(2026, 4, 10)}
        assert trafficked.tasks.get().to == amina

        note_step(referral, "reasonable-positive", happened_at=at("2026-04-09"), by=amina)
        assert clocks_of(trafficked) == {"nrm-uk:recovery": dt.date(2026, 5, 9)}

        note_step(referral, "conclusive-positive", happened_at=at("2026-06-09"), by=amina)
        assert clocks_of(trafficked) == {}

    def test_a_reconsideration_runs_anew(self, referral, trafficked, amina):
        for code, day in (
            ("sent", "04-01"),
            ("reasonable-negative", "04-08"),
            ("reasonable-reconsidered", "04-20"),
        ):
            note_step(referral, code, happened_at=at(f"2026-{day}"), by=amina)
        assert clocks_of(trafficked) == {"nrm-uk:reasonable-grounds": dt.date(2026, 4, 27)}

    def test_a_time_that_was_cut_short_is_said(self, referral, amina):
        note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)
        note_step(referral, "reasonable-positive", happened_at=at("2026-04-09"), by=amina)
        assert too_early(referral, "conclusive-negative", at("2026-05-08"))
        assert not too_early(referral, "conclusive-negative", at("2026-05-09"))

    def test_what_does_not_follow_is_refused(self, referral, amina):
        with pytest.raises(NotInThisCase, match="does not follow"):
            note_step(referral, "conclusive-positive", happened_at=at("2026-04-01"), by=amina)
        note_step(referral, "sent", happened_at=at("2026-04-02"), by=amina)
        with pytest.raises(ValidationError, match="before what happened last"):
            note_step(referral, "reasonable-positive", happened_at=at("2026-04-01"), by=amina)
        with pytest.raises(ValidationError, match="still to come"):
            note_step(referral, "reasonable-positive", happened_at=at("2099-04-01"), by=amina)

    def test_an_adult_may_withdraw_and_nothing_follows(self, referral, trafficked, amina):
        note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)
        note_step(referral, "withdrawn", happened_at=at("2026-04-02"), by=amina)
        assert referral.is_over
        assert clocks_of(trafficked) == {}
        with pytest.raises(NotInThisCase):
            note_step(referral, "reasonable-positive", happened_at=at("2026-04-03"), by=amina)

    def test_whoever_does_not_agree_is_notified_without_a_name(self, trafficked, amina):
        told = begin_referral(
            trafficked, "nrm-uk", by=amina, basis="duty-to-notify", first_responder="police"
        )
        with pytest.raises(NotInThisCase):
            note_step(told, "sent", happened_at=at("2026-04-01"), by=amina)
        note_step(told, "notified", happened_at=at("2026-04-01"), by=amina)
        assert told.is_over
        assert told.declared.basis(told.basis).is_anonymous

    def test_an_adult_is_not_sent_without_consent(self, trafficked, amina):
        with pytest.raises(ValidationError, match="the person agreed"):
            begin_referral(trafficked, "nrm-uk", by=amina, basis="consent", first_responder="police")

    def test_a_mission_goes_through_a_first_responder(self, trafficked, amina):
        with pytest.raises(ValidationError, match="goes through one that is"):
            begin_referral(trafficked, "nrm-uk", by=amina, **ADULT | {"first_responder": "mission"})

    def test_a_child_is_asked_for_no_consent(self, child, amina):
        with pytest.raises(ValidationError, match="always referred"):
            begin_referral(child, "nrm-uk", by=amina, **ADULT)

    def test_a_child_is_sent_only_with_a_referral_for_safeguarding(self, child, amina):
        referral = begin_referral(child, "nrm-uk", by=amina, **CHILD)
        with pytest.raises(NotInThisCase, match="safeguarding"):
            note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)

    def test_the_day_on_which_a_child_comes_of_age_is_a_task(self, child, amina):
        referral = begin_referral(child, "nrm-uk", by=amina, safeguarding_on=dt.date(2026, 4, 1), **CHILD)
        note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)
        assert clocks_of(child)["nrm-uk:turns-18"] == dt.date(2030, 5, 12)
        note_step(referral, "came-of-age-stays", happened_at=at("2026-04-02"), by=amina)
        assert set(clocks_of(child)) == {"nrm-uk:reasonable-grounds"}
        note_step(referral, "reasonable-positive", happened_at=at("2026-04-03"), by=amina)

    def test_there_is_one_referral_of_a_person_at_a_time(self, referral, hawa, amina):
        again = open_case(hawa, Work.TRAFFICKING, by=amina)
        with pytest.raises(NotInThisCase, match="a referral of this person already"):
            begin_referral(again, "nrm-uk", by=amina, **ADULT)

    @pytest.mark.parametrize(
        "taken",
        [
            ["sent", "reasonable-negative"],
            ["sent", "reasonable-positive", "conclusive-negative"],
            ["sent", "reasonable-positive", "conclusive-positive"],
            ["sent", "withdrawn"],
        ],
    )
    def test_whoever_was_decided_about_may_be_referred_again(self, referral, hawa, amina, taken):
        again = open_case(hawa, Work.TRAFFICKING, by=amina)
        for number, code in enumerate(taken):
            with pytest.raises(NotInThisCase, match="a referral of this person already"):
                begin_referral(again, "nrm-uk", by=amina, **ADULT)
            note_step(referral, code, happened_at=at(f"2026-04-{number + 1:02}"), by=amina)
        assert begin_referral(again, "nrm-uk", by=amina, **ADULT)

    def test_a_new_referral_and_a_second_look_do_not_run_beside_each_other(self, referral, trafficked, amina):
        for code, day in (("sent", "04-01"), ("reasonable-negative", "04-08")):
            note_step(referral, code, happened_at=at(f"2026-{day}"), by=amina)
        begin_referral(trafficked, "nrm-uk", by=amina, **ADULT)
        with pytest.raises(NotInThisCase, match="a referral of this person already"):
            note_step(referral, "reasonable-reconsidered", happened_at=at("2026-04-09"), by=amina)

    def test_a_child_who_comes_of_age_in_years_keeps_no_case_open(self, child, amina):
        referral = begin_referral(child, "nrm-uk", by=amina, safeguarding_on=dt.date(2026, 4, 1), **CHILD)
        note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)
        note_step(referral, "reasonable-positive", happened_at=at("2026-04-08"), by=amina)
        assert nothing_left_to_do(child) == ""
        set_task(child, "Call the school", due_on=dt.date(2026, 4, 9), by=amina)
        assert "still open" in nothing_left_to_do(child)

    def test_where_the_mechanism_ends_all_its_clocks_stop(self, child, amina):
        referral = begin_referral(child, "nrm-uk", by=amina, safeguarding_on=dt.date(2026, 4, 1), **CHILD)
        for code, day in (("sent", "01"), ("reasonable-positive", "08"), ("conclusive-positive", "30")):
            assert "nrm-uk:turns-18" in clocks_of(child) or code == "sent"
            note_step(referral, code, happened_at=at(f"2026-04-{day}"), by=amina)
        assert clocks_of(child) == {}

    def test_work_goes_on_with_the_record_that_remains(
        self, referral, trafficked, hawa, register, amina, ines
    ):
        other = register(amina, given_name="Hawah", family_name="Jallow")
        case = open_case(other, Work.TRAFFICKING, by=amina)
        merge = merge_people(hawa, other, by=ines)
        case.refresh_from_db()
        assert (case.person, case.data_key_id) == (hawa, other.data_key_id)
        with pytest.raises(NotInThisCase, match="a referral of this person already"):
            begin_referral(case, "nrm-uk", by=amina, **ADULT)
        note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)
        note_step(referral, "withdrawn", happened_at=at("2026-04-02"), by=amina)
        assert begin_referral(case, "nrm-uk", by=amina, **ADULT)

        undo_merge(merge, by=ines)
        case.refresh_from_db()
        trafficked.refresh_from_db()
        assert (case.person, trafficked.person) == (other, hawa)

    def test_a_referral_of_a_record_that_was_joined_earlier_counts(
        self, referral, trafficked, hawa, register, amina, ines
    ):
        other = register(amina, given_name="Hawah", family_name="Jallow")
        merge_people(other, hawa, by=ines)
        type(trafficked).objects.filter(pk=trafficked.pk).update(person=hawa)
        with pytest.raises(NotInThisCase, match="a referral of this person already"):
            begin_referral(open_case(other, Work.TRAFFICKING, by=amina), "nrm-uk", by=amina, **ADULT)


@pytest.mark.django_db(transaction=True)
class TestTelling:
    def test_the_worker_is_told_once_the_day_before(self, referral, trafficked, amina):
        note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)
        assert tell_of_clocks(dt.date(2026, 4, 8)) == 0
        assert tell_of_clocks(dt.date(2026, 4, 9)) == 1
        assert tell_of_clocks(dt.date(2026, 4, 10)) == 0
        notice = Notice.objects.get(to=amina)
        assert notice.kind == Kind.CLOCK_RUNS_OUT
        assert notice.reference == str(trafficked)

    def test_a_clock_that_stopped_is_told_of_no_more(self, referral, amina):
        note_step(referral, "sent", happened_at=at("2026-04-01"), by=amina)
        note_step(referral, "withdrawn", happened_at=at("2026-04-02"), by=amina)
        assert tell_of_clocks(dt.date(2026, 4, 30)) == 0
