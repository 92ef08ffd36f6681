"""What was counted and what happened is recorded in two times: when it was, and when it was known."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from cairn.evidence.facts.snapshots import take_snapshot
from cairn.evidence.indicators import indicator
from cairn.evidence.tables import cells, facts_in
from cairn.guard.acts import give_role
from cairn.guard.models import User
from cairn.guard.roles import Role
from cairn.guard.scope import MayNot
from cairn.mission.config import load_mission
from cairn.programmes.tracking import facts
from cairn.programmes.tracking.acts import correct, decide_repetition, record_new, withdraw
from cairn.programmes.tracking.models import (
    Assessment,
    FlowCount,
    FlowPoint,
    PossibleRepetition,
)
from programmes.tracking.told import count, incident

pytestmark = pytest.mark.django_db


def test_a_correction_keeps_what_it_corrects_and_why(dunes, yusuf):
    first = record_new(count(dunes, "2015-10-16", 5000), by=yusuf)
    better = correct(
        first, by=yusuf, reason="The prefecture counted again.", people=6000, known_on=dt.date(2015, 10, 17)
    )
    assert list(Assessment.objects.standing()) == [better]
    assert (first.people, better.corrects, better.reported_by) == (5000, first, yusuf)
    assert list(Assessment.objects.known_by(dt.date(2015, 10, 16))) == [first]
    assert list(Assessment.objects.known_by(dt.date(2015, 10, 17))) == [better]


def test_only_what_stands_is_corrected(dunes, yusuf):
    first = record_new(count(dunes, "2015-10-16", 5000), by=yusuf)
    correct(first, by=yusuf, reason="Counted again.", people=6000)
    with pytest.raises(ValidationError, match="corrected or withdrawn"):
        correct(first, by=yusuf, reason="Counted again.", people=7000)


def test_a_reason_is_asked_for(dunes, yusuf):
    first = record_new(count(dunes, "2015-10-16", 5000), by=yusuf)
    with pytest.raises(ValidationError, match="Say why"):
        withdraw(first, by=yusuf, reason="wrong")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"people": -5}, "people"),
        ({"people": 10, "women": 8, "men": 8}, "people"),
        ({"counted_on": "2999-01-01", "known_on": "2999-01-01"}, "counted_on"),
        ({"known_on": "2015-10-01"}, "known_on"),
        ({"counted_on": "0215-10-16"}, "counted_on"),
        ({"people_low": 200}, "__all__"),
        ({"method": "guess"}, "method"),
        ({"source": ""}, "source"),
    ],
)
def test_a_count_that_cannot_be_is_refused(dunes, yusuf, wrong, field):
    row = count(dunes, "2015-10-16", 100)
    for name, value in wrong.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as refused:
        record_new(row, by=yusuf)
    assert field in refused.value.message_dict


@pytest.mark.parametrize(
    "wrong",
    [
        {"dead": 0},
        {"dead": 2, "dead_high": 1},
        {"women": 5},
        {"last_day": "2015-06-01"},
        {"kind": "cumulative"},
        {"latitude": "50.9"},
        {"latitude": "95", "longitude": "1"},
    ],
)
def test_an_incident_that_cannot_be_is_refused(yusuf, wrong):
    with pytest.raises(ValidationError):
        record_new(incident("2015.MMP.1", "2015-07-01", **wrong), by=yusuf)


def test_a_day_that_lost_a_figure_is_refused(yusuf):
    with pytest.raises(ValidationError, match="1900 or later") as refused:
        record_new(incident("2015.MMP.1", "0215-07-01"), by=yusuf)
    assert {"first_day", "known_on"} <= set(refused.value.message_dict)


def test_an_incident_is_recorded_once(yusuf):
    record_new(incident("2015.MMP.1", "2015-07-01"), by=yusuf)
    with pytest.raises(ValidationError, match="recorded already"):
        record_new(incident("2015.MMP.1", "2015-07-01"), by=yusuf)


def test_two_reports_near_in_place_time_and_number_are_shown_for_review(yusuf):
    here, near, far = (
        {"latitude": "50.92", "longitude": "1.81"},
        {"latitude": "50.95", "longitude": "1.85"},
        {"latitude": "35.5", "longitude": "12.6"},
    )
    record_new(incident("A", "2015-07-01", **here), by=yusuf)
    record_new(incident("B", "2015-07-02", **near), by=yusuf)
    record_new(incident("C", "2015-07-02", **far), by=yusuf)
    record_new(incident("D", "2015-07-20", **here), by=yusuf)
    record_new(incident("E", "2015-07-01", **here, missing=40), by=yusuf)
    pair = PossibleRepetition.objects.get()
    assert {pair.one.code, pair.other.code} == {"A", "B"}
    assert decide_repetition(pair, is_same=False, by=yusuf).is_same is False


def test_a_correction_keeps_a_possible_repetition_in_review_and_what_was_decided(yusuf):
    here = {"latitude": "50.92", "longitude": "1.81"}
    one = record_new(incident("A", "2015-07-01", **here), by=yusuf)
    two = record_new(incident("B", "2015-07-02", **here), by=yusuf)
    better = correct(two, by=yusuf, reason="A second person was found.", dead=2)
    waiting = PossibleRepetition.objects.get(other=better)
    assert (waiting.one, waiting.is_same) == (one, None)

    decided = decide_repetition(waiting, is_same=False, by=yusuf)
    once_more = correct(
        one,
        by=yusuf,
        reason="It was a day later.",
        first_day=dt.date(2015, 7, 2),
        known_on=dt.date(2015, 7, 3),
    )
    kept = PossibleRepetition.objects.get(one=better, other=once_more)
    assert (kept.is_same, kept.decided_at) == (False, decided.decided_at)


def test_a_correction_that_moves_an_incident_near_another_shows_the_pair(yusuf):
    record_new(incident("A", "2015-07-01", latitude="50.92", longitude="1.81"), by=yusuf)
    far = record_new(incident("B", "2015-07-02", latitude="35.5", longitude="12.6"), by=yusuf)
    assert not PossibleRepetition.objects.exists()
    correct(far, by=yusuf, reason="The position was of another.", latitude="50.95", longitude="1.85")
    assert PossibleRepetition.objects.get().is_same is None


def test_who_does_not_record_records_nothing(dunes):
    user = User.objects.create(username="nadia")
    give_role(user, Role.COMMUNICATIONS)
    with pytest.raises(MayNot):
        record_new(count(dunes, "2015-10-16", 1), by=user)


def test_doubled_to_6000_and_16_since_june_come_from_records(dunes, yusuf, tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path))
    load_mission.cache_clear()
    record_new(count(dunes, "2015-09-25", 3000), by=yusuf)
    record_new(count(dunes, "2015-10-16", 6000), by=yusuf)
    for day in range(16):
        record_new(
            incident(f"T{day}", f"2015-06-{day + 3:02d}", location=f"Place {day}", place=f"p{day}"), by=yusuf
        )
    tables = [facts.populations(), facts.incidents(), facts.flows()]
    snapshot = take_snapshot(tables)
    until = dt.date(2015, 10, 16)
    with facts_in(snapshot, "tracking.populations") as rows:
        whole = indicator("people-in-sites").model_copy(update={"dimensions": []})
        (cell,) = cells(whole, tables[0], rows, until=until).to_pyarrow().to_pylist()
    assert (cell["value"], cell["earlier"]) == (6000, 3000)
    with facts_in(snapshot, "tracking.incidents") as rows:
        whole = indicator("deaths-on-the-way").model_copy(update={"dimensions": []})
        (cell,) = cells(whole, tables[1], rows, until=until).to_pyarrow().to_pylist()
    assert cell["value"] == 16
    load_mission.cache_clear()


def only_row(table) -> dict:
    (batch,) = table.batches()
    (row,) = batch.to_pylist()
    return row


def test_what_is_known_of_sex_and_age_is_counted_with_the_rest(dunes, yusuf):
    dunes.closed_on = "2016-10-27"
    dunes.save()
    record_new(count(dunes, "2015-10-16", 6000, women=700, girls=0), by=yusuf)
    row = only_row(facts.populations())
    assert [row[name] for name in ("women", "men", "girls", "boys")] == [700, None, 0, None]
    assert str(row["closed_on"]) == "2016-10-27"


def test_an_incident_whose_sources_differ_keeps_its_range(yusuf):
    """“Exactly three died” is not said where somebody told of five."""
    told = {"dead": 3, "dead_high": 5, "missing": 2, "women": 1, "children": 1, "survivors": 9}
    record_new(incident("R", "2015-06-03", **told), by=yusuf)
    row = only_row(facts.incidents())
    assert {name: row[name] for name in told} == told
    assert (row["dead_and_missing"], row["dead_and_missing_high"], row["men"]) == (5, 7, None)
    measure = indicator("deaths-on-the-way").measure
    assert (measure.low, measure.high) == ("dead_and_missing", "dead_and_missing_high")


def test_flows_are_counted_by_who_passed(yusuf):
    point = FlowPoint.objects.create(code="MK-GEV", name="Gevgelija", country="MK")
    row = FlowCount(
        point=point, first_day="2015-08-01", last_day="2015-08-01", direction="in", nationality="SY", people=120,
        source="Field partner", known_on="2015-08-01",
    )  # fmt: skip
    row.first_day = "0215-08-01"
    with pytest.raises(ValidationError, match="1900 or later"):
        record_new(row, by=yusuf)
    row.first_day = "2015-08-01"
    record_new(row, by=yusuf)
    (batch,) = facts.flows().batches()
    assert batch.to_pylist()[0]["nationality"] == "SY"
