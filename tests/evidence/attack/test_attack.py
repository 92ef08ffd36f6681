"""The builder finds what an intruder would: leaks that were planted, in one table, between two, and over time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.evidence.attack.report import (
    GivesPeopleAway,
    Protection,
    attack,
    refuse_if_it_gives_people_away,
)
from cairn.evidence.attack.statements import Ledger, Statement
from cairn.evidence.disclosure.protect import protect
from cairn.evidence.disclosure.rules import Open, Perturbed, Rounded
from cairn.evidence.regions import Breakdown, Category, Layout, Region
from evidence.cast import draft, every, people, table

PLACES = ("Calais", "Dunkirk", "Lille")
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
NATIONS = ("Albania", "Nigeria", "Vietnam")


def shown(someone, region, count, release="R1", *, hidden=False, cell="", headline=False):
    low, high = (1, None) if hidden else (count, count)
    return Statement(
        Region.of(region),
        low,
        high,
        release,
        "t",
        cell or str(region),
        "S1",
        hidden=hidden,
        headline=headline,
    )


def test_a_hidden_cell_that_its_total_gives_back_is_found_with_the_equation_and_the_mend():
    someone = people([3, 20, 30], place=PLACES)
    figures = [
        shown(someone, {}, 53, cell="total", headline=True),
        shown(someone, {"place": [0]}, 3, hidden=True, cell="Calais"),
        shown(someone, {"place": [1]}, 20, cell="Dunkirk"),
        shown(someone, {"place": [2]}, 30, cell="Lille"),
    ]
    (found,) = attack(Ledger(), figures, someone, Protection(5)).findings

    assert (found.about, found.low, found.high) == ("place Calais", 3, 3)
    assert {one.cell for one in found.proof} == {"total", "Dunkirk", "Lille"}
    assert "Hide “Dunkirk”" in found.mend


def test_the_year_to_date_gives_away_a_quarter_that_was_never_published():
    """Two tables, each of them safe: 12 Albanians until March, 14 until June. Two came in spring."""
    someone = people([[12, 30, 40], [2, 8, 11], [6, 9, 21], [7, 12, 9]], quarter=QUARTERS, nation=NATIONS)

    def until(last: int) -> Layout:
        return table("so far", someone, "nation", only={"quarter": range(last + 1)})

    ledger = Ledger()
    for last in range(4):
        _, statements = protect(
            draft(someone, until(last), release=f"Q{last + 1}", headlines=frozenset()), Open(), ledger
        )
        report = attack(ledger, statements, someone, Protection(5))
        if last == 1:
            (found,) = report.findings
            assert found.about == "nation Albania; quarter Q2"
            assert (found.low, found.high) == (2, 2)
            assert {(one.release, one.low) for one in found.proof} == {("Q1", 12), ("Q2", 14)}
            with pytest.raises(GivesPeopleAway, match="gives people away in 1 place"):
                refuse_if_it_gives_people_away(report)
        else:
            assert last > 1 or report.may_be_published
        ledger.enter(statements)


@given(counts=st.lists(st.integers(0, 9), min_size=8, max_size=8))
@settings(max_examples=40)
def test_every_difference_of_two_cut_offs_that_counts_a_few_is_found(counts):
    """Suppressing each table alone is not enough; all that subtraction gives away is in the report."""
    quarters = np.column_stack([np.array(counts).reshape(4, 2), [20, 30, 20, 30]])
    someone = people(quarters, quarter=QUARTERS, nation=NATIONS)
    so_far = quarters.cumsum(axis=0)
    is_shown = (so_far == 0) | (so_far >= 5)
    figures = [
        shown(someone, {"quarter": range(last + 1), "nation": [nation]}, int(so_far[last, nation]))
        for last, nation in np.argwhere(is_shown).tolist()
    ]
    report = attack(Ledger(), figures, someone, Protection(5, width=1, insiders=False))
    by_hand = {
        (f"nation {NATIONS[nation]}; quarter {', '.join(QUARTERS[earlier + 1 : later + 1])}", int(between))
        for nation in range(2)
        for earlier in range(4)
        for later in range(earlier + 1, 4)
        if is_shown[earlier, nation]
        and is_shown[later, nation]
        and 0 < (between := so_far[later, nation] - so_far[earlier, nation]) < 5
        # Quarters in which nobody came at either end say nothing more of the same people.
        and quarters[earlier + 1, nation]
        and quarters[later, nation]
    }
    found = {(one.about, one.low) for one in report.findings if one.low == one.high}
    assert found >= by_hand
    assert all(one.low <= one.people <= one.high for one in report.findings)


def test_a_camp_inside_a_district_gives_away_who_lives_outside():
    someone = people([40, 3, 60], place=("camp", "village", "town"))
    district = Breakdown("place", (Category("district", frozenset([0, 1])), Category("town", frozenset([2]))))
    camp = Breakdown("place", (Category("camp", frozenset([0])),))
    _, before = protect(draft(someone, Layout("districts", (district,))), Open(), Ledger())
    _, after = protect(draft(someone, Layout("camps", (camp,)), release="R2"), Open(), Ledger())
    (found,) = attack(Ledger(before), after, someone, Protection(5)).findings

    assert found.about == "place village"
    assert {one.cell for one in found.proof} == {"camp", "district"}


def test_all_corrections_of_a_few_people_are_found_24_of_24():
    """As in a real correction of 2025: no count below five was ever shown, and 24 cells moved by one to four people."""
    random = np.random.default_rng(20251201)
    before = random.integers(50, 5000, 300)
    moved = random.choice(300, 24, replace=False)
    after = before.copy()
    after[moved] += random.choice([-4, -3, -2, -1, 1, 1, 1, 2, 3, 4], 24)
    places = tuple(f"country {at}" for at in range(300))
    old, new = people(before, place=places), people(after, place=places)
    _, released = protect(draft(old, table("t", old, "place")), Open(), Ledger())
    _, statements = protect(
        draft(new, table("t", new, "place"), release="R2", snapshot="S2"), Open(), Ledger()
    )
    report = attack(Ledger(released), statements, new, Protection(5))

    cells = {one.after.cell for one in report.revisions} - {"all"}
    assert cells == {places[at] for at in moved}
    assert not report.may_be_published


def test_whoever_is_alone_in_a_cell_can_read_the_other_one():
    someone = people([[1, 4, 20], [30, 9, 40]], place=PLACES[:2], nation=NATIONS)
    figures = [
        shown(someone, {"place": [0]}, 25),
        shown(someone, {"place": [0], "nation": [0]}, 1, hidden=True),
        shown(someone, {"place": [0], "nation": [1]}, 4, hidden=True),
        shown(someone, {"place": [0], "nation": [2]}, 20),
    ]
    report = attack(Ledger(), figures, someone, Protection(5, width=1))
    assert report.insiders == (
        "Whoever is alone in nation Albania; place Calais can work out nation Nigeria; place Calais.",
    )
    assert not report.findings
    assert attack(Ledger(), figures, someone, Protection(5, width=1, insiders=False)).may_be_published


def test_many_noisy_or_rounded_figures_of_the_same_people_can_be_too_much():
    """Rounded parts and their exact total leave one possibility only where all were rounded the same way."""
    someone = people([2, 2, 2], place=PLACES)
    _, statements = protect(draft(someone, table("t", someone, "place")), Rounded(5), Ledger())
    findings = attack(Ledger(), statements, someone, Protection(5)).findings
    assert {(one.about, one.low, one.high) for one in findings if one.people == 2} == {
        (f"place {place}", 2, 2) for place in PLACES
    }


@given(counts=st.lists(st.integers(0, 30), min_size=6, max_size=6), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_intervals_always_hold_the_truth(counts, seed):
    someone = people(np.array(counts).reshape(3, 2), place=PLACES, sex=("female", "male"))
    keys = np.random.default_rng(seed).integers(0, 1 << 32, (3, 2), np.uint32)
    _, statements = protect(
        draft(someone, table("t", someone, "place", "sex"), keys=keys, headlines=frozenset()),
        Perturbed(),
        Ledger(),
    )
    for one in attack(Ledger(), statements, someone, Protection(12)).findings:
        assert one.low <= one.people <= one.high


def test_the_ledger_is_the_same_after_it_was_written_and_read():
    someone = people([[3, 20], [9, 14]], place=PLACES[:2], nation=NATIONS[:2])
    _, statements = protect(draft(someone, Layout("t", (every("place", PLACES[:2]),))), Rounded(5), Ledger())
    ledger = Ledger(statements)
    assert Ledger.read(ledger.lines()).statements == ledger.statements
    assert list(Ledger.read(ledger.lines()).lines()) == list(ledger.lines())
