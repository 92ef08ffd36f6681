"""A release that gives people away is refused with the figures that do it, whatever release they stand in."""

import pytest

from cairn.evidence.acts import ask_for_approval, withdraw_release
from cairn.evidence.errors import NotNow, TooFewPeopleToPublish
from cairn.evidence.models import Released, Series, State

pytestmark = pytest.mark.django_db
MORE = {"en": "More people were registered."}


def findings(release):
    return release.report["attacks"]["test.people"]["findings"]


def test_headlines_that_leave_three_people_are_refused_with_table_cell_and_equation(
    make, declare, camp, ines
):
    """Everybody less those from two countries are the three from the third."""
    camp.people = [one for one in camp.people if one[2] != "SY"]
    camp.arrive("male", "SY", 3)
    whole = declare("everybody", by=())
    part = declare("neighbours", by=(), more='only = {country = ["AF", "ER"]}')
    release = make(whole, part)
    assert (release.state, release.digest) == (State.REFUSED, "")
    (found,) = [one for one in findings(release) if "SY" in one["about"]]
    assert (found["low"], found["high"], found["people"]) == (3, 3, 3)
    assert {(told["table"], told["said"]) for told in found["proof"]} >= {
        ("everybody", "263"),
        ("neighbours", "260"),
    }
    assert found["mend"]
    assert not Released.objects.exists()
    with pytest.raises(NotNow):
        ask_for_approval(release, by=ines)


def test_a_headline_of_too_few_is_refused_in_words(make, declare, camp):
    camp.people = camp.people[:4]
    with pytest.raises(TooFewPeopleToPublish, match="The total of “[^”]+” counts fewer than 5 people"):
        make(declare())


def test_a_release_whose_difference_to_the_one_before_gives_somebody_away_is_refused(
    make, declare, camp, put_out
):
    """One woman came: two totals that are each harmless say so together."""
    put_out(make(declare()))
    camp.arrive("female", "ER", 1)
    second = make("registered", changes=MORE)
    assert second.state == State.REFUSED
    (report,) = second.report["attacks"].values()
    assert report["revisions"], report
    assert {one["people"] for one in report["revisions"]} == {1}
    assert report["revisions"][0]["mend"]


def test_the_same_figures_may_be_said_again(make, declare, put_out):
    put_out(make(declare()))
    assert make("registered", changes=MORE).state == State.ATTACKED


def test_enough_newcomers_may_be_told(make, declare, camp, put_out):
    put_out(make(declare()))
    camp.arrive("male", "AF", 40)
    assert make("registered", changes=MORE).state == State.ATTACKED


def test_releases_of_another_series_are_remembered(make, declare, camp, put_out):
    """The reader has read both."""
    put_out(make(declare("everybody", by=())))
    camp.people = [one for one in camp.people if one[2] != "SY"]
    other = Series.objects.create(code="other", title={"en": "Other"})
    part = declare("neighbours", by=(), more='only = {country = ["AF", "ER"]}')
    release = make(part, series=other)
    assert release.state == State.ATTACKED, "a hundred are missing, which is nobody"


def test_what_was_withdrawn_is_known_all_the_same(make, declare, camp, put_out, daniel):
    camp.people = [one for one in camp.people if one[2] != "SY"]
    camp.arrive("male", "SY", 3)
    first = put_out(make(declare("everybody", by=())))
    withdraw_release(first, by=daniel, why={"en": "A boat was counted twice."})
    part = declare("neighbours", by=(), more='only = {country = ["AF", "ER"]}')
    release = make(part, changes=MORE)
    assert release.state == State.REFUSED
    assert {told["release"] for one in findings(release) for told in one["proof"]} == {"calais-1", "calais-2"}


def test_hidden_cells_are_not_given_back_by_what_was_shown_before(make, declare, put_out):
    """A first release shows countries, a second the sexes by countries: the few stay as they were, hidden."""
    put_out(make(declare("countries", by=("country",))))
    release = make(declare(), changes=MORE)
    assert release.state == State.ATTACKED
    assert release.released.get().result.cell("country=ER;sex=female").hidden


def test_kinds_are_counted_only_among_people_who_may_be_shown(make, declare):
    declare.text("kinds", declare.registered.replace('kind = "count"', 'kind = "distinct"\ncolumn = "country"')
                 .format(code="kinds", dimensions='["sex"]', rule="suppressed", more="", numbers=""))  # fmt: skip
    result = make("kinds").released.get().result
    assert result.cell().value == 3
    assert result.cell("sex=female").value == 3
    assert result.cell("sex=").value == 0


def test_who_is_hidden_below_ten_is_not_given_away_by_what_the_floor_would_allow(make, declare, camp):
    """Seven people: the floor of five would let a second table tell of them."""
    camp.people = [one for one in camp.people if one[2] != "ER"]
    camp.arrive("male", "ER", 7)
    strict = declare("strict", by=("country",), numbers="threshold = 10")
    assert make(strict).state == State.ATTACKED
    released = Released.objects.get().result
    assert released.cell("country=ER").hidden
    other = Series.objects.create(code="other", title={"en": "Other"})
    release = make(strict, declare("loose", by=("country",)), series=other)
    assert release.state == State.REFUSED
    assert {(one["about"], one["low"], one["high"]) for one in findings(release)} >= {("country ER", 7, 7)}


def test_a_threshold_that_was_promised_once_holds_for_later_releases(make, declare, camp, put_out):
    camp.people = [one for one in camp.people if one[2] != "ER"]
    camp.arrive("male", "ER", 7)
    put_out(make(declare("strict", by=("country",), numbers="threshold = 10")))
    other = Series.objects.create(code="other", title={"en": "Other"})
    assert make(declare("loose", by=("country",)), series=other).state == State.REFUSED


def test_the_same_people_have_the_same_noise_in_each_release(make, declare, camp, put_out):
    first = put_out(make(declare(rule="perturbed")))
    camp.arrive("male", "AF", 40)
    second = make("registered", changes=MORE)
    assert second.state == State.ATTACKED, second.report
    one, other = (each.released.get().result for each in (first, second))
    untouched = ["country=SY;sex=female", "country=SY;sex=male", "country=SY", "country=ER"]
    assert [one.cell(key).value for key in untouched] == [other.cell(key).value for key in untouched]
