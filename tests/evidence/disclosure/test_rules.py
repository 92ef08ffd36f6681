"""What a reader may conclude from a figure is exactly what the rule lets through."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.evidence.attack.statements import Ledger
from cairn.evidence.disclosure.protect import protect
from cairn.evidence.disclosure.rules import Open, Perturbed, Rounded, Suppressed
from cairn.evidence.errors import CannotProtect
from evidence.cast import draft, people, table

PLACES = ("Calais", "Dunkirk", "Lille")
SEXES = ("female", "male")


@given(base=st.integers(2, 50), count=st.integers(0, 10_000))
def test_a_rounded_figure_says_within_half_a_base_and_no_more(base, count):
    rule = Rounded(base)
    low, high = rule.bounds(rule.shown(count))

    assert rule.shown(count) % base == 0
    assert abs(rule.shown(count) - count) * 2 <= base
    assert low <= count <= high
    assert all(rule.shown(other) == rule.shown(count) for other in range(low, high + 1))
    assert low == 0 or rule.shown(low - 1) != rule.shown(count)
    assert rule.shown(high + 1) != rule.shown(count)


def test_rounding_leans_to_neither_side():
    rule = Rounded(10)
    assert sum(rule.shown(count) - count for count in range(0, 20)) == 0


@given(
    counts=st.lists(st.integers(0, 400), min_size=6, max_size=6),
    keys=st.lists(st.integers(0, 2**32 - 1), min_size=6, max_size=6),
)
def test_the_same_people_have_the_same_noise_in_every_table_and_release(counts, keys):
    someone = people(np.array(counts).reshape(3, 2), place=PLACES, sex=SEXES)
    held = {"keys": np.array(keys, np.uint32).reshape(3, 2), "headlines": frozenset()}
    rule = Perturbed(Fraction(2), 5)
    both = draft(someone, table("both", someone, "place", "sex"), **held)
    alone = draft(someone, table("women", someone, "place", only={"sex": [0]}), release="R2", **held)
    (first,), statements = protect(both, rule, Ledger())
    (second,), _ = protect(alone, rule, Ledger())

    shown = {cell.region: cell.shown for cell in first.cells}
    assert all(shown[cell.region] == cell.shown for cell in second.cells)
    for one in statements:
        assert one.holds(int(someone.counts[np.ix_(*someone.places(one.region))].sum()))


def test_a_perturbed_table_adds_up_to_its_exact_headline():
    someone = people([[40, 3], [7, 90], [0, 11]], place=PLACES, sex=SEXES)
    keys = np.random.default_rng(3).integers(0, 1 << 32, (3, 2), np.uint32)
    (shown,), _ = protect(
        draft(someone, table("t", someone, "place", "sex"), keys=keys), Perturbed(), Ledger()
    )
    inner = [at for at, cell in enumerate(shown.cells) if "all" not in cell.label]

    assert shown.cells[0].shown == 151
    assert sum(shown.cells[at].shown for at in inner) + shown.remainder(0, inner) == 151
    assert [cell.shown for cell in shown.cells if cell.label == "Lille, female"] == [0]
    with pytest.raises(CannotProtect, match="no headline"):
        shown.remainder(1, inner)


def test_open_figures_are_shown_as_they_are():
    someone = people([[1, 2], [0, 4], [5, 6]], place=PLACES, sex=SEXES)
    (shown,), _ = protect(draft(someone, table("t", someone, "place", "sex")), Open(), Ledger())
    assert [cell.shown for cell in shown.cells] == [18, 6, 12, 3, 1, 2, 4, 0, 4, 11, 5, 6]


@pytest.mark.parametrize("rule", [lambda: Rounded(1), lambda: Suppressed(2)])
def test_rules_that_protect_nobody_are_refused(rule):
    with pytest.raises(CannotProtect):
        rule()
