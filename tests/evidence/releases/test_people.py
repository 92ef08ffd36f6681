"""People of a snapshot: counted once, by all that any release divides them by, and refused where nobody can say."""

import datetime as dt

import pytest

from cairn.evidence.errors import CannotProtect, WrongFacts
from cairn.evidence.models import Release, State
from cairn.evidence.releases import people

pytestmark = pytest.mark.django_db
BY_MONTH = '[period]\ncolumn = "day"\nstep = "month"'
MORE = {"en": "More days are over."}


@pytest.fixture
def arrived(declare):
    """People by the month of their arrival: three on each of sixty days from 1 September 2015."""

    def declared(rule: str = "suppressed", by=(), period: str = BY_MONTH) -> str:
        text = declare.registered.format(code="arrived", dimensions=list(by), rule=rule, more="", numbers="")
        return declare.text("arrived", text.replace("'", '"') + period)

    return declared


@pytest.fixture
def three_a_day(camp):
    camp.people = []
    camp.arrive("male", "AF", 180)
    return camp


def cells(release: Release) -> dict[str, int | None]:
    return {cell.key: cell.value for cell in release.released.get().result.cells}


def test_people_are_counted_in_the_part_of_time_in_which_they_came(make, arrived, three_a_day):
    assert cells(make(arrived())) == {
        "": 180,
        "period=2015-09": 90,
        "period=2015-10": 90,
        "period=2015-11": 0,
    }


def test_a_last_day_cuts_a_part_of_time(make, arrived, three_a_day):
    made = make(arrived(), cut_off=dt.date(2015, 10, 10))
    assert cells(made) == {"": 120, "period=2015-09": 90, "period=2015-10": 30}
    assert made.released.get().result.last == dt.date(2015, 10, 10)


def test_one_day_more_gives_away_those_who_came_on_it(make, arrived, three_a_day, put_out):
    """The records are the same; only the last day moved, by three people."""
    put_out(make(arrived(period='[period]\ncolumn = "day"'), cut_off=dt.date(2015, 9, 30)))
    release = make("arrived", cut_off=dt.date(2015, 10, 1), changes=MORE)
    assert release.state == State.REFUSED
    found = release.report["attacks"]["test.people"]["findings"]
    assert any("2015-10-01" in one["about"] and one["high"] == 3 for one in found), found


def test_ten_days_more_give_away_nobody(make, arrived, three_a_day, put_out):
    put_out(make(arrived(period='[period]\ncolumn = "day"'), cut_off=dt.date(2015, 9, 30)))
    assert make("arrived", cut_off=dt.date(2015, 10, 10), changes=MORE).state == State.ATTACKED


def test_whose_sex_is_not_known_is_a_line_of_its_own(make, declare, camp):
    camp.arrive(None, "AF", 20)
    result = make(declare(by=("sex",))).released.get().result
    assert result.cell("sex=").value == 20
    assert result.label(result.cell("sex="), "en") == "not known"


def test_who_says_several_things_stands_in_the_line_of_each(make, declare):
    result = make(declare(by=("speaks",))).released.get().result
    assert (result.cell("speaks=ar").value, result.cell("speaks=ti").value) == (302, 128)
    assert result.cell().value == 360
    assert result.division("speaks").several


def test_several_of_several_things_cannot_be_held_apart(make, declare):
    declare(by=(), more='only = {speaks = ["ar", "ti"]}')
    with pytest.raises(CannotProtect, match="held to one of them only"):
        make("registered")


def test_somebody_without_a_day_is_not_guessed_into_a_month(make, arrived, camp):
    camp.no_day = True
    with pytest.raises(WrongFacts, match="1 people of “test.people” have no day"):
        make(arrived())


def test_a_day_before_all_time_is_a_wrong_record(make, arrived, camp):
    camp.first_day = dt.date(1015, 1, 1)
    with pytest.raises(WrongFacts, match="a day outside time: 1015"):
        make(arrived())


def test_more_boxes_than_an_attack_can_hold_are_refused(make, declare, monkeypatch):
    monkeypatch.setattr(people, "MOST_BOXES", 8)
    with pytest.raises(CannotProtect, match="into 9 boxes"):
        make(declare())


def test_people_are_read_in_pieces_of_any_size(make, declare, monkeypatch):
    whole = make(declare(rule="perturbed"))
    expected = cells(whole)
    Release.objects.all().delete()
    monkeypatch.setattr(people, "ROWS_AT_ONCE", 7)
    assert cells(make("registered")) == expected
