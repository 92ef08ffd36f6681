"""The journey home on its screens: by the clock of the place, changed by two at once, and free until boarding."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.guard.models import AuditEntry, Conflict
from cairn.programmes.casework.acts import (
    arrive,
    begin_record,
    board,
    book_leg,
    change_leg,
    finish_record,
    open_case,
    plan_leg,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import Case, CaseRecord, Happening, Leg
from cairn.programmes.casework.models.travel import LegStatus

pytestmark = pytest.mark.django_db
SUMMER = dt.datetime(2027, 7, 4, 9, 30)
TICKET = {
    "leaves_from": "Calais", "goes_to": "Banjul", "leaves_at": "2027-07-04T09:30", "zone": "Africa/Nairobi",
    "carrier": "AB 123", "escort": "none", "transit_help": "A colleague at the gate.",
}  # fmt: skip


@pytest.fixture
def going(amina, hawa):
    return open_case(hawa, Work.RETURN, by=amina)


@pytest.fixture
def leg(going, amina):
    leaves = dt.datetime(2027, 7, 4, 9, 30, tzinfo=dt.UTC)
    return plan_leg(
        going, leaves_from="Calais", goes_to="Banjul", leaves_at=leaves, zone="Europe/Paris", by=amina
    )


@pytest.fixture
def travelling(going, leg, amina):
    """The case is on the way; its only leg was not boarded yet."""
    Case.objects.filter(pk=going.pk).update(stage="travelling")
    answers = {"confirmed_on": timezone.localdate().isoformat(), "alone": True, "still_wants": True}
    going.refresh_from_db()
    finish_record(begin_record(going, "reconfirmation", answers=answers, by=amina), by=amina)
    leg.refresh_from_db()
    return leg


def page(browser, name: str, row) -> str:
    answer = browser.get(reverse(f"casework:{name}", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def send(browser, name: str, row, **said):
    return browser.post(reverse(f"casework:{name}", args=[row.pk]), said)


# By the clock ----------------------------------------------------------------------------------------------


def test_a_leg_leaves_by_the_clock_of_its_place(at, amina, going):
    send(at(amina), "leg-plan", going, **TICKET)
    leg = going.legs.get()
    assert leg.leaves_at == dt.datetime(2027, 7, 4, 6, 30, tzinfo=dt.UTC)
    assert "09:30 (\u2066UTC+3\u2069)" in page(at(amina), "journey", going)


def test_an_hour_that_the_clocks_leave_out_is_refused(at, amina, going):
    forward = {**TICKET, "leaves_at": "2027-03-28T02:30", "zone": "Europe/Paris"}
    answer = send(at(amina), "leg-plan", going, **forward)
    assert (answer.status_code, going.legs.count()) == (422, 0)
    assert "This hour does not exist there" in answer.content.decode()


def test_the_same_hour_is_no_trouble_where_clocks_stay(at, amina, going):
    send(at(amina), "leg-plan", going, **{**TICKET, "leaves_at": "2027-03-28T01:30"})
    assert going.legs.get().leaves_at == dt.datetime(2027, 3, 27, 22, 30, tzinfo=dt.UTC)


def test_the_second_of_two_like_hours_in_autumn_stays_when_something_else_is_changed(at, amina, going):
    second = dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC)  # 2.30 for the second time, in Paris.
    leg = plan_leg(
        going, leaves_from="Calais", goes_to="Banjul", leaves_at=second, zone="Europe/Paris", by=amina
    )
    said = {**TICKET, "leaves_at": "2027-10-31T02:30", "zone": "Europe/Paris", "based_on": leg.version}
    send(at(amina), "leg-change", leg, **said)
    leg.refresh_from_db()
    assert (leg.leaves_at, leg.carrier) == (second, "AB 123")


# Booked, changed, and changed by two -------------------------------------------------------------------------


def test_what_a_ticket_says_is_booked_again_where_it_was_changed(leg, amina):
    assert leg.status == LegStatus.PLANNED
    leg = book_leg(leg, by=amina)
    assert leg.status == LegStatus.BOOKED
    leg = change_leg(leg, based_on=leg.version, changes={"transit_help": "At the gate."}, by=amina).row
    assert leg.status == LegStatus.BOOKED
    leg = change_leg(leg, based_on=leg.version, changes={"carrier": "AB 124"}, by=amina).row
    assert leg.status == LegStatus.CHANGED
    assert book_leg(leg, by=amina).status == LegStatus.BOOKED


def test_two_who_change_different_fields_both_stand(at, amina, tomas, leg):
    change_leg(leg, based_on=1, changes={"carrier": "AB 124"}, by=tomas)
    said = {**TICKET, "carrier": "", "leaves_at": "2027-07-04T11:30", "zone": "Europe/Paris"}
    answer = at(amina).post(
        reverse("casework:leg-change", args=[leg.pk]), {**said, "based_on": 1}, follow=True
    )
    leg.refresh_from_db()
    assert (leg.carrier, leg.transit_help) == ("AB 124", "A colleague at the gate.")
    assert "Both edits stand." in answer.content.decode()


def test_two_who_change_the_hour_are_both_shown_by_the_clock_there(at, amina, tomas, leg):
    change_leg(leg, based_on=1, changes={"leaves_at": leg.leaves_at + dt.timedelta(hours=1)}, by=tomas)
    said = {**TICKET, "carrier": "", "leaves_at": "2027-07-04T15:30", "zone": "Europe/Paris", "based_on": 1}
    send(at(amina), "leg-change", leg, **said)
    conflict = Conflict.objects.get()
    shown = page(at(amina), "conflict", conflict)
    assert all(hour in shown for hour in ("11:30", "12:30", "15:30"))
    assert "Compare and choose" in page(at(amina), "journey", leg.case)
    leg.refresh_from_db()
    other = {"settled": "other", "value": "2027-07-04T16:00", "based_on": leg.version}
    send(at(amina), "conflict", conflict, **other)
    leg.refresh_from_db()
    assert leg.leaves_at == dt.datetime(2027, 7, 4, 14, 0, tzinfo=dt.UTC)


def test_who_changed_a_leg_stands_in_the_history_by_its_clock(at, amina, tomas, leg):
    change_leg(leg, based_on=1, changes={"leaves_at": leg.leaves_at + dt.timedelta(hours=1)}, by=tomas)
    shown = page(at(amina), "history", leg.case)
    assert all(said in shown for said in ("leg of the journey 1", "11:30", "12:30"))


def test_whoever_opens_a_leg_and_saves_it_has_changed_nothing(at, amina, leg):
    said = {
        **TICKET, "carrier": "", "transit_help": "", "leaves_at": "2027-07-04T11:30", "zone": "Europe/Paris",
    }  # fmt: skip
    send(at(amina), "leg-change", leg, **said, based_on=1)
    leg.refresh_from_db()
    assert leg.version == 1


def test_what_was_travelled_stays_as_it_was(travelling, amina):
    board(travelling, by=amina)
    with pytest.raises(NotInThisCase, match="travelled"):
        change_leg(travelling, based_on=1, changes={"carrier": "AB 1"}, by=amina)


def test_legs_are_boarded_one_after_the_other(travelling, amina):
    later = travelling.leaves_at + dt.timedelta(days=1)
    second = plan_leg(travelling.case, leaves_from="Banjul", goes_to="Basse", leaves_at=later, by=amina)
    with pytest.raises(NotInThisCase, match="before this one"):
        board(second, by=amina)


def test_nobody_arrives_who_has_not_boarded(travelling, amina):
    with pytest.raises(NotInThisCase, match="boarded"):
        arrive(travelling, by=amina)
    assert arrive(board(travelling, by=amina), by=amina).status == LegStatus.ARRIVED


# Free until boarding ------------------------------------------------------------------------------------------


def test_boarding_asks_once_more_and_keeps_the_answer(at, amina, travelling):
    send(at(amina), "leg-board", travelling, alone="yes", still_wants="yes", words="I want to see my mother.")
    travelling.refresh_from_db()
    assert travelling.boarded_at is not None
    said = CaseRecord.objects.filter(form="reconfirmation").order_by("-made_at").first()
    assert said.is_finished
    assert said.answers["words"] == "I want to see my mother."


@pytest.mark.parametrize(("alone", "still_wants"), [("yes", "no"), ("no", "yes")])
def test_whoever_says_no_at_the_gate_does_not_board_on_an_older_yes(
    at, amina, travelling, alone, still_wants
):
    answer = send(at(amina), "leg-board", travelling, alone=alone, still_wants=still_wants)
    assert answer.status_code == 302
    travelling.refresh_from_db()
    assert travelling.boarded_at is None
    with pytest.raises(NotInThisCase, match="no longer wants"):
        board(travelling, by=amina)


def test_boarding_presumes_no_answer(at, amina, travelling):
    assert send(at(amina), "leg-board", travelling).status_code == 422
    assert CaseRecord.objects.filter(form="reconfirmation").count() == 1


def test_they_do_not_want_to_go_is_one_press_and_needs_no_reason(at, amina, travelling):
    case = travelling.case
    assert "They do not want to go" in page(at(amina), "journey", case)
    send(at(amina), "stay", case)
    case.refresh_from_db()
    assert (case.stage, case.state, case.closing_reason) == ("stays", "Closed", "withdrew")


def test_after_arrival_nobody_is_asked_whether_they_stay(at, amina, going):
    Case.objects.filter(pk=going.pk).update(stage="arrived")
    assert "They do not want to go" not in page(at(amina), "journey", going)
    assert at(amina).get(reverse("casework:stay", args=[going.pk])).status_code == 404


# Who and where ------------------------------------------------------------------------------------------------


def test_the_journey_is_read_with_a_trace_and_its_steps_stand_in_the_timeline(at, amina, travelling):
    page(at(amina), "journey", travelling.case)
    assert AuditEntry.objects.latest("sequence").event == "casework:case:read"
    send(at(amina), "leg-book", travelling)
    board(travelling, by=amina)
    send(at(amina), "leg-arrive", travelling)
    told = set(Happening.objects.filter(subject_id=str(travelling.pk)).values_list("what", flat=True))
    assert told == {"leg-planned", "leg-booked", "leg-boarded", "leg-arrived"}


@pytest.mark.parametrize("name", ["leg-change", "leg-book", "leg-board", "leg-arrive", "leg-drop"])
@pytest.mark.parametrize(("who", "status"), [("tomas", 200), ("bako", 404), ("leila", 403), ("priya", 403)])
def test_who_opens_a_leg(request, at, leg, who, status, name):
    browser = at(request.getfixturevalue(who))
    assert browser.get(reverse(f"casework:{name}", args=[leg.pk])).status_code == status


def test_only_the_last_leg_is_taken_out(at, amina, leg):
    send(at(amina), "leg-drop", leg)
    assert not Leg.objects.exists()


def test_other_kinds_of_work_have_no_journey(at, amina, case):
    assert at(amina).get(reverse("casework:journey", args=[case.pk])).status_code == 404
    assert "Journey" not in page(at(amina), "case", case)
